"""Two Word files are the same if their parts are; else the first other paragraph is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from docgen.errors import BadInput
from docgen.render.package import Package
from docgen.render.sameness import differences

Paper = Callable[..., bytes]


def repacked(docx: bytes) -> bytes:
    """The same parts, stored instead of compressed and in another order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in reversed(Package.read(docx).parts.items()):
            archive.writestr(name, data)
    return packed.getvalue()


def test_the_same_parts_are_the_same_file(paper: Paper) -> None:
    one = paper("甲方", "乙方")

    other = repacked(one)

    assert one != other
    assert differences(one, other) == []


def test_the_first_other_paragraph_is_named(paper: Paper) -> None:
    one, other = paper("甲方", "金额 100 元", "乙方"), paper("甲方", "金额 900 元", "丙方")

    (found,) = differences(one, other)

    assert (found.part, found.place) == ("word/document.xml", "paragraph 2")
    assert (found.was, found.now) == ("金额 100 元", "金额 900 元")


def test_a_paragraph_more_is_named(paper: Paper) -> None:
    (found,) = differences(paper("甲方"), paper("甲方", "附加条款"))

    assert (found.place, found.was, found.now) == ("paragraph 2", "", "附加条款")


def test_another_look_of_the_same_words_is_told(paper: Paper) -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲方</w:t></w:r></w:p>"

    (found,) = differences(paper("甲方"), paper(bold))

    assert "words are the same" in found.text
    assert found.place == "paragraph 1"


def test_what_stands_around_the_paragraphs_is_told(paper: Paper) -> None:
    (found,) = differences(paper("甲方"), paper("甲方", section="<w:titlePg/>"))

    assert (found.place, found.was) == ("", "")
    assert "around" in found.text


def test_each_part_is_named(paper: Paper) -> None:
    one = paper("甲方", header="内部", parts={"word/a.bin": b"1", "word/only.bin": b"1"})
    other = paper("甲方", header="公开", parts={"word/a.bin": b"2", "word/new.bin": b"1"})

    found = {one.part: one.text for one in differences(one, other)}

    assert set(found) == {"word/a.bin", "word/header1.xml", "word/new.bin", "word/only.bin"}
    assert "bytes" in found["word/a.bin"]
    assert "made again" in found["word/new.bin"]
    assert "filed document" in found["word/only.bin"]


def test_what_is_no_word_file_is_refused(paper: Paper) -> None:
    with pytest.raises(BadInput):
        differences(paper("甲方"), b"PK")
