"""The data sheet of a form: each row an answer to it, each fault with its cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import pytest
from openpyxl import load_workbook
from tests.support.sheets import excel, saved

from docgen.errors import BadInput, Detail
from docgen.forms.answers import check
from docgen.forms.definition import parse_form
from docgen.render import rows
from docgen.render.rows import Sheet

FORM = parse_form(
    """
    title = "客户投诉"
    family = "complaint"
    [field.received]
    label = "投诉日期"
    kind = "date"
    [field.customer]
    label = "投诉客户"
    kind = "text"
    [field.phone]
    label = "联系电话"
    kind = "phone"
    required = false
    [field.level]
    label = "级别"
    kind = "choice"
    choices = ["一般", "较大", "A级"]
    required = false
    [field.loss]
    label = "损失"
    kind = "money"
    unit = "元"
    required = false
    [field.urgent]
    label = "加急"
    kind = "yesno"
    required = false
    [field.ways]
    label = "方式"
    kind = "choices"
    choices = ["来电", "来访", "来信"]
    required = false
    [field.items]
    label = "问题明细"
    kind = "table"
    required = false
      [field.items.column.what]
      label = "事项"
      kind = "text"
      [field.items.column.count]
      label = "数量"
      kind = "integer"
      required = false
    """,
    name="complaint/x",
    file="form.toml",
)
Rows = Sequence[Sequence[object]]
HEAD: list[object] = ["序号", "投诉日期", "投诉客户"]
DAY = dt.date(2026, 3, 5)


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "".join(f"{line}\n" for line in lines).encode(encoding)


def read(data: bytes, **more: object) -> Sheet:
    return rows.read(data, file="a.csv", form=FORM, **more)  # type: ignore[arg-type] # handed on as it came


def read_excel(*sheets: tuple[str, Rows]) -> Sheet:
    return rows.read(excel(*sheets), file="a.xlsx", form=FORM)


def one(heading: str, cell: object) -> rows.Row:
    """The answers of a workbook with one more column."""
    (row,) = read_excel(("客户投诉", [[*HEAD, heading], [1, DAY, "甲", cell]])).rows
    return row


def faults(data: bytes, name: str = "a.csv", **more: object) -> list[Detail]:
    with pytest.raises(BadInput) as refused:
        rows.read(data, file=name, form=FORM, **more)  # type: ignore[arg-type] # handed on as it came
    assert refused.value.file == name
    return list(refused.value.details)


def said(details: Sequence[Detail]) -> list[tuple[str, str]]:
    return [(each.place, str(each.text)) for each in details]


def wrong(row: rows.Row) -> list[tuple[str, str, str]]:
    with pytest.raises(BadInput) as refused:
        check(FORM, row.answers, places=row.places)
    return [(each.place, each.field, str(each.text)) for each in refused.value.details]


# ---- values


def test_excels_own_days_and_numbers() -> None:
    sheet = read_excel(
        ("客户投诉", [[*HEAD, "损失", "加急"], [1, DAY, 12345, 0.1 + 0.2, True]]),
    )

    values = check(FORM, sheet.rows[0].answers)

    assert (values["received"], values["customer"]) == (DAY, "12345")
    assert (str(values["loss"]), values["urgent"]) == ("0.30", True)
    assert sheet.remarks == sheet.rows[0].remarks == ()


@pytest.mark.parametrize(
    "text", ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", " 2026年3月5号　"]
)
def test_days_typed_as_text(text: str) -> None:
    row = one("级别", "一般")
    (typed,) = read_excel(("客户投诉", [HEAD, [1, text, "甲"]])).rows

    assert row.answers["received"] == "2026-03-05"
    assert check(FORM, typed.answers)["received"] == DAY


def test_a_day_may_be_stored_with_a_midnight() -> None:
    midnight = dt.datetime(2026, 3, 5)  # noqa: DTZ001 - Excel knows no zones
    (row,) = read_excel(("客户投诉", [HEAD, [1, midnight, "甲"]])).rows

    assert check(FORM, row.answers)["received"] == DAY


def test_a_day_that_excel_made_of_a_text_is_told() -> None:
    (row,) = read_excel(("客户投诉", [HEAD, [1, DAY, DAY]])).rows

    assert row.answers["customer"] == "2026-03-05"
    assert said(row.remarks) == [
        ("客户投诉!C2", "Excel holds a day or time here; it was read as “2026-03-05”")
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("损失", "１２３．５０", "loss", "123.50"),
        ("联系电话", "０１０－５５５５０１００", "phone", "010-55550100"),
        ("级别", "Ａ级", "level", "A级"),
        ("级别", "a级", "level", "A级"),
    ],
)
def test_full_width_signs_are_read_as_plain_ones_and_told(
    heading: str, cell: str, field: str, value: str
) -> None:
    row = one(heading, cell)

    assert row.answers[field] == value
    assert said(row.remarks) == [("客户投诉!D2", f"“{cell}” was read as “{value}”")]


def test_full_width_signs_in_a_text_stay() -> None:
    row = one("级别", "")
    (typed,) = read_excel(("客户投诉", [HEAD, [1, DAY, "１２３号店 "]])).rows

    assert "level" not in row.answers
    assert (typed.answers["customer"], typed.remarks) == ("１２３号店", ())


@pytest.mark.parametrize(("cell", "value"), [("√", True), ("×", False), ("是", True), ("N", False)])
def test_yes_and_no_as_they_are_ticked(cell: str, value: object) -> None:
    assert check(FORM, one("加急", cell).answers)["urgent"] is value


@pytest.mark.parametrize("cell", ["来电、来信", "来电;来信", "来电，来信", "来电 , 来信"])
def test_several_choices_in_one_cell(cell: str) -> None:
    assert check(FORM, one("方式", cell).answers)["ways"] == ["来电", "来信"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "the formula has no stored result"),
        ("#N/A", "the cell shows an error: #N/A"),
        (990000199001011234, "the number is too long for Excel"),
    ],
)
def test_a_cell_without_a_sure_value_is_a_fault_of_its_answer(cell: object, text: str) -> None:
    ((place, field, said),) = wrong(one("联系电话", cell))

    assert (place, field) == ("客户投诉!D2", "phone")
    assert said.startswith(text)


def test_a_column_that_is_passed_over_may_hold_what_it_likes() -> None:
    sheet = rows.read(
        excel(("客户投诉", [[*HEAD, "草稿"], [1, DAY, "甲", "=1+1"]])),
        file="a.xlsx",
        form=FORM,
        ignore_unknown=True,
    )

    assert sheet.rows[0].answers == {"received": "2026-03-05", "customer": "甲"}
    assert said(sheet.remarks) == [("客户投诉!D1", "the column “草稿” was not read")]


# ---- faults and their places


def test_every_fault_names_its_cell() -> None:
    sheet = read(csv("投诉客户,级别,投诉日期", "甲,一,2026-3-5", ",较大,3/5/26"))

    assert wrong(sheet.rows[0]) == [("row 2 column B", "level", "“一” is not one of the choices")]
    assert wrong(sheet.rows[1]) == [
        ("row 3 column C", "received", "“3/5/26” is not a date"),
        ("row 3 column A", "customer", "“投诉客户” is missing"),
    ]


def test_an_answer_without_a_column_stands_in_its_row() -> None:
    sheet = read(csv("投诉日期", "2026-03-05"), known=["customer"])

    assert wrong(sheet.rows[0]) == [("row 2", "customer", "“投诉客户” is missing")]


def test_all_faults_of_the_headings_are_said_at_once_and_once() -> None:
    data = csv("投诉日其,投诉日期,级别,级别,", "x,x,x,x,丢", "y,y,y,y")

    assert said(faults(data)) == [
        ("row 1 column A", "the form has no field “投诉日其”"),
        ("row 1 column D", "the columns “级别” and “级别” hold the same"),
        ("", "no column holds “投诉客户”, which must be answered"),
        ("row 2 column E", "“丢” stands below no heading"),
    ]
    assert str(faults(data)[0].fix) == "did you mean “投诉日期”?"


def test_a_sheet_without_a_single_value_is_refused() -> None:
    assert faults(csv("", ",")) == []


# ---- which rows count


def test_empty_rows_and_numbered_but_empty_ones_do_not_count() -> None:
    sheet = read(csv("序号,投诉日期,投诉客户", "1,2026-03-05,甲", "2,,", ",,", "3,2026-03-06,乙"))

    assert [row.number for row in sheet.rows] == [2, 5]
    assert [row.number for row in sheet.rows[1:]] == [5]


def test_rows_can_be_read_again_and_again() -> None:
    sheet = read(csv("序号,投诉日期,投诉客户", "1,2026-03-05,甲"))

    assert [row.answers for row in sheet.rows] == [row.answers for row in sheet.rows]


def test_a_gbk_file_is_read_and_told() -> None:
    sheet = read(csv("投诉日期,投诉客户", "2026-03-05,甲", encoding="gbk"))

    assert sheet.rows[0].answers["customer"] == "甲"
    assert said(sheet.remarks) == [("", "the file is not UTF-8; it was read as GBK")]


def test_hidden_rows_hidden_sheets_merged_cells_and_strange_sheets_are_told() -> None:
    data = excel(
        ("客户投诉", [HEAD, [1, DAY, "甲"], [2, DAY, None]]),
        ("草稿", [["x"]]),
        ("藏", [["y"]]),
        ("空", []),
    )
    book = load_workbook(io.BytesIO(data))
    book["客户投诉"].merge_cells("C2:C3")
    book["客户投诉"].row_dimensions[3].hidden = True
    book["藏"].sheet_state = "hidden"

    sheet = rows.read(saved(book), file="a.xlsx", form=FORM)

    assert [row.answers["customer"] for row in sheet.rows] == ["甲", "甲"]
    assert said(sheet.remarks) == [
        ("sheet 客户投诉 row 3", "1 hidden rows were read too"),
        ("客户投诉", "merged cells count for each of their rows: C2:C3"),
        ("", "the sheet “草稿” was not read"),
        ("", "the hidden sheet “藏” was not read"),
    ]


def test_the_first_sheet_is_read_if_none_has_the_title() -> None:
    sheet = read_excel(("空", []), ("填写说明", [["x"]]), ("表1", [HEAD, [1, DAY, "甲"]]))

    assert [row.places["customer"] for row in sheet.rows] == ["表1!C2"]


# ---- the caller's own columns


def test_columns_that_are_no_answers_are_handed_on() -> None:
    sheet = read(
        csv("投诉日期,谁,客户", "2026-03-05,甲,K000001", "2026-03-05,乙"),
        mapping={"谁": "customer"},
        extra={"客户": "about"},
    )

    assert [row.extra for row in sheet.rows] == [{"about": "K000001"}, {"about": ""}]
    assert sheet.rows[0].answers["customer"] == "甲"


def test_an_own_column_without_a_sure_value_is_refused() -> None:
    data = excel(("客户投诉", [[*HEAD, "客户"], [1, DAY, "甲", "#N/A"]]))

    (fault,) = faults(data, "a.xlsx", extra={"客户": "about"})

    assert fault.place == "客户投诉!D2"


def test_a_mapping_to_nothing_is_refused_with_the_nearest_name() -> None:
    found = faults(csv("投诉日期,谁", "2026-03-05,甲"), mapping={"谁": "custmer"})

    assert str(found[0].text) == "“谁” is sent to “custmer”, which is no field"
    assert str(found[0].fix) == "did you mean “customer”?"


# ---- tables


def table(*lines: Sequence[object]) -> tuple[str, Rows]:
    return ("问题明细", [["序号", "事项", "数量"], *lines])


def items(sheet: Sheet) -> list[object]:
    return [row.answers.get("items") for row in sheet.rows]


MAIN: tuple[str, Rows] = ("客户投诉", [HEAD, [1, DAY, "甲"], [2, DAY, "乙"]])


def test_rows_of_a_table_are_joined_by_the_key() -> None:
    sheet = read_excel(MAIN, table(["２", "短少", 3], [1, "晚到", None], [2, "破损", 1]))

    assert items(sheet) == [
        [{"what": "晚到"}],
        [{"what": "短少", "count": "3"}, {"what": "破损", "count": "1"}],
    ]
    assert sheet.rows[1].places["items[2].count"] == "问题明细!C4"


def test_a_fault_in_a_table_names_the_cell_of_its_sheet() -> None:
    sheet = read_excel(MAIN, table([1, "晚到", "几个"], [2, None, 4]))

    assert wrong(sheet.rows[0]) == [("问题明细!C2", "items.count", "“几个” is not a number")]
    assert wrong(sheet.rows[1]) == [("问题明细!B3", "items.what", "“事项” is missing")]


def test_with_one_form_its_rows_need_no_key() -> None:
    sheet = read_excel((MAIN[0], MAIN[1][:2]), table([None, "晚到"], [1, "短少"]))

    assert items(sheet) == [[{"what": "晚到"}, {"what": "短少"}]]


def test_two_blank_keys_do_not_meet() -> None:
    data = excel(("客户投诉", [HEAD, [1, DAY, "甲"], [None, DAY, "乙"]]), table([None, "晚到"]))

    assert [place for place, _ in said(faults(data, "a.xlsx"))] == ["sheet 问题明细 row 2"]


def test_with_one_form_another_key_is_a_fault_all_the_same() -> None:
    data = excel((MAIN[0], MAIN[1][:2]), table([None, "晚到"], [2, "短少"]))

    assert said(faults(data, "a.xlsx")) == [
        ("sheet 问题明细 row 3", "no row of “客户投诉” has the 序号 2")
    ]


def test_rows_that_name_no_form_and_keys_of_two_are_refused() -> None:
    data = excel(
        ("客户投诉", [HEAD, [1, DAY, "甲"], [1, DAY, "乙"]]), table([None, "晚到"], [7, "短少"])
    )

    assert said(faults(data, "a.xlsx")) == [
        ("sheet 客户投诉 row 3", "rows 2 and 3 have the same 序号"),
        ("sheet 问题明细 row 2", "it names no 序号, so nobody knows to which form it belongs"),
        ("sheet 问题明细 row 3", "no row of “客户投诉” has the 序号 7"),
    ]


def test_a_table_sheet_without_a_needed_or_with_a_strange_column_is_refused() -> None:
    data = excel(MAIN, ("问题明细", [["序号", "数目"], [1, 3]]))

    assert said(faults(data, "a.xlsx")) == [
        ("问题明细!B1", "the form has no field “数目”"),
        ("sheet 问题明细 row 1", "no column holds “事项”, which must be answered"),
    ]


@pytest.mark.parametrize(
    "headings", ["items[1].what,items[3].count", "问题明细[1].事项,问题明细［３］.数量"]
)
def test_a_table_in_numbered_columns(headings: str) -> None:
    sheet = read(csv(f"投诉日期,投诉客户,{headings}", "2026-03-05,甲,短少,4", "2026-03-05,乙,,4"))

    assert items(sheet) == [[{"what": "短少"}, {"count": "4"}], [{"count": "4"}]]
    assert sheet.rows[1].places["items[1].count"] == "row 3 column D"
    assert wrong(sheet.rows[1]) == [("row 3", "items.what", "“事项” is missing")]


def test_a_table_as_json_in_one_cell() -> None:
    good = '"[{""what"": ""短少"", ""count"": 4}]"'
    sheet = read(csv("投诉日期,投诉客户,问题明细", f"2026-03-05,甲,{good}", "2026-03-05,乙,[x"))

    values: Mapping[str, object] = check(FORM, sheet.rows[0].answers)
    assert values["items"] == [{"what": "短少", "count": 4}]
    ((place, field, text),) = wrong(sheet.rows[1])
    assert (place, field) == ("row 3 column C", "items")
    assert text.startswith("line 1: ")


def test_a_table_given_twice_is_refused() -> None:
    main: tuple[str, Rows] = ("客户投诉", [[*HEAD, "items[1].what"], [1, DAY, "甲", "短少"]])

    (fault,) = faults(excel(main, table([1, "晚到"])), "a.xlsx")

    assert "twice" in fault.text
