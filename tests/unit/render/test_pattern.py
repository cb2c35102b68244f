"""The template as a pattern: its units, which unit of a paper is which, and what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from docgen.forms.definition import parse_form
from docgen.render.align import align
from docgen.render.fit import Pattern
from docgen.render.outline import Choice, Item, Repeat, Unit
from docgen.render.plan import Plan, plan
from docgen.render.trace import CELL, PARAGRAPH

Paper = Callable[..., bytes]
Table = Callable[..., str]
END = PARAGRAPH + CELL
FORM = """
title = "单"
family = "service"
source = ["F-001"]
[field.a]
label = "甲"
kind = "text"
[field.b]
label = "乙"
kind = "text"
[field.n]
label = "数"
kind = "integer"
[field.items]
label = "明细"
kind = "table"
[field.items.column.what]
label = "品名"
kind = "text"
"""


def plan_of(docx: bytes) -> Plan:
    return plan(docx, parse_form(FORM, name="service/x", file="form.toml"))


# Units


def test_units_are_paragraphs_and_rows(paper: Paper, table: Table) -> None:
    docx = paper("甲{{ a }}", "", table(["乙", "{{ b }}"]), "一&amp;", footer="{{ n }}")

    assert plan_of(docx).units == (
        Unit(("甲", 1), optional=False, loop=0),
        Unit((f"乙{END}", 2, END), optional=False, loop=0),
        Unit(("一&",), optional=False, loop=0),
        Unit((0,), optional=False, loop=0),  # the parts' order in the file numbers the marks
    )


def test_ifs_and_loops_around_units_and_inside(paper: Paper, table: Table) -> None:
    rows = table(["{%tr for r in items %}"], ["{{ loop.index }}{{ r.what }}"], ["{%tr endfor %}"])
    docx = paper(
        "{%p if a %}",
        "{{ a }}",
        "{%p endif %}",
        rows,
        "{% if a %}甲{% else %}乙{{ b }}{% endif %}{% for r in items %}{{ r.what }}、{% endfor %}",
    )

    assert plan_of(docx).units == (
        Unit((0,), optional=True, loop=0),
        Unit((-1, 1, END), optional=True, loop=1),
        Unit((Choice((("甲",), ("乙", 2))), Repeat((3, "、"))), optional=False, loop=0),
    )


def test_marks_that_cut_units_leave_no_outline(paper: Paper) -> None:
    docx = paper("甲{% if a %}乙", "丙{% endif %}丁")

    assert plan_of(docx).units == ()


def test_neighbours_that_no_words_part_are_unsure(paper: Paper) -> None:
    docx = paper("{{ a }}{% if b %} {{ b }}{% endif %}", "{{ n }}{% if b %}{{ b }}{% endif %}元")

    assert plan_of(docx).unsure == {0, 1}


# One unit


def values(items: tuple[Item, ...], text: str, *shaped: int) -> list[tuple[int, str]] | None:
    fit = Pattern(items, dict.fromkeys(shaped, re.compile(r"\d+"))).fit(text)
    return None if fit is None else [(mark, text[start:end]) for mark, start, end in fit.values]


@pytest.mark.parametrize(
    ("items", "text", "expected"),
    [
        (("甲", 0, "乙", 1), "甲一乙二", [(0, "一"), (1, "二")]),
        (("甲", 0, "乙", 1), "甲一乙二乙三", [(0, "一"), (1, "二乙三")]),
        (("甲", 0, "乙"), "甲一乙乙", [(0, "一乙")]),
        (("甲", 0, "乙"), "甲乙", [(0, "")]),
        (("甲", 0), "乙", None),
        (("甲", 0, "乙"), "甲一", None),
        ((0, CELL, 1, CELL), f"一{CELL}二{CELL}", [(0, "一"), (1, "二")]),
        ((0, CELL), f"一{CELL}二{CELL}", None),
        ((Choice((("甲", 0), ("乙", 1))), "完"), "乙一完", [(1, "一")]),
        ((Choice((("甲", 0), ("乙", 1))), "完"), "完", []),
        ((Choice(((0,), ("无",))),), "无", []),
        ((Repeat((0, "、")),), "一、二、", [(0, "一"), (0, "二")]),
        ((Repeat((Repeat(()),)), "完"), "完", []),
    ],
)
def test_a_text_is_read_as_lazy_patterns_do(
    items: tuple[Item, ...], text: str, expected: list[tuple[int, str]] | None
) -> None:
    assert values(items, text) == expected


def test_what_a_mark_looks_like_parts_it_from_its_neighbour() -> None:
    assert values((0, 1), "12个", 0) == [(0, "12"), (1, "个")]
    assert values((Choice(((0,), (1,))),), "个", 0) == [(1, "个")]
    assert values((0, "元"), "约十元", 0) == [(0, "约十")]


@pytest.mark.parametrize(
    ("text", "shaped", "unsure"),
    [("一二", (), {0, 1}), ("", (), set()), ("12个", (0,), set()), ("个", (1,), set())],
)
def test_texts_that_touch_are_unsure(text: str, shaped: tuple[int, ...], unsure: set[int]) -> None:
    fit = Pattern((0, 1), dict.fromkeys(shaped, re.compile(r"\d+"))).fit(text)

    assert fit
    assert fit.unsure == unsure


def test_a_trap_for_patterns_ends() -> None:
    pairs: list[Item] = [each for mark in range(30) for each in (mark, "、")]
    items: tuple[Item, ...] = (*pairs, "完")

    assert values(items, "、" * 5_000 + "无") is None
    assert values((*items, 31), "、" * 5_000) is None


# Many units


def aligned(units: list[Unit], *texts: str) -> list[tuple[int, int]]:
    patterns = [Pattern(unit.items, {}) for unit in units]
    return [(pair.paper, pair.template) for pair in align(texts, units, patterns)]


def unit(*items: Item, optional: bool = False, loop: int = 0) -> Unit:
    return Unit(items, optional or bool(loop), loop)


UNITS = [unit("题"), unit("名", 0), unit(1, optional=True), unit(2, CELL, loop=1), unit("完")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["题", "名一", "完"], [(0, 0), (1, 1), (2, 4)]),
        (["题", "名一", "注", "完"], [(0, 0), (1, 1), (2, 2), (3, 4)]),
        (["题", "改了", "完"], [(0, 0), (1, 2), (2, 4)]),
        (["题", "名一", f"a{CELL}", f"b{CELL}", "完"], [(0, 0), (1, 1), (2, 3), (3, 3), (4, 4)]),
        (["加", "题", "名一", "完"], [(1, 0), (2, 1), (3, 4)]),
        (["题", "完"], [(0, 0), (1, 4)]),
        ([], []),
    ],
)
def test_units_find_their_like(texts: list[str], expected: list[tuple[int, int]]) -> None:
    assert aligned(UNITS, *texts) == expected


def test_a_loop_of_several_units_comes_again() -> None:
    units = [unit("名", 0, loop=1), unit("号", 1, loop=1), unit("完")]

    assert aligned(units, "名一", "号一", "名二", "号二", "名三", "完") == [
        *((0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (5, 2))
    ]


def test_a_paper_too_long_has_no_pairs() -> None:
    assert aligned([unit("甲")] * 3_000, *["甲"] * 3_000) == []
