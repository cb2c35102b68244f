"""Remarks in a copy: Word comments where they belong, and the document's own words untouched."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import docx
import pytest

from docgen.render.comments import Note, commented
from docgen.render.package import Package
from docgen.render.spots import Spot
from docgen.render.words import words

Paper = Callable[..., bytes]
AT = dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)
MAIN = "word/document.xml"
SPLIT = "<w:p><w:pPr/><w:r><w:t>前{{ a }}</w:t></w:r><w:r><w:t>{{ wrong }}后</w:t></w:r></w:p>"


def ranges(data: bytes) -> dict[str, str]:
    """What each comment's range covers, by the comment's id."""
    package = Package.read(data)
    covered: dict[str, str] = {}
    open_now: set[str] = set()
    for node in package.xml(package.main()).iter():
        tag = str(node.tag).rpartition("}")[2]
        own = next(
            (str(value) for key, value in node.attrib.items() if str(key).endswith("}id")), ""
        )
        if tag == "commentRangeStart":
            open_now.add(own)
            covered[own] = ""
        elif tag == "commentRangeEnd":
            open_now.discard(own)
        elif tag == "t":
            for each in open_now:
                covered[each] += node.text or ""
    return covered


def test_word_reads_the_comments_and_the_words_stay(paper: Paper) -> None:
    source = paper("一", "二", header="页眉")

    made = commented(source, [Note(("T002 甲 <&>", "→ 乙"), Spot(MAIN, 1))], at=AT)

    (comment,) = docx.Document(io.BytesIO(made)).comments
    assert (comment.author, comment.initials) == ("docgen", "dg")
    assert comment.text == "T002 甲 <&>\n→ 乙"
    assert comment.timestamp == AT
    assert words(made) == words(source)
    assert ranges(made) == {"0": "二"}


def test_the_run_with_the_word_is_chosen(paper: Paper) -> None:
    made = commented(paper(SPLIT), [Note(("x",), Spot(MAIN, 0, "wrong"))], at=AT)

    assert ranges(made) == {"0": "{{ wrong }}后"}


@pytest.mark.parametrize("spot", [None, Spot("word/header1.xml", 0)])
def test_what_stands_outside_the_body_is_told_at_its_beginning(
    paper: Paper, spot: Spot | None
) -> None:
    made = commented(paper("一", "二", header="页眉"), [Note(("x",), spot)], at=AT)

    assert ranges(made) == {"0": "一"}


def test_a_text_box_is_commented_at_the_paragraph_around_it(paper: Paper) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    made = commented(
        paper(f"<w:p><w:r><w:t>外</w:t></w:r><w:r><w:pict>{box}</w:pict></w:r></w:p>"),
        [Note(("x",), Spot(MAIN, 1))],
        at=AT,
    )

    assert ranges(made) == {"0": "外框"}


def test_comments_that_were_there_stay(paper: Paper) -> None:
    once = commented(paper("一", "二"), [Note(("甲",), Spot(MAIN, 0))], at=AT)

    twice = commented(once, [Note(("乙",), Spot(MAIN, 1)), Note(("丙",), Spot(MAIN, 1))], at=AT)

    said = [each.text for each in docx.Document(io.BytesIO(twice)).comments]
    assert said == ["甲", "乙", "丙"]
    assert ranges(twice) == {"0": "一", "1": "二", "2": "二"}


def test_an_empty_paragraph_can_be_commented(paper: Paper) -> None:
    made = commented(paper("<w:p><w:pPr/></w:p>"), [Note(("x",), Spot(MAIN, 0))], at=AT)

    assert len(list(docx.Document(io.BytesIO(made)).comments)) == 1
