"""Reconciliation of what entries commit to: values beside the log that somebody changed or put in.

A value that was erased is no finding: that it can be is what commitments are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.ledger.entry import SALT_SIZE, commit
from docgen.model.audit import Entry
from docgen.model.reconciling import Finding, differs, unexplained
from docgen.office import audit_log
from docgen.register.models_log import LogEntry, LogNote

_AT_ONCE = 1000


def compare(size: int) -> Iterator[Finding]:
    """Hold every value against the entry that commits to it.

    Args:
        size: The log's size; what came later is not looked at.
    """
    last = 0
    while some := list(LogNote.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = some[-1].pk
        known = [note for note in some if note.idx < size]
        found = LogEntry.objects.filter(idx__in={note.idx for note in known})
        entries = {row.idx: audit_log.read(bytes(row.leaf), row.idx) for row in found}
        for note in known:
            yield from _compared(note, entries.get(note.idx, {}))


def _compared(note: LogNote, entry: Entry) -> Iterator[Finding]:
    row, told = f"note {note}", entry.get("notes", {}).get(note.name)
    if told is None:
        yield unexplained(row)
    elif len(note.salt) != SALT_SIZE or commit(bytes(note.salt), note.value) != told:
        yield differs(row, "value", note.name, told, note.idx)
