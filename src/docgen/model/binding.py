"""What is bound at the year's end (R-065, R-050): the groups that are bound and not loose-leaf.

That a group of a dossier was bound is noted as a stage of the dossier, ``bound-a`` for the
group a; what was filed later is due at the next year's end. A group is ready when nothing is
missing from it and all its pages are counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from docgen.model.dossier import DossierType, Filed, Group, missing

BOUND = "bound"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as binding sees it: its turn, group, days, and pages if somebody counted them."""

    turn: int
    group: str
    filed_on: dt.date
    made_on: dt.date
    pages: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """A group of a dossier that is due for binding.

    Args:
        group: The group.
        papers: Its papers since it was last bound.
        bound_on: When that was; ``None`` for never.
        lacking: The titles of required papers that are not there yet.
    """

    group: Group
    papers: tuple[Sheet, ...]
    bound_on: dt.date | None
    lacking: tuple[str, ...]

    @property
    def uncounted(self) -> int:
        """How many papers nobody counted the pages of."""
        return sum(paper.pages is None for paper in self.papers)

    @property
    def pages(self) -> int | None:
        """How many pages they have together; ``None`` while some are not counted."""
        return None if self.uncounted else sum(paper.pages or 0 for paper in self.papers)

    @property
    def is_ready(self) -> bool:
        """Whether it can be bound as it is."""
        return not self.lacking and not self.uncounted


def stage_of(group: Group) -> str:
    """The stage that says when a group was last bound: ``bound-a``."""
    return f"{BOUND}-{group.letter}"


def stages(kind: DossierType) -> Mapping[str, Group]:
    """The stages of binding that a type of dossier has."""
    return {stage_of(group): group for group in kind.groups if group.form == BOUND}


def last_day(year: int) -> dt.date:
    """The day by which a year's papers are bound."""
    return dt.date(year, 12, 31)


def due(
    kind: DossierType,
    papers: Sequence[Sheet],
    filed: Sequence[Filed],
    reached: Mapping[str, dt.date],
    year: int,
) -> list[Due]:
    """The groups of a dossier that have papers to bind at the end of a year.

    Args:
        kind: The dossier's type.
        papers: Its papers that can be bound.
        filed: All its papers, for what is missing.
        reached: The stages it came to, with their days.
        year: The year.
    """
    found = []
    for stage, group in stages(kind).items():
        bound_on = reached.get(stage)
        mine = (one for one in papers if one.group == group.key)
        new = tuple(one for one in mine if _is_new(one, bound_on, year))
        if new:
            found.append(Due(group, new, bound_on, _lacking(kind, group, filed, reached)))
    return found


def _is_new(paper: Sheet, bound_on: dt.date | None, year: int) -> bool:
    return paper.filed_on <= last_day(year) and (bound_on is None or paper.filed_on > bound_on)


def _lacking(
    kind: DossierType, group: Group, filed: Sequence[Filed], reached: Collection[str]
) -> tuple[str, ...]:
    lacks = missing(kind, filed, reached)
    return tuple(one.title for one in lacks if one.kind == "required" and one.group == group.key)
