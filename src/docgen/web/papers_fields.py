"""A form as the page shows it: each question with its kind of input, its answer and its faults.

No rule is here: what is wrong and what is needed says ``halfway.look``, by the forms' own checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.errors import BadInput, Detail
from docgen.forms.characters import is_blank
from docgen.forms.form import Column, Field, Form
from docgen.forms.headings import needed
from docgen.forms.numerals import rmb_words
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError
from docgen.office.halfway import Looked

#: As many choices stand side by side; more are a list to choose from.
_SIDE_BY_SIDE = 5
_TYPES = {"date": "date", "datetime": "datetime-local", "phone": "tel", "email": "email"}
#: What a browser's own field can show; any other answer is shown as it was typed.
_FITS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII),
}
_MODES = {"integer": "numeric", "decimal": "decimal", "money": "decimal"}
_CELL = re.compile(r"([a-z0-9_]+)\[(\d+)\]\.([a-z0-9_]+)", re.ASCII)
_WIDE = {"longtext", "table", "image", "signature"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, or a cell of a table.

    Args:
        asked: The question.
        key: The end of every name of it on the page, ``severity`` or ``items-2-what``.
        value: The answer as it was typed; a picture's name.
        chosen: The answers that are ticked.
        is_known: The answer is from the customer's record, not typed.
        is_needed: It must be answered.
        shown: What was computed.
        faults: What is wrong with it.
        rows: Of a table, each row with its turn on the page and its cells.
    """

    asked: Column
    key: str
    value: str = ""
    chosen: Sequence[str] = ()
    is_known: bool = False
    is_needed: bool = False
    shown: str = ""
    faults: Sequence[Detail] = ()
    rows: Sequence[Row] = field(default_factory=list)

    @property
    def look(self) -> str:
        """Which of the inputs it gets."""
        kind = self.asked.kind
        if self.asked.compute:
            return "computed"
        if kind == "signature" and not self.asked.picture:
            return "by-hand"
        if self.asked.pictured:
            return "picture"
        if kind in {"choice", "yesno"}:
            return "radio" if len(self.options) <= _SIDE_BY_SIDE else "select"
        return kind if kind in {"choices", "table", "longtext"} else "line"

    @property
    def options(self) -> Sequence[str]:
        """What can be chosen."""
        return ("是", "否") if self.asked.kind == "yesno" else self.asked.choices

    @property
    def type(self) -> str:
        """The browser's kind of input."""
        kind = self.asked.kind
        fits = kind not in _FITS or not self.value or _FITS[kind].fullmatch(self.value)
        return _TYPES.get(kind, "text") if fits else "text"

    @property
    def mode(self) -> str:
        """The keyboard a phone shows."""
        return _MODES.get(self.asked.kind, "")

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole line."""
        return self.asked.kind in _WIDE

    @property
    def more_rows(self) -> list[Row]:
        """The blank row at the end of a table."""
        return [blank_row(self.asked, max((turn for turn, _ in self.rows), default=-1) + 1)]

    @property
    def row_pattern(self) -> list[Row]:
        """What every further row of a table is made from."""
        return [blank_row(self.asked, 0)]

    @property
    def words(self) -> str:
        """An amount in words (大写)."""
        return in_words(self.asked, self.value or self.shown)


#: A row of a table: its turn on the page, its cells.
Row = tuple[int, Sequence[Asked]]


def asked_of(
    form: Form,
    given: Mapping[str, object],
    known: Mapping[str, object],
    looked: Looked,
    turns: Mapping[str, Sequence[int]],
    *,
    everything: bool,
) -> list[Asked]:
    """All questions of a form.

    Args:
        form: The questions.
        given: What was answered so far.
        known: What was known before, by field.
        looked: What is wrong so far.
        turns: Where the rows of tables stand on the page, if not one after the other.
        everything: Whether to show that answers are missing too, not only that some are wrong.
    """
    return [
        _question(one, given.get(one.name), known, looked, turns, everything=everything)
        for one in form.fields
    ]


def _question(
    asked: Field,
    answer: object,
    known: Mapping[str, object],
    looked: Looked,
    turns: Mapping[str, Sequence[int]],
    *,
    everything: bool,
) -> Asked:
    name = asked.name
    faults = looked.at(name) if everything or not is_blank(answer) else []
    if asked.kind == "table" and not faults:
        faults = [one for one in looked.faults if one.field == name and not is_blank(answer)]
    return Asked(
        asked,
        name,
        value=_text(answer),
        chosen=[str(each) for each in answer] if isinstance(answer, list) else [],
        is_known=not is_blank(answer) and answer == known.get(name),
        is_needed=needed(asked) or name in looked.needed,
        shown=_text(looked.values.get(name)) if asked.compute else "",
        faults=faults,
        rows=list(_rows(asked, answer, looked, turns.get(name, ()), everything=everything)),
    )


def _rows(
    table: Field, answer: object, looked: Looked, turns: Sequence[int], *, everything: bool
) -> Iterator[Row]:
    rows = answer if isinstance(answer, list) and table.kind == "table" else []
    values = looked.values.get(table.name)
    for at, row in enumerate(rows):
        turn = turns[at] if len(turns) == len(rows) else at
        computed = values[at] if isinstance(values, list) and at < len(values) else {}
        yield (
            turn,
            [
                _cell(table, one, (at + 1, turn), (row, computed), looked, everything=everything)
                for one in table.columns
            ],
        )


def _cell(
    table: Field,
    column: Column,
    place: tuple[int, int],
    rows: tuple[Mapping[str, object], Mapping[str, object]],
    looked: Looked,
    *,
    everything: bool,
) -> Asked:
    (number, turn), (row, computed) = place, rows
    path, answer = f"{table.name}[{number}].{column.name}", row.get(column.name)
    return Asked(
        column,
        f"{table.name}-{turn}-{column.name}",
        value=_text(answer),
        chosen=[str(each) for each in answer] if isinstance(answer, list) else [],
        is_needed=needed(column) or path in looked.needed,
        shown=_text(computed.get(column.name)) if column.compute else "",
        faults=looked.at(path) if everything or not is_blank(answer) else [],
    )


def blank_row(table: Column, turn: int) -> Row:
    """One more row."""
    columns = table.columns if isinstance(table, Field) else ()
    cells = [
        Asked(one, f"{table.name}-{turn}-{one.name}", is_needed=needed(one)) for one in columns
    ]
    return turn, cells


def in_words(asked: Column, text: str) -> str:
    """An amount in words; "" for anything else."""
    if asked.kind != "money" or not text:
        return ""
    try:
        return rmb_words(read_value(asked, text))
    except (WrongValueError, BadInput):
        return ""


def place_of(detail: Detail, turns: Mapping[str, Sequence[int]]) -> str:
    """Where on the page the answer stands that a fault is about: ``severity``, ``items-2-what``."""
    cell = _CELL.fullmatch(detail.place)
    if not cell:
        return detail.field.partition(".")[0]
    at, there = int(cell[2]) - 1, turns.get(cell[1], ())
    return f"{cell[1]}-{there[at] if at < len(there) else at}-{cell[3]}"


def _text(answer: object) -> str:
    if isinstance(answer, Mapping):
        return str(answer.get("name", ""))
    if isinstance(answer, bool):
        return "是" if answer else "否"
    return "" if answer is None or isinstance(answer, list) else str(answer)
