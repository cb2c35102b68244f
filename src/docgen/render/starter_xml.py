"""The WordprocessingML of docgen's forms: runs, paragraphs, cells, rows and tables as text.

Pure: words and measures in, XML out; ``starter.py`` puts it into a document. A tag of the
template (``{{ … }}``) always stays within one run, so that it can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from docgen.render.starter_look import GREY, W_NS, Look, twips

_PIECES: Final = re.compile(r"(\{\{[^{}]*\|\s*checkbox[^{}]*\}\}|\*\*.+?\*\*|[☐☑])")
_ROW_HEIGHT: Final = 8.0  # mm, at least
_RULE_BELOW: Final = (
    '<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Args:
        text: What stands in it; each line is a paragraph.
        span: How many columns of the grid it takes.
        label: Grey, centred, in the label font.
        align: ``left``, ``center`` or ``right`` instead of the usual.
        tall: Least height in mm; such a row may break over pages, other rows may not.
        top: Text starts at the top of the cell, not in its middle.
        merge: ``start`` or ``more`` for cells that are one over several rows.
        open: ``top`` or ``bottom`` edge without a line.
    """

    text: str = ""
    span: int = 1
    label: bool = False
    align: str = ""
    tall: float = 0
    top: bool = False
    merge: str = ""
    open: str = ""


Row: TypeAlias = "str | Sequence[str | Cell]"


def run(text: str, style: str = "") -> str:
    """A run; the hint lets Word take quotation marks from the Chinese font."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    hint = "" if style == "Box" else '<w:rFonts w:hint="eastAsia"/>'
    body = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
        for part in text.split("\t")
    )
    return f"<w:r><w:rPr>{named}{hint}</w:rPr>{body}</w:r>"


def runs(text: str) -> str:
    """The runs of a text: plain, ``**emphasised**``, and boxes to tick."""
    made = []
    for piece in _PIECES.split(text):
        if piece.startswith("**"):
            made.append(run(piece.strip("*"), "Emphasis"))
        elif _PIECES.fullmatch(piece):
            made.append(run(piece, "Box"))
        elif piece:
            made.append(run(piece))
    return "".join(made)


def field(code: str) -> str:
    """A field that Word works out itself, such as ``PAGE``."""
    return f'<w:fldSimple w:instr=" {code} ">{run("1")}</w:fldSimple>'


def wrap(
    content: str, style: str, *, extra: str = "", tab: int = 0, align: str = "", keep: bool = False
) -> str:
    """A paragraph around runs.

    Args:
        content: The runs.
        style: The paragraph style's id.
        extra: Further XML of the paragraph's properties (a spacing).
        tab: A stop at this place in twips: plain in head and foot, elsewhere a rule to write on.
        align: Instead of the style's.
        keep: Stay on the page of the next paragraph.
    """
    leader = "" if style in {"header", "footer"} else ' w:leader="underscore"'
    tabs = f'<w:tabs><w:tab w:val="right"{leader} w:pos="{tab}"/></w:tabs>' if tab else ""
    together = "<w:keepNext/>" if keep else ""
    justify = f'<w:jc w:val="{align}"/>' if align else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{together}{tabs}{extra}{justify}</w:pPr>'
        f"{content}</w:p>"
    )


def para(
    text: str, style: str, *, extra: str = "", tab: int = 0, align: str = "", keep: bool = False
) -> str:
    """A paragraph of a text; see ``wrap``."""
    return wrap(runs(text), style, extra=extra, tab=tab, align=align, keep=keep)


def story(content: str) -> str:
    """A head or foot around its paragraphs."""
    return f'<w:hdr xmlns:w="{W_NS}">{content}</w:hdr>'


def two_sided(left: str, right: str, widths: Sequence[int]) -> str:
    """A line with words at both edges and a rule below; a long left side wraps within itself."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
        f"{para(words, 'header', align=align)}</w:tc>"
        for words, width, align in zip((left, right), widths, ("left", "right"), strict=True)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_RULE_BELOW}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    )


def rooted(xml: str) -> str:
    """The same element with the namespace said, so that it can be read alone."""
    return re.sub(r"^<w:(\w+)", rf'<w:\1 xmlns:w="{W_NS}"', xml, count=1)


def grid(look: Look, shares: Sequence[float]) -> list[int]:
    """Shares of the text's width in twips, adding up to it exactly."""
    total, edge = sum(shares), twips(look.width)
    stops = [round(edge * sum(shares[:turn]) / total) for turn in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(stops)]


def labelled(row: Row, columns: int) -> Row:
    """Strings become label, value, label, value …; the last cell is widened to the edge."""
    if isinstance(row, str):
        return row
    cells = [
        Cell(cell, label=turn % 2 == 0) if isinstance(cell, str) else cell
        for turn, cell in enumerate(row)
    ]
    missing = columns - sum(cell.span for cell in cells)
    return [*cells[:-1], replace(cells[-1], span=cells[-1].span + missing)]


def table(
    rows: Sequence[Row],
    widths: Sequence[int],
    *,
    heads: int = 0,
    keep: bool = False,
    plain: bool = False,
) -> str:
    """A table of fixed widths.

    Args:
        rows: Its rows; a bare string is a tag row over the whole width.
        widths: The columns' widths in twips.
        heads: How many rows from the top are repeated on every page.
        keep: Hold all its rows together on one page.
        plain: No lines around the cells (places to sign).
    """
    last = len(rows) - 1
    made = "".join(
        _row(each, widths, head=turn < heads, keep=keep and turn < last, plain=plain)
        for turn, each in enumerate(rows)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style = "" if plain else '<w:tblStyle w:val="FormGrid"/>'
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{made}</w:tbl>'
    )


def _row(row: Row, widths: Sequence[int], *, head: bool, keep: bool, plain: bool) -> str:
    cells = [Cell(row, span=len(widths))] if isinstance(row, str) else row
    full = [Cell(cell) if isinstance(cell, str) else cell for cell in cells]
    tall = max(cell.tall for cell in full)
    whole = "" if tall and not plain else "<w:cantSplit/>"
    height = f'<w:trHeight w:val="{twips(tall or _ROW_HEIGHT)}" w:hRule="atLeast"/>'
    stay = keep or head or any(cell.open == "bottom" for cell in full)
    made, column = "", 0
    for cell in full:
        width = sum(widths[column : column + cell.span])
        made += _cell(cell, width, keep=stay, plain=plain)
        column += cell.span
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr>{whole}{height}{repeated}</w:trPr>{made}</w:tr>"


def _cell(cell: Cell, width: int, *, keep: bool, plain: bool) -> str:
    style = "Sign" if plain else "Label" if cell.label else "Value"
    paragraphs = "".join(
        para(line, style, align=cell.align, tab=width - 500 if plain else 0, keep=keep)
        for line in cell.text.split("\n")
    )
    merge = {"start": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}.get(cell.merge, "")
    edge = f'<w:tcBorders><w:{cell.open} w:val="nil"/></w:tcBorders>' if cell.open else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{GREY}"/>' if cell.label else ""
    upright = f'<w:vAlign w:val="{"top" if cell.top else "center"}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{cell.span}"/>'
        f"{merge}{edge}{shade}{upright}</w:tcPr>{paragraphs}</w:tc>"
    )
