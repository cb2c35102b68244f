"""Computed answers: worked out from the others and held against what was typed all the same.

A computed answer is never typed. One that says the same is taken in silence, because answers
that are read back or filled again come complete; one that says something else is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from docgen.errors import say
from docgen.forms.characters import is_blank, shown
from docgen.forms.form import Column, Form, Step
from docgen.forms.found import Found, Spot
from docgen.forms.gaps import Gap
from docgen.forms.keeping import kept, same
from docgen.forms.nodes import Scope
from docgen.forms.wrong import WrongValueError

_Where = Callable[[], Spot]


def compute(
    form: Form,
    values: dict[str, object],
    scope: Scope,
    typed: Mapping[object, object],
    found: Found,
) -> None:
    """Put every computed answer into ``values``, in the order of the form's steps.

    Args:
        form: Its steps say what is computed.
        values: The checked answers, which ``scope`` sees too.
        scope: Day and calendar.
        typed: What was given, to be compared.
        found: Takes the faults.
    """
    for step in form.steps:
        asked, table = step.asked, step.table
        if table is None:
            where = partial(found.spot, asked)
            values[asked.name] = _computed(asked, typed.get(asked.name), scope, where, found)
            continue
        given = _typed_cells(typed.get(table.name), asked.name)
        for number, row in enumerate(_rows(values, table.name), start=1):
            where = partial(found.cell, table, number, asked)
            here = Scope(values, scope.occasion, row)
            row[asked.name] = _computed(asked, given.get(number), here, where, found)


def _typed_cells(rows: object, column: str) -> dict[int, object]:
    """What was typed into a column, by the number of its row."""
    if not isinstance(rows, list | tuple):
        return {}
    numbered = enumerate(rows, start=1)
    return {number: row.get(column) for number, row in numbered if isinstance(row, Mapping)}


def _rows(values: Mapping[str, object], table: str) -> list[dict[str, object]]:
    rows = values.get(table)
    # A row that could not be read is empty; what is computed in it goes nowhere.
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _computed(asked: Column, typed: object, scope: Scope, where: _Where, found: Found) -> object:
    try:
        value = kept(asked, asked.compute.value(scope)) if asked.compute else ""
    except WrongValueError as wrong:
        found.add(asked, where(), wrong.text, wrong.fix)
        return ""
    if not is_blank(typed) and not same(asked, typed, value):
        _refuse_typed(asked, typed, value, where(), found)
    if value == "" and asked.missing:
        name = asked.name if scope.row is None else f"row.{asked.name}"
        return Gap(name, asked.label, asked.missing)
    return value


def _refuse_typed(asked: Column, typed: object, value: object, spot: Spot, found: Found) -> None:
    if value == "" and found.details:
        return  # What it needs is wrong itself, and that is said.
    label, wrong = asked.label, shown(typed)
    text = say("“{label}” is computed and still blank, not {wrong}", label=label, wrong=wrong)
    if value != "":
        right = shown(value)
        text = say(
            "“{label}” is computed: {right}, not {wrong}", label=label, right=right, wrong=wrong
        )
    found.add(asked, spot, text, say("leave it out; it comes from {what}", what=_origin(asked)))


def refuse_uncomputed(form: Form, values: Mapping[str, object], found: Found) -> None:
    """Note each required answer that could not be computed; asked when nothing else is wrong."""
    for step in form.steps:
        asked, table = step.asked, step.table
        if not asked.required:
            continue
        if table is None:
            _refuse_blank(step, values.get(asked.name), partial(found.spot, asked), found)
            continue
        for number, row in enumerate(_rows(values, table.name), start=1):
            where = partial(found.cell, table, number, asked)
            _refuse_blank(step, row.get(asked.name), where, found)


def _refuse_blank(step: Step, value: object, where: _Where, found: Found) -> None:
    if value == "":
        text = say("“{label}” cannot be computed yet", label=step.asked.label)
        fix = say("answer what it is computed from: {what}", what=_origin(step.asked))
        found.add(step.asked, where(), text, fix)


def _origin(asked: Column) -> str:
    return asked.compute.spoken if asked.compute else ""
