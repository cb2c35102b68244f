"""Tracing a stray page: which controlled copy it is, who had it, and the entry that says so.

What the page says is held against the register: a number that was never given out, or one that
stands with another entry or another office's mark, is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import gate, issuing, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_copies import Copy
from docgen.render.stamp_read import Clue, clues

EVENT = "copy.traced"
_LARGEST = 200_000_000


@dataclass(frozen=True, slots=True)
class Traced:
    """A copy that a page names.

    Args:
        clue: What the page says.
        rows: Its rows in the register, one a paper; none if this office never gave it out.
        fits: Whether entry and office's mark are those of the register, as far as it names them.
    """

    clue: Clue
    rows: tuple[Copy, ...]
    fits: bool


def trace(office: Office, who: Person, file: Path) -> list[Traced]:
    """Say which copies a PDF or a picture comes from; none if it names no copy."""
    gate.ask(office, who, Act.AUDIT, EVENT)
    with gate.attempt(office, who, EVENT):
        found = [_traced(office, clue) for clue in clues(_read(file), file.name)]
    named = ",".join(one.clue.number for one in found[:5])
    with one_transaction():
        journal.append(office, EVENT, who, n=len(found), more={"copies": named} if named else {})
    return found


def _traced(office: Office, clue: Clue) -> Traced:
    rows = Copy.objects.filter(number=clue.number).order_by("pk")
    there = tuple(rows.select_related("item__dossier", "noted_by", "ended_by"))
    ours = clue.office in {"", issuing.office_mark(office)}
    entry = clue.index < 0 or any(row.log_index == clue.index for row in there)
    return Traced(clue, there if ours else (), ours and entry and bool(there))


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size <= _LARGEST:
            return file.read_bytes()
        why = say("it is larger than {size} MB", size=_LARGEST // 1_000_000)
    except OSError as error:
        why = say("it cannot be opened: {error}", error=error.strerror or error)
    raise BadInput(
        say("“{name}” cannot be read", name=file.name),
        why=why,
        fix=say("scan or photograph the page as PDF, PNG or JPEG"),
        file=str(file),
    )
