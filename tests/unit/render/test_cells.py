"""Cells as other programs than ours write them, straight from the XML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.render import cells, workbook
from docgen.render.package import Package, xml_bytes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/></cellXfs>'


def relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{RELS}/{kind}" Target="{target}"/>'


def book(rows: str, *, words: str = "", after: str = "", about: str = "", ns: str = MAIN) -> bytes:
    """A workbook whose only sheet has these rows."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{PACKAGE}.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/></Types>'
    )
    inside = "".join(
        relation(name, kind, target)
        for name, kind, target in (
            ("r1", "worksheet", "sheet1.xml"),
            ("r2", "sharedStrings", "words.xml"),
            ("r3", "styles", "styles.xml"),
        )
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + relation("r1", "officeDocument", "xl/workbook.xml")
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{ns}" xmlns:r="{RELS}">{about}'
        '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{inside}</Relationships>",
        "xl/sheet1.xml": f'<worksheet xmlns="{ns}"><sheetData>{rows}</sheetData>{after}'
        "</worksheet>",
        "xl/words.xml": f'<sst xmlns="{ns}">{words}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{ns}">{STYLES}</styleSheet>',
    }
    return Package({name: xml_bytes(xml) for name, xml in parts.items()}).pack()


def read(data: bytes) -> list[list[object]]:
    """What the child process tells of the rows: number and cells."""
    _, *rows = workbook.grids(data, "a.xlsx").splitlines()
    return [json.loads(row) for row in rows]


def cell(inside: str, **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<row><c{given}>{inside}</c></row>"


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (cell("<v>12</v>"), "12"),
        (cell("<v>0012</v>"), "12"),
        (cell("<v>12.50</v>"), "12.5"),
        (cell("<v>0.30000000000000004</v>"), "0.3"),
        (cell("<v>1.5E3</v>"), "1500"),
        (cell("<v>1E-7</v>"), "0.0000001"),
        (cell("<v>-3</v>"), "-3"),
        (cell("<v>999999999999999</v>"), "999999999999999"),
        (cell("<v>9900001990010112345</v>"), ["long", "9900001990010110000"]),
        (cell("<v>46086</v>", s="1"), ["day", "2026-03-05"]),
        (cell("<v>46086</v>", s="2"), ["day", "2026-03-05"]),
        (cell("<v>-5</v>", s="1"), "-5"),
        (cell("<v>1</v>", t="b"), "true"),
        (cell("<v>0</v>", t="b"), "false"),
        (cell("<v>#N/A</v>", t="e"), ["error", "#N/A"]),
        (cell("<v>2026-03-05T14:30:00Z</v>", t="d"), ["day", "2026-03-05 14:30:00"]),
        (cell("<v> 甲 </v>", t="str"), "甲"),
        (cell("<f>1+1</f><v>2</v>"), "2"),
        (cell("<f>1+1</f>"), ["formula", ""]),
        (cell("<f>1+1</f><v></v>"), ["formula", ""]),
        (cell('<f>A1&amp;"甲"</f><v>甲</v>', t="str"), "甲"),
        (cell("<is><t>甲</t></is>", t="inlineStr"), "甲"),
        (cell("<is><r><t>甲</t></r><r><t>乙</t></r></is>", t="inlineStr"), "甲乙"),
        (cell("<v>第一行_x000D_\n第二行</v>", t="str"), "第一行\r\n第二行"),
        (cell("<v>_x005F_x000D_ _xD83D_</v>", t="str"), "_x000D_ _xD83D_"),
        (cell("<v>　　首行缩进　</v>", t="str"), "　　首行缩进"),
    ],
)
def test_what_a_cell_says(xml: str, value: object) -> None:
    assert read(book(xml)) == [[1, [value]]]


def test_words_that_many_cells_share_are_read_without_their_reading_aids() -> None:
    words = "<si><t>甲</t></si><si><r><t>乙</t></r><rPh><t>yi</t></rPh></si>"

    rows = read(book(cell("<v>1</v>", t="s") + cell("<v>0</v>", t="s"), words=words))

    assert rows == [[1, ["乙"]], [2, ["甲"]]]


@pytest.mark.parametrize("ns", [MAIN, STRICT])
def test_places_stand_in_the_cells_or_follow_from_their_order(ns: str) -> None:
    row = '<row r="7"><c r="B7"><v>1</v></c><c><v>2</v></c><c r="AA7"><v>3</v></c></row>'

    rows = read(book(row + "<row><c><v>4</v></c></row>", ns=ns))

    assert rows == [[7, ["", "1", "2", *[""] * 23, "3"]], [8, ["4"]]]


def test_days_of_old_macintosh_files() -> None:
    about = '<workbookPr date1904="1"/>'

    assert read(book(cell("<v>44624</v>", s="1"), about=about)) == [[1, [["day", "2026-03-05"]]]]


def test_a_merged_area_fills_only_rows_that_hold_something() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}">{a}</c><c r="B{n}">{b}</c></row>'
        for n, a, b in ((1, "<v>1</v>", ""), (2, "", "<v>2</v>"), (3, "", ""))
    )
    merged = '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'

    assert read(book(rows, after=merged)) == [[1, ["1"]], [2, ["1", "2"]]]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row><c r="ZZZZ1"><v>1</v></c></row>',
        '<row><c r="é1"><v>1</v></c></row>',
        cell("<v>7</v>", t="s"),
        cell("<v>eins</v>"),
        cell("<v>1</v>", t="neu"),
        "<row><c><v>1</v></row>",
    ],
)
def test_a_damaged_sheet_is_refused(rows: str) -> None:
    with pytest.raises(BadInput) as refused:
        workbook.grids(book(rows), "a.xlsx")

    assert "damaged inside" in refused.value.why


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert cells.number_text(float(number)) == str(number)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_amounts_keep_their_cents(amount: object) -> None:
    text = cells.number_text(float(str(amount)))

    assert isinstance(text, str)
    assert float(text) == float(str(amount))


@given(st.integers(1, 16_384))
def test_columns_are_counted_as_excel_names_them(number: int) -> None:
    from docgen.render.sheet import column_letters  # noqa: PLC0415 - the other direction

    assert cells.column_number(column_letters(number)) == number
