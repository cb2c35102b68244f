"""Single values of ``rules/cases/*.toml``: what each key takes, and the sentence for what not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from docgen.errors import BadInput, say
from docgen.model.case_file import telling_of_cases
from docgen.model.case_profile import Does
from docgen.model.case_values import read
from docgen.model.rule_file import Wrong
from docgen.model.span import Span

FILE = "rules/cases/oil.toml"


def refused(where: str, value: object) -> BadInput:
    """The error for a value that is none."""
    with pytest.raises(BadInput) as found, telling_of_cases(FILE):
        read(where, value)
    return found.value


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("at once", Span(0, "days")),
        ("1 workdays", Span(1, "workdays")),
        ("9999 hours", Span(9999, "hours")),
        ("100 years", Span(100, "years")),
        ("3 office-hours", Span(3, "office-hours")),
    ],
)
@pytest.mark.parametrize(
    "where", ["step.within", "severity.within", "severity.longest", "liaison_after", "ladder.after"]
)
def test_limits_are_lengths_of_time(where: str, text: str, span: Span) -> None:
    assert read(where, text) == span


@pytest.mark.parametrize(
    "value",
    [
        *("", "0 days", "-1 days", "3 day", "3  days", " 3 days", "3 days ", "days", "3"),
        *("10000 days", "101 years", "３ days", "三天", "At once", "3 weeks", "1.5 hours"),
        *(3, 3.0, True, None, [], ["3 days"], {"n": 3}, dt.date(2026, 3, 2), dt.time(6)),
    ],
)
def test_what_is_no_length_of_time_is_said_with_the_ways_to_write_it(value: object) -> None:
    error = refused("step.within", value)

    assert (error.file, error.field) == (FILE, "step.within")
    assert error.why == f"{value} is no limit"
    assert 'within = "3 workdays" | "3 days" | "6 hours" | "at once"' in error.fix


@pytest.mark.parametrize("where", ["title", "step.title", "step.after", "authority.approver"])
@pytest.mark.parametrize("value", ["", 0, 1, False, None, ["核决"], {"a": "b"}, 2.5])
def test_a_text_is_a_text_and_not_empty(where: str, value: object) -> None:
    error = refused(where, value)

    assert error.why == "it must be a text"
    assert f'{where.rpartition(".")[2]} = "…"' in error.fix


@pytest.mark.parametrize("text", ["核决", " ", "𠮷", "a" * 10_000, "at once"])
def test_any_other_text_is_taken_as_it_stands(text: str) -> None:
    assert read("step.title", text) == text


@pytest.mark.parametrize(
    "where", ["severity.event", "step.skip", "step.together", "ladder.escalate"]
)
def test_flags_are_true_or_false_and_nothing_like_it(where: str) -> None:
    assert [read(where, value) for value in (True, False)] == [True, False]
    wrong_ones: list[object] = ["true", "yes", 1, 0, None, [], "是"]
    for value in wrong_ones:
        assert refused(where, value).why == "it is true or false"


@pytest.mark.parametrize("value", [0, 6, -1, True, 2.0, "2", None, [2]])
def test_so_many_heads_are_one_to_five(value: object) -> None:
    assert [read("severity.levels", n) for n in (1, 5)] == [1, 5]
    assert "from 1 to 5" in refused("severity.levels", value).why


@pytest.mark.parametrize("value", [-1, True, 1000.5, "1000", "1,000", None, [1000]])
def test_an_amount_is_whole_yuan(value: object) -> None:
    assert read("authority.up_to", 0) == Decimal(0)
    assert read("authority.up_to", 10**15) == Decimal(10**15)
    assert refused("authority.up_to", value).why == "it is an amount in whole yuan"


@pytest.mark.parametrize(
    "where",
    [
        *("about", "step.fields", "step.needs", "step.source", "authority.units"),
        *("standard.rows", "authority.severity"),
    ],
)
def test_lists_are_lists_of_texts(where: str) -> None:
    assert read(where, []) == ()
    assert read(where, ["甲", "乙", "甲"]) == ("甲", "乙", "甲")
    wrong_ones: list[object] = ["甲", ["甲", ""], ["甲", 1], [["甲"]], {"甲": "乙"}, None, 7]
    for value in wrong_ones:
        error = refused(where, value)
        assert error.why == "it must be a list of texts"
        assert f'{where.rpartition(".")[2]} = ["…"]' in error.fix


def test_what_a_step_does_is_one_of_six_words() -> None:
    assert [read("step.does", one.value) for one in Does] == list(Does)
    wrong_ones: list[object] = ["Decide", "核决", "", 1, None, ["decide"]]
    for value in wrong_ones:
        error = refused("step.does", value)
        assert error.why == f"{value} is none of them"
        assert "work | approve | decide | inform | settle | visit" in error.fix


@pytest.mark.parametrize("where", ["step.when", "untracked"])
def test_conditions_are_tables_of_lists(where: str) -> None:
    assert read(where, {}) == {}
    assert read(where, {"ways": ["赔款", "退货"], "lost": ["是"]}) == {
        "ways": ("赔款", "退货"),
        "lost": ("是",),
    }
    wrong_ones: list[object] = ["ways", ["ways"], None, {"ways": "赔款"}, {"ways": [True]}]
    for value in wrong_ones:
        assert refused(where, value).field == where


@pytest.mark.parametrize("where", ["fill", "step.fill"])
def test_what_fills_a_paper_is_a_table_of_texts(where: str) -> None:
    given = {"complaint_number": "case.number", "style": "=CS-071", "empty": ""}

    assert read(where, given) == given

    wrong_ones: list[object] = ["case.number", ["a"], {"a": 1}, {"a": ["b"]}, {"a": {}}, None]
    for value in wrong_ones:
        assert refused(where, value).why == "it must be a table of texts"


def test_what_fills_a_paper_is_a_table_of_its_own() -> None:
    given = {"a": "case.number"}

    kept = read("fill", given)
    given["b"] = "case.summary"

    assert kept == {"a": "case.number"}


def test_a_severity_is_a_list_only_where_it_names_several() -> None:
    assert read("authority.severity", ["一般"]) == ("一般",)
    assert read("severity.name", "一般") == "一般"
    assert refused("severity.name", ["一般"]).why == "it must be a text"


def test_the_error_names_file_and_key_and_what_to_write() -> None:
    with pytest.raises(BadInput) as found, telling_of_cases(FILE):
        raise Wrong("step.after", say("there is no earlier step {name}", name="pay"), "received")
    error = found.value

    assert str(error).startswith("The rules of complaint cases are not right: step.after")
    assert (error.file, error.field, error.exit_code) == (FILE, "step.after", 3)
    assert error.why == "there is no earlier step pay"
    assert error.fix == "write for instance: received"
