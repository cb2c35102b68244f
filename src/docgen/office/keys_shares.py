"""The office's key as three shares of 33 words, any two of which give it back (SLIP-39).

Words go on paper and come in by hand; no sentence here repeats one of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import shamir_mnemonic
from shamir_mnemonic import MnemonicError
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from docgen.errors import BadInput, say
from docgen.office.keys_file import Key

NEEDED, MADE, WORDS = 2, 3, 33
_KNOWN = frozenset(WORDLIST)


def new_key() -> Key:
    """A key nobody ever had."""
    return Key.of(secrets.token_bytes(32))


def split(key: Key) -> tuple[int, list[str]]:
    """Shares of a key: the number of their set, and the words of each."""
    [shares] = shamir_mnemonic.generate_mnemonics(1, [(NEEDED, MADE)], key.secret)
    return set_of(shares[0]), shares


def set_of(words: str) -> int:
    """The number of the set that a share belongs to."""
    return int(Share.from_mnemonic(words).identifier)


def join(given: Sequence[str]) -> tuple[int, Key]:
    """The key that two shares give, and the number of their set.

    Raises:
        BadInput: A share is damaged, the same one came twice, or they are of different sets.
    """
    if len(given) != NEEDED:
        raise _wrong(
            say("Two shares are needed, and {n} were given", n=len(given)),
            say("any two of the three printed ones give the key, one alone tells nothing"),
            say("write the words of two shares, a line each"),
        )
    cleaned = [" ".join(one.lower().split()) for one in given]
    shares = [_read(turn, words) for turn, words in enumerate(cleaned, start=1)]
    _refuse_unlike(shares)
    try:
        secret = shamir_mnemonic.combine_mnemonics(cleaned)
    except MnemonicError as error:
        raise _wrong(
            say("The two shares do not give a key"),
            say("each is whole by itself, but they do not fit each other"),
            say("look which printed pages belong together: the set's number is on each"),
        ) from error
    return shares[0].identifier, Key.of(secret)


def _read(turn: int, words: str) -> Share:
    listed = words.split()
    if len(listed) != WORDS:
        raise _wrong(
            say("Share {turn} is not whole", turn=turn),
            say("it has {n} words, and a share has {whole}", n=len(listed), whole=WORDS),
            say("type all the words of the page in their order"),
        )
    unknown = [at for at, word in enumerate(listed, start=1) if word not in _KNOWN]
    if unknown:
        raise _wrong(
            say("Share {turn} has a wrong word", turn=turn),
            say("no share has such a word: number {n}", n=", ".join(map(str, unknown))),
            say("compare these words with the page, letter by letter"),
        )
    try:
        return Share.from_mnemonic(words)
    except MnemonicError as error:
        raise _wrong(
            say("Share {turn} is damaged", turn=turn),
            say("each word exists, but together they are not what was printed"),
            say("compare all words and their order with the page"),
        ) from error


def _refuse_unlike(shares: Sequence[Share]) -> None:
    first, second = shares
    if first.common_parameters() != second.common_parameters():
        raise _wrong(
            say("The two shares are of different sets"),
            say("one is of set {a}, the other of set {b}", a=first.identifier, b=second.identifier),
            say("take two pages with the same number of the set"),
        )
    if first.index == second.index:
        raise _wrong(
            say("The same share was given twice"),
            say("both are share {n} of set {set}", n=first.index + 1, set=first.identifier),
            say("take another one of the three pages"),
        )


def _wrong(what: str, why: str, fix: str) -> BadInput:
    return BadInput(what, why=why, fix=fix, field="share")
