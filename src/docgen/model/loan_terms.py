"""For whom, what, and how long papers are lent: the terms of ``rules/loans.toml`` (G-008).

The figures at the head of the file hold for everybody; a ``[[rule]]`` says otherwise for some
roles, units, kinds or grades, and the first that fits a loan decides. The ladder says who is
told of a loan past its day, and after how many days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.model.calendar import Due, WorkCalendar, working_days_after
from docgen.model.loan import Kind, Loan
from docgen.model.people import Role


class Told(StrEnum):
    """Who is told that a loan is past its day."""

    BORROWER = "borrower"
    UNIT = "unit"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder: from so many days after the due day on, somebody is told."""

    after: int
    to: Told


LADDER = (Rung(1, Told.BORROWER), Rung(7, Told.UNIT), Rung(30, Told.MANAGER))


@dataclass(frozen=True, slots=True)
class Line:
    """A rule for some loans; an empty condition fits all, and ``None`` keeps the figure above.

    Args:
        roles: For borrowers with one of these roles.
        units: For borrowers of one of these units.
        kinds: For these kinds of loan.
        ranks: For papers of these grade ranks.
        lend: Whether such papers are lent at all.
        approval: Whether such a loan needs approval before it is handed over.
        working_days: How long.
        renewals: How often it may be renewed.
        at_most: How many loans such a person may have open.
    """

    roles: frozenset[Role] = frozenset()
    units: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    ranks: frozenset[int] = frozenset()
    lend: bool | None = None
    approval: bool | None = None
    working_days: int | None = None
    renewals: int | None = None
    at_most: int | None = None

    def fits(self, roles: Collection[Role], unit: str, kind: Kind, rank: int) -> bool:
        """Whether it is about this loan."""
        return (
            (not self.roles or not self.roles.isdisjoint(roles))
            and (not self.units or unit in self.units)
            and (not self.kinds or kind in self.kinds)
            and (not self.ranks or rank in self.ranks)
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an office, or after ``of`` those of one loan.

    Args:
        working_days: How many working days a loan lasts.
        highest_rank: Papers above this grade rank are read in place and never leave.
        at_most: How many loans one person may have open.
        renewals: How often a loan may be renewed.
        hold_days: For how many working days an approved paper is kept ready.
        recall_days: How many working days a recalled paper has to come back.
        block_after: Whoever was late so often needs a confirmation; 0 is never.
        block_days: Over how many days that is counted.
        lend: Whether the paper is lent at all.
        approval: Whether a loan needs approval before it is handed over.
        ladder: Who is told of what is overdue.
        lines: What is otherwise for some.
    """

    working_days: int = 7
    highest_rank: int = 1
    at_most: int = 10
    renewals: int = 1
    hold_days: int = 3
    recall_days: int = 2
    block_after: int = 3
    block_days: int = 365
    lend: bool = True
    approval: bool = True
    ladder: tuple[Rung, ...] = LADDER
    lines: tuple[Line, ...] = ()

    def of(self, roles: Collection[Role], unit: str, kind: Kind, rank: int) -> Terms:
        """The terms of one loan: the first line that fits, over the figures for all."""
        line = next((one for one in self.lines if one.fits(roles, unit, kind, rank)), Line())
        said = {name: getattr(line, name) for name in RESULTS}
        return replace(self, **{name: one for name, one in said.items() if one is not None})

    def due(self, kind: Kind, start: dt.date, calendar: WorkCalendar) -> Due:
        """The last day of a loan that begins or goes on from ``start``."""
        if kind is Kind.IN_PLACE:
            return Due(start)
        return working_days_after(calendar, start, self.working_days)

    def rung(self, loan: Loan, today: dt.date) -> Rung | None:
        """The highest rung that a loan past its day has come to."""
        over = loan.days_over(today)
        return max(
            (one for one in self.ladder if 0 < one.after <= over),
            key=lambda one: one.after,
            default=None,
        )


#: What a line may say otherwise.
RESULTS = ("lend", "approval", "working_days", "renewals", "at_most")
