"""Postings as people look at them: one with all that belongs to it, and the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from docgen.model.access import Act
from docgen.model.duty import due_after
from docgen.model.posting import State
from docgen.model.posting_gate import Lack, lacking
from docgen.model.posting_rotation import Proposal
from docgen.office import duties, gate, journal, postings_rotation, postings_rows
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_duties import OwedDuty
from docgen.register.models_postings import Appraisal, Leave, PostingFact
from docgen.register.models_postings import Posting as Row

#: The rule that says from when on money is paid in advance (D-059).
_ADVANCE = "first-advance"


@dataclass(frozen=True, slots=True)
class Seen:
    """A posting with all that is kept of it.

    Args:
        row: Its row.
        lacks: What is missing for a departure today; nothing once he departed.
        facts: What was shown, the newest of each.
        appraisals: His months.
        leaves: His leave.
        owed: What he and his unit owe for it now.
        proposal: What speaks for moving him, and against it.
        advance: From when on money is paid to him in advance; ``None`` before he departs.
        contact_hours: When he can be reached.
    """

    row: Row
    lacks: tuple[Lack, ...]
    facts: tuple[PostingFact, ...]
    appraisals: tuple[Appraisal, ...]
    leaves: tuple[Leave, ...]
    owed: tuple[OwedDuty, ...]
    proposal: Proposal
    advance: dt.date | None
    contact_hours: str


def show(office: Office, who: Person, code: str) -> Seen:
    """One posting."""
    row = postings_rows.find(office, who, code)
    paper = gate.dossier_paper(row.dossier)
    gate.ask(office, who, Act.WORK_POSTING, "posting.viewed", paper=paper)
    found = seen(office, row)
    with one_transaction():
        journal.append(office, "posting.viewed", who, obj=row.code, dossier=str(row.dossier))
    return found


def list_postings(
    office: Office, who: Person, *, state: str = "", area: str = "", unit: str = ""
) -> list[Row]:
    """The postings one may know of; only in this state, of this area or unit, if one is given."""
    gate.ask(office, who, Act.WORK_POSTING, "posting.listed")
    rows = postings_rows.visible(office, who)
    if state:
        rows = rows.filter(state=state)
    if area:
        rows = rows.filter(area__key=area)
    if unit:
        rows = rows.filter(unit=unit)
    found = list(rows)
    with one_transaction():
        journal.append(office, "posting.listed", who, n=len(found))
    return found


def seen(office: Office, row: Row) -> Seen:
    """A posting with all that is kept of it; the caller has leave to look."""
    rules, fact = postings_rows.rules(office), postings_rows.fact_of(row)
    is_to_go = row.state in (State.PLANNED, State.APPROVED)
    newest = {one.key: one for one in row.facts.select_related("item__dossier").order_by("pk")}
    gone = lacking(rules, fact, postings_rows.shown(row), office.today) if is_to_go else []
    is_away = row.state == State.DEPARTED
    return Seen(
        row=row,
        lacks=tuple(gone),
        facts=tuple(newest.values()),
        appraisals=tuple(row.appraisals.order_by("month")),
        leaves=tuple(row.leaves.order_by("pk")),
        owed=_owed(row) if is_away else (),
        proposal=postings_rotation.proposal_of(office, row) if is_away else Proposal((), ()),
        advance=_advance(office, row),
        contact_hours=rules.contact_hours,
    )


def _owed(row: Row) -> tuple[OwedDuty, ...]:
    own = duties.open_rows().filter(subject=row.code)
    if row.account is not None:
        own = own | duties.open_rows().filter(person=row.account)
    return tuple(own)


def _advance(office: Office, row: Row) -> dt.date | None:
    rule = duties.rules(office).rule(_ADVANCE)
    if rule is None or row.departed_on is None:
        return None
    return due_after(rule.when, postings_rows.calendar(office), row.departed_on).day
