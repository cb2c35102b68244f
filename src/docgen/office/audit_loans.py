"""Loans and outside requests as an auditor wants to see them: open, overdue, lost, longest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docgen.errors import Said, listed, say
from docgen.model import loan as rules
from docgen.model.audit import Line, Listing, Period, Question
from docgen.model.events import EVENTS
from docgen.model.grades import Grade
from docgen.model.loan import State
from docgen.office import audit_log
from docgen.office.audit_access import line
from docgen.office.bars import Bar, silently
from docgen.register.models import Loan

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

OUTSIDE = frozenset(act for act in EVENTS if act.startswith("outside."))
_LOST = frozenset({State.LOST.value, State.WRITTEN_OFF.value})


def loans(
    office: Office, who: Person, period: Period, which: str = "all", unit: str = ""
) -> Listing:
    """Loans asked for in a period, those out longest first; totals by state, unit and person."""
    audit_log.ask(office, who)
    rows = Loan.objects.select_related("item__dossier", "borrower").order_by("pk")
    found = [
        row
        for row in rows.iterator(2000)
        if _is_wanted(office, row, which)
        and unit in ("", row.borrower.unit)
        and _within(period, row, office)
    ]
    found.sort(key=lambda row: (-_days(office, row), row.pk))
    listing = Listing("loans", unit, [_line(office, row) for row in found], len(found))
    for row in found:
        over = row.borrower.unit if _over(office, row) else ""
        listing.count(state=row.state, unit=row.borrower.unit, who=row.borrower.code, overdue=over)
    audit_log.reported(office, who, "loans", len(found))
    return listing


def now(office: Office) -> dict[str, int]:
    """How many loans are not ended now, how many of them past their day, how many papers lost."""
    rows = list(Loan.objects.exclude(state=State.RETURNED).only("state", "due"))
    return {
        "open": sum(row.state == State.OUT for row in rows),
        "overdue": sum(_over(office, row) > 0 for row in rows),
        "lost": sum(row.state in _LOST for row in rows),
    }


def outside(office: Office, who: Person, period: Period, *, bar: Bar = silently) -> Listing:
    """What the log says of outside requests: registered, decided, served, refused."""
    audit_log.ask(office, who)
    wanted = Question(acts=OUTSIDE, res=frozenset({"allow", "deny", "error"}))
    listing = Listing("outside")
    for entry in audit_log.entries(period, wanted, bar=bar):
        listing.lines.append(line(office, entry))
        listing.total += 1
        listing.count(act=str(entry["act"]), who=str(entry["who"]), res=str(entry["res"]))
    audit_log.reported(office, who, "outside", listing.total)
    return listing


def _is_wanted(office: Office, row: Loan, which: str) -> bool:
    if which == "overdue":
        return _over(office, row) > 0
    if which == "lost":
        return row.state in _LOST
    return which == "all" or row.state in set(rules.OPEN)


def _within(period: Period, row: Loan, office: Office) -> bool:
    day = office.local(row.requested_at).date()
    return (not period.since or day >= period.since) and (not period.until or day <= period.until)


def _over(office: Office, row: Loan) -> int:
    """How many days a loan is past its day; 0 if it is not."""
    is_out = row.state == State.OUT and row.due is not None
    return max(0, (office.today - row.due).days) if is_out and row.due else 0


def _days(office: Office, row: Loan) -> int:
    """For how many days it was out, or has been."""
    if row.out_at is None:
        return -1
    end = office.local(row.returned_at).date() if row.returned_at else office.today
    return (end - office.local(row.out_at).date()).days


def _line(office: Office, row: Loan) -> Line:
    return Line(
        at=str(office.local(row.out_at or row.requested_at))[:16],
        who=row.borrower.code,
        what=_said(row.state),
        obj=f"{row.item} {row.code}",
        grade=Grade.of_rank(row.item.rank).code,
        why=row.purpose,
        note=listed(_notes(office, row), " · "),
    )


def _said(state: str) -> Said | str:
    try:
        return State(state).said
    except ValueError:
        return state  # changed past docgen; ``audit reconcile`` tells


def _notes(office: Office, row: Loan) -> Iterable[str]:
    yield row.borrower.unit
    if row.due:
        yield say("due {day}", day=str(row.due))
    if over := _over(office, row):
        yield say("{n} day(s) over", n=over)
