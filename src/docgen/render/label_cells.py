"""The cells of label sheets as WordprocessingML, and the page around them; see ``labels``.

Every height is exact, so that the last row of a sheet is as true as the first; what does not fit
is cut off by Word, never moved. Sizes come in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml import parse_xml
from docx.shared import Mm

from docgen.render.starter import new_form, packed
from docgen.render.starter_look import A4_HEIGHT, LATIN, Look, twips
from docgen.render.starter_xml import rooted

# A spine from its top: marks, title from top to bottom, codes.
_SPINE_TOP, _SPINE_FOOT = 30.0, 46.0
#: Free at a label's left: an office printer prints nothing nearer to the edge of the paper.
EDGE_MM = 4.0
# For the paragraph that Word wants below a table.
_SPARE = 2.0
_EDGE = '<w:{side} w:val="dotted" w:sz="4" w:space="0" w:color="808080"/>'
_NO_EDGE = '<w:{side} w:val="nil"/>'
_SIDES = ("top", "left", "bottom", "right")


def beside(code: float) -> float:
    """The width of the column that a QR code of this width stands in."""
    return code + 6


def box_row(across: int, width: float, height: float, code: float, gap: float) -> str:
    """The table of a sheet of lying labels: words and bars, beside them the QR code."""
    cells, widths = "", list[float]()
    for turn in range(across):
        if turn and gap:
            cells, widths = cells + _cell("", gap), [*widths, gap]
        words = (
            _line(f"{{{{ row.number{turn} }}}}", 11, 14, "黑体")
            + _line(f"{{{{ row.title{turn} }}}}", 9, 11)
            + _line(f"{{{{ row.mark{turn} }}}}", 8, 10)
            + _line(f"{{{{ row.place{turn} }}}}", 8, 10)
            + _line(f"{{{{ row.bars{turn} }}}}", 8, 10, before=3)
        )
        right = beside(code)
        cells += _cell(words, width - right)
        cells += _cell(_line(f"{{{{ row.code{turn} }}}}", 8, 10), right)
        widths += [width - right, right]
    return _table([_row(cells, height)], widths, cut=False)


def spine_rows(across: int, width: float, height: float, code: float, gap: float) -> str:
    """The table of a sheet of standing labels, to be cut along the dotted lines."""
    del code, gap
    turns = range(across)
    tops = "".join(
        _cell(
            _line(f"{{{{ row.mark{turn} }}}}", 10, 16, "黑体", "center")
            + _line(f"{{{{ row.number{turn} }}}}", 11, 16, "黑体", "center"),
            width,
            open_sides=("bottom",),
        )
        for turn in turns
    )
    titles = "".join(
        _cell(
            _line(f"{{{{ row.title{turn} }}}}", 16, 24, "黑体", "center"),
            width,
            upright=True,
            open_sides=("top", "bottom"),
        )
        for turn in turns
    )
    feet = "".join(
        _cell(
            _line(f"{{{{ row.code{turn} }}}}", 8, 10, align="center")
            + _line(f"{{{{ row.bars{turn} }}}}", 8, 10, align="center")
            + _line(f"{{{{ row.place{turn} }}}}", 8, 10, align="center", before=3),
            width,
            open_sides=("top",),
        )
        for turn in turns
    )
    middle = height - _SPINE_TOP - _SPINE_FOOT
    rows = [_row(tops, _SPINE_TOP), _row(titles, middle), _row(feet, _SPINE_FOOT)]
    return _table(rows, [width] * across, cut=True)


def page(table: str, left: float, top: float, high: float) -> bytes:
    """A Word template of one table on bare paper, ``high`` mm of it on each page.

    Neither head nor foot, and no room left below the labels, so that the next ones begin a page.
    """
    paper = new_form("标签", Look(12, 10, 0, 0, 9, 11, 9, 11), numbered=False)
    section = paper.document.sections[0]
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = True
    section.header_distance = section.footer_distance = Mm(0)
    section.top_margin, section.left_margin = Mm(top), Mm(left)
    section.bottom_margin = Mm(max(0, A4_HEIGHT - top - high - _SPARE))
    body = paper.document.element.body
    body.insert(len(body) - 1, parse_xml(rooted(table)))
    return packed(paper)


def _table(rows: Sequence[str], widths: Sequence[float], *, cut: bool) -> str:
    columns = [twips(width) for width in widths]
    edge, left = (_EDGE, 60) if cut else (_NO_EDGE, twips(EDGE_MM))
    sides = "".join(edge.format(side=side) for side in (*_SIDES, "insideV"))
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    loop = _loop("for row in rows", len(columns)) + "".join(rows) + _loop("endfor", len(columns))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblInd w:w="0" '
        f'w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{loop}</w:tbl>"
    )


def _loop(statement: str, columns: int) -> str:
    """A row that only steers."""
    words = _line(f"{{%tr {statement} %}}", 8, 10)
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/><w:gridSpan w:val="{columns}"/>'
        f"</w:tcPr>{words}</w:tc></w:tr>"
    )


def _row(cells: str, height: float) -> str:
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(height)}" w:hRule="exact"/>'
        f"</w:trPr>{cells}</w:tr>"
    )


def _cell(
    words: str, width: float, *, upright: bool = False, open_sides: Sequence[str] = ()
) -> str:
    """A cell; ``upright`` lets its words run from top to bottom, Chinese signs standing.

    The line at a side that is not open is its own: the table's is missing where a page ends.
    """
    edges = "".join(
        (_NO_EDGE if side in open_sides else _EDGE).format(side=side) for side in ("top", "bottom")
    )
    borders = f"<w:tcBorders>{edges}</w:tcBorders>" if open_sides else ""
    direction = '<w:textDirection w:val="tbRl"/>' if upright else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{borders}{direction}'
        f'<w:vAlign w:val="center"/></w:tcPr>{words or _line("", 8, 10)}</w:tc>'
    )


def _line(
    text: str, size: float, line: float, font: str = "宋体", align: str = "left", before: float = 0
) -> str:
    """A line of words in its own size and font (points); figures in 黑体 are bold."""
    bold = "<w:b/>" if font == "黑体" else ""
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"'
    return (
        f'<w:p><w:pPr><w:spacing w:before="{round(before * 20)}" w:after="0" '
        f'w:line="{round(line * 20)}" w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" {fonts}/>{bold}<w:sz w:val="{round(size * 2)}"/>'
        f'<w:szCs w:val="{round(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )
