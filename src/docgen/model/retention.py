"""How long papers are kept: the periods as data, and the day from which one may be destroyed.

    permanent   never destroyed (R-116)
    years       so many whole years from the first of January after its start (R-117, R-118)
    external    another rule says, such as that of accounting archives (R-040); never due here

A period starts with the day of filing, the day of the paper, or the day its dossier came to a stage
such as its end. A year begun does not count, as in the accounting-archives rule: nothing ever falls
due early. Papers of some dossier types are kept whatever period stands on them (R-116).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from docgen.errors import Reason, Said, say

_LAST_YEAR = 9999
#: What a period counts from, if not from the filing or a stage: the day of the paper.
DATED = "dated"
_FILED, _STAGE = "filed", "stage "


class Kind(StrEnum):
    """What sort of period it is."""

    PERMANENT = "permanent"
    YEARS = "years"
    EXTERNAL = "external"


#: The periods that come with docgen, as people say them.
PERIODS: Mapping[str, Said] = MappingProxyType(
    {
        "permanent": say("permanent"),
        "30 years": say("30 years"),
        "10 years": say("10 years"),
        "1 year": say("1 year"),
        "external": say("by another rule"),
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """One retention period (保管期限).

    Args:
        name: As it stands on dossiers and items: ``10 years``.
        title: The Chinese name.
        kind: Permanent, so many years, or by another rule.
        years: How many, if it is so many years.
        start: What it counts from: ``filed``, ``dated`` or ``stage KEY``.
        rule: The other rule's name.
        source: Where this is from.
    """

    name: str
    title: str
    kind: Kind
    years: int = 0
    start: str = _FILED
    rule: str = ""
    source: str = ""

    @property
    def stage(self) -> str:
        """The stage it counts from, if it does not count from a day of the paper."""
        return self.start.removeprefix(_STAGE) if self.start.startswith(_STAGE) else ""


@dataclass(frozen=True, slots=True)
class Least:
    """The shortest period that some papers may be given, whoever approves it (R-117).

    Args:
        period: The period's name.
        templates: Of these forms; empty for all papers.
        types: In dossiers of these types; empty for all.
        source: Where this is from.
    """

    period: str
    templates: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    source: str = ""

    def is_for(self, template: str, dossier_type: str) -> bool:
        """Whether a paper is one of those."""
        return (not self.templates or template in self.templates) and (
            not self.types or dossier_type in self.types
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """All periods by name, the types whose papers are never destroyed, and the least periods."""

    periods: Mapping[str, Period]
    kept_types: frozenset[str] = frozenset()
    least: tuple[Least, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What retention needs to know of a paper; ``stages`` are those its dossier came to."""

    period: str
    dossier_type: str
    filed: dt.date
    dated: dt.date
    stages: Mapping[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """From when a paper may be destroyed: a day, or none; and why.

    ``start`` is the day its period counts from, if that is known.
    """

    day: dt.date | None
    reason: Reason
    start: dt.date | None = None

    def has_come(self, today: dt.date) -> bool:
        """Whether the period is over."""
        return self.day is not None and self.day <= today


def due(schedule: Schedule, kept: Kept) -> Due:
    """When a paper's period is over; a period nobody knows is never over."""
    period = schedule.periods.get(kept.period)
    if kept.dossier_type in schedule.kept_types:
        return Due(None, Reason("R-116", say("papers of such a dossier are kept for ever")))
    if period is None:
        text = say("rules/retention.toml has no period {name}", name=kept.period)
        return Due(None, Reason("R-118", text))
    if period.kind is Kind.PERMANENT:
        return Due(None, Reason(period.source, say("it is kept for ever")))
    if period.kind is Kind.EXTERNAL:
        return Due(None, Reason(period.source, say("another rule says: {rule}", rule=period.rule)))
    return _counted(period, kept)


def _counted(period: Period, kept: Kept) -> Due:
    start = _start(period, kept)
    if start is None:
        text = say("its dossier has not come to the stage “{stage}” yet", stage=period.stage)
        return Due(None, Reason(period.source, text))
    day = dt.date(min(start.year + period.years + 1, _LAST_YEAR), 1, 1)
    text = say(
        "{period}, counted from {start}: until {day}", period=period.title, start=start, day=day
    )
    return Due(day, Reason(period.source, text), start)


def _start(period: Period, kept: Kept) -> dt.date | None:
    if period.stage:
        return kept.stages.get(period.stage)
    return kept.dated if period.start == DATED else kept.filed


def years_kept(start: dt.date | None, today: dt.date) -> int:
    """How many whole calendar years a paper has been kept (已保管期限)."""
    return max(0, today.year - start.year - 1) if start else 0


def shortens(old: Period | None, new: Period) -> bool:
    """Whether a change of period could bring the day nearer; what cannot be compared could.

    Permanent is longest, then what another rule says, then years; two periods of years are
    compared only if they count from the same start.
    """
    if old is None or new.kind is Kind.PERMANENT:
        return False
    if Kind.YEARS is old.kind is new.kind:
        return new.years < old.years or (new.start != old.start and new != old)
    return new != old and old.kind is not Kind.YEARS
