r"""Make the starting Word file of a template in docgen's one visual system.

What it makes is the beginning of a ``template.docx``: afterwards the Word file itself is the
source and is edited in Word. Nothing here knows a particular form. The looks (margins,
fonts, sizes) stand in ``starter_look.py``, the XML in ``starter_xml.py``; head and foot
fulfil R-124 (number, page x of y) and R-058 (grade).

    paper = new_form("客户资料表", FORM)             page, styles, head, foot
    paper = new_form("案卷目录", REGISTER, numbered=False)   a lying page, a head without number
    title(paper, "客户资料表", "（企业客户）")         the title, and a line below it if wanted
    heading(paper, "一、基本情况")                    a heading that never stands alone
    paragraph(paper, "……{{ name }}……")              text; style Clause, Plain, Note, Value …
    tag(paper, "if deposit == '收取'")                {%p … %} in a paragraph of its own
    clause(paper, "第一条", "服务内容", ["……"])       heading and paragraphs of a contract
    label_table(paper, rows, widths)                 label | value | label | value
    list_table(paper, columns, items="goods")        heading row, one row for each of the items
    signatures(paper, [[甲方 lines], [乙方 lines]])    block that neither breaks nor stands alone
    save(paper, path)                                the same bytes every time

Text may hold docxtpl's ``{{ … }}`` and ``{% … %}``, ``**…**`` for emphasis, ``\n`` for a new
paragraph (in cells), ``\t``; ☐, ☑ and ``{{ … | checkbox }}`` get the font that has them.
A row of a table is a tuple: strings are label, value, label, value …; a ``Cell`` says more;
a bare string is a tag row (``{%tr if … %}``). Widths are shares of the text's width.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from docgen.render.starter_look import (
    CONTRACT,
    FORM,
    REGISTER,
    Look,
    settings_xml,
    styles_xml,
    twips,
)
from docgen.render.starter_xml import (
    Cell,
    Row,
    field,
    grid,
    labelled,
    para,
    rooted,
    run,
    story,
    table,
    two_sided,
    wrap,
)

__all__ = [
    "CONTRACT",
    "FORM",
    "REGISTER",
    "Cell",
    "Column",
    "Look",
    "Paper",
    "Row",
    "boxes",
    "clause",
    "head",
    "heading",
    "label_table",
    "list_table",
    "new_form",
    "opinion",
    "packed",
    "paragraph",
    "save",
    "signatures",
    "tag",
    "title",
]

MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # one fixed date: the same input, the same bytes
_DROPPED: Final = ("stylesWithEffects", "customXml", "webSettings", "numbering", "fontTable")


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word file being made, its measures, and its name (printed in the foot)."""

    document: Document
    look: Look
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, what stands in each row, its share of the width."""

    head: str
    text: str
    share: float
    align: str = "left"


# --- the file -----------------------------------------------------------------------------


def new_form(name: str, look: Look = FORM, *, remark: str = "", numbered: bool = True) -> Paper:
    """An empty A4 page with styles, head and foot; ``name`` and ``remark`` stand in the foot.

    A form that has no number of its own is not ``numbered``: its head shows the grade alone.
    """
    document = docx.Document()
    _prune(document)
    _replace_children(document.styles.element, styles_xml(look))
    _replace_children(document.settings.element, settings_xml())
    _set_page(document, look)
    _set_properties(document, name)
    paper = Paper(document, look, name)
    head(paper, remark=remark, numbered=numbered)
    return paper


def head(paper: Paper, *, remark: str = "", numbered: bool = True) -> None:
    """Company left, number and grade right; below the page: name, remark, page x of y."""
    section = paper.document.sections[0]
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    marks = "编号：{{ number }}　密级：{{ grade_mark }}" if numbered else "密级：{{ grade_mark }}"
    top = two_sided("{{ company }}", marks, grid(paper.look, (58, 42))) + _low(20, keep=False)
    _replace_children(section.header.part.element, story(top))
    words = f"{paper.name}　{remark}" if remark else paper.name
    pages = run(f"{words}\t第 ") + field("PAGE") + run(" 页　共 ") + field("NUMPAGES")
    _replace_children(
        section.footer.part.element,
        story(wrap(pages + run(" 页"), "footer", tab=twips(paper.look.width))),
    )


def save(paper: Paper, path: Path) -> None:
    """Write the file; the same content always gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed(paper))


