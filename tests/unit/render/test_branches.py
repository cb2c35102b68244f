"""Branches that no example comes to, and those that no answer could ever lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.render.branches import unentered
from docgen.render.package import Package
from docgen.render.reachable import solid_names
from docgen.render.story import stories

Paper = Callable[..., bytes]
YES: Mapping[str, object] = {"a": True, "b": "甲", "t": [{"x": "行"}], "u": []}
NO: Mapping[str, object] = {"a": False, "b": "", "t": [], "u": []}


def left(docx: bytes, *contexts: Mapping[str, object], solid: Mapping[str, str] = {}) -> list[str]:
    (story,) = stories(Package.read(docx))
    return [branch.word for branch in unentered(story, contexts, solid)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% if a %}是{% endif %}", []),
        ("{% if not a %}否{% endif %}", ["if"]),
        ("{% if a %}是{% else %}否{% endif %}", ["else"]),
        ("{% if b == '乙' %}乙{% elif b == '甲' %}甲{% else %}丙{% endif %}", ["if", "else"]),
        ("{% if not a %}{% if b %}{% endif %}{% endif %}", ["if", "if"]),
        ("{% for r in t %}{{ r.x }}{% endfor %}", []),
        ("{% for r in u %}{{ r.x }}{% endfor %}", ["for"]),
        ("{% for r in t %}{% if r.x == '列' %}列{% endif %}{% endfor %}", ["if"]),
    ],
)
def test_what_one_example_leaves_out(paper: Paper, text: str, words: list[str]) -> None:
    assert left(paper(text), YES) == words


def test_examples_add_up(paper: Paper) -> None:
    docx = paper("{% if a %}是{% else %}否{% endif %}{% for r in t %}{{ r.x }}{% endfor %}")

    assert left(docx, YES) == ["else"]
    assert left(docx, NO) == ["if", "for"]
    assert left(docx, YES, NO) == []


def test_a_branch_keeps_its_number_whoever_enters(paper: Paper) -> None:
    (story,) = stories(Package.read(paper("{% if a %}是{% else %}否{% endif %}")))

    (other,) = unentered(story, [YES], {})
    (first,) = unentered(story, [NO], {})

    assert (first.number, other.number) == (0, 1)


def form(*lines: str) -> Form:
    head = 'title = "表"\nfamily = "visit"\n'
    return parse_form(head + "\n".join(lines), name="visit/x", file="form.toml")


REQUIRED = form(
    *("[field.a]", 'label = "a"', 'kind = "yesno"'),
    *("[field.b]", 'label = "b"', 'kind = "text"'),
    *("[field.n]", 'label = "n"', 'kind = "integer"', "min = 1"),
    *("[field.o]", 'label = "o"', 'kind = "text"', "required = false"),
    *("[field.t]", 'label = "t"', 'kind = "table"'),
    *("[field.t.column.x]", 'label = "x"', 'kind = "text"'),
)
GIVEN: Mapping[str, object] = {"a": True, "b": "甲", "n": 1, "o": "乙", "t": [{"x": "行"}]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% if not t %}无{% endif %}", []),
        ("{% if b == '' %}空{% endif %}", []),
        ("{% if a == '' %}空{% elif a %}是{% else %}否{% endif %}", ["else"]),
        ("{% if not a %}否{% endif %}", ["if"]),
        ("{% if b %}有{% else %}无{% endif %}", []),
        ("{% if n %}有{% else %}无{% endif %}", []),
        ("{% if o %}有{% else %}无{% endif %}", ["else"]),
        ("{% if b and o %}有{% else %}无{% endif %}", ["else"]),
        ("{% if b or o %}有{% else %}无{% endif %}", []),
        ("{% if not b and not o %}无{% endif %}", []),
        ("{% for r in t %}{% if r.x %}有{% else %}无{% endif %}{% endfor %}", []),
    ],
)
def test_what_the_form_rules_out_needs_no_example(
    paper: Paper, text: str, words: list[str]
) -> None:
    assert left(paper(text), GIVEN, solid=solid_names(REQUIRED)) == words
