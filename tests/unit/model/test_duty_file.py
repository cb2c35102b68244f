"""The duties that come with docgen, and files that say anything at all."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.calendar import Holiday
from docgen.model.duty import Duties, Rule
from docgen.model.duty_file import parse_duties
from docgen.model.duty_when import WHEN_KEYS

FILE = shipped("rules") / "duties.toml"
OWN = parse_duties(tomllib.loads(FILE.read_text("utf-8")), file="duties.toml")


def rule(key: str) -> Rule:
    found = OWN.rule(key)
    assert found is not None
    return found


def test_each_recurring_rule_of_the_rulebook_is_there() -> None:
    wanted = {"C-024", "C-036", "C-044", "C-051", "C-055", "C-056", "C-105", "D-028", "D-029"}
    wanted |= {"D-030", "D-032", "D-049", "D-056", "D-057", "D-058", "D-088", "D-089", "D-090"}

    named = {one for rule in OWN.rules for one in rule.source.split(", ")}

    assert wanted <= named


def test_their_forms_are_in_the_library() -> None:
    library = {file.parent.name for file in shipped("templates").glob("*/*/form.toml")}

    assert {rule.form for rule in OWN.rules if rule.form} <= library


@pytest.mark.parametrize("one", OWN.rules, ids=lambda one: one.key)
def test_each_has_somebody_to_owe_it_and_a_ladder(one: Rule) -> None:
    assert one.ladder
    assert one.units or one.groups or one.when.rhythm is None  # else whoever begins it
    assert all(name in OWN.groups for name in one.groups)
    assert one.when.rhythm is None or one.when.holiday is not Holiday.KEEP or one.ladder


def test_what_a_rule_does_not_say() -> None:
    table = {
        "ladders": {"standard": ["1 workdays doer"]},
        "duty": [{"key": "a", "title": "一", "source": "C-001", "every": "month"}],
    }

    found = parse_duties(table, file="duties.toml")

    [one] = found.rules
    assert (one.by_unit, one.ahead, one.form, found.catch_up) == (False, 10, "", 31)
    assert (one.when.holiday, one.when.time, one.when.again) == (Holiday.KEEP, None, False)


def test_an_empty_file_owes_nothing() -> None:
    assert parse_duties({}, file="duties.toml") == Duties((), {}, 31)
    assert OWN.rule("gone") is None
    assert rule("case-review").by_unit


PLAIN = st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.times()
ANYTHING = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.text(max_size=4), PLAIN)
KEYS = st.sampled_from(
    ["key", "title", "by", "form", "ladder", "units", "roles", "groups", "ahead", *WHEN_KEYS]
)
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "catch_up": ANYTHING,
        "groups": ANYTHING,
        "ladders": st.just({"standard": ["1 workdays doer"]}) | ANYTHING,
        "duty": ANYTHING | st.lists(st.dictionaries(KEYS, ANYTHING), max_size=2),
    },
)


def refused(table: dict[str, Any]) -> BadInput | None:
    """What is said against a file, if anything."""
    try:
        parse_duties(table, file="duties.toml")
    except BadInput as wrong:
        return wrong
    return None


@given(TABLES)
@settings(max_examples=60)
def test_a_file_that_says_anything_is_read_or_refused_in_words(table: dict[str, Any]) -> None:
    wrong = refused(table)

    assert wrong is None or (wrong.field and wrong.fix)


@given(st.dictionaries(KEYS, ANYTHING | st.sampled_from(["month", "2 workdays", "next", "end"])))
@settings(max_examples=60)
def test_so_is_a_duty_with_any_value(row: dict[str, Any]) -> None:
    named = {"key": "a", "title": "一", "source": "C-001", "every": "year", **row}

    wrong = refused({"ladders": {"standard": ["1 workdays doer"]}, "duty": [named]})

    assert wrong is None or wrong.field.startswith("duty.")
