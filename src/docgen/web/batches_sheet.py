"""The sheet of a batch as its page shows it: what columns hold, wrong rows with their wrong cells.

Names of inputs: ``x-7-severity`` is the cell of row 7, ``ox-7-severity`` what stood there before;
``c-C`` says what column C holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docgen.errors import say
from docgen.forms.form import Form
from docgen.office import batch_columns
from docgen.office.batch_corrected import CUSTOMER
from docgen.web.entering import Request
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import tell

_CELL = re.compile(r"x-(\d{1,7})-([a-z][a-z0-9_]{0,39})", re.ASCII)


def choices(form: Form) -> list[tuple[str, str]]:
    """What a column may become."""
    special = [
        ("", tell(say("not matched yet"))),
        (batch_columns.IGNORED, tell(say("is not read"))),
        (CUSTOMER, tell(say("whom the row is about"))),
    ]
    asked = [one for one in form.fields if not one.compute and one.kind != "table"]
    return special + [(one.name, one.label) for one in asked]


def grid(request: Request, form: Form, seen: Mapping[str, Any]) -> dict[str, Any]:
    """The wrong rows with their wrong cells, some at a time."""
    faults: Sequence[Mapping[str, Any]] = seen.get("faults", [])
    numbers = sorted({one["row"] for one in faults})
    shown = numbers[offset_of(request) :][:EACH]
    here = [one for one in faults if one["row"] in set(shown)]
    plain = {one.name: one for one in form.fields if one.kind != "table"}
    wrong = {one["field"] for one in here}
    heads = [(name, one.label) for name, one in plain.items() if name in wrong]
    if CUSTOMER in wrong:
        heads.insert(0, (CUSTOMER, tell(say("customer"))))
    lines = []
    for number in shown:
        mine = [one for one in here if one["row"] == number]
        values = seen["lines"].get(str(number), {})
        cells = [
            (
                name,
                values.get(name, ""),
                [one for one in mine if one["field"] == name],
                plain.get(name),
            )
            for name, _ in heads
        ]
        names = {name for name, _ in heads}
        lines.append((number, cells, [one for one in mine if one["field"] not in names]))
    return {"heads": heads, "lines": lines, "pages": pages_of(request, len(numbers))}


def corrections(request: Request) -> dict[str, dict[str, str]]:
    """What was typed into the cells, by row and field."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        if (cell := _CELL.fullmatch(name)) and value != request.POST.get(f"o{name}"):
            found.setdefault(cell[1], {})[cell[2]] = str(value).strip()
    return found


def columns(request: Request, seen: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen otherwise for columns, by heading."""
    return {
        one["heading"]: chosen
        for one in seen.get("columns", [])
        if (chosen := request.POST.get(f"c-{one['letter']}", one["field"])) != one["field"]
    }
