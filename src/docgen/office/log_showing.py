"""One entry of the log: what it says, what lies behind its commitments, and its receipt."""

from __future__ import annotations

import base64
from typing import Any

from docgen.ledger.entry import commit
from docgen.ledger.receipt import entry_of, read
from docgen.model.access import Act
from docgen.office import auditing, gate, journal, receipts
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_log import LogNote


def show(office: Office, who: Person, index: int) -> dict[str, Any]:
    """An entry with its sentences, its notes and its receipt.

    Notes are shown to whoever may know of papers; the auditor sees the commitments alone.
    """
    gate.ask(office, who, Act.READ_LOG, "log.read")
    receipt = receipts.receipt_of(office, index)
    entry: dict[str, Any] = entry_of(read(receipt))
    may_know = gate.weigh(office, who, Act.FIND).allow
    behind = _behind(entry) if may_know else {}
    with one_transaction():
        journal.append(office, "log.read", who, obj=str(index), n=1)
    return {**entry, **auditing.sentence(entry), "behind": behind, "receipt": receipt}


def prove(office: Office, who: Person, index: int) -> str:
    """The receipt of an entry, to be given out."""
    gate.ask(office, who, Act.READ_LOG, "log.proved")
    receipt = receipts.receipt_of(office, index)
    with one_transaction():
        journal.append(office, "log.proved", who, obj=str(index))
    return receipt


def _behind(entry: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Value and salt of each note that was not erased and fits its commitment."""
    kept = {row.name: row for row in LogNote.objects.filter(idx=entry["idx"])}
    return {
        name: {"value": row.value, "salt": base64.b64encode(bytes(row.salt)).decode("ascii")}
        for name, promised in dict(entry.get("notes", {})).items()
        if (row := kept.get(name)) and commit(bytes(row.salt), row.value) == promised
    }
