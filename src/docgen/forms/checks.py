"""Rules between answers, ``end >= start``, held against checked answers.

A rule is silent while something it needs has no answer. Rules of the form see its fields, rules
of a table the columns of each row besides. Reading them is ``declared``'s work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.errors import Detail, say
from docgen.forms.characters import shown
from docgen.forms.form import Form, Rule
from docgen.forms.functions import DAY, TIME
from docgen.forms.nodes import Scope
from docgen.forms.occasion import Occasion
from docgen.forms.term import Term
from docgen.forms.wrong import WrongValueError

_SWAPPED = {">": "<", ">=": "<="}


def broken(
    form: Form, values: Mapping[str, object], occasion: Occasion | None = None
) -> list[Detail]:
    """Each rule of the form that checked answers break, as a fault at its first field."""
    scope = Scope(values, occasion)
    found = [_fault(form, rule, scope, "") for rule in form.checks]
    for table in form.fields:
        rows = values.get(table.name)
        if not table.checks or not isinstance(rows, list):
            continue
        for number, row in enumerate(rows, start=1):
            here = Scope(values, occasion, row)
            place = say("row {row} of “{table}”", row=number, table=table.label)
            found += [_fault(form, rule, here, place) for rule in table.checks]
    return [fault for fault in found if fault]


def _fault(form: Form, rule: Rule, scope: Scope, place: str) -> Detail | None:
    try:
        if rule.term.value(scope) is not False:
            return None
        text = _sentence(form, rule, scope)
    except WrongValueError as wrong:
        text = wrong.text
    name = next((name for name in rule.term.uses if name in form.labels), "")
    names = ", ".join(one for one in rule.term.uses if one in form.labels)
    fix = say("correct one of them: {names}", names=names)
    return Detail(text, field=name, label=form.labels.get(name, ""), place=place, fix=fix)


def _sentence(form: Form, rule: Rule, scope: Scope) -> str:
    if rule.message or not rule.op:
        said = rule.message or say("“{rule}” does not hold", rule=rule.term.spoken)
        return say("{said} ({values})", said=said, values="、".join(_named(form, rule, scope)))
    op, (left, right) = rule.op, rule.sides
    if op in _SWAPPED:
        op, left, right = _SWAPPED[op], right, left
    both = f"{shown(left.value(scope))} / {shown(right.value(scope))}"
    return _compared(op, left, right, both)


def _compared(op: str, left: Term, right: Term, both: str) -> str:
    low, high = left.spoken, right.spoken
    if op == "==":
        return say("“{low}” and “{high}” differ ({both})", low=low, high=high, both=both)
    if op == "!=":
        return say("“{low}” and “{high}” are the same ({both})", low=low, high=high, both=both)
    if left.kind in (DAY, TIME):
        if op == "<":
            return say("“{low}” is not before “{high}” ({both})", low=low, high=high, both=both)
        return say("“{low}” is after “{high}” ({both})", low=low, high=high, both=both)
    if op == "<":
        return say("“{low}” is not less than “{high}” ({both})", low=low, high=high, both=both)
    return say("“{low}” is more than “{high}” ({both})", low=low, high=high, both=both)


def _named(form: Form, rule: Rule, scope: Scope) -> Iterator[str]:
    """What the rule looks at, each with its value; whole columns are left out."""
    labels = form.labels
    for name in rule.term.uses:
        table, _, column = name.partition(".")
        value: object = scope.values.get(name, "")
        if column:
            value = scope.row.get(column, "") if scope.row is not None and table else ""
        if name in labels and value != "":
            chosen = form.field(name)
            if isinstance(value, list) and chosen and chosen.kind == "choices":
                value = "、".join(map(str, value))
            yield f"{labels[name]} {shown(value)}"
