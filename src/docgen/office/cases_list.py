"""Looking at cases: one with its timeline, lists, what is late, a chain, the monthly review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.case import RUNNING, Case, Step
from docgen.model.case_ladder import days_over
from docgen.model.case_profile import Profile, StepRule
from docgen.office import cases_rows, cases_rules, gate, journal, local_days
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_cases import Case as Row
from docgen.register.models_cases import CasePaper, CaseSlip, CaseStep

EVENT = "case.listed"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as it is shown: its rows, and as the rules see it."""

    row: Row
    case: Case
    steps: Mapping[str, CaseStep]
    papers: Sequence[CasePaper]
    slips: Sequence[CaseSlip]
    chain: Sequence[str]
    now: dt.datetime
    opened: dt.datetime

    def is_late(self, step: Step) -> bool:
        """Whether a step is late, or was done late."""
        due = self.case.due_of(step)
        moment = step.done_at or self.now
        return due is not None and bool(step.since) and due.is_late(moment, self.case.zone)

    @property
    def has_late(self) -> bool:
        """Whether a step whose turn it is is late."""
        return bool(self.case.late(self.now))

    @property
    def turn(self) -> tuple[StepRule, ...]:
        """The rules of the steps whose turn it is."""
        return tuple(map(self.case.rule, self.case.turn))


@dataclass(frozen=True, slots=True)
class Late:
    """A step that is late, and by how many days."""

    row: Row
    case: Case
    step: Step
    days: int

    @property
    def rule(self) -> StepRule:
        """The rule of the step."""
        return self.case.rule(self.step)

    @property
    def due(self) -> Due | None:
        """Until when it was to be done."""
        return self.case.due_of(self.step)


def show(office: Office, who: Person, number: str) -> Seen:
    """One case with all that happened in it."""
    row = cases_rows.find(office, who, number)
    event = "case.viewed"
    gate.ask(office, who, Act.LIST_CASES, event, paper=gate.dossier_paper(row.dossier))
    prefetch_related_objects([row], *cases_rows.SHOWN)
    found = seen(office, row)
    with one_transaction():
        journal.append(office, event, who, obj=row.number, dossier=str(row.dossier))
    return found


def seen(office: Office, row: Row) -> Seen:
    """A case as it is shown; the caller has leave to look."""
    return _shown(office, row, cases_rules.profile(office, row.profile), chain(row))


def _each(office: Office, rows: QuerySet[Row]) -> list[Seen]:
    """Many cases as they are shown; kinds and chains are looked up once for all."""
    kinds, chained = cases_rules.profiles(office), _chains()
    return [
        _shown(
            office,
            row,
            kinds.get(row.profile) or cases_rules.profile(office, row.profile),
            chained.get(row.number, []),
        )
        for row in cases_rows.with_all(rows.select_related("successor"))
    ]


def _shown(office: Office, row: Row, kind: Profile, chain: Sequence[str]) -> Seen:
    return Seen(
        row=row,
        case=cases_rows.fact_of(office, row, kind),
        steps={one.key: one for one in row.steps.all()},
        papers=sorted(row.papers.all(), key=lambda one: one.pk),
        slips=sorted(row.slips.all(), key=lambda one: one.pk),
        chain=chain,
        now=cases_rows.now(office),
        opened=office.local(row.opened_at),
    )


def chain(row: Row) -> list[str]:
    """The numbers of the cases that follow from each other, the first one first (G-031)."""
    first = row
    while first.parent is not None:
        first = first.parent
    found = [first.number]
    while (after := Row.objects.filter(parent=first).first()) is not None:
        first = after
        found.append(first.number)
    return found if len(found) > 1 else []


def _chains() -> Mapping[str, list[str]]:
    """The same for every case that another follows or that follows one, by its number."""
    linked = Row.objects.exclude(parent=None).values_list("parent__number", "number")
    after = dict(linked)
    found: dict[str, list[str]] = {}
    for first in after.keys() - set(after.values()):
        numbers = [first]
        while numbers[-1] in after:
            numbers.append(after[numbers[-1]])
        found |= dict.fromkeys(numbers, numbers)
    return found


def list_cases(
    office: Office, who: Person, *, profile: str = "", state: str = "", month: str = ""
) -> list[Seen]:
    """The cases one may know of, the oldest first; of a kind, in a state, received in a month."""
    rows = _asked(office, who)
    if profile:
        rows = rows.filter(profile=cases_rules.profile(office, profile).name)
    if state:
        rows = rows.filter(state=state)
    if month:
        first, after = _moments(office, month)
        rows = rows.filter(received_at__gte=first, received_at__lt=after)
    return _noted(office, who, _each(office, rows))


def overdue(office: Office, who: Person) -> list[Late]:
    """The steps that are late now, the longest first."""
    days, now = cases_rows.calendar(office), cases_rows.now(office)
    kinds, found = cases_rules.profiles(office), []
    for row in _asked(office, who).filter(state__in=RUNNING).prefetch_related("steps__by"):
        case = cases_rows.fact_of(office, row, kinds.get(row.profile))
        worked = case.profile.counts_workdays
        for step in case.late(now):
            if due := case.due_of(step):
                over = days_over(due, office.today, days, worked=worked)
                found.append(Late(row, case, step, over))
    with one_transaction():
        journal.append(office, EVENT, who, n=len(found), more={"aid": "overdue"})
    return sorted(found, key=lambda one: -one.days)


def review(office: Office, who: Person, month: str = "") -> list[Seen]:
    """The cases settled in a month, last month if nobody says, to review by the 10th (C-024)."""
    text = month or f"{office.today.replace(day=1) - dt.timedelta(days=1):%Y-%m}"
    first, after = _moments(office, text)
    rows = _each(office, _asked(office, who).filter(settled_at__gte=first, settled_at__lt=after))
    with one_transaction():
        journal.append(office, "case.reviewed", who, n=len(rows), more={"month": text})
    return rows


def months(text: str) -> tuple[dt.date, dt.date]:
    """The first day of a month, ``2026-03``, and of the next."""
    try:
        first = dt.date.fromisoformat(f"{text.strip()}-01")
        return first, (first + dt.timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            say("{text} is no month", text=text),
            why=say("a month is written as year and month"),
            fix=say("write for instance 2026-03").by("--month 2026-03"),
            field="month",
        ) from error


def _moments(office: Office, month: str) -> tuple[dt.datetime, dt.datetime]:
    first, after = months(month)
    return local_days.begins(office, first), local_days.begins(office, after)


def _asked(office: Office, who: Person) -> QuerySet[Row]:
    gate.ask(office, who, Act.LIST_CASES, EVENT)
    return cases_rows.visible(office, who)


def _noted(office: Office, who: Person, found: list[Seen]) -> list[Seen]:
    with one_transaction():
        journal.append(office, EVENT, who, n=len(found))
    return found
