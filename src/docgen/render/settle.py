"""One value from all places where the paper shows it; what cannot be decided becomes a question.

A text that is just what the stored value prints says the stored value, so that nothing is lost
that the paper does not show (seconds of a time, the order of ticks). Of places that contradict
each other the one that was changed counts; if two were changed in two ways, a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docgen.errors import Detail, Said, say
from docgen.forms.characters import shown
from docgen.forms.form import Column
from docgen.forms.wrong import WrongValueError
from docgen.render.evidence import Evidence
from docgen.render.marks import is_ticked
from docgen.render.reading import How, Place

#: There is no stored value to compare with.
UNKNOWN: Final = object()


@dataclass(frozen=True, slots=True)
class Settled:
    """The value of a field or cell, how and where it was found, and what is open about it."""

    value: object
    how: How
    place: Place | None = None
    questions: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What one place says: a value, or a fault."""

    value: object
    at: Evidence
    fault: WrongValueError | None = None


def settle(name: str, column: Column, places: Sequence[Evidence], stored: object) -> Settled:
    """Decide what the paper says.

    Args:
        name: The field, or ``items.what``.
        column: Its question.
        places: Where it stands, at least once; all found in the same way.
        stored: The checked value that was printed; ``UNKNOWN`` if there is no record.
    """
    said = _said(column, places, stored)
    wrong = [one for one in said if one.fault is not None]
    right = [one for one in said if one.fault is None]
    changed = [one for one in right if stored is UNKNOWN or one.value != stored]
    values: list[_Said] = []
    for one in changed:
        if all(one.value != other.value for other in values):
            values.append(one)
    first = (values or wrong or right)[0]
    questions = [_unclear(name, column, one) for one in wrong]
    if len(values) > 1:
        questions.append(_contradiction(name, column, values))
    value = first.at.text if first.fault else first.value
    return Settled(value, first.at.how, first.at.place, tuple(questions))


def _said(column: Column, places: Sequence[Evidence], stored: object) -> list[_Said]:
    boxes = [one for one in places if one.mark.box is not None]
    said = [_plain(column, one, stored) for one in places if one.mark.box is None]
    if boxes:
        same = stored is not UNKNOWN and all(_shows(one, stored) for one in boxes)
        said.append(_Said(stored, boxes[0]) if same else _boxed(column, boxes, stored))
    return said


def _shows(place: Evidence, stored: object) -> bool:
    return place.same or any(mark.shows(stored, place.text) for mark in place.marks)


def _plain(column: Column, place: Evidence, stored: object) -> _Said:
    if stored is not UNKNOWN and _shows(place, stored):
        return _Said(stored, place)
    fault = None
    if not place.sure:
        text = say("“{text}” may belong to another field beside it", text=shown(place.text))
        return _Said("", place, WrongValueError(text, say("answer it anew")))
    for mark in place.marks:
        try:
            return _Said(mark.read(column, place.text), place)
        except WrongValueError as wrong:
            fault = fault or wrong
    return _Said("", place, fault)


def _boxed(column: Column, boxes: Sequence[Evidence], stored: object) -> _Said:
    """What a group of boxes says."""
    ticks: dict[str, tuple[bool, Evidence]] = {}
    for place in boxes:
        box = place.mark.box or ""
        tick = is_ticked(place.text)
        if tick is None:
            text = say("“{text}” is no box", text=shown(place.text))
            return _Said("", place, WrongValueError(text, say("put ☑ or ☐ there")))
        known = ticks.setdefault(box, (tick, place))
        # Printed twice and ticked once: the one that was changed counts.
        if known[0] != tick and (stored is UNKNOWN or not _shows(place, stored)):
            ticks[box] = (tick, place)
    if column.kind == "yesno":
        tick, place = ticks.get("", next(iter(ticks.values())))
        return _Said(tick, place)
    return _chosen(column, ticks, stored)


def _chosen(column: Column, ticks: dict[str, tuple[bool, Evidence]], stored: object) -> _Said:
    chosen = [box for box, (tick, _) in ticks.items() if tick]
    moved = [place for _, place in ticks.values() if stored is UNKNOWN or not _shows(place, stored)]
    place = (moved or [one for _, one in ticks.values()])[0]
    if column.kind == "choices":
        unseen = [one for one in stored if one not in ticks] if isinstance(stored, list) else []
        return _Said([one for one in column.choices if one in (*chosen, *unseen)], place)
    if len(chosen) > 1:
        text = say("{count} boxes are ticked: {boxes}", count=len(chosen), boxes="、".join(chosen))
        return _Said("", place, WrongValueError(text, say("tick one of them")))
    return _Said(chosen[0] if chosen else "", place)


def _unclear(name: str, column: Column, one: _Said) -> Detail:
    fault = one.fault or WrongValueError(say("it cannot be understood"), say("write it anew"))
    return Detail(fault.text, name, column.label, one.at.place.said, fault.fix)


def _contradiction(name: str, column: Column, values: Sequence[_Said]) -> Detail:
    first, other = values[0], values[1]
    text: Said = say(
        "it says “{one}” there and “{other}” in {place}",
        one=shown(first.at.text),
        other=shown(other.at.text),
        place=other.at.place.said,
    )
    fix = say("write the same in both places")
    return Detail(text, name, column.label, first.at.place.said, fix)
