"""Every form's data sheet, filled in with its example, reads back as the same checked answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sheets import fill_in

from docgen.forms.answers import check, parse_answers
from docgen.render import datasheet, rows
from docgen.render.example import OCCASION
from docgen.render.folder import list_templates, read_template

LIBRARY = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("name", list_templates(LIBRARY))
def test_what_is_typed_into_the_sheet_is_what_is_read(name: str) -> None:
    folder = read_template(LIBRARY / name, name)
    form = folder.form
    example = check(form, parse_answers(folder.example, file="example.toml"), occasion=OCCASION)
    blank = datasheet.blank(form, rows=3, known={}, example=example)

    read = rows.read(fill_in(blank, form, [example, example]), file="a.xlsx", form=form)

    assert [row.number for row in read.rows] == [2, 3]
    assert (read.remarks, [row.remarks for row in read.rows]) == ((), [(), ()])
    typed = {one.name for one in form.fields if one.kind != "file"}  # a file has no column
    for row in read.rows:
        found = check(form, row.answers, places=row.places, occasion=OCCASION)
        assert {name: found[name] for name in typed} == {name: example[name] for name in typed}
