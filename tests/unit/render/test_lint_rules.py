"""What the check makes of single marks: what counts as used, and what is never filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from docgen.forms.definition import parse_form
from docgen.render.folder import TemplateFolder
from docgen.render.lint import check_template
from docgen.render.remark import Remark

Paper = Callable[..., bytes]
HEAD = 'title = "表"\nfamily = "visit"\n'
ONE = '[field.one]\nlabel = "一"\nkind = "decimal"\n'
TWO = '[field.two]\nlabel = "二"\nkind = "decimal"\n'


def remarks(
    docx: bytes, form: str, example: str = "one = 1\n", more: bytes = b""
) -> list[tuple[str, str]]:
    """Codes and texts, without what is said of the words."""
    folder = TemplateFolder(
        parse_form(HEAD + form, name="visit/x", file="form.toml"),
        docx,
        example.encode(),
        "",
        "",
        more,
    )
    return [(each.code, each.text) for each in check_template(folder) if each.code != "T006"]


def codes(found: list[tuple[str, str]]) -> list[str]:
    return [code for code, _ in found]


def test_what_only_a_rule_or_a_sum_uses_is_used(paper: Paper) -> None:
    docx = paper("{{ total }}")
    total = '[field.total]\nlabel = "合计"\nkind = "decimal"\ncompute = "one + 1"\n'

    assert remarks(docx, ONE + total) == []
    assert codes(remarks(docx, ONE + TWO + total, "one = 1\ntwo = 2\n")) == ["T003"]
    assert remarks(docx, 'check = ["two >= one"]\n' + ONE + TWO + total, "one = 1\ntwo = 2\n") == []


def test_what_only_decides_something_is_used(paper: Paper) -> None:
    docx = paper("{% if one > 0 %}有{% else %}无{% endif %}")

    assert remarks(docx, ONE, more=b"[[example]]\none = 0\n") == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('kind = "signature"', []),
        ('kind = "file"\nrequired = false', []),
        ('kind = "signature"\npicture = true', ["T003"]),
        ('kind = "image"\nrequired = false', ["T003"]),
    ],
)
def test_what_need_not_be_printed(paper: Paper, lines: str, found: list[str]) -> None:
    form = f'{ONE}[field.other]\nlabel = "其他"\n{lines}\n'

    assert codes(remarks(paper("{{ one }}"), form)) == found


PARTS: Mapping[str, bytes] = {
    "word/diagrams/data1.xml": b"<d xmlns:a='a'><a:p><a:t>{{ o</a:t><a:t>ne }}</a:t></a:p></d>",
    "docProps/custom.xml": b"<p><v:lpwstr xmlns:v='v'>{{ one }}</v:lpwstr></p>",
}


@pytest.mark.parametrize("part", PARTS)
def test_marks_where_nothing_is_filled(paper: Paper, part: str) -> None:
    found = remarks(paper("{{ one }}", parts={part: PARTS[part]}), ONE)

    assert found == [("T012", "{{ one }} stands where nothing is filled in")]


@pytest.mark.parametrize(
    "part", ["word/comments.xml", "word/glossary/document.xml", "customXml/a.xml"]
)
def test_what_nobody_sees_in_the_form_may_hold_braces(paper: Paper, part: str) -> None:
    data = b"<w:p xmlns:w='w'><w:t>{{ one }}</w:t></w:p>"

    assert remarks(paper("{{ one }}", parts={part: data}), ONE) == []


def test_a_fault_of_the_first_and_of_further_examples_is_told_once(paper: Paper) -> None:
    found = remarks(paper("{{ one | long_date }}"), ONE, more=b"[[example]]\n")

    assert codes(found) == ["T005"]


def test_a_further_example_names_its_own_file(paper: Paper) -> None:
    docx = paper("{{ one }}")
    form = parse_form(HEAD + ONE, name="visit/x", file="form.toml")
    more = b"[[example]]\none = 3\n[[example]]\noen = 2\n"
    folder = TemplateFolder(form, docx, b"one = 1\n", "1\n", "", more)

    (remark,) = check_template(folder)

    assert (remark.code, remark.place) == ("T004", "more-examples.toml, example 2")
    assert "“one”" in remark.fix


@pytest.mark.parametrize("more", [b"one = 2\n", b"example = 1\n", b"example = [1]\n", b"[[example"])
def test_a_file_of_further_examples_holds_nothing_else(paper: Paper, more: bytes) -> None:
    found = remarks(paper("{{ one }}"), ONE, more=more)

    assert codes(found) == ["T004"]


def test_a_remark_reads_as_two_lines() -> None:
    remark = Remark("T003", "甲", "form.toml", "乙")

    assert str(remark) == "T003 甲 (form.toml)\n     → 乙"
