"""Each mistake in ``rules/visits.toml`` is refused with its key and what to write."""

from __future__ import annotations

import contextlib
import tomllib
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.visit_file import parse_visits
from docgen.model.visiting import Policy

SHIPPED = tomllib.loads((shipped("rules") / "visits.toml").read_text("utf-8"))


def changed(path: str, value: object) -> dict[str, Any]:
    """The shipped rules with one thing put there, or taken out if it is ``...``."""
    table = deepcopy(SHIPPED)
    *way, last = path.split(".")
    place: Any = table
    for step in way:
        place = place[int(step) if step.isdecimal() else step]
    key: Any = int(last) if last.isdecimal() else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return table


def test_the_shipped_rules_are_read() -> None:
    rules = parse_visits(SHIPPED, file="visits.toml")

    assert [one.name for one in rules.grades] == ["A", "B", "C", "D"]
    assert sum(one.weight for one in rules.criteria) == 100
    assert (rules.given, rules.received) == (Policy.APPROVE, Policy.DECLARE)
    assert (rules.pass_mark, rules.complain) == (Decimal(70), Decimal(30))
    assert rules.credit("三级") == rules.credits[-1]
    assert (rules.credit("四级"), rules.grade("E")) == (None, None)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("leader", ..., "leader"),
        ("leader", 5, "leader"),
        ("leader", "  ", "leader"),
        ("leeder", "总经理室", "leeder"),
        ("per_day", 0, "per_day"),
        ("per_day", True, "per_day"),
        ("per_day", "6", "per_day"),
        ("pass_mark", -1, "pass_mark"),
        ("pass_mark", 70.5, "pass_mark"),
        ("pass_mark", 101, "pass_mark"),
        ("complain", 101, "complain"),
        ("per_day", 1_001, "per_day"),
        ("grade.0.total", 101, "grade.total"),
        ("grade.0.every", 3_661, "grade.every"),
        ("criterion.0.weight", 101, "criterion.weight"),
        ("credit.0.limit", 10**9 + 1, "credit.limit"),
        ("complain", ..., "complain"),
        ("gifts", "ban", "gifts"),
        ("gifts", ..., "gifts.given"),
        ("gifts.given", "declare", "gifts.given"),
        ("gifts.received", "approve", "gifts.received"),
        ("gifts.received", [], "gifts.received"),
        ("gifts.taken", "ban", "gifts.taken"),
        ("grade", ..., "grade"),
        ("grade", [], "grade"),
        ("grade", {"name": "A"}, "grade"),
        ("grade.1", "B", "grade"),
        ("grade.0.total", 60, "grade.total"),
        ("grade.3.total", 1, "grade.total"),
        ("grade.0.every", 0, "grade.every"),
        ("grade.0.every", 10**10, "grade.every"),
        ("grade.0.name", ..., "grade.name"),
        ("grade.1.name", "A", "grade"),
        ("grade.0.evry", 15, "grade.evry"),
        ("criterion", ..., "criterion"),
        ("criterion.0.weight", -1, "criterion.weight"),
        ("criterion.0.title", "", "criterion.title"),
        ("criterion.1.key", "nature", "criterion"),
        ("credit.0.limit", "许多", "credit.limit"),
        ("credit.0.terms", ..., "credit.terms"),
        ("credit.0.deal", 3, "credit.deal"),
    ],
)
def test_a_mistake_names_file_and_key(path: str, value: object, field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_visits(changed(path, value), file="visits.toml")

    assert (wrong.value.file, wrong.value.field) == ("visits.toml", field)
    assert wrong.value.why
    assert wrong.value.fix


def test_what_may_be_left_out_is() -> None:
    plain = parse_visits(changed("credit", ...), file="visits.toml")
    terse = parse_visits(changed("credit.0.deal", ...), file="visits.toml")

    assert plain.credits == ()
    assert terse.credits[0].deal == ""


def test_criteria_that_weigh_nothing_are_refused() -> None:
    table = deepcopy(SHIPPED)
    for row in table["criterion"]:
        row["weight"] = 0

    with pytest.raises(BadInput) as wrong:
        parse_visits(table, file="visits.toml")

    assert wrong.value.field == "criterion.weight"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@settings(max_examples=50)
@given(st.sampled_from([*SHIPPED, "gifts.given", "grade.0", "criterion.0", "credit.0"]), ANYTHING)
def test_whatever_stands_there_is_read_or_refused_in_words(path: str, value: object) -> None:
    with contextlib.suppress(BadInput):
        rules = parse_visits(changed(path, value), file="visits.toml")

        assert rules.grades[-1].total == 0
        assert rules.per_day > 0
