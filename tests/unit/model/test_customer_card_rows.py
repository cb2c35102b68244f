"""The tables of a customer's card: contacts however they are written, goods, and what is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.customer_card import ALL_GOODS, PLAIN, Change, changes, updated

DAY, LATER = "2028-02-29", "2028-03-31"
TOLD = st.dictionaries(
    st.sampled_from(["address", "business", "opinion", "contact", "stock", "purchases", "sales"]),
    st.sampled_from(["", "五金", "洪样例，经理", "二十天"]),
)


def after(card: dict[str, object] | None = None, /, **told: str) -> dict[str, object]:
    return updated(card or {}, told, day=DAY, visitor="温样例")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("洪样例", {"name": "洪样例"}),
        (" 洪样例 ", {"name": "洪样例"}),
        ("洪样例，", {"name": "洪样例"}),
        ("洪样例，经理", {"name": "洪样例", "post": "经理"}),
        ("洪样例,经理,19900005120", {"name": "洪样例", "post": "经理", "mobile": "19900005120"}),
        ("洪样例；19900005120", {"name": "洪样例", "mobile": "19900005120"}),
        ("洪样例;0595-55550166", {"name": "洪样例", "phone": "0595-55550166"}),
        ("洪样例、(0595) 5555 0166", {"name": "洪样例", "phone": "(0595) 5555 0166"}),
        ("洪样例，1234", {"name": "洪样例", "post": "1234"}),
        ("洪样例，经理，店长", {"name": "洪样例", "post": "店长"}),
        (
            "洪样例，0595-55550166，19900005120",
            {"name": "洪样例", "phone": "0595-55550166", "mobile": "19900005120"},
        ),
    ],
)
def test_a_contact_is_read_however_it_is_written(text: str, row: dict[str, str]) -> None:
    assert after(contact=text)["contacts"] == [row]


def test_a_known_contact_keeps_what_is_not_said_again() -> None:
    rows = [{"name": "洪样例", "post": "经理"}, {"name": "樊样例", "phone": "55550"}]
    card: dict[str, object] = {"contacts": rows}

    now = after(card, contact="樊样例，店长")

    assert now["contacts"] == [
        {"name": "洪样例", "post": "经理"},
        {"name": "樊样例", "phone": "55550", "post": "店长"},
    ]


@pytest.mark.parametrize(
    ("told", "column"), [("stock", "held"), ("purchases", "bought"), ("sales", "sold")]
)
def test_what_is_said_of_the_goods_stands_in_one_row(told: str, column: str) -> None:
    card: dict[str, object] = {"stock": [{"goods": ALL_GOODS, "held": "旧", "sold": "旧"}]}

    now = after(card, **{told: "新"})

    assert now["stock"] == [{"goods": ALL_GOODS, "held": "旧", "sold": "旧", column: "新"}]
    assert now["stock_on"] == DAY


def test_without_a_word_of_goods_their_day_stays() -> None:
    card: dict[str, object] = {"stock": [], "stock_on": "2026-01-31"}

    now = after(card, opinion="好")

    assert (now["stock"], now["stock_on"]) == ([], "2026-01-31")


@pytest.mark.parametrize("broken", [None, "", 7, {}])
def test_a_card_whose_table_is_none_begins_one(broken: object) -> None:
    card: dict[str, object] = {"contacts": broken, "stock": broken, "visits": broken}

    now = after(card, contact="洪样例", sales="少")

    assert now["contacts"] == [{"name": "洪样例"}]
    assert now["stock"] == [{"goods": ALL_GOODS, "sold": "少"}]
    assert now["visits"] == [{"visited_on": DAY, "visitor": "温样例", "summary": "例行巡访"}]


@pytest.mark.parametrize(("opinion", "summary"), [("", "例行巡访"), ("缺货", "缺货")])
def test_a_visit_is_told_by_what_the_customer_said(opinion: str, summary: str) -> None:
    now = after(opinion=opinion)

    assert now["visits"] == [{"visited_on": DAY, "visitor": "温样例", "summary": summary}]
    assert (now["last_visit_on"], now["opened_on"]) == (DAY, DAY)


@pytest.mark.parametrize(("before", "kept"), [(0, 1), (10, 11), (11, 12), (12, 12), (30, 12)])
def test_the_last_twelve_visits_stand_on_the_card(before: int, kept: int) -> None:
    card: dict[str, object] = {"visits": [{"visited_on": f"day {n}"} for n in range(before)]}

    rows = after(card)["visits"]

    assert isinstance(rows, list)
    assert (len(rows), rows[-1]["visited_on"]) == (kept, DAY)


@given(TOLD)
def test_the_card_that_was_is_never_changed(told: dict[str, str]) -> None:
    contacts = [{"name": "洪样例", "post": "店长"}]
    stock = [{"goods": ALL_GOODS, "held": "旧"}]
    card: dict[str, object] = {"contacts": contacts, "stock": stock, "visits": []}

    updated(card, told, day=DAY, visitor="温样例")

    assert card == {"contacts": contacts, "stock": stock, "visits": []}
    assert (contacts, stock) == (
        [{"name": "洪样例", "post": "店长"}],
        [{"goods": ALL_GOODS, "held": "旧"}],
    )


@given(TOLD)
def test_a_report_told_twice_changes_nothing_the_second_time(told: dict[str, str]) -> None:
    once = updated({}, told, day=DAY, visitor="温样例")

    twice = updated(once, told, day=LATER, visitor="孟样例")

    assert changes(once, twice) == []
    assert (twice["last_visit_on"], twice["opened_on"]) == (LATER, DAY)


@given(TOLD)
def test_all_that_is_said_and_nothing_else_is_told_as_changed(told: dict[str, str]) -> None:
    found = changes({}, updated({}, told, day=DAY, visitor="温样例"))

    said = {name for name, value in told.items() if value}
    fields = {PLAIN[one] for one in said if one in PLAIN}
    fields |= {"contacts"} if "contact" in said else set()
    fields |= {"stock"} if said & {"stock", "purchases", "sales"} else set()
    assert [one.field for one in found] == sorted({*fields, "opened_on"})


def test_what_was_taken_off_is_told_with_nothing_after_it() -> None:
    assert changes({"address": "样例路1号", "visits": [1]}, {}) == [
        Change("address", "样例路1号", None)
    ]
    assert changes({}, {}) == []
