"""The tables of an old form: labels with empty cells beside or below them, and lists with rows.

A heading row over at least two empty rows of as many cells is a list: its rows become one row to
repeat. Over one empty row, or before an empty cell, a label asks for a single answer.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from docgen.forms.form import Column
from docgen.forms.labels import is_signing, kind_of, name_of, plain_label
from docgen.render.blanks import fill_blanks
from docgen.render.found import SIGN_DATE, UNCLEAR, Found, written
from docgen.render.line import Line
from docgen.render.package import attribute, local

_LONGEST_LABEL = 20
_COUNTER = re.compile(r"序号|No\.?|编号", re.IGNORECASE)
_COUNTED = re.compile(r"\d{0,3}[.、]?")
_MARKS_OR_BOXES = re.compile(r"[{}□☐_＿]|[:：]$")


def fill_table(table: etree._Element, found: Found, title: str) -> None:
    """Put marks into a table; ``title`` is what stands above it."""
    rows = _inside(table, "tr")
    heads: list[etree._Element] = []
    turn = 0
    while turn < len(rows):
        below = _empty_rows_below(rows, turn)
        if len(below) > 1 or (below and _counts(_own(rows[turn]))):
            _fill_list(rows[turn], below, found, title)
            turn += 1 + len(below)
        else:
            _fill_row(rows[turn], heads, found)
            heads = _own(rows[turn])
            turn += 1


def cell_text(cell: etree._Element) -> str:
    """What a cell says, its paragraphs joined by a blank."""
    return " ".join(Line(each).text for each in cell.iterchildren("{*}p")).strip()


def _inside(node: etree._Element, wanted: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also those in a content control."""
    found = []
    for child in node:
        if local(child) == wanted:
            found.append(child)
        elif local(child) in {"sdt", "sdtContent"}:
            found += _inside(child, wanted)
    return found


def _own(row: etree._Element) -> list[etree._Element]:
    """The cells of a row without those that go on with a cell of the row above."""
    return [cell for cell in _inside(row, "tc") if not _goes_on(cell)]


def _goes_on(cell: etree._Element) -> bool:
    return any(
        attribute(merge, "val") in {"", "continue"} for merge in cell.iterfind("{*}tcPr/{*}vMerge")
    )


def _starts_merge(cell: etree._Element) -> bool:
    merges = cell.iterfind("{*}tcPr/{*}vMerge")
    return any(attribute(merge, "val") == "restart" for merge in merges)


def _is_empty(cell: etree._Element) -> bool:
    nothing = not cell_text(cell).strip(" \u3000\xa0")
    return nothing and next(cell.iter("{*}tbl", "{*}drawing", "{*}pict", "{*}sdt"), None) is None


def _is_label(cell: etree._Element) -> bool:
    text = plain_label(cell_text(cell))
    return bool(text) and len(text) <= _LONGEST_LABEL and not is_signing(text)


def _heading(row: etree._Element) -> list[etree._Element]:
    """The cells of a row if it can head a list; a label that runs down its side is no heading."""
    cells = _own(row)
    cells = cells[1:] if cells and _starts_merge(cells[0]) else cells
    return cells if len(cells) > 1 and all(map(_can_head, cells)) else []


def _can_head(cell: etree._Element) -> bool:
    return _is_label(cell) and not _MARKS_OR_BOXES.search(cell_text(cell))


def _counts(cells: list[etree._Element]) -> bool:
    return any(_COUNTER.fullmatch(plain_label(cell_text(cell))) for cell in cells[:2])


def _empty_rows_below(rows: list[etree._Element], turn: int) -> list[etree._Element]:
    """The rows under a heading that have as many cells, all empty but for a number in front."""
    heads = _heading(rows[turn])
    below: list[etree._Element] = []
    for row in rows[turn + 1 :] if heads else ():
        cells = _own(row)
        numbered = cells and _COUNTED.fullmatch(cell_text(cells[0]))
        if len(cells) != len(heads) or not numbered or not all(map(_is_empty, cells[1:])):
            break
        below.append(row)
    return below


