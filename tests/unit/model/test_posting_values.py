"""``rules/postings.toml``: the shipped one, and what each key must not be, with its sentence."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.postings import RULES

from docgen.config import shipped
from docgen.errors import BadInput, NotFound
from docgen.model.posting_file import parse_postings
from docgen.model.posting_rules import REASONS, SCOPES
from docgen.model.posting_values import read
from docgen.model.rule_file import Wrong
from docgen.model.span import Span

TABLE = tomllib.loads((shipped("rules") / "postings.toml").read_text("utf-8"))
Change = Callable[[dict[str, Any]], object]


def refused(change: Change) -> BadInput:
    """Parse the shipped rules with a change in them; the problem."""
    table = copy.deepcopy(TABLE)
    change(table)
    with pytest.raises(BadInput) as caught:
        parse_postings(table, file="postings.toml")
    return caught.value


@pytest.mark.parametrize(
    ("where", "value", "found"),
    [
        ("least", "1 months", Span(1, "months")),
        ("rotation.cycle", "5 workdays", Span(5, "workdays")),
        ("rotation.normal", "100 years", Span(100, "years")),
        ("area_class.least", 0, 0),
        ("area_class.least", 1_000_000_000, 1_000_000_000),
        ("pass_score", 0, 0),
        ("pass_score", 100, 100),
        ("need.months", 1200, 1200),
        ("leave.days", 0, 0),
        ("need.key", "a", "a"),
        ("need.key", "0-" + "x" * 30, "0-" + "x" * 30),
        ("kind.groups", [], ()),
        ("kind.groups", ["外派人员", "站长"], ("外派人员", "站长")),
        ("need.scopes", list(SCOPES), tuple(SCOPES)),
        ("leave.by", ["manager", "manager"], ("manager", "manager")),
        ("rotation.priority", list(reversed(REASONS)), tuple(reversed(REASONS))),
        ("kind.head", False, False),
        ("area_class.one_stop", True, True),
        ("kind.name", "外" * 200, "外" * 200),
        ("contact_hours", "周一至周日8:00至24:00", "周一至周日8:00至24:00"),
    ],
)
def test_each_kind_of_value_is_read(where: str, value: object, found: object) -> None:
    assert read(where, value) == found


@pytest.mark.parametrize(
    ("where", "value", "why"),
    [
        ("kind.name", "", "it must be a text"),
        ("kind.name", "  ", "it must be a text"),
        ("kind.name", "外" * 201, "it must be a text"),
        ("kind.matrix", 3, "it must be a text"),
        ("contact_hours", ["8:00"], "it must be a text"),
        ("need.key", "Health", "small letters"),
        ("need.key", "-health", "small letters"),
        ("need.key", "健康", "small letters"),
        ("need.key", "x" * 33, "small letters"),
        ("need.key", "health\n", "small letters"),
        ("need.key", 7, "small letters"),
        ("least", "0 months", "0 months is no length of time"),
        ("least", "6 hours", "6 hours is no length of time"),
        ("least", "one month", "no length of time"),
        ("least", "1 month", "no length of time"),
        ("least", " 1 months", "no length of time"),
        ("least", 6, "6 is no length of time"),
        ("rotation.normal", "101 years", "no length of time"),
        ("rotation.cycle", "10000 days", "no length of time"),
        ("area_class.least", -1, "from 0 to 1000000000"),
        ("area_class.least", 1_000_000_001, "from 0 to 1000000000"),
        ("area_class.least", "200000", "a whole number"),
        ("area_class.least", 2e5, "a whole number"),
        ("area_class.least", True, "a whole number"),
        ("pass_score", 101, "from 0 to 100"),
        ("pass_score", -1, "from 0 to 100"),
        ("pass_score", 60.0, "a whole number"),
        ("need.months", 1201, "from 0 to 1200"),
        ("leave.days", "2", "a whole number"),
        ("kind.head", 1, "it is true or false"),
        ("need.expires", "true", "it is true or false"),
        ("area_class.shared", None, "it is true or false"),
        ("kind.groups", "外派人员", "a list of texts"),
        ("need.forms", [""], "a list of texts"),
        ("need.asks", ["a", 1], "a list of texts"),
        ("need.scopes", ["海外"], "国外, 境外, 国内异地"),
        ("need.scopes", [], "国外, 境外, 国内异地"),
        ("leave.by", ["boss"], "head, manager"),
        ("leave.by", "head", "a list of texts"),
        ("rotation.priority", ["cycle"], "each of these once"),
        ("rotation.priority", [*REASONS, "cycle"], "each of these once"),
        ("rotation.priority", [], "each of these once"),
    ],
)
def test_what_a_value_must_not_be_is_said_with_an_example(
    where: str, value: object, why: str
) -> None:
    with pytest.raises(Wrong) as caught:
        read(where, value)

    assert caught.value.key == where
    assert why in caught.value.why
    assert caught.value.instead.startswith(f"{where.rpartition('.')[2]} = ")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("least", "0 days"),
        ("area_class.least", -1),
        ("pass_score", 101),
        ("kind.head", 3),
        ("need.key", "X"),
        ("need.scopes", []),
        ("rotation.priority", []),
        ("leave.by", []),
    ],
)
def test_the_example_of_a_mistake_is_right_itself(where: str, value: object) -> None:
    with pytest.raises(Wrong) as caught:
        read(where, value)

    [(key, instead)] = tomllib.loads(caught.value.instead).items()
    assert key == where.rpartition(".")[2]
    assert read(where, instead) not in (None, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda one: one.clear(), "least"),
        (lambda one: one.pop("pass_score"), "pass_score"),
        (lambda one: one.update(passscore=60), "passscore"),
        (lambda one: one.update(kind={}), "kind"),
        (lambda one: one.update(kind=[]), "kind"),
        (lambda one: one.update(need=["health"]), "need"),
        (lambda one: one.pop("leave"), "leave"),
        (lambda one: one.pop("rotation"), "rotation"),
        (lambda one: one.update(rotation=[]), "rotation"),
        (lambda one: one["rotation"].pop("least"), "rotation.least"),
        (lambda one: one["rotation"].update(most="1 years"), "rotation.most"),
        (lambda one: one["kind"][0].pop("matrix"), "kind.matrix"),
        (lambda one: one["kind"][0].update(name=""), "kind.name"),
        (lambda one: one["kind"][1].update(name=one["kind"][0]["name"]), "kind.name"),
        (lambda one: one["need"][1].update(key="approval"), "need.key"),
        (lambda one: one["need"][0].update(expire=True), "need.expire"),
        (lambda one: one["need"][0].update(kinds=["经理"]), "need.kinds"),
        (lambda one: one["area_class"][-1].update(least=1), "area_class.least"),
        (lambda one: one["area_class"][-1].update(high_failure=True), "area_class.least"),
        (lambda one: one["leave"][0].update(by=[]), "leave.by"),
        (lambda one: one["leave"][0].update(days=7), "leave.days"),
        (lambda one: one["leave"][0].update(days=8), "leave.days"),
        (lambda one: one["leave"][0].pop("days"), "leave.days"),
        (lambda one: one["leave"][-1].update(days=30), "leave.days"),
    ],
)
def test_a_mistake_in_the_file_is_named_by_file_and_key(change: Change, field: str) -> None:
    problem = refused(change)

    assert (problem.file, problem.field) == ("postings.toml", field)
    assert problem.what == f"The rules of posted staff are not right: {field}"
    assert problem.fix.startswith("write for instance: ")


def test_a_key_that_is_nearly_right_is_guessed() -> None:
    problem = refused(lambda one: one["need"][0].update(expire=True))

    assert problem.fix == "write for instance: expires"


def test_the_least_file_that_can_be() -> None:
    table = {
        "least": "1 days",
        "contact_hours": "随时",
        "pass_score": 0,
        "kind": [{"name": "人员", "matrix": "总部"}],
        "need": [{"key": "a", "title": "材料", "source": "D-001"}],
        "rotation": {
            "least": "1 days",
            "normal": "1 days",
            "cycle": "1 days",
            "priority": list(REASONS),
        },
        "area_class": [{"title": "全部", "least": 0}],
        "leave": [{"title": "假", "by": ["head"]}],
    }

    rules = parse_postings(table, file="postings.toml")

    assert rules.tier(10_000).title == "假"
    assert rules.kind("人员").groups == ()
    assert rules.need("a").forms == ()


@pytest.mark.parametrize("name", ["", "站", "站长 ", "head"])
def test_an_unknown_kind_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(NotFound) as caught:
        RULES.kind(name)

    assert caught.value.field == "kind"
    assert "财务站长" in caught.value.why
    assert (name or "-") in caught.value.what


def test_an_unknown_need_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="visa") as caught:
        RULES.need("visa")

    assert (caught.value.field, "passport" in caught.value.why) == ("need", True)
