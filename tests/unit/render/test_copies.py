"""Copies say where they go on every page, and nothing else of them changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from docgen.errors import BadInput
from docgen.forms.form import Column, Copy, Form
from docgen.forms.pictures import Given, read_picture
from docgen.render.copies import copy_of, destinations
from docgen.render.docx import fill
from docgen.render.example import example_context
from docgen.render.folder import find_template
from docgen.render.package import Package, attribute
from docgen.render.pdf import to_pdfs
from docgen.render.pdfjoin import joined
from docgen.render.words import words

Paper = Callable[..., bytes]
LIBRARY = Path(__file__).parents[3] / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORDS = "第一联 · 企业发展部"
EVEN = {"settings": "<w:evenAndOddHeaders/>"}
PAGE = "<w:p><w:r><w:br w:type='page'/><w:t>续</w:t></w:r></w:p>"
NEXT_SECTION = "<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>"
TABLE_HEAD = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>表头</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


def form(*to: str) -> Form:
    return Form(name="a/b", title="备忘", family="complaint", copies=tuple(map(Copy, to)))


def said(package: Package, part: str) -> str:
    return "".join(text.text or "" for text in package.xml(part).iter(f"{W}t"))


def headers(docx: bytes) -> list[list[tuple[str, str]]]:
    """For each section the kinds of its headers, each with the text in it."""
    package = Package.read(docx)
    targets = {one.id: one.target for one in package.relations("word/document.xml")}
    return [
        [
            (attribute(one, "type"), said(package, targets[attribute(one, "id")]))
            for one in section.iterchildren(f"{W}headerReference")
        ]
        for section in package.xml("word/document.xml").iter(f"{W}sectPr")
    ]


def noise() -> bytes:
    """A picture that cannot be made smaller."""
    saved = io.BytesIO()
    Image.effect_noise((400, 400), 80).save(saved, "JPEG", quality=95)
    return saved.getvalue()


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_copy_is_numbered_and_says_where_it_goes() -> None:
    assert destinations(form("企业发展部", "客户档案", "财务")) == [
        "第一联 · 企业发展部",
        "第二联 · 客户档案",
        "第三联 · 财务",
    ]


@pytest.mark.parametrize("to", [[], ["客户档案"]])
def test_a_form_without_copies_has_none_to_print(to: list[str]) -> None:
    with pytest.raises(BadInput, match="“备忘” is not made in several copies"):
        destinations(form(*to))


@pytest.mark.parametrize(
    ("given", "section", "wanted"),
    [
        ({"header": "头"}, "", [("default", f"{WORDS}头")]),
        ({}, "", [("default", WORDS)]),
        ({"header": "头"}, "<w:titlePg/>", [("first", WORDS), ("default", f"{WORDS}头")]),
        (
            {"header": "头", "pages": "first"},
            "<w:titlePg/>",
            [("default", WORDS), ("first", f"{WORDS}头")],
        ),
        ({"header": "头", "more": EVEN}, "", [("even", WORDS), ("default", f"{WORDS}头")]),
        ({"header": "头"}, "<w:titlePg w:val='0'/>", [("default", f"{WORDS}头")]),
        ({"header": TABLE_HEAD}, "", [("default", f"表头{WORDS}")]),
    ],
)
def test_every_header_that_a_page_may_show_says_it(
    paper: Paper, given: dict[str, object], section: str, wanted: list[tuple[str, str]]
) -> None:
    made = copy_of(paper("甲", section=section, **given), WORDS)

    assert headers(made) == [wanted]


def test_a_later_section_takes_the_headers_over(paper: Paper) -> None:
    docx = paper("甲", NEXT_SECTION.format(""), "乙", section="<w:titlePg/>")

    made = copy_of(docx, WORDS)

    assert headers(made) == [[("default", WORDS)], [("first", WORDS)]]


def test_sections_of_the_past_do_not_count(paper: Paper) -> None:
    change = "<w:sectPrChange w:id='1'><w:sectPr><w:titlePg/></w:sectPr></w:sectPrChange>"

    made = copy_of(paper("甲", section=change), WORDS)

    assert headers(made) == [[("default", WORDS)], []]


def test_the_master_stays_as_it_is_and_copies_come_out_the_same(paper: Paper) -> None:
    docx = paper("甲", header="头", parts={"word/media/a.png": b"\x89PNG"})
    before = Package.read(docx).parts

    one, again, two = (
        copy_of(docx, WORDS),
        copy_of(docx, WORDS),
        copy_of(docx, "第二联 · <乙> & 丙"),
    )

    assert one == again
    assert Package.read(docx).parts == before
    assert words(two) == "头\n第二联 · <乙> & 丙\n甲\n"
    changed = {name for name, data in Package.read(one).parts.items() if before.get(name) != data}
    assert "word/media/a.png" not in changed


def test_the_words_stand_on_every_page_and_move_nothing(paper: Paper) -> None:
    """Set by LibreOffice, with other first and even pages and with no header at all."""
    body = ["甲", PAGE, PAGE]
    papers = [
        paper(*body, header="头"),
        paper(*body),
        paper(*body, header="头", section="<w:titlePg/>", more=EVEN),
    ]

    masters = to_pdfs(papers)
    copies = to_pdfs([copy_of(each, WORDS) for each in papers])

    for master, copy in zip(masters, copies, strict=True):
        plain = "".join(WORDS.split())
        assert all(plain in page for page in pages(copy))
        assert [page.replace(plain, "") for page in pages(copy)] == pages(master)


def places(pdf: bytes) -> list[tuple[int, int, str]]:
    """Where each piece of text stands on the first page, in points from its lower left corner."""
    found: list[tuple[int, int, str]] = []

    def visit(text: str, _: object, matrix: list[float], *__: object) -> None:
        if text.strip():
            found.append((round(matrix[4]), round(matrix[5]), text.strip()))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("name", ["complaint/complaint-record", "contract/service-contract"])
def test_no_line_of_a_real_form_moves(name: str) -> None:
    folder = find_template(LIBRARY, name)
    master = fill(folder.docx, example_context(folder), labels=folder.form.labels)
    copy = copy_of(master, destinations(folder.form)[0])

    plain, marked = to_pdfs([master, copy])

    assert len(pages(plain)) == len(pages(marked))
    assert {each for each in places(plain) if len(each[2]) > 1} <= set(places(marked))


def test_the_pdfs_stand_one_after_the_other(paper: Paper) -> None:
    photo = read_picture(Column(name="p", label="照片", kind="image"), Given("a", noise()))
    with_photo = fill(paper("乙{{ p }}"), {"p": photo}, labels={})
    first, second = to_pdfs([paper("甲", PAGE), with_photo])

    whole = joined([first, second, second])

    assert pages(whole) == ["甲", "续", "乙", "乙"]
    assert len(whole) < len(first) + 1.3 * len(second)
