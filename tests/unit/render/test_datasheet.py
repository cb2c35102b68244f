"""The blank data sheet: what Excel will show, check and offer at every column."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import Said
from docgen.forms.definition import parse_form
from docgen.render import datalook, datasheet, rows
from docgen.render.preflight import preflight

FORM = parse_form(
    """
    title = "投诉[记录]"
    family = "complaint"
    [field.received]
    label = "投诉日期"
    kind = "date"
    min = 2020-01-01
    [field.at]
    label = "时刻"
    kind = "datetime"
    required = false
    [field.customer]
    label = "=投诉客户"
    kind = "text"
    help = "-与营业执照一致"
    max_length = 40
    [field.id_card]
    label = "身份证号"
    kind = "idcard"
    required = false
    [field.level]
    label = "级别"
    kind = "choice"
    choices = ["一般", "较大"]
    [field.part]
    label = "部件"
    kind = "choice"
    choices = ["甲,乙", "丙"]
    required = false
    [field.loss]
    label = "损失"
    kind = "money"
    unit = "元"
    max = 5000
    required = false
    [field.count]
    label = "数量"
    kind = "integer"
    default = 1
    [field.urgent]
    label = "加急"
    kind = "yesno"
    required = false
    [field.ways]
    label = "方式"
    kind = "choices"
    choices = ["来电", "来访"]
    required = false
    [field.photo]
    label = "照片"
    kind = "image"
    required = false
    [field.hand]
    label = "签字"
    kind = "signature"
    [field.items]
    label = "问题明细"
    kind = "table"
    required = false
      [field.items.column.what]
      label = "事项"
      kind = "text"
      [field.items.column.signed]
      label = "签收"
      kind = "signature"
    [field.total]
    label = "合计"
    kind = "integer"
    compute = "count + 1"
    """,
    name="complaint/x",
    file="form.toml",
)
KNOWN = {"customer": "=HYPERLINK(1)", "received": "2026-03-05", "loss": "x", "urgent": "是"}
EXAMPLE = {"customer": "甲", "level": "一般", "items": [{"what": "短少"}], "loss": ""}


@pytest.fixture(scope="module", name="data")
def _data() -> bytes:
    return datasheet.blank(FORM, rows=3, known=KNOWN, example=EXAMPLE)


@pytest.fixture(name="book")
def _book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def column(sheet: Worksheet, heading: str) -> str:
    """The letter of the column with this heading."""
    texts = [str(cell.value) for cell in sheet[1]]
    return next(
        get_column_letter(at) for at, text in enumerate(texts, 1) if text.startswith(heading)
    )


def rule(sheet: Worksheet, heading: str) -> DataValidation:
    place = f"{column(sheet, heading)}5"
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    (found,) = (one for one in rules if place in one.cells)
    return found


def test_what_is_typed_has_a_column_and_nothing_else(book: Workbook) -> None:
    main, table, guide, hidden = book.worksheets

    assert [sheet.title for sheet in book] == ["投诉_记录_", "问题明细", "填写说明", "_docgen"]
    assert [cell.value for cell in main[1]] == [
        *("序号", "投诉日期 *", "时刻", "=投诉客户 *", "身份证号", "级别 *", "部件"),
        *("损失（元）", "数量", "加急", "方式"),
    ]
    assert [cell.value for cell in table[1]] == ["序号", "事项 *"]
    assert (guide.sheet_state, hidden.sheet_state) == ("visible", "veryHidden")


def test_rows_are_numbered_where_tables_name_them(book: Workbook) -> None:
    main, table = book.worksheets[:2]

    assert [main.cell(row, 1).value for row in range(2, 6)] == [1, 2, 3, None]
    assert [table.cell(row, 1).value for row in range(2, 6)] == [None] * 4


def test_the_heading_stays_in_sight_and_can_be_filtered(book: Workbook) -> None:
    main = book.worksheets[0]

    assert (main.freeze_panes, main.auto_filter.ref) == ("B2", "A1:K4")
    assert (main.print_title_rows, main.page_setup.orientation) == ("$1:$1", "landscape")


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("投诉日期", "yyyy-mm-dd"),
        ("时刻", "yyyy-mm-dd hh:mm"),
        ("身份证号", "@"),
        ("=投诉客户", "@"),
        ("损失", "#,##0.00"),
        ("数量", "0"),
    ],
)
def test_every_kind_has_its_format_in_ruled_and_in_further_rows(
    book: Workbook, heading: str, code: str
) -> None:
    main = book.worksheets[0]
    letter = column(main, heading)

    assert main[f"{letter}3"].number_format == code
    assert main.column_dimensions[letter].number_format == code


@pytest.mark.parametrize(
    ("heading", "kind", "first", "second"),
    [
        ("级别", "list", '"一般,较大"', None),
        ("加急", "list", '"是,否"', None),
        ("部件", "list", "'_docgen'!$A$1:$A$2", None),
        ("投诉日期", "date", "DATE(2020,1,1)", "DATE(9999,12,31)"),
        ("时刻", "date", "DATE(1900,1,1)", "DATE(9999,12,31)"),
        ("损失", "decimal", "0", "5000.00"),
        ("数量", "whole", "-1000000000000000", "1000000000000000"),
        ("=投诉客户", "textLength", "40", None),
        ("方式", None, None, None),
    ],
)
def test_excel_offers_and_checks_what_the_form_asks(
    book: Workbook, heading: str, kind: str | None, first: str | None, second: str | None
) -> None:
    found = rule(book.worksheets[0], heading)

    assert (found.type, found.formula1, found.formula2) == (kind, first, second)
    assert found.prompt


def test_days_typed_in_words_are_only_warned_about(book: Workbook) -> None:
    assert rule(book.worksheets[0], "投诉日期").errorStyle == "warning"


def test_a_list_that_cannot_stand_in_a_cell_is_kept_aside(book: Workbook) -> None:
    assert [row[0].value for row in book["_docgen"]] == ["甲,乙", "丙"]


def test_every_heading_explains_itself(book: Workbook) -> None:
    main = book.worksheets[0]
    notes = {str(cell.value): cell.comment.text for cell in main[1] if cell.comment}

    assert len(notes) == main.max_column
    assert notes["级别 *"].splitlines() == [
        "level — must be filled in",
        "one of the choices",
        "choices: 一般 / 较大",
    ]
    assert "in 元\nfrom" not in notes["损失（元）"]
    assert "not above 5000" in notes["损失（元）"]
    assert "if left empty: 1" in notes["数量"]


def test_no_text_is_a_formula(book: Workbook, data: bytes) -> None:
    kinds = {cell.data_type for sheet in book for line in sheet for cell in line}

    assert "f" not in kinds
    assert book.worksheets[0]["D2"].value == "=HYPERLINK(1)"
    assert book.worksheets[0]["D2"].quotePrefix
    assert preflight(data, "a.xlsx").warnings == ()


def test_known_answers_stand_in_the_first_row_as_excel_holds_them(book: Workbook) -> None:
    main = book.worksheets[0]
    first = {str(cell.value): main.cell(2, at).value for at, cell in enumerate(main[1], 1)}

    assert (first["投诉日期 *"], first["加急"]) == (dt.datetime(2026, 3, 5), "是")  # noqa: DTZ001
    assert first["损失（元）"] is None


def test_the_guide_names_every_column_with_its_example(book: Workbook) -> None:
    words = [[cell.value for cell in line] for line in book["填写说明"].iter_rows()]
    by_heading = {line[0]: line[1:] for line in words if line[0]}

    assert by_heading["=投诉客户"][0] == "*"
    assert by_heading["=投诉客户"][2] == "甲"
    assert by_heading["事项"][2] == "短少"
    assert "-与营业执照一致" in str(by_heading["=投诉客户"][1])
    assert any("合计" in str(line[0]) for line in words)


def test_it_speaks_the_readers_language() -> None:
    def tell(said: Said) -> str:
        return f"«{said.template}»" if isinstance(said, Said) else said

    data = datasheet.blank(FORM, rows=1, known={}, example={}, tell=tell)

    comment = load_workbook(io.BytesIO(data)).worksheets[0]["F1"].comment
    assert comment is not None
    assert comment.text.startswith("level — «must be filled in»\n«one of the choices»")


def test_the_same_form_gives_the_same_bytes(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Later:
            return cls(2031, 1, 1, tzinfo=tz)

    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", Later)

    assert datasheet.blank(FORM, rows=3, known=KNOWN, example=EXAMPLE) == data


def test_a_blank_sheet_holds_no_form_until_something_is_typed() -> None:
    blank = datasheet.blank(FORM, rows=3, known={}, example=EXAMPLE)

    sheet = rows.read(blank, file="a.xlsx", form=FORM)

    assert (list(sheet.rows), sheet.remarks) == ([], ())


def test_widths_count_chinese_as_two() -> None:
    assert datalook.display_length("级别A（元）") == 11
    wide = {one.name: datalook.width(one) for one in FORM.fields}
    assert wide["level"] < wide["customer"] < wide["id_card"]
