"""Changing the log's key for another: the old one signs for the new one, in an entry.

So whoever trusts one key of the log comes from it to every later one, and nobody who finds an
old key can sign for what came after it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from docgen.errors import BadInput, say
from docgen.ledger.note import LogKey, Signer, open_note, parse_vkey, sign_note
from docgen.ledger.proof import ProofError

ACT = "log.rekeyed"
_KIND = "docgen-log-key-v1"

#: The number of an entry about a new key, and the note in it.
Turn = tuple[int, str]


def handover(old: Signer, new: LogKey) -> str:
    """The note of the old key that names the new one; it stands in the entry's ``more``."""
    return sign_note(f"{_KIND}\n{new.vkey}\n", old)


def turns(entries: Iterable[Mapping[str, object]]) -> list[Turn]:
    """The changes of the key that these entries tell of."""
    found = []
    for entry in entries:
        index, more = entry.get("idx"), entry.get("more")
        if entry.get("act") == ACT and entry.get("res") == "allow" and isinstance(index, int):
            note = more.get("handover") if isinstance(more, dict) else None
            found.append((index, str(note)))
    return found


def follow(trusted: LogKey, changes: Iterable[Turn]) -> tuple[LogKey, ...]:
    """The trusted key and all later ones, each with the sizes of the checkpoints it may sign.

    Args:
        trusted: Any key of the log.
        changes: All changes of its key, from ``turns``.

    Raises:
        ProofError: A key came in that the one before it did not sign for.
    """
    keys = [trusted]
    waiting: list[tuple[str, LogKey]] = []
    for index, note in changes:
        new = replace(named(note), first=index + 1)
        if new.vkey == trusted.vkey:
            keys, waiting = [new], []
        else:
            waiting.append((note, new))
    for note, new in waiting:
        open_note(note, keys[-1])
        keys[-1] = replace(keys[-1], last=new.first - 1)
        keys.append(new)
    return tuple(keys)


def named(note: str) -> LogKey:
    """The new key that a note names, whoever signed it."""
    kind, _, rest = note.partition("\n")
    try:
        if kind == _KIND:
            return parse_vkey(rest.partition("\n")[0])
    except BadInput:
        pass
    raise ProofError(say("an entry about a new key of the log does not say which"))
