"""Rules between two answers, ``end >= start``: reading them and holding them against answers.

Only whole rules of the shape ``name op name`` exist, between two days, two times or two
numbers of one form. A rule is silent while one of its fields has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docgen.errors import Detail, say
from docgen.forms.characters import shown
from docgen.forms.form import Check, Field, Form
from docgen.forms.kinds import DAYS, NUMBERS
from docgen.forms.section import Section, meant
from docgen.forms.values import less

_RULE = re.compile(r"(\w{1,40})\s*(<=|<|==|>=|>)\s*(\w{1,40})", re.ASCII)
_MIRRORED = {">": "<", ">=": "<="}


def read_checks(form: Section, fields: Sequence[Field]) -> tuple[Check, ...]:
    """The rules under ``check``; mistakes are noted and left out."""
    by_name = {one.name: one for one in fields}
    read = (_check(form, text, by_name) for text in form.texts("check"))
    return tuple(check for check in read if check)


def _check(form: Section, text: str, by_name: Mapping[str, Field]) -> Check | None:
    found = _RULE.fullmatch(text)
    if not found:
        what = say("“{rule}” is not a rule", rule=shown(text))
        form.add("check", what, say("write it like end >= start, with one of < <= == >= >"))
        return None
    left, op, right = found.groups()
    for name in (left, right):
        if name not in by_name:
            what = say("“{rule}” names “{name}”, which is no field", rule=text, name=name)
            form.add("check", what, meant(name, by_name))
            return None
    if not _comparable(by_name[left].kind, by_name[right].kind):
        what = say("“{rule}” compares things of different kinds", rule=text)
        form.add("check", what, say("compare two days, two times or two numbers"))
        return None
    return Check(right, _MIRRORED[op], left) if op in _MIRRORED else Check(left, op, right)


def _comparable(left: str, right: str) -> bool:
    return {left, right} <= NUMBERS or (left == right and left in DAYS)


def broken(form: Form, values: Mapping[str, object]) -> list[Detail]:
    """Each rule of the form that checked answers break, as a fault at its left field."""
    details = []
    for check in form.checks:
        left, right = form.field(check.left), form.field(check.right)
        low, high = values.get(check.left, ""), values.get(check.right, "")
        if left and right and not _holds(check.op, low, high):
            details.append(_detail(check.op, left, right, f"{shown(low)} / {shown(high)}"))
    return details


def _holds(op: str, low: object, high: object) -> bool:
    # The kinds were compared when the form was read; "" means not answered.
    if "" in (low, high):
        return True
    return (op != "==" and less(low, high)) or (op != "<" and low == high)


def _detail(op: str, left: Field, right: Field, both: str) -> Detail:
    low, high = left.label, right.label
    if op == "==":
        text = say("“{low}” and “{high}” differ ({both})", low=low, high=high, both=both)
    elif left.kind in DAYS and op == "<":
        text = say("“{low}” is not before “{high}” ({both})", low=low, high=high, both=both)
    elif left.kind in DAYS:
        text = say("“{low}” is after “{high}” ({both})", low=low, high=high, both=both)
    elif op == "<":
        text = say("“{low}” is not less than “{high}” ({both})", low=low, high=high, both=both)
    else:
        text = say("“{low}” is more than “{high}” ({both})", low=low, high=high, both=both)
    fix = say("correct one of them: {left} or {right}", left=left.name, right=right.name)
    return Detail(text, field=left.name, label=left.label, fix=fix)
