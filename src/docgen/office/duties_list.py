"""One list of what a person or a unit owes: duties, and what other registers know is due.

Overdue loans, certificates that run out, papers that should go to the archive and dossiers that
nobody has added to have their own source of truth; they are looked up, never copied.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import say
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.loan import State as LoanState
from docgen.model.span import months_after
from docgen.office import completeness, dossiers, duties, gate, loan_rows, loans
from docgen.office.desk import Office
from docgen.office.holdings import owed
from docgen.register.models import Loan, Person
from docgen.register.models_custody import Validity
from docgen.register.models_duties import OwedDuty

#: ▲ So many days before a certificate runs out it is on the list (G-055).
CERTIFICATE_DAYS = 30
_WEEK = 7


class Kind(StrEnum):
    """Where a line of the list comes from."""

    DUTY = "duty"
    LOAN = "loan"
    CERTIFICATE = "certificate"
    TRANSFER = "transfer"
    REVIEW = "review"


class Part(StrEnum):
    """Which part of the list is wanted."""

    ALL = ""
    TODAY = "today"
    WEEK = "week"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is due.

    Args:
        kind: Where it comes from.
        code: Its number there.
        title: What is to be done.
        of: Who owes it, as people say it.
        unit: His unit.
        due: By when.
        subject: What it is about.
        source: The rule of the rulebook.
        late: By how many days it is late; ``None`` if it is not, 0 on the same day.
    """

    kind: Kind
    code: str
    title: str
    of: str
    unit: str
    due: Due
    subject: str = ""
    source: str = ""
    late: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Args:
        unit: Only what this unit owes.
        person: Only what this person owes.
        mine: Only what one owes oneself, and together with one's unit.
        part: Only what is late, due today or earlier, or due within a week or earlier.
        with_papers: Also transfers and dossiers to review: all papers are looked through.
    """

    unit: str = ""
    person: Person | None = None
    mine: bool = False
    part: Part = Part.ALL
    with_papers: bool = False


def lines(office: Office, who: Person, wanted: Wanted) -> list[Line]:
    """What is due that one may see, the oldest first."""
    unit, person = wanted.unit, wanted.person
    owed = duties.list_duties(office, who, unit=unit, person=person, mine=wanted.mine)
    found = [of_duty(row) for row in owed]
    unit = who.unit if wanted.mine else unit
    others = [*_loans(office, who, who if wanted.mine else person)]
    if person is None:
        others += _certificates(office, who)
        if wanted.with_papers:
            others += [*_transfers(office, who, unit), *_reviews(office, who, unit)]
    found += [one for one in others if not unit or one.unit == unit]
    told = (with_lateness(office, one) for one in found)
    kept = (one for one in told if _is_in(office, one, wanted.part))
    return sorted(kept, key=lambda one: (one.due.day, one.due.time or dt.time.max, one.code))


def of_duty(row: OwedDuty) -> Line:
    """A duty as a line of the list."""
    of = row.person.name if row.person else row.unit
    due = duties.due_of(row)
    return Line(Kind.DUTY, row.code, row.title, of, row.unit, due, row.subject, row.source)


def of_loan(row: Loan, due: dt.date) -> Line:
    """A loan past its day as a line of the list."""
    title, of = say("give the paper back"), row.borrower
    return Line(Kind.LOAN, row.code, title, of.name, of.unit, Due(due), str(row.item), "R-070")


def with_lateness(office: Office, line: Line) -> Line:
    """The line with how late it is by now."""
    now = office.now()
    if not line.due.is_late(now, duties.zone(office)):
        return line
    return replace(line, late=max(0, (office.today - line.due.day).days))


def _is_in(office: Office, line: Line, part: Part) -> bool:
    if part is Part.LATE:
        return line.late is not None
    ahead = {Part.TODAY: 0, Part.WEEK: _WEEK - 1}.get(part)
    return ahead is None or line.due.day <= office.today + dt.timedelta(days=ahead)


def _loans(office: Office, who: Person, person: Person | None) -> Iterator[Line]:
    """Loans past their day: one's own, or everybody's for the desk."""
    rows = loan_rows.rows().filter(state=LoanState.OUT, due__lt=office.today)
    if not loans.sees_all(office, who):
        rows = rows.filter(borrower=who)
    if person is not None:
        rows = rows.filter(borrower=person)
    for row in rows:
        if row.due:
            yield of_loan(row, row.due)


def _certificates(office: Office, who: Person) -> Iterator[Line]:
    """Certificates that run out soon or have, each as the newest paper that names it says."""
    rank, last = gate.as_acting(who).rank, office.today + dt.timedelta(days=CERTIFICATE_DAYS)
    soon = Validity.objects.filter(until__lte=last).values_list("item__dossier_id", flat=True)
    seen = Validity.objects.filter(
        item__dossier__in=set(soon),  # few of all dossiers; asked in one go all papers are read
        item__dossier__pk__in=dossiers.visible(who).filter(state="active").values("pk"),
        item__state="filed",
        item__rank__lte=rank,
    )
    newest = {
        (row.item.dossier_id, row.name): row
        for row in seen.select_related("item__dossier").order_by("item__filed_at", "pk")
    }
    for row in newest.values():
        if row.until <= last:
            title = say("renew the certificate {name}", name=row.name)
            unit = row.item.dossier.unit
            due = Due(row.until)
            yield Line(
                Kind.CERTIFICATE, str(row.item), title, unit, unit, due, str(row.item), "G-055"
            )


def _transfers(office: Office, who: Person, unit: str) -> Iterator[Line]:
    """Papers to hand over within a week, or late: a line for each unit and rule."""
    last = office.today + dt.timedelta(days=_WEEK)
    sums = defaultdict(list)
    for one in owed(office, who, last, unit):
        if not one.claim.waits and not one.on_list:
            sums[one.unit, one.claim.rule].append(one.claim)
    for (owner, rule), claims in sorted(sums.items(), key=lambda one: one[0][0]):
        title = say("hand over {title}: {n} papers", title=rule.title, n=len(claims))
        due = Due(min(claim.day for claim in claims))
        yield Line(Kind.TRANSFER, rule.key, title, owner, owner, due, "", rule.source)


def _reviews(office: Office, who: Person, unit: str) -> Iterator[Line]:
    """Dossiers to which nobody has added anything for too long (R-025)."""
    if not gate.weigh(office, who, Act.FIND).allow:
        return
    for one in completeness.of_all(office, who, unit):
        row = one.dossier
        for lack in one.report.lacks:
            if lack.kind == "stale":
                months = office.rules.dossier_type(row.type).review_months
                due = Due(months_after(dt.date.fromisoformat(lack.title), months))
                title = say("look whether the dossier is up to date")
                yield Line(
                    Kind.REVIEW, str(row), title, row.unit, row.unit, due, str(row), lack.source
                )
