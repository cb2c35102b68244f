"""Grades and credit classes in the office: by points, by hand, never written over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.desks import Cast, later, log
from tests.support.offices import customer, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import customer_classes
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.register.models_visits import CustomerClass

POINTS = {"nature": 80, "size": 90, "sales": 95, "trend": 80}


def test_a_grade_follows_from_the_points(office: Office, folk: Cast, known: Customer) -> None:
    row = customer_classes.grade(office, folk.mira, known.code, POINTS)

    assert (row.value, row.facts["total"], row.by) == ("A", "87.8", folk.mira)
    assert row.facts["points"] == POINTS
    [entry] = log("customer.graded")
    assert (entry["obj"], entry["more"], entry["idx"]) == (
        known.code,
        {"class": "A"},
        row.log_index,
    )


@pytest.mark.parametrize(
    ("all_points", "value"), [(100, "A"), (85, "A"), (84, "B"), (70, "B"), (55, "C"), (0, "D")]
)
def test_each_grade_begins_where_the_rules_say(
    office: Office, folk: Cast, known: Customer, all_points: int, value: str
) -> None:
    points = dict.fromkeys(POINTS, all_points)

    assert customer_classes.grade(office, folk.mira, known.code, points).value == value


def test_the_offices_own_criteria_and_weights_count(
    office: Office, folk: Cast, known: Customer
) -> None:
    rules = office.folder / "rules" / "visits.toml"
    text = rules.read_text("utf-8")
    head = text[: text.index("[[criterion]]")]
    rest = text[text.index("# 信用等级") :]
    own = '[[criterion]]\nkey = "loyalty"\ntitle = "忠诚度"\nweight = 1\n'
    rules.write_text(head + own + rest, "utf-8")

    row = customer_classes.grade(office, folk.mira, known.code, {"loyalty": 60})

    assert (row.value, row.facts["total"]) == ("C", "60.0")
    with pytest.raises(BadInput) as wrong:
        customer_classes.grade(office, folk.mira, known.code, POINTS)
    assert "忠诚度" in wrong.value.why


@pytest.mark.parametrize(
    "points", [{}, {"sales": 50}, {**POINTS, "sales": 101}, {**POINTS, "x": 1}]
)
def test_points_that_do_not_fit_are_refused(
    office: Office, folk: Cast, known: Customer, points: dict[str, int]
) -> None:
    with pytest.raises(BadInput) as wrong:
        customer_classes.grade(office, folk.mira, known.code, points)

    assert wrong.value.field == "set"
    assert CustomerClass.objects.count() == 0
    assert log("customer.graded")[-1]["res"] == "deny"


def test_a_grade_by_hand_needs_a_reason_and_keeps_the_points(
    office: Office, folk: Cast, known: Customer
) -> None:
    with pytest.raises(BadInput) as silent:
        customer_classes.grade(office, folk.mira, known.code, POINTS, given="B", reason=" ")
    with pytest.raises(BadInput) as strange:
        customer_classes.grade(office, folk.mira, known.code, {}, given="E", reason="无此级")

    row = customer_classes.grade(office, folk.mira, known.code, POINTS, given="B", reason="涉诉")

    assert (silent.value.field, strange.value.field) == ("reason", "class")
    assert (row.value, row.facts["total"], row.reason) == ("B", "87.8", "涉诉")
    assert "涉诉" not in str(log("customer.graded")[-1])


@pytest.mark.parametrize("reason", ["两\n行", "长" * 301])
def test_a_reason_is_one_short_line(
    office: Office, folk: Cast, known: Customer, reason: str
) -> None:
    with pytest.raises(BadInput) as wrong:
        customer_classes.grade(office, folk.mira, known.code, {}, given="B", reason=reason)

    assert wrong.value.field == "reason"


def test_the_newest_class_counts_and_the_others_stay(
    office: Office, folk: Cast, known: Customer
) -> None:
    second = customer(office, "晋江海风五金商行")
    for value, days in (("D", 0), ("C", 1), ("A", 2)):
        there = later(office, days)
        customer_classes.grade(there, folk.mira, known.code, {}, given=value, reason="年度评定")

    _, rows = customer_classes.history(office, folk.mira, known.code)

    assert [row.value for row in rows] == ["D", "C", "A"]
    assert rows[-1].at - rows[0].at > timedelta(days=1)
    newest = customer_classes.newest([known, second])
    assert {pk: row.value for pk, row in newest.items()} == {known.pk: "A"}


def test_a_credit_class_gives_limit_and_terms(office: Office, folk: Cast, known: Customer) -> None:
    row = customer_classes.rate(office, folk.jonas, known.code, "一级")
    own = customer_classes.rate(office, folk.jonas, known.code, "二级", limit=0, reason="逾期两次")

    assert row.facts == {"limit": 500000, "terms": "月结，账期 60 天", "deal": "照常发货"}
    assert (own.facts["limit"], own.facts["terms"]) == (0, "月结，账期 30 天")
    assert customer_classes.newest([known]) == {}
    assert customer_classes.newest([known], customer_classes.CREDIT)[known.pk] == own


def test_a_credit_class_is_a_heads_and_another_limit_needs_a_reason(
    office: Office, folk: Cast, known: Customer
) -> None:
    with pytest.raises(NotAllowed):
        customer_classes.rate(office, folk.mira, known.code, "一级")
    with pytest.raises(BadInput) as silent:
        customer_classes.rate(office, folk.jonas, known.code, "一级", limit=1)
    with pytest.raises(BadInput) as strange:
        customer_classes.rate(office, folk.jonas, known.code, "特级")

    assert (silent.value.field, strange.value.field) == ("reason", "class")
    assert CustomerClass.objects.count() == 0


def test_who_does_not_know_the_customer_classes_nobody(
    office: Office, folk: Cast, known: Customer
) -> None:
    auditor = person(office, "shenji", "auditor", clearance="A")

    with pytest.raises(NotFound):
        customer_classes.grade(office, folk.lena, known.code, POINTS)
    with pytest.raises(NotFound):
        customer_classes.history(office, folk.lena, known.code)
    with pytest.raises((NotAllowed, NotFound)):
        customer_classes.grade(office, auditor, known.code, POINTS)
