"""What a day of visits changes on a customer's card, and what it leaves alone."""

from __future__ import annotations

from docgen.model.customer_card import Change, changes, updated

CARD = {
    "address": "样例路28号",
    "business": "五金",
    "contacts": [{"name": "洪样例", "post": "经理", "mobile": "19900005120"}],
    "stock": [{"goods": "角阀", "held": "210只"}],
    "visits": [{"visited_on": "2026-02-05", "visitor": "温样例", "summary": "无"}],
    "opened_on": "2024-04-16",
    "updated_on": "2026-02-05",
}


def test_what_a_report_leaves_blank_stays() -> None:
    after = updated(CARD, {}, day="2026-03-05", visitor="温样例")

    assert changes(CARD, after) == []
    assert after["opened_on"] == "2024-04-16"
    assert after["last_visit_on"] == "2026-03-05"
    assert [row["visited_on"] for row in after["visits"]] == ["2026-02-05", "2026-03-05"]  # type: ignore[attr-defined]


def test_each_change_is_told_with_what_stood_there() -> None:
    told = {"address": "样例路30号", "opinion": "缺货应告知", "contact": "洪样例，总经理"}

    found = changes(CARD, updated(CARD, told, day="2026-03-05", visitor="温样例"))

    assert found == [
        Change("address", "样例路28号", "样例路30号"),
        Change(
            "contacts",
            CARD["contacts"],
            [{"name": "洪样例", "post": "总经理", "mobile": "19900005120"}],
        ),
        Change("opinion", None, "缺货应告知"),
    ]


def test_another_contact_and_the_goods_are_added() -> None:
    told = {"contact": "樊样例、店员、0595-5555 0166", "stock": "二十天", "sales": "少一成"}

    after = updated(CARD, told, day="2026-03-05", visitor="温样例")

    assert after["contacts"] == [
        {"name": "洪样例", "post": "经理", "mobile": "19900005120"},
        {"name": "樊样例", "post": "店员", "phone": "0595-5555 0166"},
    ]
    assert after["stock"] == [
        {"goods": "角阀", "held": "210只"},
        {"goods": "总体", "held": "二十天", "sold": "少一成"},
    ]


def test_a_card_holds_the_last_twelve_visits() -> None:
    card: dict[str, object] = {}
    for day in range(1, 16):
        card = updated(card, {}, day=f"2026-03-{day:02}", visitor="温样例")

    rows = card["visits"]
    assert isinstance(rows, list)
    assert [row["visited_on"] for row in rows][:: len(rows) - 1] == ["2026-03-04", "2026-03-15"]
    assert card["opened_on"] == "2026-03-01"
