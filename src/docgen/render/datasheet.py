"""The blank data sheet of a form as an Excel workbook, for ``rows`` to read when it is filled in.

One sheet for the form, a row for each paper; one for each of its tables, joined by 序号; and one
that explains. What nobody types (computed answers, signatures, optional pictures) is left out.
The same form gives the same bytes: no clock is read.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import Said
from docgen.forms.characters import is_blank
from docgen.forms.form import Column, Form
from docgen.forms.headings import needed, sheet_names, tables
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError
from docgen.render import datalook, datapage
from docgen.render.dataguide import explain
from docgen.render.datalook import Tell
from docgen.render.joining import GUIDE
from docgen.render.package import Package

#: How many rows a data sheet may have ruled.
MOST_ROWS = 10_000
_TABLE_ROWS = 2  # rows ruled for a table, for each row of the form
_FIXED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no zones
_CORE, _MODIFIED = "docProps/core.xml", re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_NOT_TYPED = {"signature", "image", "file"}


def blank(
    form: Form,
    *,
    rows: int,
    known: Mapping[str, object],
    example: Mapping[str, object],
    tell: Tell = str,
    how: Sequence[Said] = (),
) -> bytes:
    """Make the workbook.

    Args:
        form: The questions.
        rows: How many rows are ruled and numbered, 1 to ``MOST_ROWS``.
        known: What is known already, by field name; it stands in the first row.
        example: Checked answers that show how it is done.
        tell: Says a sentence in the reader's language.
        how: How it is filled in, if not like the rows of a batch.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator, book.properties.title = "docgen", form.title
    book.properties.created = _FIXED
    asked = {"": typed(form.fields)} | {one.name: typed(one.columns) for one in tables(form)}
    sheets = {name: book.create_sheet(title) for name, title in sheet_names(form).items()}
    guide, lists = book.create_sheet(GUIDE), datapage.Lists(book)
    keyed = len(sheets) > 1
    for name, columns in asked.items():
        ruled = min(MOST_ROWS, rows * _TABLE_ROWS) if name else rows
        datapage.lay_out(sheets[name], columns, ruled, lists, tell, key=keyed)
        if keyed:
            datapage.number_rows(sheets[name], ruled, blank=bool(name))
    _put_known(sheets[""], asked[""], known, first=1 + keyed)
    explain(guide, form, asked, example, tell, how)
    return _packed(book)


def typed(columns: Sequence[Column]) -> list[Column]:
    """What a clerk types into a sheet; an optional picture or file is not worth a column."""
    return [
        one
        for one in columns
        if not one.compute and one.kind != "table" and (needed(one) or one.kind not in _NOT_TYPED)
    ]


def _put_known(
    sheet: Worksheet, columns: Sequence[Column], known: Mapping[str, object], *, first: int
) -> None:
    for number, column in enumerate(columns, start=first):
        if is_blank(known.get(column.name)):
            continue
        try:
            value = read_value(column, known[column.name])
        except WrongValueError:
            continue
        if isinstance(value, bool | list):
            value = datalook.spelled(value)
        datapage.write(sheet, 2, number, value)


def _packed(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    package = Package.read(saved.getvalue(), "data.xlsx")
    stamp = _FIXED.isoformat().encode() + b"Z"
    core = _MODIFIED.sub(lambda found: found[1] + stamp, package.parts[_CORE])
    return Package({**package.parts, _CORE: core}).pack()
