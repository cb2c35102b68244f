"""Merging: sections, marks and page numbers of the merged file, and what is not merged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from docgen.forms.codes import qr
from docgen.forms.pictures import Picture
from docgen.render.docx import fill
from docgen.render.merge import Paper as Known
from docgen.render.merge import merge
from docgen.render.package import Package, local
from docgen.render.papers import Unlike, plain
from docgen.render.preflight import preflight

Paper = Callable[..., bytes]
SIZE = "<w:pgSz w:w='9000' w:h='9000'/>"
PAGES = "<w:p><w:fldSimple w:instr=' {} '><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"
RUN = "<w:p><w:r>{}</w:r></w:p>"
LINKED = "<w:p><w:r><w:drawing r:id='{}'/></w:r></w:p>"


def document(docx: bytes) -> etree._Element:
    package = Package.read(docx)
    return package.xml(package.main())


def values(root: etree._Element, path: str) -> list[str]:
    """The values of ``val``-like attributes at a path such as ``pgNumType/start``."""
    name, _, attribute = path.partition("/")
    found = (each for each in root.iter(f"{{*}}{name}"))
    pairs = ((str(key), str(value)) for each in found for key, value in each.attrib.items())
    return [value for key, value in pairs if key.endswith(attribute)]


def test_each_paper_is_a_section_of_its_own(paper: Paper) -> None:
    papers = [paper(text, header="眉", section=SIZE) for text in ("甲", "乙", "丙")]

    merged = merge(papers).docx

    root = document(merged)
    assert values(root, "type/val") == ["nextPage"] * 3
    assert values(root, "pgNumType/start") == ["1"] * 3
    assert [t.text for t in root.iter("{*}t")] == ["甲", "乙", "丙"]
    places = [each.getparent() for each in root.iter("{*}sectPr")]
    assert [local(place) for place in places if place is not None] == ["pPr", "pPr", "body"]
    assert preflight(merged, "merged.docx").warnings == ()


def test_both_ends_of_each_paper_are_marked_and_other_marks_go(paper: Paper) -> None:
    mark = "<w:p><w:bookmarkStart w:id='7' w:name='x'/><w:r/><w:bookmarkEnd w:id='7'/></w:p>"

    merged = merge([paper(mark, "末")] * 2).docx

    found = values(document(merged), "bookmarkStart/name")
    assert found == ["paperFirst0", "paperLast0", "paperFirst1", "paperLast1"]


def test_the_number_of_all_pages_is_the_paper_s_own(paper: Paper) -> None:
    papers = [paper(text, footer=PAGES.format("NUMPAGES")) for text in ("甲", "乙")]

    package = Package.read(merge(papers).docx)

    footers = [
        values(package.xml(each.target), "fldSimple/instr")
        for each in package.relations("word/document.xml")
        if each.id.startswith("paper")
    ]
    assert footers == [[" PAGEREF paperLast0 "], [" PAGEREF paperLast1 "]]


def test_what_is_the_same_is_carried_once(paper: Paper) -> None:
    papers = [paper(text, header="眉", footer=text) for text in ("甲", "乙", "丙")]

    package = Package.read(merge(papers).docx)

    carried = [each.kind for each in package.relations("word/document.xml")[2:]]
    assert sorted(carried) == ["footer"] * 3 + ["header"]
    used = values(package.xml("word/document.xml"), "headerReference/id")
    assert len(set(used)) == 1


def _pictured(paper: Paper, picture: bytes) -> bytes:
    """A paper with a picture; as the test's Word files name no pictures, in place of a header."""
    made = Package.read(paper(LINKED.format("header1"), header="x"))
    relations = made.parts["word/_rels/document.xml.rels"]
    types = made.parts["[Content_Types].xml"].replace(
        b"<Default", b'<Default Extension="png" ContentType="image/png"/><Default', 1
    )
    return Package(
        {
            **made.parts,
            "[Content_Types].xml": types,
            "word/document.xml": made.parts["word/document.xml"].replace(b"headerReference", b"x"),
            "word/_rels/document.xml.rels": relations.replace(b"/header", b"/image").replace(
                b"header1.xml", b"media/one.png"
            ),
            "word/media/one.png": picture,
        }
    ).pack()


