"""Invented answers to any form, as an office would give them; the same for the same seed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from papers import ACTIONS, CITIES, OPINIONS, SUBJECTS, company, person, phone

from docgen.forms.form import Column, Form
from docgen.render.example import COMPANY

_FIRST_DAY = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - a form's time has no zone
_ROWS = 5


def records(form: Form, count: int) -> list[dict[str, object]]:
    """So many different sets of checked answers, with what docgen adds to every form."""
    random = Random(form.name)  # noqa: S311 - invented data, nothing secret
    return [_record(form, random, turn) for turn in range(1, count + 1)]


def _record(form: Form, random: Random, turn: int) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in form.fields:
        if field.columns:
            rows = range(random.randrange(1, _ROWS + 1))
            columns = field.columns
            values[field.name] = [{one.name: _value(one, random) for one in columns} for _ in rows]
        else:
            values[field.name] = _value(field, random)
    number = f"TS-202601{turn:04}"
    return {**values, "number": number, "grade_mark": "内部", "company": COMPANY, "today": _today()}


def _today() -> date:
    return _FIRST_DAY.date()


def _value(column: Column, random: Random) -> object:
    if column.kind == "signature" or (not column.required and random.randrange(4) == 0):
        return [] if column.kind == "choices" else ""
    moment = _FIRST_DAY + timedelta(minutes=random.randrange(500_000))
    choice = random.choice(column.choices or ("",))
    made: dict[str, object] = {
        "date": moment.date(),
        "datetime": moment,
        "integer": random.randrange(1, 60),
        "decimal": Decimal(random.randrange(10**4)).scaleb(-1),
        "money": Decimal(random.randrange(10**7)).scaleb(-2),
        "yesno": random.randrange(2) == 0,
        "choice": choice,
        "choices": [choice],
        "phone": phone(random),
        "person": person(random),
        "idcard": f"990000199001{random.randrange(10**6):06}",
        "credit_code": f"91990000MA{random.randrange(10**8):08}",
        "longtext": "。\n".join(random.choices(SUBJECTS + ACTIONS + OPINIONS, k=4)),
    }
    if column.kind in made:
        return made[column.kind]
    return random.choice((company, _address))(random)


def _address(random: Random) -> str:
    return f"{random.choice(CITIES)}和平路{random.randrange(1, 999)}号 A & B 座"
