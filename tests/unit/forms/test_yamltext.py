"""YAML answers: what stands there is what is read, and nothing is made of it."""

from __future__ import annotations

import contextlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.forms.answers import check, parse_answers
from docgen.forms.form import Form
from docgen.forms.yamltext import load_yaml

NAMES = st.text("abcxyz_", min_size=1)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        load_yaml(text, file="a.yaml")
    assert caught.value.file == "a.yaml"
    return caught.value


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "Yes",
        "on",
        "012",
        "0o14",
        "0x1F",
        "1e3",
        "1_000",
        "22:30",
        "2026-03-05",
        "01012345678",
        "12.50",
        ".inf",
        "<<",
        "=",
        "true",
        "4,200",
    ],
)
def test_every_value_is_the_text_that_stands_there(value: str) -> None:
    assert load_yaml(f"a: {value}\n", file="a.yaml") == {"a": value}


@pytest.mark.parametrize("value", ["", "~", "null", "NULL", "''", '""'])
def test_only_nothing_is_nothing(value: str) -> None:
    assert load_yaml(f"a: {value}\n", file="a.yaml") == {"a": ""}


def test_the_word_null_in_quotes_is_a_word() -> None:
    assert load_yaml("a: 'null'\n", file="a.yaml") == {"a": "null"}


def test_lists_tables_and_long_texts() -> None:
    text = "ways: [来电, 来访]\nitems:\n  - what: 短少\n    count: 3\nlong: |\n  一\n  二\n"

    assert load_yaml(text, file="a.yaml") == {
        "ways": ["来电", "来访"],
        "items": [{"what": "短少", "count": "3"}],
        "long": "一\n二\n",
    }


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~\n"])
def test_an_empty_file_answers_nothing(text: str) -> None:
    assert load_yaml(text, file="a.yaml") == {}


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "“a” stands there twice", 3),
        ("x: 1\na: &n [1]\n", "anchor", 2),
        ("a: *n\n", "anchor", 1),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "a tag", 2),
        ("a: !!int 3\n", "a tag", 1),
        ("a: 1\n---\nb: 2\n", "several documents", 2),
        ("- 1\n", "not names with values", 1),
        ("nur Text\n", "not names with values", 1),
        ("? [1, 2]\n: 3\n", "where a name belongs", 1),
        ("a: [1\nb: 2\n", "line 2: ", 2),
        ("a:\n\t- 1\n", "line 2: ", 2),
        ("a: \x07\n", "unacceptable character", 0),
        ("[" * 5_000, "nested too deep", 1),
        ("a: " + "{b: " * 30 + "1" + "}" * 30, "nested too deep", 1),
    ],
)
def test_what_a_form_needs_not_is_refused_with_its_line(text: str, why: str, line: int) -> None:
    problem = refused(text)

    assert why in problem.why
    assert problem.line == line


def test_a_billion_laughs_ends_at_the_first() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]

    assert refused("\n".join(lines)).line == 1


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert isinstance(load_yaml(text, file="a.yaml"), dict)


@given(st.dictionaries(NAMES, TEXTS | st.lists(TEXTS)))
def test_what_another_program_writes_is_read_back(data: dict[str, object]) -> None:
    written = yaml.safe_dump(data, allow_unicode=True, default_style='"')

    assert load_yaml(written, file="a.yaml") == data


@pytest.mark.parametrize("name", ["a.yaml", "a.YML"])
def test_answers_in_yaml_mean_what_they_mean_in_toml(form: Form, name: str) -> None:
    toml = """received_on = 2026-03-05
customer = "甲"
severity = "一般"
channels = ["电话", "来访"]
loss = 1250.50
days = 3
[[items]]
what = "012"
"""
    yml = """received_on: 2026-03-05
customer: 甲
severity: 一般
channels: 电话、来访
loss: 1,250.50
days: 3
items:
  - what: 012
"""

    values = check(form, parse_answers(yml.encode(), file=name))

    assert values == check(form, parse_answers(toml.encode(), file="a.toml"))
    assert values["items"] == [{"what": "012", "score": "", "signed": ""}]
