"""What is claimed of a template before it is filled holds however it is filled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import cast

import pytest
from docxtpl import DocxTemplate
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError
from jinja2.runtime import Context
from lxml import etree
from tests.support.docxtpl_twin import canonical

from docgen.render.shape import Shape, shape
from docgen.render.story import LINE, WORD

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = ("<w:p>", "<w:r>", "<w:t>", "a", "</w:t>", "</w:r>", "</w:p>")
GRID = ("<w:tblGrid>", "<w:gridCol w:w='9'/>", "<w:gridCol w:w='9'/>", "</w:tblGrid>")
CELL = ("<w:tc>", "<w:tcPr/>", *TEXT, "</w:tc>")
WIDE = ("<w:tc>", "<w:tcPr>", '<w:gridSpan w:val="2"/>', "</w:tcPr>", *TEXT, "</w:tc>")
TABLE = (
    *("<w:tbl>", *GRID, "<w:tr>", *WIDE, "</w:tr>"),
    *("<w:tr>", *CELL, *CELL, "</w:tr>", "<w:tr>", *CELL, *CELL, "</w:tr>", "</w:tbl>"),
)
ROW = "<w:tr>" + "".join(CELL) * 2 + "</w:tr>"
PAPER = ("<w:body>", *TEXT, *TABLE, *TEXT, "</w:body>")
MARKS = (("{% if a %}", "{% endif %}"), ("{% for x in rows %}", "{% endfor %}"))


def source(body: str) -> str:
    return f'<w:document xmlns:w="{W}">{body}</w:document>'.replace("'", '"')


def shape_of(body: str) -> Shape:
    return shape(WORD.parse(source(body)))


def filled(body: str, **context: object) -> bytes:
    template = WORD.from_string(source(body))
    chunks = template.root_render_func(Context(WORD, context, None, {}))
    return b"".join(cast("Iterator[bytes]", chunks))


@st.composite
def papers(draw: st.DrawFn) -> str:
    """A small paper with marks at any place between its tags, sensible or not."""
    pieces = list(PAPER)
    for _ in range(draw(st.integers(1, 3))):
        opening, closing = draw(st.sampled_from(MARKS))
        first, last = sorted(draw(st.tuples(places(pieces), places(pieces))))
        pieces.insert(last, closing)
        if opening == MARKS[0][0] and draw(st.booleans()):
            pieces.insert(draw(st.integers(first, last)), "{% else %}")
        pieces.insert(first, opening)
    if draw(st.booleans()):
        pieces.insert(draw(st.integers(1, len(pieces) - 1)), "{{ v }}")
    return "".join(pieces)


def places(pieces: list[str]) -> st.SearchStrategy[int]:
    """Any place, or one before a paragraph, a row or a cell, where authors put marks."""
    likely = [n for n, piece in enumerate(pieces) if piece in {"<w:p>", "<w:tr>", "<w:tc>"}]
    return st.integers(1, len(pieces) - 1) | st.sampled_from(likely)


@given(papers())
@settings(max_examples=400, deadline=None)
def test_what_is_proved_holds_for_all_answers(paper: str) -> None:
    try:
        known = shape_of(paper)
    except TemplateSyntaxError:
        assume(condition=False)
    event(f"sound {known.sound}, steady {known.steady}")

    for a, rows in product((True, False), ([], [1], [1, 2, 3])):
        xml = filled(paper, a=a, rows=rows, v="<\n&") if known.sound else b""
        if known.sound:
            etree.fromstring(xml)
        if known.steady:
            mended = DocxTemplate("").fix_tables(xml)
            assert canonical(mended) == canonical(etree.fromstring(xml))


@pytest.mark.parametrize(
    "body",
    [
        "".join(PAPER),
        "<w:p><w:r><w:t>{{ v }}</w:t></w:r></w:p>",
        "{% if a %}<w:p/>{% elif b %}<w:p/><w:p/>{% else %}{% endif %}",
        "<w:p><w:r><w:t>{% if a %}b</w:t></w:r><w:r><w:t>c{% else %}d{% endif %}</w:t></w:r></w:p>",
        "<w:p><w:t>{% for x in y %}b</w:t></w:p><w:p><w:t>{% endfor %}</w:t></w:p>",
    ],
)
def test_sound(body: str) -> None:
    assert shape_of(body).sound


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:jc w:val="{{ v }}"/></w:p>',
        "<w:p>{{ v }}</w:p>",
        "<w:p><w:t>{{ v }}</w:t></w:p>",
        "<w:p><w:r><w:instrText>{{ v }}</w:instrText></w:r></w:p>",
        "<w:p>{% if a %}</w:p>{% endif %}",
        "{% if a %}<w:p>{% endif %}</w:p>",
        "<w:p>{% for x in y %}</w:p>{% endfor %}",
        "<w:p>{% if a %}</w:p><w:p>{% else %}</w:p>{% endif %}",
        "<w:p>{% if a %}</w:p><w:q>{% endif %}</w:p>",
        '<w:p>{% if a %}</w:p><w:p xmlns:o="x">{% endif %}<o:q/></w:p>',
        "<w:p>&nbsp;</w:p>",
        "<w:p>",
        "</w:document><w:document>",
        "</w:document>a<w:p></w:p><w:document>",
    ],
)
def test_not_sound(body: str) -> None:
    assert not shape_of(body).sound


def test_one_line_of_text_may_stand_in_any_element() -> None:
    title = "<a><title>{{ v }}</title></a>"

    assert shape(LINE.parse(title), one_line=True).sound
    assert not shape(LINE.parse("{{ v }}<a/>"), one_line=True).sound


@pytest.mark.parametrize(
    "body",
    [
        "".join(TABLE),
        "{% if a %}" + "".join(TABLE) + "{% endif %}",
        "<w:tbl>"
        + "".join(GRID)
        + "{% if a %}"
        + ROW
        + "{% elif b %}{% if c %}"
        + ROW
        + "{% else %}"
        + ROW * 2
        + "{% endif %}{% else %}"
        + ROW
        + "{% endif %}</w:tbl>",
        "".join(TABLE[:-1]) + "{% for x in y %}" + ROW + "{% endfor %}</w:tbl>",
    ],
)
def test_steady(body: str) -> None:
    assert shape_of(body).steady


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "<w:tr>" + "".join(CELL) * 3 + "</w:tr>",
        "{% if a %}" + ROW + "{% elif b %}" + ROW + "{% endif %}",
        "{% if a %}" + ROW + "{% else %}<w:tr>" + "".join(CELL) + "</w:tr>{% endif %}",
        "{% if a %}" + ROW + "{% else %}{% for x in y %}" + ROW + "{% endfor %}{% endif %}",
        "<w:tr>" + "".join(CELL) + "{% for x in y %}" + "".join(CELL) + "{% endfor %}</w:tr>",
        ROW.replace("<w:tcPr/>", '<w:tcPr>{% if a %}<w:gridSpan w:val="2"/>{% endif %}</w:tcPr>'),
        ROW
        + "<w:tr>"
        + "".join(CELL).replace("<w:p>", "".join(TABLE) + "<w:p>", 1) * 2
        + "</w:tr>"
        + ROW.replace("<w:p>", "<w:tbl><w:tr>" + "".join(CELL) * 3 + "</w:tr></w:tbl><w:p>", 1),
    ],
    ids=[
        "no rows",
        "more cells",
        "never sure",
        "a narrow branch",
        "a loop",
        "cells repeated",
        "span unsure",
        "table inside",
    ],
)
def test_not_steady(rows: str) -> None:
    known = shape_of("<w:tbl>" + "".join(GRID) + rows + "</w:tbl>")

    assert known == Shape(sound=True, steady=False)


def test_a_mark_in_the_columns_is_not_steady() -> None:
    body = "".join(TABLE).replace("<w:gridCol w:w='9'/>", "{% if a %}<w:gridCol/>{% endif %}", 1)

    assert not shape_of(body).steady


def test_rows_that_melt_together_are_not_steady() -> None:
    inside, outside = CELL[:5], CELL[5:]
    torn = "".join((*inside, "{% if a %}", *outside, "</w:tr><w:tr>", *inside, "{% endif %}"))
    rows = "<w:tr>" + torn + "".join(outside) + "".join(CELL) + "</w:tr>" + ROW

    known = shape_of("<w:tbl>" + "".join(GRID) + rows + "</w:tbl>")

    assert known == Shape(sound=True, steady=False)