def packed(paper: Paper) -> bytes:
    """The file's bytes; the same content always gives the same."""
    if _ends_in_table(paper):  # Word wants a paragraph there: one so low that it needs no page
        _add(paper, _low(20, keep=False))
    raw, whole = io.BytesIO(), io.BytesIO()
    paper.document.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(whole, "w") as out:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, (MADE.year, MADE.month, MADE.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, made.read(name))
    return whole.getvalue()


# --- text ---------------------------------------------------------------------------------


def title(paper: Paper, text: str, subtitle: str = "") -> None:
    """The title, 二号 centred; ``subtitle`` stands below it."""
    _add(paper, para(text, "Title"))
    if subtitle:
        _add(paper, para(subtitle, "Subtitle"))


def heading(paper: Paper, text: str) -> None:
    """A heading that stays with what follows it."""
    _add(paper, para(text, "Heading1"))


def paragraph(
    paper: Paper, text: str, style: str = "Clause", *, align: str = "", keep: bool = False
) -> None:
    """A paragraph; ``keep`` holds it on the page of the next one."""
    _space_below_table(paper, keep=style == "Note")
    _add(paper, para(text, style, align=align, keep=keep))


def tag(paper: Paper, statement: str) -> None:
    """A paragraph that only steers (``if …``, ``else``, ``endif``) and leaves no line behind."""
    _space_below_table(paper)
    _add(paper, para(f"{{%p {statement} %}}", "Normal"))


def clause(
    paper: Paper, number: str, name: str, texts: Iterable[str], *, keep: bool = False
) -> None:
    """A clause: its heading (第一条　服务内容), then its paragraphs.

    A text that starts with ``{%p`` stands alone as steering; ``keep`` holds all paragraphs
    together with what follows (the last clause before the signatures).
    """
    heading(paper, f"{number}　{name}")
    for text in texts:
        paragraph(paper, text, "Normal" if text.startswith("{%p") else "Clause", keep=keep)


# --- tables -------------------------------------------------------------------------------


def label_table(
    paper: Paper, rows: Sequence[Row], widths: Sequence[float] = (1, 2, 1, 2), *, keep: bool = False
) -> None:
    """A form's table: labels grey, values white; the last cell of a row reaches the edge.

    ``keep`` holds the whole table on one page.
    """
    full = [labelled(row, len(widths)) for row in rows]
    _add_table(paper, table(full, grid(paper.look, widths), keep=keep))


def list_table(
    paper: Paper,
    columns: Sequence[Column],
    *,
    items: str,
    row: str = "row",
    empty: str = "（无）",
    foot: Sequence[Row] = (),
    keep: bool = False,
) -> None:
    """A table with a heading row on every page and one row for each of ``items``.

    The columns' texts speak of ``{{ row.name }}``. When there are no items one row says
    ``empty``; with ``empty=""`` there is no such row. ``foot`` rows follow, for sums. ``keep``
    holds the table on one page as long as it fits on one: for lists of a few rows.
    """
    heads = [Cell(column.head, label=True) for column in columns]
    cells = [Cell(column.text, align=column.align) for column in columns]
    none = [Cell(empty, span=len(columns), align="center")]
    rows: list[Row] = [heads, f"{{%tr for {row} in {items} %}}", cells, "{%tr endfor %}"]
    if empty:
        rows += [f"{{%tr if not {items} %}}", none, "{%tr endif %}"]
    rows += [labelled(extra, len(columns)) for extra in foot]
    widths = grid(paper.look, [column.share for column in columns])
    _add_table(paper, table(rows, widths, heads=1, keep=keep))


