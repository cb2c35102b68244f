"""The year's round of binding in an office: what is due, for whom, noted when it is done."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import customer

from docgen.errors import BadInput
from docgen.office import bindings, dossiers, stages
from docgen.office.describing import Wanted, describe
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier
from docgen.render.words import words


@pytest.fixture
def may(office: Office) -> Office:
    return at(office, dt.datetime(2026, 5, 4, 4, tzinfo=dt.UTC))


@pytest.fixture
def unit(may: Office, folk: Cast, known: Customer) -> Dossier:
    """A property unit with two papers to bind, one loose, one above mira's clearance."""
    row = dossiers.open_dossier(may, folk.mira, known, kind="unit", key="云岭苑3栋-1703")
    first = filed(may, folk.mira, known, title="认购书", group="sales")
    filed(may, folk.mira, known, title="维修单", group="repair")
    filed(may, folk.mira, known, title="补充协议", group="sales")
    filed(may, folk.jonas, known, title="内部评估", group="sales", grade="A")
    describe(may, folk.mira, [str(first)], Wanted(pages=4))
    return row


def test_bound_groups_with_their_papers_and_what_they_lack(
    may: Office, folk: Cast, unit: Dossier
) -> None:
    [one] = bindings.due(may, folk.mira, 2026)

    assert (one.dossier, one.due.group.letter) == (unit, "a")
    assert [paper.turn for paper in one.due.papers] == [1, 3]
    assert (one.due.pages, one.due.uncounted) == (None, 1)
    assert log("dossier.listed")[-1]["more"] == {"aid": "bindings"}
    assert bindings.due(may, folk.lena, 2026) == []
    assert bindings.due(may, folk.mira, 2026, "别的部门") == []
    assert bindings.due(may, folk.mira, 2025) == []


def test_what_was_bound_is_due_again_with_new_papers_only(
    may: Office, folk: Cast, known: Customer, unit: Dossier
) -> None:
    stages.reach(may, folk.mira, [str(unit)], "bound-a")
    assert bindings.due(may, folk.mira, 2026) == []

    next_year = at(may, dt.datetime(2027, 2, 1, 4, tzinfo=dt.UTC))
    filed(next_year, folk.mira, known, title="房产证复印件", group="sales")

    [one] = bindings.due(next_year, folk.mira, 2027)
    assert [paper.turn for paper in one.due.papers] == [5]
    assert one.due.bound_on == dt.date(2026, 5, 4)


def test_a_loose_leaf_group_is_not_bound(may: Office, folk: Cast, unit: Dossier) -> None:
    with pytest.raises(BadInput, match="bound-b"):
        stages.reach(may, folk.mira, [str(unit)], "bound-b")


@pytest.mark.usefixtures("unit")
def test_the_printed_list_and_its_workbook(may: Office, folk: Cast) -> None:
    found = bindings.due(may, folk.mira, 2026)

    aid = bindings.printed(may, found, 2026, "", xlsx=True)

    text = words(aid.docx)
    for part in ("2026 年 度 装 订 清 单", "共1册，其中1册须先补齐", "1—3", "1件未点页数"):
        assert part in text, part
    sheet = load_workbook(io.BytesIO(aid.xlsx or b"")).worksheets[0]
    assert sheet["I4"].value == 2


def test_nothing_to_bind_is_a_blank_list(may: Office, folk: Cast) -> None:
    customer(may, "空")

    aid = bindings.printed(may, bindings.due(may, folk.mira, 2026), 2026, "")

    assert "共0册" in words(aid.docx)
