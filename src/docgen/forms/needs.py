"""Answers that are needed only sometimes: ``required_if = "severity == '特殊'"``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from docgen.errors import say
from docgen.forms.characters import is_blank
from docgen.forms.form import Column, Form
from docgen.forms.found import Found, Spot
from docgen.forms.nodes import Scope
from docgen.forms.wrong import WrongValueError


def refuse_needed(form: Form, values: Mapping[str, object], scope: Scope, found: Found) -> None:
    """Note each answer that is missing although its condition holds, and why it is needed."""
    for field in form.fields:
        _refuse(field, values.get(field.name), scope, partial(found.spot, field), found)
        needing = [column for column in field.columns if column.need]
        rows = values.get(field.name)
        if not needing or not isinstance(rows, list):
            continue
        for number, row in enumerate(rows, start=1):
            here = Scope(values, scope.occasion, row)
            for column in needing:
                where = partial(found.cell, field, number, column)
                _refuse(column, row.get(column.name), here, where, found)


def _refuse(
    column: Column, value: object, scope: Scope, where: Callable[[], Spot], found: Found
) -> None:
    if column.need is None or not is_blank(value):
        return
    spot = where()
    if found.stands_at(column, spot):
        return
    try:
        needed = column.need.term.value(scope) is True
    except WrongValueError as wrong:
        found.add(column, spot, wrong.text, wrong.fix)
        return
    if needed:
        why = column.need.message or column.need.term.spoken
        text = say("“{label}” is missing, and needed: {why}", label=column.label, why=why)
        name = spot.prefix + column.name
        found.add(column, spot, text, say("give a value for {name}", name=name))
