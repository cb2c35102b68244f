"""What a reader sees, and nothing he does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.errors import BadInput
from docgen.render.words import words

Paper = Callable[..., bytes]
RUN = "<w:r><w:t>{}</w:t></w:r>"
ROW = f"<w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr>"
DELETED = "<w:trPr><w:del w:id='1'/></w:trPr><w:tc>"
MERGED = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>"


def test_header_body_and_footer_in_this_order(paper: Paper, table: Callable[..., str]) -> None:
    docx = paper("正文", table(["甲", "乙"], ["丙", "丁"]), "尾", header="页眉", footer="页脚")

    assert words(docx) == "页眉\n正文\n甲\t乙\n丙\t丁\n尾\n页脚\n"


@pytest.mark.parametrize(
    ("xml", "seen"),
    [
        ("<w:p><w:r><w:t>一</w:t></w:r><w:r><w:t>二</w:t></w:r></w:p>", "一二\n"),
        ("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>", "一\n二\n"),
        ("<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r></w:p>", "一\t二\n"),
        ("<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t></w:r></w:p>", "A-B\n"),
        ("<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>", ""),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr></w:p>", ""),
    ],
    ids=["runs", "break", "tab", "hyphen", "empty", "tab stops"],
)
def test_signs(paper: Paper, xml: str, seen: str) -> None:
    assert words(paper(xml)) == seen


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:p><w:sdt><w:sdtPr/><w:sdtContent>{RUN}</w:sdtContent></w:sdt></w:p>",
        f"<w:sdt><w:sdtContent><w:p>{RUN}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:hyperlink>{RUN}</w:hyperlink></w:p>",
        f"<w:p><w:ins w:id='1'>{RUN}</w:ins></w:p>",
        f"<w:p><w:fldSimple w:instr='PAGE'>{RUN}</w:fldSimple></w:p>",
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{RUN}</w:p></w:txbxContent></w:pict></w:r></w:p>",
        f"<w:tbl><w:sdt><w:sdtContent>{ROW}</w:sdtContent></w:sdt></w:tbl>",
        "<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>{}</w:t></w:r></w:p>",
    ],
    ids=["control", "block control", "link", "inserted", "field", "box", "row control", "shown"],
)
def test_seen_wherever_it_stands(paper: Paper, xml: str) -> None:
    assert words(paper(xml.format("看得见"))) == "看得见\n"


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p><w:del w:id='1'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
        "<w:p><w:moveFrom w:id='1'><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>",
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>",
        f"<w:tbl>{ROW.replace('<w:tc>', DELETED)}</w:tbl>",
        f"<w:tbl>{ROW.replace('<w:tc>', MERGED)}</w:tbl>",
    ],
    ids=["deleted", "moved away", "field code", "hidden", "deleted row", "merged away"],
)
def test_not_seen(paper: Paper, xml: str) -> None:
    assert words(paper(xml)) == ""


def test_a_text_box_is_read_once(paper: Paper) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    both = (
        "<mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )

    docx = paper(f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{both}</w:r></w:p>")

    assert words(docx) == "前\n框\n"


def test_a_nested_table_stays_in_its_cell(paper: Paper, table: Callable[..., str]) -> None:
    inner = f"<w:tc>{table(['内一', '内二'])}</w:tc>"
    other = f"<w:tc><w:p>{RUN.format('外')}</w:p></w:tc>"

    outer = f"<w:tbl><w:tr>{inner}{other}</w:tr></w:tbl>"

    assert words(paper(outer)) == "内一 内二\t外\n"


def test_an_empty_cell_keeps_its_place(paper: Paper, table: Callable[..., str]) -> None:
    assert words(paper(table(["", "值", ""], ["", "", ""]))) == "\t值\n"


def test_footnotes_are_read_without_their_line(paper: Paper) -> None:
    line = "<w:footnote w:type='separator'><w:p><w:r><w:t>——</w:t></w:r></w:p></w:footnote>"
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>"

    assert words(paper("文", more={"footnotes": line + note})) == "文\n注\n"


@pytest.mark.parametrize(
    ("pages", "section", "settings", "seen"),
    [
        ("first", "<w:titlePg/>", "", "页眉\n文\n"),
        ("first", "", "", "文\n"),
        ("first", "<w:titlePg w:val='false'/>", "", "文\n"),
        ("even", "", "<w:evenAndOddHeaders/>", "页眉\n文\n"),
        ("even", "", "", "文\n"),
    ],
)
def test_a_header_counts_only_if_some_page_shows_it(
    paper: Paper, pages: str, section: str, settings: str, seen: str
) -> None:
    docx = paper("文", header="页眉", pages=pages, section=section, more={"settings": settings})

    assert words(docx) == seen


def test_a_file_that_is_no_package_is_said(paper: Paper) -> None:
    with pytest.raises(BadInput, match="not a whole Office file") as caught:
        words(paper("文")[:200], "letter.docx")

    assert caught.value.file == "letter.docx"
