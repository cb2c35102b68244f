"""Visiting customers: how often each grade is visited, on which days, and by whom not.

A visitor should not be the area's salesman: whoever plans so all the same gives a reason (C-053).
Pure: customers, their last visits and the calendar are passed in. Figures stand in
``rules/visits.toml``; rows are ``office.visits``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from docgen.model.calendar import WorkCalendar

_ONE_DAY = dt.timedelta(days=1)
_PERIOD = re.compile(r"\d{4}(-Q?\d{1,2})?", re.ASCII)


class Kind(StrEnum):
    """The papers of visiting."""

    DAILY = "daily"
    CALL = "call"
    MONTH = "month"
    URGENT = "urgent"


class Policy(StrEnum):
    """What is done about gifts (G-039)."""

    APPROVE = "approve"
    DECLARE = "declare"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class GradeRule:
    """A grade: from how many points on, and every how many days its customers are visited."""

    name: str
    total: int
    every: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a customer is graded by, and how much it weighs."""

    key: str
    title: str
    weight: int


@dataclass(frozen=True, slots=True)
class CreditRule:
    """A credit class: its limit in yuan, its terms, and how business is handled (C-110)."""

    name: str
    limit: int
    terms: str
    deal: str = ""


@dataclass(frozen=True, slots=True)
class Visiting:
    """All of ``rules/visits.toml``; grades from the best to the worst."""

    leader: str
    per_day: int
    pass_mark: Decimal
    complain: Decimal
    given: Policy
    received: Policy
    grades: tuple[GradeRule, ...]
    criteria: tuple[Criterion, ...]
    credits: tuple[CreditRule, ...] = ()

    def grade(self, name: str) -> GradeRule | None:
        """The grade with this name."""
        return next((one for one in self.grades if one.name == name), None)

    def credit(self, name: str) -> CreditRule | None:
        """The credit class with this name."""
        return next((one for one in self.credits if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A customer who is to be visited: every how many days, and when he was last."""

    customer: str
    every: int
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit on a day; those there was no room for have none."""

    customer: str
    day: dt.date | None


def plan(
    customers: Sequence[Wanted],
    since: dt.date,
    until: dt.date,
    calendar: WorkCalendar,
    per_day: int,
) -> list[Planned]:
    """The visits of a period: each on the first working day with room from its turn on.

    The one whose turn came first goes first; visits that fit on no day up to the end have none.
    """
    turns = sorted((day, one.customer) for one in customers for day in _turns(one, since, until))
    taken: Counter[dt.date] = Counter()
    made = []
    for turn, customer in turns:
        day = next((day for day in _worked(turn, until, calendar) if taken[day] < per_day), None)
        if day is not None:
            taken[day] += 1
        made.append(Planned(customer, day))
    return made


def _turns(one: Wanted, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """The days on which a customer's turn comes; what is overdue comes at once."""
    day = max(since, one.last + dt.timedelta(days=one.every)) if one.last else since
    for ahead in range(0, (until - day).days + 1, one.every):
        yield day + dt.timedelta(days=ahead)


def _worked(since: dt.date, until: dt.date, calendar: WorkCalendar) -> Iterator[dt.date]:
    for ahead in range((until - since).days + 1):
        day = since + dt.timedelta(days=ahead)
        if calendar.is_worked(day):
            yield day


def period(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of ``2026``, ``2026-Q3`` or ``2026-07``; ``ValueError`` if it is none."""
    if not _PERIOD.fullmatch(text):
        raise ValueError(text)
    year, _, part = text.partition("-")
    if not part:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    months = 3 if part[:1] == "Q" else 1
    first = 3 * int(part[1:]) - 2 if months > 1 else int(part)
    ahead = first + months
    after = dt.date(int(year) + (ahead > 12), ahead - 12 * (ahead > 12), 1)  # noqa: PLR2004  months
    return dt.date(int(year), first, 1), after - _ONE_DAY


def is_salesman(salesman: str, names: Iterable[str]) -> bool:
    """Whether the area's salesman is the visitor, by name, login or code (C-053)."""
    return bool(salesman.strip()) and salesman.strip() in set(names)
