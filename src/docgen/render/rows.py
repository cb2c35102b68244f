"""The data sheet of a form: many rows of CSV or Excel as the answers to many forms.

Each row becomes raw answers for ``forms.answers.check``, with the place of every cell, so that
each fault names the cell it stands in. Tables are joined by the key column 序号 from sheets of
their own (``tables``), or stand in columns such as ``items[1].what``. What was read otherwise than
it stands there (full-width digits, a day in a text) is said in a remark, never done in silence.
A cell without a sure value becomes a ``WrongValueError``, which the checker reports at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from docgen.errors import BadInput, Detail, say
from docgen.forms.form import Form
from docgen.forms.headings import Heads, needed, read_heads, unknown_mapping
from docgen.render import joining, sheet
from docgen.render.datarow import Row, Rows
from docgen.render.joining import Joined
from docgen.render.sheet import Grid

__all__ = ["Row", "Sheet", "read"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A data sheet: its rows, made anew whenever they are asked for, and remarks on the file."""

    rows: Sequence[Row]
    remarks: tuple[Detail, ...] = ()


def read(
    data: bytes,
    *,
    file: str,
    form: Form,
    mapping: Mapping[str, str] = _NOTHING,
    extra: Mapping[str, str] = _NOTHING,
    known: Sequence[str] = (),
    ignore_unknown: bool = False,
) -> Sheet:
    """Read a data sheet.

    Args:
        data: The file's bytes, CSV or XLSX.
        file: Its name, whose ending says which.
        form: The questions.
        mapping: Further headings, each with the field (or key of ``extra``) it stands for.
        extra: Headings of columns that are no answers but wanted, each with its key in
            ``Row.extra``.
        known: Fields whose value is known without the sheet, so that no column need be there.
        ignore_unknown: Pass over columns that fit no field, with a remark.

    Raises:
        BadInput: The file cannot be read, or its headings or keys are wrong: all faults at once.
    """
    grids = sheet.read_grids(data, file)
    main, tables, others = joining.sort_out(form, grids)
    if not main.rows:
        raise sheet.no_header(file)
    faults = unknown_mapping(form, mapping, extra)
    heads = _heads(form, main, mapping, extra, ignore_unknown=ignore_unknown)
    joined = joining.join(form, main, heads, tables, ignore_unknown=ignore_unknown)
    faults += [*heads.faults, *joined.faults, *_missing(form, heads, joined, known)]
    faults += _astray(main, heads)
    for table in joined.tables.values():
        faults += _astray(table.grid, table.heads)
    if faults:
        raise _refusal(faults, form, file)
    rows = Rows(main, heads, joined)
    remarks = [*joining.remarks(main, tables, others), *_ignored(main, heads)]
    return Sheet(rows, tuple(remarks))


def _heads(
    form: Form,
    main: Grid,
    mapping: Mapping[str, str],
    extra: Mapping[str, str],
    *,
    ignore_unknown: bool,
) -> Heads:
    number, headings = main.rows[0]
    return read_heads(
        form.fields,
        [sheet.plain(cell) for cell in headings],
        place=lambda column: main.place(number, column),
        mapping=mapping,
        extra=extra,
        ignore_unknown=ignore_unknown,
    )


def _astray(grid: Grid, heads: Heads) -> Iterator[Detail]:
    """Values below no heading, and keys nobody can be sure of."""
    (_, header), *lines = grid.rows
    headed = {at for at, cell in enumerate(header, start=1) if cell}
    told = {heads.key, *heads.extra}
    for number, cells in lines:
        for at, cell in enumerate(cells, start=1):
            if cell and at not in headed:
                text = say("“{value}” stands below no heading", value=sheet.plain(cell))
                fix = say("give the column a name in the first row, or remove the value")
                yield Detail(text, place=grid.place(number, at), fix=fix)
            elif at in told and (wrong := sheet.unsure(cell)):
                yield Detail(wrong[0], place=grid.place(number, at), fix=wrong[1])


def _missing(form: Form, heads: Heads, joined: Joined, known: Sequence[str]) -> Iterator[Detail]:
    """Fields that every row would lack, said once."""
    there = {target.table or target.column.name for target in heads.targets.values()}
    there |= {*joined.tables, *known}
    for one in form.fields:
        if needed(one) and one.name not in there:
            text = say("no column holds “{label}”, which must be answered", label=one.label)
            yield Detail(text, one.name, one.label, fix=say("add a column with this heading"))


def _refusal(faults: Sequence[Detail], form: Form, file: str) -> BadInput:
    return BadInput(
        say("{file} does not fit the form “{title}”", file=file, title=form.title),
        why=faults[0].text,
        fix=faults[0].fix or say("correct the sheet and read it again"),
        field=faults[0].field,
        file=file,
        details=faults,
    )


def _ignored(grid: Grid, heads: Heads) -> Iterator[Detail]:
    for at, heading in heads.ignored.items():
        text = say("the column “{heading}” was not read", heading=heading)
        yield Detail(text, place=grid.place(grid.rows[0][0], at))
