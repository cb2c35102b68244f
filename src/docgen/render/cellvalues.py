"""One cell of a data sheet as the raw answer to its question.

Where the checker would read a cell otherwise than it stands there, the plain spelling is handed
on and the change is said. What nobody can be sure of becomes a fault for the checker.
"""

from __future__ import annotations

from docgen.errors import BadInput, Said, say
from docgen.forms.characters import fold_width, shown
from docgen.forms.form import Column
from docgen.forms.kinds import DAYS, NUMBERS
from docgen.forms.source import load_json_list
from docgen.forms.wrong import WrongValueError
from docgen.render.sheet import Cell, plain, unsure

# Kinds whose full-width letters and digits mean the same as plain ones.
_FOLDED = NUMBERS | DAYS | {"phone", "idcard", "credit_code", "email"}
_MIDNIGHT = " 00:00:00"


def read(column: Column, cell: Cell) -> tuple[object, Said | None]:
    """The raw answer of a cell that is not blank, and what to say of how it was read.

    Args:
        column: The question; a table is read as a JSON list of rows.
        cell: What stands there.
    """
    if wrong := unsure(cell):
        return WrongValueError(*wrong), None
    text = plain(cell)
    if column.kind == "table":
        return _rows(text), None
    if not isinstance(cell, str):
        return _day(column, text)
    plainly = _plainly(column, text)
    if plainly == text:
        return text, None
    return plainly, say("“{was}” was read as “{now}”", was=shown(text), now=shown(plainly))


def _rows(text: str) -> object:
    try:
        return load_json_list(text, file="")
    except BadInput as fault:
        return WrongValueError(fault.why, fault.fix)


def _day(column: Column, text: str) -> tuple[object, Said | None]:
    if column.kind == "date":
        return text.removesuffix(_MIDNIGHT), None
    if column.kind in DAYS:
        return text, None
    # Excel turns 3-5 into a day by itself; whoever typed it should see what became of it.
    return text, say("Excel holds a day or time here; it was read as “{now}”", now=text)


def _plainly(column: Column, text: str) -> str:
    if column.kind in _FOLDED:
        return fold_width(text)
    if column.kind == "choice" and text not in column.choices:
        folded = fold_width(text).casefold()
        same = [one for one in column.choices if fold_width(one).casefold() == folded]
        return same[0] if len(same) == 1 else text
    return text
