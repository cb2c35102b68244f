"""How docgen's forms look: paper, fonts, sizes and the styles of a starting Word file.

Only values and the XML of ``styles.xml`` and ``settings.xml``; ``starter.py`` puts them into
a document. Margins, sizes and line distances follow GB/T 9704-2012 (党政机关公文格式) as far
as it suits contracts and forms. Fonts are named as Word on a Chinese Windows names them; the
alias file of the product gives free ones where those are missing. Every line distance is
exact (固定值), so that a page breaks at the same place whatever font is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

W_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A4_WIDTH, A4_HEIGHT = 210.0, 297.0
GREY: Final = "F2F2F2"  # label cells
LATIN, TITLE, BODY, SANS, SERIF = "Times New Roman", "方正小标宋简体", "仿宋", "黑体", "宋体"
KAI, SYMBOL = "楷体", "Segoe UI Symbol"


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of one kind of paper: millimetres for margins, points for type.

    Args:
        top, bottom, left, right: Page margins in mm.
        size: Type size of running text in pt (14 四号, 12 小四).
        line: Exact line distance of running text in pt.
        cell: Type size inside tables in pt (10.5 五号).
        cell_line: Exact line distance inside tables in pt.
        lying: The sheet lies on its long side, for registers with many columns.
    """

    top: float
    bottom: float
    left: float
    right: float
    size: float
    line: float
    cell: float
    cell_line: float
    lying: bool = False

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the sheet, in mm."""
        return (A4_HEIGHT, A4_WIDTH) if self.lying else (A4_WIDTH, A4_HEIGHT)

    @property
    def width(self) -> float:
        """Width of the text between the margins, in mm."""
        return self.sheet[0] - self.left - self.right


CONTRACT: Final = Look(37, 35, 28, 26, size=14, line=26, cell=12, cell_line=20)
FORM: Final = Look(25, 20, 22, 22, size=12, line=20, cell=10.5, cell_line=16)
REGISTER: Final = Look(24, 18, 20, 20, size=12, line=20, cell=10.5, cell_line=16, lying=True)


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style: its Word name, fonts and distances (points; indent in characters)."""

    id: str
    name: str
    size: float
    line: float
    font: str = BODY
    align: str = "left"
    before: float = 0
    after: float = 0
    indent: float = 0  # first line, in characters
    keep: bool = False  # stays on the page of the next paragraph
    outline: int = -1


def paragraph_styles(look: Look) -> tuple[Style, ...]:
    """All paragraph styles of a form, in the order Word lists them."""
    size, line, cell, cell_line = look.size, look.line, look.cell, look.cell_line
    return (
        Style("Normal", "Normal", size, line),
        Style("Title", "Title", 22, 32, TITLE, "center", 4, 10, keep=True, outline=0),
        Style("Subtitle", "Subtitle", size, line, KAI, "center", keep=True),
        Style("Heading1", "heading 1", size, line, SANS, "left", 6, 2, keep=True, outline=0),
        Style("Clause", "条款", size, line, align="both", indent=2),
        Style("Plain", "条款无缩进", size, line, align="both"),
        Style("Label", "表格标签", cell, cell_line, SANS, "center"),
        Style("Value", "表格文字", cell, cell_line),
        Style("Note", "说明", 9, 14, KAI, "both"),
        Style("Sign", "签署", 12, 22, after=8),
        Style("header", "header", 9, 12, SERIF),
        Style("footer", "footer", 9, 12, SERIF),
    )


def _fonts(east_asian: str) -> str:
    latin = SYMBOL if east_asian == SYMBOL else LATIN
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{east_asian}"/>'
    )


def _style_xml(style: Style) -> str:
    custom = "" if style.id in _BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if style.id == "Normal" else ""
    based = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>'
    keep = "<w:keepNext/>" if style.keep else ""
    indent = f'<w:ind w:firstLineChars="{round(style.indent * 100)}"/>' if style.indent else ""
    if indent:  # Word reads characters, others read the twips beside them
        indent = indent.replace("/>", f' w:firstLine="{round(style.indent * style.size * 20)}"/>')
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline >= 0 else ""
    return (
        f'<w:style w:type="paragraph"{custom}{default} w:styleId="{style.id}">'
        f"<w:name w:val={quoteattr(style.name)}/>{based}<w:qFormat/><w:pPr>{keep}"
        f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" '
        f'w:line="{round(style.line * 20)}" w:lineRule="exact"/>{indent}'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr><w:rPr>{_fonts(style.font)}'
        f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>'
        f"</w:rPr></w:style>"
    )


_BUILT_IN: Final = {"Normal", "Title", "Subtitle", "Heading1", "header", "footer"}
_EDGES: Final = (
    ("top", 8),
    ("left", 8),
    ("bottom", 8),
    ("right", 8),
    ("insideH", 4),
    ("insideV", 4),
)
_BORDERS: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="{width}" w:space="0" w:color="auto"/>'
    for edge, width in _EDGES
)
_TABLE_STYLES: Final = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" '
    'w:type="dxa"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="FormGrid"><w:name w:val="表格网"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    "</w:style>"
)
_CHARACTER_STYLES: Final = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="Box"><w:name w:val="勾选框"/>'
    f"<w:rPr>{_fonts(SYMBOL)}</w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/>'
    f"<w:rPr>{_fonts(SANS)}</w:rPr></w:style>"
)


def styles_xml(look: Look) -> str:
    """The whole ``styles.xml``: only the styles that the forms use, in Chinese (zh-CN)."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY)}<w:kern w:val="0"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )
    paragraphs = "".join(_style_xml(style) for style in paragraph_styles(look))
    return (
        f'<w:styles xmlns:w="{W_NS}">{defaults}{paragraphs}{_CHARACTER_STYLES}{_TABLE_STYLES}'
        "</w:styles>"
    )


def settings_xml() -> str:
    """The whole ``settings.xml``: present-day Word, Chinese line breaking, no old layout."""
    compat = escape("http://schemas.microsoft.com/office/word")
    return (
        f'<w:settings xmlns:w="{W_NS}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:doNotExpandShiftReturn/>"  # a line that ends early is not stretched
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{compat}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
