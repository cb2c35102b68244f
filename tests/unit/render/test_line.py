"""A paragraph as a line: words change, runs and their looks stay."""

from __future__ import annotations

import pytest
from lxml import etree

from docgen.render.line import RULED, Line

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def line(inside: str) -> Line:
    return Line(etree.fromstring(f'<w:p xmlns:w="{W}">{inside}</w:p>'.encode()))


def run(text: str, looks: str = "") -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def runs(of: Line) -> list[tuple[str, bool]]:
    """Each run's text, and whether it is underlined."""
    return [
        (
            "".join(each.text or "" for each in one.iter(f"{{{W}}}t")),
            one.find(f".//{{{W}}}u") is not None,
        )
        for one in of.paragraph.iter(f"{{{W}}}r")
    ]


UNDER = '<w:u w:val="single"/>'


def test_a_mark_takes_the_looks_of_the_blank() -> None:
    made = line(run("姓名：") + run("    ", UNDER) + run("电话"))

    made.replace(3, 7, "{{ name }}")

    assert runs(made) == [("姓名：", False), ("{{ name }}", True), ("电话", False)]


def test_a_blank_over_several_runs_becomes_one_mark() -> None:
    made = line(run("a__") + run("__", UNDER) + run("_b"))

    made.replace(1, 6, "X")

    assert runs(made) == [("aX", False), ("", True), ("b", False)]


@pytest.mark.parametrize(
    ("inside", "shape"),
    [
        (run("  ", UNDER), RULED * 2),
        (run(" a ", UNDER), f"{RULED}a{RULED}"),
        (run("  ", '<w:u w:val="none"/>'), "  "),
        ("<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:tab/></w:r>", RULED),
        (run("a") + "<w:r><w:tab/></w:r>", "a\t"),
        ("<w:del><w:r><w:t>gone</w:t></w:r></w:del>" + run("a"), "a"),
    ],
)
def test_underlined_blanks_are_lines_to_write_on(inside: str, shape: str) -> None:
    assert line(inside).shape == shape


def test_a_tab_becomes_text_where_a_mark_begins_with_it() -> None:
    made = line(run("甲") + "<w:r><w:tab/></w:r>" + run("乙"))

    made.replace(1, 2, "{{ a }}")

    assert made.text == "甲{{ a }}乙"


def test_what_is_added_looks_like_the_last_run_or_the_paragraph() -> None:
    filled = line(run("甲", UNDER))
    empty = line("<w:pPr><w:rPr><w:u w:val='single'/></w:rPr></w:pPr>")

    filled.append("乙")
    empty.append("丙")

    assert runs(filled)[-1] == ("乙", True)
    assert runs(empty) == [("丙", True)]
