"""Answers of several lines as paragraphs, and docxtpl's marks for rich text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from docgen.errors import BadInput
from docgen.forms.gaps import Gap
from docgen.render.docx import fill, words
from docgen.render.package import Package
from docgen.render.record import Origin

Paper = Callable[..., bytes]
Table = Callable[..., str]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABELS = {"text": "意见", "items": "明细"}
INDENTED = '<w:pPr><w:ind w:firstLine="560"/></w:pPr>'
BOLD = "<w:rPr><w:b/></w:rPr>"
TEXT = "第一段 & <甲>\n第二段\n\n第四段"


def made(paper: bytes, part: str = "word/document.xml", **values: object) -> etree._Element:
    return Package.read(fill(paper, values, labels=LABELS)).xml(part)


def told(root: etree._Element) -> list[str]:
    return ["".join(text.text or "" for text in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def shapes(root: etree._Element) -> list[tuple[int, int, int]]:
    """For each paragraph how many indents, bold runs and plain runs it has."""
    found = []
    for paragraph in root.iter(f"{W}p"):
        bold = len([*paragraph.iter(f"{W}b")])
        runs = len([*paragraph.iter(f"{W}r")])
        found.append((len([*paragraph.iter(f"{W}ind")]), bold, runs - bold))
    return found


@pytest.mark.parametrize("mark", ["{{ text | paragraphs }}", "{{p text }}", "{{p text}}"])
def test_each_line_is_a_paragraph_like_the_first(paper: Paper, mark: str) -> None:
    runs = f"<w:r><w:t>前</w:t></w:r><w:r>{BOLD}<w:t>{mark}</w:t></w:r><w:r><w:t>后</w:t></w:r>"

    root = made(paper(f"<w:p>{INDENTED}{runs}</w:p>", "末"), text=TEXT)

    assert told(root) == ["前第一段 & <甲>", "第二段", "", "第四段后", "末"]
    assert shapes(root) == [(1, 1, 1), (1, 1, 0), (1, 1, 0), (1, 1, 1), (0, 0, 1)]
    assert not [*root.iter(f"{W}br")]


def test_a_mark_over_several_runs_is_read(paper: Paper) -> None:
    pieces = "".join(f"<w:r><w:t>{each}</w:t></w:r>" for each in ("{", "{p te", "xt }", "}完"))

    assert told(made(paper(f"<w:p>{pieces}</w:p>"), text="一\n二")) == ["一", "二完"]


def test_rich_text_is_text(paper: Paper) -> None:
    root = made(paper("甲{{r text }}乙"), text="一\n二")

    assert told(root) == ["甲一二乙"]
    assert len([*root.iter(f"{W}br")]) == 1


def test_it_works_in_rows_heads_and_several_times(paper: Paper, table: Table) -> None:
    rows = table(["{%tr for x in items %}"], ["{{ x.what | paragraphs }}"], ["{%tr endfor %}"])
    docx = paper(
        rows, "{{ text | paragraphs }}与{{ text | paragraphs }}", header="{{ text | paragraphs }}"
    )

    values: dict[str, Any] = {"text": "一\n二", "items": [{"what": "三\n四"}, {"what": "五"}]}

    assert told(made(docx, **values)) == ["三", "四", "五", "一", "二与一", "二"]
    assert told(made(docx, "word/header1.xml", **values)) == ["一", "二"]


def test_a_section_ends_with_the_last_paragraph(paper: Paper) -> None:
    section = "<w:pPr><w:sectPr/></w:pPr>"

    root = made(paper(f"<w:p>{section}<w:r><w:t>{{{{p text }}}}</w:t></w:r></w:p>"), text="一\n二")

    counts = [len([*p.iter(f"{W}sectPr")]) for p in root.iter(f"{W}p")]
    assert counts == [0, 1]


def test_where_nothing_can_be_parted_the_line_is_broken(paper: Paper) -> None:
    link = "<w:p><w:hyperlink><w:r><w:t>{{ text | paragraphs }}</w:t></w:r></w:hyperlink></w:p>"

    root = made(paper(link), text="一\n二")

    assert told(root) == ["一二"]
    assert [dict(each.attrib) for each in root.iter(f"{W}br")] == [{}]


def test_one_line_blanks_and_gaps_stay_what_they_are(paper: Paper) -> None:
    docx = paper("甲{{p text }}乙")

    assert told(made(docx, text="一")) == ["甲一乙"]
    assert told(made(docx, text="")) == ["甲乙"]
    assert told(made(docx, text=Gap("text", "意见", "keep"))) == ["甲{{ text }}乙"]


def test_a_number_has_no_lines(paper: Paper) -> None:
    with pytest.raises(BadInput) as caught:
        made(paper("{{ text | paragraphs }}"), text=5)

    assert str(caught.value.why).startswith("only a text has lines")


def test_it_stands_beside_controls(paper: Paper) -> None:
    origin = Origin("complaint/x", "0" * 64, "0" * 64, "1")
    values = {"text": "一\n二", "items": []}

    filled = fill(paper("甲{{p text }}乙"), values, labels=LABELS, origin=origin)

    assert words(filled) == "甲一\n二乙\n"


@pytest.mark.parametrize("mark", ["{{tr text }}", "{{tc text }}"])
def test_rich_rows_and_cells_are_refused(paper: Paper, mark: str) -> None:
    with pytest.raises(BadInput):
        made(paper(mark), text="x")