def opinion(label: str, text: str, who: str, *, span: int = 3, tall: float = 16) -> list[Row]:
    """Two rows that look like one: an opinion, and below it who signs when."""
    signed = f"{who}：　　　　　　　　　年　　月　　日"
    return [
        (
            Cell(label, label=True, merge="start"),
            Cell(text, span, tall=tall, top=True, open="bottom"),
        ),
        (
            Cell("", label=True, merge="more"),
            Cell(signed, span, align="right", open="top"),
        ),
    ]


def boxes(name: str, choices: Sequence[str], *, gap: str = "　") -> str:
    """The choices of a field one after the other, each with its ☐, the chosen ones with ☑."""
    return gap.join(f"{{{{ {name} | checkbox('{choice}') }}}}{choice}" for choice in choices)


def signatures(paper: Paper, parties: Sequence[Sequence[str]], *, tall: float = 11) -> None:
    r"""Places to sign, side by side, one column a party, one row a line; no lines around.

    A line that ends in ``\t`` gets a rule to write on up to the cell's edge. The block stays
    in one piece; the paragraph before it should be written with ``keep``.
    """
    rows = [
        [Cell(line, tall=tall, top=True) for line in lines] for lines in zip(*parties, strict=True)
    ]
    widths = grid(paper.look, [1] * len(parties))
    _add_table(paper, table(rows, widths, keep=True, plain=True), low=240)


# --- the package --------------------------------------------------------------------------


def _add(paper: Paper, xml: str) -> None:
    """Put a paragraph or table at the end of the body, before the page's own settings."""
    body = paper.document.element.body
    body.insert(len(body) - 1, parse_xml(rooted(xml)))


def _low(height: int, *, keep: bool) -> str:
    """An empty paragraph of this height in twentieths of a point."""
    return para("", "Normal", extra=f'<w:spacing w:line="{height}" w:lineRule="exact"/>', keep=keep)


def _ends_in_table(paper: Paper) -> bool:
    body = paper.document.element.body
    return len(body) > 1 and str(body[-2].tag).endswith("}tbl")


def _space_below_table(paper: Paper, *, keep: bool = False) -> None:
    if _ends_in_table(paper):
        _add(paper, _low(120, keep=keep))


def _add_table(paper: Paper, xml: str, *, low: int = 80) -> None:
    """A table; two in a row are kept apart, since Word would join them."""
    body = paper.document.element.body
    _space_below_table(paper)
    if len(body) > 1 and body[-2].style in {"Clause", "Plain", "Note", "Normal"}:
        _add(paper, _low(low, keep=True))
    _add(paper, xml)


def _replace_children(element: BaseOxmlElement, xml: str) -> None:
    """Give a part's root the children of another one."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _prune(document: Document) -> None:
    """Drop the parts of python-docx's starting file that a form does not need."""
    part = document.part
    for key, rel in list(part.rels.items()):
        if rel.reltype.rsplit("/", 1)[-1] in _DROPPED:
            part.rels.pop(key)
    package = part.package
    for key, rel in list(package.rels.items()) if package else ():
        if rel.reltype == REL.THUMBNAIL:
            package.rels.pop(key)


def _set_page(document: Document, look: Look) -> None:
    section = document.sections[0]
    width, height = look.sheet
    section.orientation = WD_ORIENT.LANDSCAPE if look.lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(look.top), Mm(look.bottom)
    section.left_margin, section.right_margin = Mm(look.left), Mm(look.right)
    section.header_distance, section.footer_distance = Mm(look.top - 12), Mm(look.bottom - 10)


def _set_properties(document: Document, name: str) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = name, "docgen", "docgen", ""
    core.created = core.modified = MADE
    core.language, core.revision = "zh-CN", 1
