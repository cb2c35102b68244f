"""Shares of imported figures: by any column, by the register's grades, as a workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.desks import Cast, log
from tests.support.offices import customer, person

from docgen.errors import BadInput, NotAllowed, OutsideFailed
from docgen.model.composition import Part
from docgen.office import compositions, customer_classes
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.render import sheet

FIGURES = """客户,商品,地区,销售额
深圳市样例物业服务有限公司,滤芯,南,"1,200.50"
晋江海风五金商行,角阀,北,300
查无此人,滤芯,南,99.50
,角阀,,400
"""


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    file = tmp_path / "销售.csv"
    file.write_text(FIGURES, "utf-8")
    return file


def shares(found: list[Part]) -> dict[str, str]:
    return {one.name: str(one.share) for one in found}


def test_any_column_may_name_the_class(office: Office, folk: Cast, figures: Path) -> None:
    goods = compositions.analyse(office, folk.mira, figures, by="商品", amount="销售额")
    areas = compositions.analyse(office, folk.mira, figures, by="地区", amount="销售额")

    assert shares(goods) == {"滤芯": "65.0", "角阀": "35.0"}
    assert shares(areas) == {"南": "65.0", "（未分类）": "20.0", "北": "15.0"}
    assert [str(one.running) for one in areas] == ["65.0", "85.0", "100.0"]
    assert [one.lines for one in areas] == [2, 1, 1]
    assert areas[0].amount == Decimal("1300.00")
    assert [entry["n"] for entry in log("customer.analysed")] == [4, 4]


def test_grades_are_those_of_the_register(
    office: Office, folk: Cast, known: Customer, figures: Path
) -> None:
    second = customer(office, "晋江海风五金商行")
    for row, value in ((known, "A"), (second, "C")):
        customer_classes.grade(office, folk.mira, row.code, {}, given=value, reason="评定")

    found = compositions.analyse(office, folk.mira, figures, by="等级", amount="销售额")
    unseen = compositions.analyse(office, folk.lena, figures, by="等级", amount="销售额")

    assert shares(found) == {"A": "60.0", "（未分类）": "25.0", "C": "15.0"}
    assert shares(unseen) == {"（未分类）": "100.0"}


@pytest.mark.parametrize(("by", "amount"), [("省", "销售额"), ("地区", "数量"), ("等级", "金额")])
def test_a_column_that_is_not_there_is_named(
    office: Office, folk: Cast, figures: Path, by: str, amount: str
) -> None:
    with pytest.raises(BadInput) as wrong:
        compositions.analyse(office, folk.mira, figures, by=by, amount=amount)

    assert "销售额" in wrong.value.why
    assert log("customer.analysed")[-1]["res"] == "deny"


def test_every_cell_that_is_no_amount_is_told_with_its_row(
    office: Office, folk: Cast, figures: Path
) -> None:
    figures.write_text("地区,销售额\n南,多\n北,1\n东,NaN\n西,1e999999\n中,Infinity\n", "utf-8")

    with pytest.raises(BadInput) as wrong:
        compositions.analyse(office, folk.mira, figures, by="地区", amount="销售额")

    assert [one.place for one in wrong.value.details][:2] == ["row 2", "row 4"]


@pytest.mark.parametrize("rows", ["南,0\n", "南,5\n北,-1\n", ""])
def test_figures_that_cannot_be_shared_out_are_refused(
    office: Office, folk: Cast, figures: Path, rows: str
) -> None:
    figures.write_text(f"地区,销售额\n{rows}", "utf-8")

    with pytest.raises(BadInput):
        compositions.analyse(office, folk.mira, figures, by="地区", amount="销售额")


def test_the_workbook_holds_the_table_and_is_never_written_over(
    office: Office, folk: Cast, figures: Path, tmp_path: Path
) -> None:
    book = tmp_path / "构成.xlsx"

    compositions.analyse(office, folk.mira, figures, by="地区", amount="销售额", sheet=book)

    rows = sheet.read_rows(book.read_bytes(), book.name)
    assert [(row.values["class"], row.values["share %"]) for row in rows] == [
        *(("南", "65"), ("（未分类）", "20"), ("北", "15")),
    ]
    with pytest.raises(BadInput) as there:
        compositions.analyse(office, folk.mira, figures, by="地区", amount="销售额", sheet=book)
    assert there.value.file == str(book)
    with pytest.raises(OutsideFailed):
        compositions.analyse(
            office,
            folk.mira,
            figures,
            by="地区",
            amount="销售额",
            sheet=tmp_path / "没有" / "构成.xlsx",
        )


def test_an_auditor_analyses_nothing(office: Office, figures: Path) -> None:
    auditor = person(office, "shenji", "auditor", clearance="A")

    with pytest.raises(NotAllowed):
        compositions.analyse(office, auditor, figures, by="地区", amount="销售额")
