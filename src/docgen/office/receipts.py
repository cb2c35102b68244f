"""Receipts: for any entry, the proof that it stands in the log, to be given out on paper.

The proof is made from the hashes that lie beside the log, so that its making does not take
longer with a longer log; it is checked before anybody gets it.
"""

from __future__ import annotations

from django.db import connection

from docgen.errors import Integrity, NotFound, say
from docgen.ledger.note import Checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.receipt import Receipt, check, write
from docgen.ledger.tiles import TileTree
from docgen.office import checkpoints, log_keys
from docgen.office.desk import Office
from docgen.register import log_hashes
from docgen.register.models_log import LogEntry


def receipt_of(office: Office, index: int) -> str:
    """The receipt of an entry, as text; whoever asks has leave to know the entry.

    Call it after the entry is committed: what may still be undone is not signed for.

    Raises:
        NotFound: There is no such entry.
        Integrity: Somebody changed the log, so that its own proof does not hold.
    """
    row = LogEntry.objects.filter(idx=index).first()
    if row is None:
        raise NotFound(
            say("The log has no entry {index}", index=index),
            why=say("entries are numbered from 0, without a gap"),
            fix=say("see the newest ones").by("docgen log list"),
        )
    if connection.in_atomic_block:
        raise RuntimeError("a receipt is of what was committed")
    note = checkpoints.covering(office, index)
    try:
        size = Checkpoint.parse(note.rpartition("\n\n")[0] + "\n").size
        proof = TileTree(log_hashes.read, size).inclusion(index, size)
        receipt = Receipt(index, bytes(row.leaf), tuple(proof), note)
        check(receipt, *log_keys.listed(office))
    except (ProofError, TypeError, ValueError) as fault:
        raise Integrity(
            say("Entry {index} cannot be proved", index=index),
            why=say("the log does not fit its own checkpoint: somebody changed one of them"),
            fix=say("verify the log: see what else was changed").by(
                "docgen log verify --checkpoint FILE"
            ),
        ) from fault
    return write(receipt)
