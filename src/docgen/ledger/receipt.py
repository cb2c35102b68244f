"""A receipt: the proof, in a few lines of text, that one entry stands in the log.

Whoever holds it needs nothing but the log's public key to check it, without a network and
without the office. Pure. Byte for byte a C2SP ``tlog-proof``; the entry itself stands in its
line ``extra``, so that the receipt also says what was logged.

    c2sp.org/tlog-proof@v1
    extra eyJhY3QiOiJsb2FuLmhhbmRlZC1vdmVyIiwi…     the entry's bytes, base64
    index 1234                                      its number
    uV0…                                            the way from the entry up to the root
    …

    offices.example/north/log                       a checkpoint that covers the entry
    1300
    …
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from docgen.errors import BadInput, say
from docgen.ledger.entry import decode
from docgen.ledger.merkle import HASH_SIZE, leaf_hash
from docgen.ledger.note import Checkpoint, LogKey, open_checkpoint, unbase64
from docgen.ledger.proof import ProofError, verify_inclusion

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})", re.ASCII)
_EXTRA = "extra "
#: The highest tree there can be has so many levels.
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry, its place, the way to the root, and the signed note that has the root."""

    index: int
    leaf: bytes
    proof: tuple[bytes, ...]
    note: str


def write(receipt: Receipt) -> str:
    """The receipt as text."""
    lines = [_FIRST, _EXTRA + _base64(receipt.leaf), f"index {receipt.index}"]
    return "\n".join([*lines, *map(_base64, receipt.proof), "", receipt.note])


def read(text: str) -> Receipt:
    """The receipt that a text says, not checked yet.

    Raises:
        ProofError: It is not written as a receipt is.
    """
    head, blank, note = text.partition("\n\n")
    first, extra, number, *hashes = [*head.split("\n"), "", ""][: _MOST_HASHES + 3]
    index, leaf = _INDEX.fullmatch(number), unbase64(extra.removeprefix(_EXTRA))
    if first != _FIRST or not extra.startswith(_EXTRA) or leaf is None or not index or not blank:
        raise ProofError(say("it is not a receipt: its first lines are not those of one"))
    proof = [part for line in hashes if line and (part := unbase64(line)) is not None]
    receipt = Receipt(int(index[1]), leaf, tuple(proof), note)
    if write(receipt) != text or any(len(part) != HASH_SIZE for part in proof):
        raise ProofError(say("it is not a receipt: a line of its proof cannot be read"))
    return receipt


def check(receipt: Receipt, *keys: LogKey) -> Checkpoint:
    """Check that the entry stands in the log of these keys; the checkpoint that shows it.

    Raises:
        ProofError: The receipt does not show it.
    """
    checkpoint = open_checkpoint(receipt.note, *keys)
    verify_inclusion(
        receipt.index, checkpoint.size, leaf_hash(receipt.leaf), receipt.proof, checkpoint.root
    )
    if entry_of(receipt).get("idx") != receipt.index:
        raise ProofError(say("the entry in it calls itself by another number"))
    return checkpoint


def entry_of(receipt: Receipt) -> dict[str, object]:
    """What the entry says; believe it only after ``check``.

    Raises:
        ProofError: It is no entry.
    """
    try:
        return decode(receipt.leaf)
    except BadInput as fault:
        raise ProofError(say("its entry cannot be read: {why}", why=fault.why)) from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