def _fill_list(head: etree._Element, below: list[etree._Element], found: Found, title: str) -> None:
    heads = _heading(head)
    side = [cell for cell in _own(head) if cell not in heads]
    label = plain_label(cell_text(side[0])) if side else plain_label(title)
    columns, marks = _columns([plain_label(cell_text(cell)) for cell in heads])
    name = "items" if not any(one.kind == "table" for one in found.fields) else ""
    usable = label if label and len(label) <= _LONGEST_LABEL else "明细"
    table = found.ask(usable, "table", columns=columns, name=name)
    first, *others = below
    _write_row(first, marks)
    for statement, place in ((f"for row in {table.name}", 0), ("endfor", 1)):
        steering = deepcopy(first)
        _write_row(steering, [f"{{%tr {statement} %}}", *("" for _ in marks[1:])])
        (first.addnext if place else first.addprevious)(steering)
    for row in others:
        above = row.getparent()
        if above is not None:
            above.remove(row)


def _columns(labels: list[str]) -> tuple[tuple[Column, ...], list[str]]:
    """The columns of a list, and the marks of its row; a column that counts asks nothing."""
    columns: list[Column] = []
    marks = []
    for turn, label in enumerate(labels):
        if turn == 0 and _COUNTER.fullmatch(label):
            marks.append("{{ loop.index }}")
            continue
        used = {one.label for one in columns}
        name, _ = name_of(label, {one.name for one in columns}, column=True)
        own = label if label not in used else f"{label}（{turn + 1}）"
        one = Column(name=name, label=own, kind=kind_of(label), required=not columns)
        columns.append(one)
        marks.append(written(one, "row."))
    return tuple(columns), marks


def _write_row(row: etree._Element, marks: list[str]) -> None:
    for cell, mark in zip(_own(row), marks, strict=True):
        first, *others = cell.iterchildren("{*}p")
        for other in others:
            cell.remove(other)
        line = Line(first)
        if line.text:
            line.replace(0, len(line.text), mark)
        elif mark:
            line.append(mark)


def _fill_row(row: etree._Element, heads: list[etree._Element], found: Found) -> None:
    """Each cell by itself, then empty cells by the label before or above them."""
    cells = _own(row)
    headed = len(heads) == len(cells) and all(map(_is_empty, cells)) and all(map(_can_head, heads))
    under = heads if headed else []
    by_hand = any(is_signing(cell_text(cell)) for cell in cells)
    label = ""
    for turn, cell in enumerate(cells):
        if not _is_empty(cell):
            empty_next = turn + 1 < len(cells) and _is_empty(cells[turn + 1])
            dated = by_hand and label and kind_of(label) == "date"
            before = f"{label}签字" if dated else label
            label = _fill_cell(cell, found, before, has_room=empty_next)
            continue
        own = label or (plain_label(cell_text(under[turn])) if under else "")
        if own and is_signing(own):
            found.signed(own)
        elif own and by_hand and kind_of(own) == "date":
            found.leave(SIGN_DATE, own)
        elif own:
            _append(cell, found.mark(own))
        label = ""


def _fill_cell(cell: etree._Element, found: Found, before: str, *, has_room: bool) -> str:
    """Marks inside a cell that says something; what the empty cell behind it is called."""
    lines = [Line(each) for each in cell.iterchildren("{*}p")]
    text = plain_label(cell_text(cell))
    if has_room and len(text) <= _LONGEST_LABEL and not _MARKS_OR_BOXES.search(text):
        return text
    done = False
    for line in lines:
        if line.text.strip() and not (_is_open_label(line) and line is lines[0] and len(lines) > 1):
            done |= fill_blanks(line, found, before)
    first, *others = lines
    if _is_open_label(first) and others and not is_signing(first.text):
        _answer_below(plain_label(first.text), others, found)
        return ""
    if not done and has_room:
        found.leave(UNCLEAR, cell_text(cell))
    return "" if done or len(text) > _LONGEST_LABEL else text


def _is_open_label(line: Line) -> bool:
    text = line.text.strip()
    return text.endswith((":", "：")) and len(plain_label(text)) <= _LONGEST_LABEL


def _answer_below(label: str, others: list[Line], found: Found) -> None:
    """An opinion's room: the label on the first line, and empty lines under it."""
    free = [line for line in others if not line.text.strip()]
    if free:
        free[0].append(found.mark(label, "longtext"))


def _append(cell: etree._Element, mark: str) -> None:
    first = next(cell.iterchildren("{*}p"), None)
    if first is None:
        return
    line = Line(first)
    if line.text:
        line.replace(0, len(line.text), mark)
    else:
        line.append(mark)
