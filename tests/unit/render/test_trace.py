"""What a paper says to who reads it back: units, places, controls, bookmarks; changes done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.errors import BadInput
from docgen.render.package import Package
from docgen.render.reading import Place
from docgen.render.trace import CELL, PARAGRAPH, Trace, trace

Paper = Callable[..., bytes]
Table = Callable[..., str]
END = PARAGRAPH + CELL


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def control(tag: str, inside: str) -> str:
    properties = f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def traced(docx: bytes) -> Trace:
    return trace(Package.read(docx))


def texts(docx: bytes) -> list[str]:
    return [unit.text for unit in traced(docx).units]


def spans(docx: bytes) -> list[tuple[str, str, bool]]:
    return [(span.name, span.text, span.is_long) for span in traced(docx).spans]


def test_units_are_paragraphs_and_rows_with_their_places(paper: Paper, table: Table) -> None:
    docx = paper("甲", table(["乙", "丙"], ["丁", ""]), "戊", header="头", footer="脚")

    found = traced(docx)

    assert [unit.text for unit in found.units] == [
        *("甲", f"乙{END}丙{END}", f"丁{END}{END}", "戊", "头", "脚")
    ]
    assert [unit.place for unit in found.units] == [
        *(("", 1, 0, 0, 0), ("", 0, 1, 1, 2), ("", 0, 1, 2, 2), ("", 2, 0, 0, 0)),
        *(("header", 1, 0, 0, 0), ("footer", 1, 0, 0, 0)),
    ]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "新"),
        (f"<w:moveTo>{run('来')}</w:moveTo><w:moveFrom>{run('去')}</w:moveFrom>", "来"),
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:cr/></w:r>", "一\n二\t\n"),
        ('<w:r><w:br w:type="page"/><w:t>一</w:t></w:r>', "一"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r>", "a\u2011b\xad"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "\ufffc"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>不见</w:t></w:r>", ""),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("1"), "1"),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("一"), "一"),
        (f"<w:hyperlink>{run('链')}</w:hyperlink><w:proofErr/>{run('接')}", "链接"),
        (f"<mc:AlternateContent><mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>", ""),
        (f"{run('外')}<w:r><w:txbxContent><w:p>{run('内')}</w:p></w:txbxContent></w:r>", "外"),
    ],
)
def test_what_a_paragraph_says(paper: Paper, inside: str, expected: str) -> None:
    assert texts(paper(f"<w:p>{inside}</w:p>")) == [expected]


def test_deleted_rows_are_not_there_and_inner_tables_are_their_cells(
    paper: Paper, table: Table
) -> None:
    inner = table(["内", "里"])
    cell = f"<w:tc><w:p>{run('外')}</w:p>{inner}<w:p/></w:tc>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('删')}</w:p></w:tc></w:tr>"
    docx = paper(f"<w:tbl>{gone}<w:tr>{cell}</w:tr></w:tbl>")

    assert texts(docx) == [f"外{PARAGRAPH}内里{PARAGRAPH}{CELL}"]


def test_controls_and_what_stands_in_them(paper: Paper) -> None:
    inner = control("inner", run("里"))
    hint = '<w:sdt><w:sdtPr><w:tag w:val="hint"/><w:showingPlcHdr/></w:sdtPr>'
    docx = paper(
        f"<w:p>{run('前')}{control('outer', run('一') + inner)}{run('后')}</w:p>",
        control("two", f"<w:p>{run('上')}</w:p><w:p>{run('下')}</w:p>"),
        f"<w:p>{hint}<w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt></w:p>",
    )

    found = traced(docx).spans

    assert [(one.name, one.text, one.unit, one.start) for one in found] == [
        ("outer", "一里", 0, 1),
        ("inner", "里", 0, 2),
        ("two", "上\n下", 1, 0),
        ("hint", "", 3, 0),
    ]


def bookmark(name: str, identity: int = 1) -> tuple[str, str]:
    return (
        f'<w:bookmarkStart w:id="{identity}" w:name="{name}"/>',
        f'<w:bookmarkEnd w:id="{identity}"/>',
    )


def test_our_bookmarks_and_only_whole_ones(paper: Paper) -> None:
    start, end = bookmark("dg_abcdef_1")
    own, own_end = bookmark("_GoBack", 2)
    lost, _ = bookmark("dg_abcdef_2", 3)
    docx = paper(
        f"<w:p>{start}{run('一')}{own}{end}{run('二')}{own_end}</w:p>",
        f"<w:p>{lost}{run('三')}</w:p>",
    )

    assert spans(docx) == [("dg_abcdef_1", "一", False), ("", "三", False)]


def test_a_bookmark_that_ends_elsewhere_is_long(paper: Paper) -> None:
    start, end = bookmark("dg_abcdef_1")
    docx = paper(f"<w:p>{start}{run('一')}</w:p>", f"<w:p>{run('二')}{end}</w:p>")

    assert spans(docx) == [("dg_abcdef_1", "一\n二", True)]


def test_too_many_bookmarks_around_one_word_are_refused(paper: Paper) -> None:
    starts = "".join(bookmark(f"dg_abcdef_{number}", number)[0] for number in range(200))

    with pytest.raises(BadInput, match="more controls or bookmarks"):
        traced(paper(f"<w:p>{starts}</w:p>"))


def test_places_are_said() -> None:
    places = [Place("", 3), Place("header", 1), Place("", 0, 2, 4, 1), Place("footer", 0, 1, 1, 1)]

    assert [place.said for place in places] == [
        "paragraph 3",
        "header: paragraph 1",
        "table 2, row 4, cell 1",
        "footer: table 1, row 1, cell 1",
    ]
