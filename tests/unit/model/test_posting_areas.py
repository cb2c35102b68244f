"""Area classes and staffing at their edges: the last line, ties, and remarks in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.postings import RULES

from docgen.model.posting_areas import Area, class_of, staffed, staffing_of
from docgen.model.posting_rules import AreaClass

BIG, MIDDLE, SMALL = "一类地区", "二类地区", "三类地区"
#: Two lines with the same figure: the first that fits counts.
TABLE = (
    AreaClass("甲", 200_000, high_failure=True),
    AreaClass("乙", 200_000),
    AreaClass("丙", 1),
    AreaClass("丁", 0),
)
AREAS = st.builds(
    Area,
    key=st.sampled_from(["east", "north", "南"]),
    title=st.just("样例"),
    sales=st.integers(0, 400_000),
    high_failure=st.booleans(),
    one_stop=st.booleans(),
)


@pytest.mark.parametrize(
    ("sales", "failing", "title"),
    [
        (200_000, True, "甲"),
        (200_000, False, "乙"),
        (199_999, True, "丙"),
        (1, False, "丙"),
        (0, False, "丁"),
        (0, True, "丁"),
    ],
)
def test_the_first_line_that_fits_counts(*, sales: int, failing: bool, title: str) -> None:
    area = Area("east", "东区", sales, high_failure=failing)

    found = class_of(TABLE, area)

    assert found.title == title


def test_a_table_of_one_line_takes_every_area() -> None:
    only = AreaClass("全部", 500_000, high_failure=True)

    found = class_of((only,), Area("east", "东区", 3))

    assert found is only


@given(AREAS, st.integers(0, 400_000))
def test_more_sales_never_make_a_lower_class(area: Area, more: int) -> None:
    better = Area(area.key, area.title, area.sales + more, high_failure=area.high_failure)
    order = list(RULES.classes)

    now, then = class_of(order, area), class_of(order, better)

    assert order.index(then) <= order.index(now)


@given(AREAS)
def test_a_one_stop_shop_changes_the_staffing_and_never_the_class(area: Area) -> None:
    plain = Area(area.key, area.title, area.sales, high_failure=area.high_failure)

    assert class_of(RULES.classes, area) == class_of(RULES.classes, plain)
    assert staffing_of(RULES.classes, plain) == class_of(RULES.classes, plain)
    assert staffing_of(RULES.classes, area).title == (
        SMALL if area.one_stop else class_of(RULES.classes, area).title
    )


def test_without_a_line_for_one_stop_shops_the_class_decides() -> None:
    area = Area("east", "东区", 250_000, one_stop=True)

    assert staffing_of(TABLE, area).title == "乙"


def test_of_two_lines_for_one_stop_shops_the_first_counts() -> None:
    table = (
        AreaClass("一", 100),
        AreaClass("二", 50, one_stop=True),
        AreaClass("三", 0, one_stop=True),
    )

    assert staffing_of(table, Area("east", "东区", 300, one_stop=True)).title == "二"


def test_no_areas_have_no_staffing() -> None:
    assert staffed(RULES.classes, [], {"高": ["east"]}) == []


@pytest.mark.parametrize(
    ("sales", "people", "remarks"),
    [
        (300_000, {}, ["nobody is posted here"]),
        (300_000, {"高": []}, ["nobody is posted here"]),
        (300_000, {"高": ["west"]}, ["nobody is posted here"]),
        (300_000, {"高": ["east"]}, []),
        (300_000, {"高": ["east", "west"]}, ["高 looks after other areas too"]),
        (10, {"高": ["east", "west"]}, []),
        (10, {"高": ["east"], "谭": ["east"]}, ["more than one person is posted here"]),
        (
            150_000,
            {"高": ["east", "west"], "谭": ["west", "east"]},
            [
                "more than one person is posted here",
                "高 looks after other areas too",
                "谭 looks after other areas too",
            ],
        ),
    ],
)
def test_what_is_wrong_with_the_staffing_is_told_in_order(
    sales: int, people: dict[str, list[str]], remarks: list[str]
) -> None:
    [found] = staffed(RULES.classes, [Area("east", "东区", sales)], people)

    assert [str(one) for one in found.remarks] == remarks


def test_a_one_stop_shop_may_be_shared_however_much_it_sells() -> None:
    areas = [Area("east", "东区", 900_000, one_stop=True), Area("west", "西区", 900_000)]

    shop, plain = staffed(RULES.classes, areas, {"高": ["east", "west"]})

    assert (shop.rule.title, shop.staffing.title, shop.remarks) == (BIG, SMALL, ())
    assert (plain.rule.title, plain.staffing.title) == (BIG, BIG)
    assert [str(one) for one in plain.remarks] == ["高 looks after other areas too"]


def test_areas_stay_in_their_order_with_their_own_people() -> None:
    areas = [Area("b", "乙", 0), Area("a", "甲", 120_000)]

    found = staffed(RULES.classes, areas, {"谭": ["a"], "高": ["b"], "赵": ["a"]})

    assert [(one.area.key, one.rule.title, one.people) for one in found] == [
        ("b", SMALL, ("高",)),
        ("a", MIDDLE, ("谭", "赵")),
    ]
