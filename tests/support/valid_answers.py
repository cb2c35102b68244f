"""Random answers that a form accepts, the same for the same seed; built out from its example.

What a rule of the form refuses is put back to what the example says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from docgen.errors import BadInput
from docgen.forms.answers import check, parse_answers
from docgen.forms.codes import CODES
from docgen.forms.form import Column, Field
from docgen.forms.kinds import PICTURES
from docgen.render.example import OCCASION, sample_values
from docgen.render.folder import EXAMPLE, TemplateFolder
from docgen.render.plan import plan

_WORDS = (
    *("示例公司", "A & B", "<公司>", '"引"', "'号'", "“弯”", "😀", "👩‍🔧", "𠮷𡃁", "&amp;", "]]>"),
    *(
        "{{ x }}",
        "{% if %}",
        "<w:p/>",
        "é",
        "①",
        "1,234.50",
        "\\n",
        "$1",
        "%s",
        "、",
        "：",
        "（甲）",
    ),
)
_BREAKS = ("\n", "\n\n", "\t", "　　", "  ")
_FIRST_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - a form's time has no zone
_TURNS = 12


def valid_answers(folder: TemplateFolder, seed: int) -> dict[str, object]:
    """Checked values for every field, and those that docgen adds to each form."""
    random = Random(f"{folder.name} {seed}")  # noqa: S311 - invented data
    example = parse_answers(folder.example, file=EXAMPLE)
    raw = dict(example)
    coded = coded_fields(folder)
    for field in folder.form.fields:
        if field.compute is None and field.kind not in PICTURES and random.random() < 0.8:
            raw[field.name] = _code(random) if field.name in coded else _answer(field, random)
    return {**_accepted(folder, raw, example), **sample_values(folder)}


def coded_fields(folder: TemplateFolder) -> set[str]:
    """The fields that are printed as bars or as a QR code."""
    return {mark.field for mark in plan(folder.docx, folder.form).marks if mark.filter in CODES}


def _accepted(
    folder: TemplateFolder, raw: dict[str, object], example: Mapping[str, object]
) -> dict[str, object]:
    for _ in range(_TURNS):
        try:
            return check(folder.form, raw, occasion=OCCASION)
        except BadInput as problem:
            for fault in problem.details:
                name = fault.field.partition(".")[0].partition("[")[0]
                raw.pop(name, None)
                if name in example:
                    raw[name] = example[name]
            if not any(fault.field for fault in problem.details):
                break
    return check(folder.form, example, occasion=OCCASION)


def _answer(asked: Field, random: Random) -> object:
    if asked.kind != "table":
        return _value(asked, random)
    columns = [one for one in asked.columns if one.compute is None and one.kind not in PICTURES]
    least, most = asked.minimum or 0, asked.maximum or 5
    count = random.randrange(int(str(least)), int(str(most)) + 1)
    return [{one.name: _value(one, random) for one in columns} for _ in range(min(count, 6))]


def _code(random: Random) -> str:
    """What is printed as bars: letters, digits and signs of ASCII only."""
    return "".join(random.choices("AZaz09-/.", k=random.randrange(1, 30)))


def _value(column: Column, random: Random) -> object:
    if not column.required and random.random() < 0.3:
        return ""
    least = column.minimum if isinstance(column.minimum, int | Decimal) else 0
    most = column.maximum if isinstance(column.maximum, int | Decimal) else 100_000
    whole = random.randrange(int(least), int(most) + 1)
    moment = _FIRST_DAY + timedelta(minutes=random.randrange(700_000))
    made: dict[str, object] = {
        "date": _day(column, moment),
        "datetime": moment.replace(second=random.randrange(2) * 7),
        "integer": whole,
        "decimal": f"{whole}.{random.randrange(10)}",
        "money": f"{whole}.{random.randrange(100):02}",
        "yesno": random.random() < 0.5,
        "choice": random.choice(column.choices or ("",)),
        "choices": random.sample(column.choices, random.randrange(len(column.choices) + 1)),
        "phone": f"1990000{random.randrange(10_000):04}",
        "email": f"sample{random.randrange(100)}@example.cn",
        "idcard": _id_card(random),
        "longtext": _text(random, 12, _WORDS + _BREAKS, column.max_length),
    }
    return made.get(column.kind) or _text(random, 4, _WORDS, column.max_length)


def _day(column: Column, moment: datetime) -> date:
    day = moment.date()
    least = column.minimum if isinstance(column.minimum, date) else day
    most = column.maximum if isinstance(column.maximum, date) else day
    return min(max(day, least), most)


def _id_card(random: Random) -> str:
    """An invented number of an area that is not assigned, with the right check sign (GB 11643)."""
    front = f"990000199{random.randrange(10)}0101{random.randrange(1_000):03}"
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(front))
    return front + "10X98765432"[total % 11]


def _text(random: Random, length: int, words: tuple[str, ...], most: int) -> str:
    text = "".join(random.choices(words, k=random.randrange(1, length)))
    return text[: most or len(text)]
