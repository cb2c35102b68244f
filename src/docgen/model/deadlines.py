"""When a unit must hand a paper over to the archive: the rulebook's deadlines as data.

A rule counts either from the day a dossier came to a stage (R-032: five working days after
signing; R-035: one month after the concentrated move-in) or falls on the last day of each
quarter or half-year (R-036, R-037). Of several rules the first that applies is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from docgen.model.calendar import WorkCalendar
from docgen.model.rhythm import period_end
from docgen.model.span import Span

PERIODS = ("quarter", "half-year")
UNITS = ("workdays", "days", "months")


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline of ``rules/transfers.toml``.

    Args:
        key: Its name in the register.
        title: What it is about.
        types: The types of dossiers it is for.
        groups: The groups of papers; empty for all.
        start: The stage it counts from; "" for the day of filing.
        within: How long after the stage; ``None`` for a period.
        every: ``quarter`` or ``half-year``; "" for a span.
        complete: Only dossiers that lack no paper are handed over (R-036).
        to: Who receives it; "" for the archive's keeper.
        material: 资料类别 on the list.
        basis: 移交时限 on the list.
        source: The rule of the rulebook.
    """

    key: str
    title: str
    types: tuple[str, ...]
    groups: tuple[str, ...] = ()
    start: str = ""
    within: Span | None = None
    every: str = ""
    complete: bool = False
    to: str = ""
    material: str = "其他"
    basis: str = "其他"
    source: str = ""

    def is_for(self, paper: Held) -> bool:
        """Whether it can be about this paper at all."""
        return (
            paper.type in self.types
            and (not self.groups or paper.group in self.groups)
            and self.key not in paper.done
        )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """All rules in their order, and who keeps the archive."""

    keeper: str
    rules: tuple[Rule, ...]

    def rule(self, key: str) -> Rule | None:
        """The rule with this key, unless the office has struck it since."""
        return next((rule for rule in self.rules if rule.key == key), None)


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that a unit still keeps.

    Args:
        type: Its dossier's type.
        group: Its group.
        filed_on: The day it was filed.
        done: Rules under which it was handed over already, but not yet to the archive.
    """

    type: str
    group: str
    filed_on: dt.date
    done: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a paper's deadline is.

    Args:
        rule: Where it comes from.
        day: The last day.
        start: The day it was counted from; ``None`` for a period.
        waits: The dossier is not complete, so the paper stays where it is (R-036).
        unknown_years: Years whose holidays were not known.
    """

    rule: Rule
    day: dt.date
    start: dt.date | None = None
    waits: bool = False
    unknown_years: tuple[int, ...] = ()

    def is_late(self, today: dt.date) -> bool:
        """Whether it should have been handed over before today."""
        return not self.waits and today > self.day


def claim(
    rules: Iterable[Rule],
    paper: Held,
    reached: Mapping[str, dt.date],
    worked: WorkCalendar,
    *,
    is_complete: bool,
) -> Claim | None:
    """The deadline of a paper; ``None`` while no rule applies to it.

    Args:
        rules: In their order.
        paper: The paper.
        reached: The stages its dossier came to, each with its day.
        worked: The working calendar.
        is_complete: Whether its dossier lacks no required paper.

    A paper filed after its last day is due by a later rule if one applies, else it is late at once.
    """
    late = None
    for rule in rules:
        if not rule.is_for(paper) or (rule.start and rule.start not in reached):
            continue
        start = reached.get(rule.start, paper.filed_on)
        if rule.within is None:
            day = period_end(max(start, paper.filed_on), rule.every)
            return Claim(rule, day, waits=rule.complete and not is_complete)
        due = rule.within.after(start, worked)
        waits = rule.complete and not is_complete
        found = Claim(rule, due.day, start, waits, due.unknown_years)
        if paper.filed_on <= due.day:
            return found
        late = late or found
    return late
