"""A form that is half filled in: what is wrong so far, what is computed, what is needed now.

The forms' own check says all of it. What cannot be used yet is left out and checked again as a form
in which anything may be missing, so that a preview has a marked place for each hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from docgen.errors import BadInput, Detail
from docgen.forms import answers
from docgen.forms.form import Column, Field, Form
from docgen.forms.gaps import HIGHLIGHT
from docgen.forms.nodes import Scope
from docgen.forms.occasion import Occasion
from docgen.forms.wrong import WrongValueError

_CELL = re.compile(r"([a-z0-9_]+)\[(\d+)\]\.([a-z0-9_]+)", re.ASCII)
_Asked = TypeVar("_Asked", Column, Field)
_TRIES = 3
#: Advice for those who write answers into files.
_OF_FILES = (
    "give a value for {name}",
    "correct one of them: {names}",
    "write one [[{name}]] for each row",
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a half-filled form comes to.

    Args:
        values: Its answers, checked and computed, with gaps for what is missing or wrong.
        faults: All that is wrong; the place of a cell is ``items[2].what``.
        needed: What must be answered because of other answers.
    """

    values: Mapping[str, object]
    faults: tuple[Detail, ...]
    needed: frozenset[str]

    def at(self, path: str) -> list[Detail]:
        """What is wrong with one answer, ``severity`` or ``items[2].what``."""
        return [one for one in self.faults if (one.place or one.field) == path]


def look(form: Form, given: Mapping[str, object], occasion: Occasion) -> Looked:
    """Look at what has been answered so far."""
    faults = _faults(form, given, occasion)
    loose, left = _loose(form), _copied(given)
    values: dict[str, object] = {}
    for _ in range(_TRIES):
        try:
            values = answers.check(loose, left, places=_places(form, left), occasion=occasion)
            break
        except BadInput as wrong:
            for one in wrong.details:
                _drop(left, one.place or one.field)
    else:
        values = answers.check(loose, {}, occasion=occasion)
    return Looked(values, faults, frozenset(_needed(form, values, occasion)))


def _faults(form: Form, given: Mapping[str, object], occasion: Occasion) -> tuple[Detail, ...]:
    try:
        answers.check(form, given, places=_places(form, given), occasion=occasion)
    except BadInput as wrong:
        return tuple(map(nameless, wrong.details))
    return ()


def nameless(fault: Detail) -> Detail:
    """A fault without advice that names fields by what they are called in files."""
    return replace(fault, fix="") if getattr(fault.fix, "template", "") in _OF_FILES else fault


def _places(form: Form, given: Mapping[str, object]) -> dict[str, str]:
    """A cell's place is its path, so that a fault finds it on the page."""
    cells = (
        f"{table.name}[{number}].{column.name}"
        for table in form.fields
        if isinstance(rows := given.get(table.name), list)
        for number in range(1, len(rows) + 1)
        for column in table.columns
    )
    return {cell: cell for cell in cells}


def _loose(form: Form) -> Form:
    """The form as one in which anything may be missing, and is marked then."""
    fields = tuple(
        replace(
            _open(one),
            minimum=None,
            maximum=None,
            checks=(),
            columns=tuple(map(_open, one.columns)),
        )
        if one.kind == "table"
        else _open(one)
        for one in form.fields
    )
    steps = tuple(
        replace(one, asked=_open(one.asked), table=one.table and _open(one.table))
        for one in form.steps
    )
    return replace(form, fields=fields, checks=(), steps=steps)


def _open(asked: _Asked) -> _Asked:
    marked = asked.required and asked.kind not in {"table", "signature", "image"}
    missing = asked.missing or (HIGHLIGHT if marked else "")
    return replace(asked, required=False, need=None, missing=missing)


def _copied(given: Mapping[str, object]) -> dict[str, object]:
    return {
        name: [dict(row) if isinstance(row, Mapping) else row for row in value]
        if isinstance(value, list)
        else value
        for name, value in given.items()
    }


def _drop(given: dict[str, object], path: str) -> None:
    """Leave out what is wrong: a cell, or an answer."""
    cell = _CELL.fullmatch(path)
    rows = given.get(cell[1]) if cell else None
    if cell and isinstance(rows, list) and isinstance(rows[int(cell[2]) - 1], dict):
        rows[int(cell[2]) - 1].pop(cell[3], None)
    else:
        given.pop(path.partition(".")[0].partition("[")[0], None)


def _needed(form: Form, values: Mapping[str, object], occasion: Occasion) -> Iterator[str]:
    for one in form.fields:
        if _is_needed(one, Scope(values, occasion)):
            yield one.name
        yield from _needed_cells(one, values, occasion)


def _needed_cells(table: Field, values: Mapping[str, object], occasion: Occasion) -> Iterator[str]:
    rows = values.get(table.name)
    needing: Sequence[Column] = [one for one in table.columns if one.need]
    for number, row in enumerate(rows if needing and isinstance(rows, list) else (), start=1):
        here = Scope(values, occasion, row)
        yield from (
            f"{table.name}[{number}].{one.name}" for one in needing if _is_needed(one, here)
        )


def _is_needed(asked: Column, scope: Scope) -> bool:
    try:
        return asked.need is not None and asked.need.term.value(scope) is True
    except WrongValueError:
        return False
