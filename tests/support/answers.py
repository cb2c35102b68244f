"""Random checked answers to any form, the same for the same seed; full of signs that hurt.

They are made, not checked: what a form would refuse (a wrong check digit, a wrong sum) matters
nothing to filling, and every kind of value is to meet every kind of sign.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from docgen.forms.form import Column, Field, Form

# Emoji, one built of several; ideographs of extension B; all that XML, Jinja and docxtpl read.
_WORDS = (
    *("示例公司", "A & B", "<公司>", '"引"', "'号'", "“弯”", "😀", "👩‍🔧", "𠮷𡃁", "&amp;", "]]>"),
    *("{{ x }}", "{% if %}", "%}", "<w:p/>", "　", "  ", "é", "①", "1,234.50", "\\n", "$1", "%s"),
)
_BREAKS = ("\n", "\t", "\n\n", "\t\n")
_FIRST_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - a form's time has no zone


def answers(form: Form, seed: int) -> dict[str, object]:
    """A value for every field of a form, and those that docgen adds to each form."""
    random = Random(f"{form.name} {seed}")  # noqa: S311 - invented data
    values = {one.name: _answer(one, random) for one in form.fields}
    day = _day(random).date()
    return {**values, "number": "TS-1", "grade_mark": "内部", "company": "A & B", "today": day}


def _answer(asked: Field, random: Random) -> object:
    if asked.kind == "table":
        rows = range(random.choice((0, 0, 1, 2, 5)))
        return [{column.name: _value(column, random) for column in asked.columns} for _ in rows]
    return _value(asked, random)


def _value(column: Column, random: Random) -> object:
    if not column.required and random.random() < 0.3:
        return [] if column.kind == "choices" else ""
    return _given(column, random)


def _given(column: Column, random: Random) -> object:
    amount = Decimal(random.randrange(10**9)).scaleb(-2)
    few = random.sample(column.choices, random.randrange(len(column.choices) + 1))
    made: dict[str, object] = {
        "date": _day(random).date(),
        "datetime": _day(random),
        "integer": random.randrange(10**6),
        "decimal": amount,
        "money": amount,
        "yesno": random.random() < 0.5,
        "choice": random.choice(column.choices or ("",)),
        "choices": few,
        "longtext": _text(random, 12, _WORDS + _BREAKS),
    }
    return made.get(column.kind, _text(random, 4, _WORDS))


def _text(random: Random, length: int, words: tuple[str, ...]) -> str:
    return "".join(random.choices(words, k=random.randrange(1, length)))


def _day(random: Random) -> datetime:
    return _FIRST_DAY + timedelta(minutes=random.randrange(10**6))
