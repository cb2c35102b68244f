"""Area classes by ordered rules, and whether areas are staffed as these ask (D-091 … D-094)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.model.posting_rules import AreaClass


@dataclass(frozen=True, slots=True)
class Area:
    """A sales area with the figures that make its class."""

    key: str
    title: str
    sales: int = 0
    high_failure: bool = False
    one_stop: bool = False


@dataclass(frozen=True, slots=True)
class Staffed:
    """An area, its class, how it is to be staffed, who is there, and what is wrong with that."""

    area: Area
    rule: AreaClass
    staffing: AreaClass
    people: tuple[str, ...]
    remarks: tuple[Said, ...]


def class_of(classes: Sequence[AreaClass], area: Area) -> AreaClass:
    """The first line of the table that fits (G-050); the last one takes what is left."""
    for one in classes:
        if area.sales >= one.least and (area.high_failure or not one.high_failure):
            return one
    return classes[-1]


def staffing_of(classes: Sequence[AreaClass], area: Area) -> AreaClass:
    """How an area is staffed: as its class asks, or as one with a one-stop shop (D-094)."""
    like = next((one for one in classes if one.one_stop), None)
    return like if area.one_stop and like else class_of(classes, area)


def staffed(
    classes: Sequence[AreaClass], areas: Sequence[Area], people: Mapping[str, Sequence[str]]
) -> list[Staffed]:
    """Each area with what its staffing lacks.

    Args:
        classes: The table of classes.
        areas: All areas.
        people: Who is posted where now: areas by person.
    """
    found = []
    for area in areas:
        here = tuple(name for name, keys in people.items() if area.key in keys)
        like = staffing_of(classes, area)
        more = [name for name in here if len(people[name]) > 1]
        remarks = (
            *([say("nobody is posted here")] if not here else []),
            *([say("more than one person is posted here")] if len(here) > 1 else []),
            *(
                say("{name} looks after other areas too", name=name)
                for name in more
                if not like.shared
            ),
        )
        found.append(Staffed(area, class_of(classes, area), like, here, remarks))
    return found
