"""The sheet 填写说明 of a data sheet: how it is filled in, and every column with an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import Said, say
from docgen.forms.form import Column, Form
from docgen.forms.headings import KEYS, labelled, needed, sheet_names, tables
from docgen.render import datalook
from docgen.render.datalook import Tell
from docgen.render.datapage import lie_down, write

_WIDTHS = (24, 8, 52, 52)
_TITLE, _HEAD = Font(name="黑体", size=16, bold=True), Font(name="黑体", size=11, bold=True)
_BODY = Font(name="宋体", size=11)
_SIDE = Side("thin", color="BFBFBF")
_GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_PALE = PatternFill("solid", "DDE5EE")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="top")
_LONGEST = 200
_LINE, _PER_LINE = 15, 50


def explain(
    sheet: Worksheet,
    form: Form,
    asked: Mapping[str, Sequence[Column]],
    example: Mapping[str, object],
    tell: Tell,
    how: Sequence[Said] = (),
) -> None:
    """Write the sheet.

    Args:
        sheet: An empty sheet.
        form: The questions.
        asked: The columns of each sheet: of the form under "", of its tables by field.
        example: Checked answers.
        tell: Says a sentence in the reader's language.
        how: How it is filled in, if not like the rows of a batch.
    """
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    write(sheet, 1, 1, form.title).font = _TITLE
    row = 2
    lines = map(tell, how) if how else _how(form, tell)
    for number, line in enumerate(lines, start=1):
        row += 1
        write(sheet, row, 1, f"{number}. {line}").font = _BODY
    names = sheet_names(form)
    for key, columns in asked.items():
        given = _first_row(example.get(key)) if key else example
        row = _section(sheet, row + 2, names[key], columns, given, tell)
    lie_down(sheet)


def _how(form: Form, tell: Tell) -> Iterator[str]:
    names = sheet_names(form)
    sheet = names.pop("")
    yield tell(say("One row of “{sheet}” is one form; empty rows do not count.", sheet=sheet))
    yield tell(say("Headings with * must be filled in; point at a heading to read its help."))
    yield tell(say("Headings may be moved, and optional columns removed; leave their words."))
    if names:
        each = "、".join(names.values())
        key = say("Rows of {sheets} bear the {key} of their form.", sheets=each, key=KEYS[0])
        yield tell(key)
    if computed := [one.label for one in _all(form) if one.compute]:
        yield tell(say("Worked out by docgen, not typed: {labels}.", labels="、".join(computed)))
    command = f"docgen batch {form.name} FILE.xlsx --dry-run --out FOLDER"
    yield tell(say("Then have the rows checked, and the papers made").by(command))


def _all(form: Form) -> Iterator[Column]:
    yield from form.fields
    for table in tables(form):
        yield from table.columns


def _section(
    sheet: Worksheet,
    row: int,
    title: str,
    columns: Sequence[Column],
    example: Mapping[str, object],
    tell: Tell,
) -> int:
    write(sheet, row, 1, title).font = _HEAD
    row += 1
    for at, head in enumerate(_HEADS, start=1):
        cell = write(sheet, row, at, tell(head))
        cell.font, cell.fill, cell.border = _HEAD, _PALE, _GRID
    for column in columns:
        row += 1
        given = example.get(column.name, "")
        shown = "" if given in ("", []) else datalook.spelled(given)
        words = "；".join(datalook.notes(column, tell))
        texts = [labelled(column), "*" if needed(column) else "", words, _short(shown)]
        for at, text in enumerate(texts, start=1):
            cell = write(sheet, row, at, text)
            cell.font, cell.border, cell.alignment = _BODY, _GRID, _WRAPPED
        sheet.cell(row, 2).alignment = _CENTRED
        lines = max(1 + datalook.display_length(text) // _PER_LINE for text in texts)
        sheet.row_dimensions[row].height = _LINE * lines + 3
    return row


def _first_row(rows: object) -> Mapping[str, object]:
    if isinstance(rows, list) and rows and isinstance(rows[0], Mapping):
        return rows[0]
    return {}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_HEADS: tuple[Said, ...] = (
    say("column"),
    say("required"),
    say("what to fill in"),
    say("example"),
)