def test_each_paper_keeps_its_own_picture(paper: Paper) -> None:
    merged = merge([_pictured(paper, b"one"), _pictured(paper, b"two")]).docx

    package = Package.read(merged)
    targets = {each.id: each.target for each in package.relations("word/document.xml")}
    shown = values(package.xml("word/document.xml"), "drawing/id")
    assert [package.parts[targets[id_]] for id_ in shown] == [b"one", b"two"]


def test_each_header_keeps_its_own_code(paper: Paper) -> None:
    template = paper("编号", header="{{ number | qr }}", footer="{{ number }}")
    papers = [fill(template, {"number": f"TS-{n}"}, labels={}) for n in (1, 2, 1)]

    package = Package.read(merge(papers).docx)

    kept = {name: data for name, data in package.parts.items() if "/media/" in name}
    codes = [qr(f"TS-{n}") for n in (1, 2)]
    assert set(kept.values()) == {code.data for code in codes if isinstance(code, Picture)}
    targets = {each.id: each.target for each in package.relations("word/document.xml")}
    heads = [targets[id_] for id_ in values(package.xml("word/document.xml"), "headerReference/id")]
    shown = [[each.target for each in package.relations(head)] for head in heads]
    assert shown[0] == shown[2] != shown[1]
    assert {target for each in shown for target in each} == set(kept)


def test_pictures_of_one_name_in_two_headers_must_be_the_same(paper: Paper) -> None:
    template = paper("编号", header="{{ number | qr }}")
    filled = Package.read(fill(template, {"number": "TS-1"}, labels={}))
    (media,) = [name for name in filled.parts if "/media/" in name]

    with pytest.raises(Unlike, match="pictures of one name"):
        merge([filled.pack(), Package({**filled.parts, media: b"other"}).pack()])


def test_words_that_only_one_paper_has_are_known(paper: Paper) -> None:
    field = "<w:fldSimple w:instr='PAGE'/>"
    papers = [
        paper(
            "题目", f"编号 {n}", f"<w:p>{field}<w:r><w:t>{n} 字</w:t></w:r></w:p>", header=f"头{n}"
        )
        for n in range(2)
    ]

    known = merge(papers).papers

    assert known == (Known(("编号0", "头0"), {}), Known(("编号1", "头1"), {}))
    assert plain("Ａ b\n１") == "ab1"


@pytest.mark.parametrize(
    "block",
    [
        RUN.format("<w:footnoteReference w:id='1'/>"),
        RUN.format("<w:instrText> SEQ 图 </w:instrText>"),
        RUN.format("<w:instrText> NUMPAGES \\# 00 </w:instrText>"),
        PAGES.format("REF elsewhere"),
        PAGES.format("PAGE \\* ROMAN"),
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:p>",
        "<w:p><w:hyperlink w:anchor='elsewhere'/></w:p>",
        "<w:p><w:pPr><w:sectPr><w:type w:val='oddPage'/></w:sectPr></w:pPr></w:p>",
        "<w:p><w:pPr><w:sectPr><w:pgNumType w:start='5'/></w:sectPr></w:pPr></w:p>",
        "<w:p><w:pPr><w:pStyle w:val='Clause'/></w:pPr></w:p>",
    ],
)
@pytest.mark.parametrize("edge", [False, True], ids=["body", "header"])
def test_what_counts_or_points_across_a_file_is_not_merged(
    paper: Paper, block: str, *, edge: bool
) -> None:
    numbering = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    more = {
        "styles": f"<w:style w:styleId='Numbered'>{numbering}</w:style>"
        "<w:style w:styleId='Clause'><w:basedOn w:val='Numbered'/></w:style>"
    }
    one = paper("文", header=block, more=more) if edge else paper(block, "文", more=more)

    with pytest.raises(Unlike):
        merge([one, one])


def test_papers_of_two_templates_are_not_merged(paper: Paper) -> None:
    plain_one, styled = paper("文"), paper("文", more={"styles": "<w:style w:styleId='A'/>"})

    with pytest.raises(Unlike):
        merge([plain_one, styled])


@pytest.mark.parametrize(
    ("block", "section"),
    [
        ("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", ""),
        ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", ""),
        ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p/>", "<w:headerReference w:type='first'/>"),
    ],
    ids=["a table ends it", "an empty section", "a header that begins later"],
)
def test_papers_whose_end_would_change_are_not_merged(
    paper: Paper, block: str, section: str
) -> None:
    with pytest.raises(Unlike):
        merge([paper(block, section=section)] * 2)
