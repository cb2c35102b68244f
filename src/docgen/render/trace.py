"""What a paper says, with the places of its controls and bookmarks: one story, unit by unit.

A *unit* is a paragraph outside tables or a row of an outermost table. In a row each paragraph ends
with ``PARAGRAPH`` and each cell with ``CELL``. Tracked insertions count, deletions do not; nor do
deleted rows, hidden text and the twins that Word keeps of drawings for old programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from docgen.errors import BadInput, say
from docgen.render.package import Package, attribute, local
from docgen.render.words import is_hidden, margins

PARAGRAPH, CELL = "\x1e", "\x1f"
UNSEEN = frozenset(
    (
        *("pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "tcPr", "trPr", "sectPr", "sdtPr"),
        *("sdtEndPr", "instrText", "delText", "delInstrText", "del", "moveFrom", "Fallback"),
    )
)
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
#: How many controls and bookmarks may be around one word, and in a paper.
_MOST_OPEN, _MOST = 100, 400_000
#: Ticked and empty boxes of Word's symbol fonts (Wingdings 1 and 2).
_SYMBOLS = {"FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐", "52": "☑", "53": "☒", "A3": "☐", "FC": "✓"}


@dataclass(slots=True)
class Span:
    """A control (``t``) or bookmark (``b``).

    Args:
        kind: Which of the two.
        name: Its tag or name.
        unit: The unit it begins in.
        start: Where in that unit's text.
        place: Where that is for a person: header or footer, paragraph, table, row, cell.
        text: What stands in it.
        is_long: Whether it is a bookmark that ends in another paragraph or cell.
    """

    kind: str
    name: str
    unit: int
    start: int
    place: tuple[str, int, int, int, int]
    text: str = ""
    is_long: bool = False


@dataclass(slots=True)
class Unit:
    """A paragraph or row: its text, and where it stands."""

    text: str
    place: tuple[str, int, int, int, int]


@dataclass(slots=True)
class Drawn:
    """A picture that lies in the file.

    Args:
        around: The names of the controls and bookmarks around it, the innermost last.
        label: Its alternative text.
        sha256: The digest of its bytes.
        unit: The unit it stands in.
        place: Where that is for a person.
    """

    around: list[str]
    label: str
    sha256: str
    unit: int
    place: tuple[str, int, int, int, int]


@dataclass(slots=True)
class Trace:
    """All units, spans and pictures of a paper; the document first, then headers and footers."""

    units: list[Unit] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)


def trace(package: Package) -> Trace:
    """Walk through a paper.

    Raises:
        BadInput: A part is missing or no XML.
    """
    found = Trace()
    main = package.main()
    body = package.xml(main)
    _Walk(found, package.name, "", _media(package, main)).story(body)
    for kind in ("header", "footer"):
        for part in margins(package, main, body, kind):
            _Walk(found, package.name, kind, _media(package, part)).story(package.xml(part))
    return found


def _media(package: Package, part: str) -> dict[str, str]:
    """The digests of the pictures that a part shows, by the relation it names them with."""
    return {
        one.id: sha256(package.parts[one.target]).hexdigest()
        for one in package.relations(part)
        if one.kind == "image" and one.target in package.parts
    }


@dataclass(slots=True)
class _Walk:
    """Where the walk stands: counters of the part, the unit's text, and what is open."""

    found: Trace
    file: str
    where: str
    media: Mapping[str, str]
    label: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    depth: int = 0
    size: int = 0
    text: list[str] = field(default_factory=list)
    open: list[Span] = field(default_factory=list)
    marks: dict[str, Span] = field(default_factory=dict)

    def story(self, root: etree._Element) -> None:
        """Walk through a whole part; a bookmark that nobody closes is none."""
        self.through(root)
        for span in self.marks.values():
            span.name = ""

    def through(self, node: etree._Element) -> None:
        for child in node:
            tag = local(child)
            if tag in _STEPS:
                _STEPS[tag](self, child)
            elif tag in SIGNS:
                self._say(SIGNS[tag])
            elif tag not in UNSEEN and tag and not is_hidden(child):
                self.through(child)

    def _write(self, text: str) -> None:
        self.text.append(text)
        self.size += len(text)

    def _say(self, text: str) -> None:
        self._write(text)
        for span in self.open:
            span.text += text

    def _place(self) -> tuple[str, int, int, int, int]:
        if self.depth:
            return self.where, 0, self.table, self.row, self.cell
        return self.where, self.paragraph, 0, 0, 0

    def _end_unit(self) -> None:
        self.found.units.append(Unit("".join(self.text), self._place()))
        self.text.clear()
        self.size = 0

    def _opened(self, kind: str, name: str) -> Span:
        span = Span(kind, name, len(self.found.units), self.size, self._place())
        self.found.spans.append(span)
        self.open.append(span)
        if len(self.open) > _MOST_OPEN or len(self.found.spans) > _MOST:
            raise BadInput(
                say("“{name}” cannot be read back", name=self.file),
                why=say("it has more controls or bookmarks than any form"),
                fix=say("use a copy of the paper as docgen filled it"),
                file=self.file,
            )
        return span

    def drawing(self, node: etree._Element) -> None:
        self.label = next((attribute(one, "descr") for one in node.iter("{*}docPr")), "")
        self.through(node)

    def picture(self, node: etree._Element) -> None:
        digest = self.media.get(attribute(node, "embed") or attribute(node, "id"), "")
        if digest:
            names = [one.name for one in self.open]
            unit = len(self.found.units)
            self.found.pictures.append(Drawn(names, self.label, digest, unit, self._place()))
        self.through(node)

    def words(self, node: etree._Element) -> None:
        self._say(node.text or "")

    def symbol(self, node: etree._Element) -> None:
        self._say(_SYMBOLS.get(attribute(node, "char").upper()[-2:], "\ufffc"))

    def line_break(self, node: etree._Element) -> None:
        if attribute(node, "type") in {"", "textWrapping"}:
            self._say("\n")

    def one_paragraph(self, node: etree._Element) -> None:
        self.paragraph += not self.depth
        for span in self.open:  # one that spans several paragraphs
            span.text += "\n" if span.text else ""
        self.through(node)
        if self.depth == 1:
            self._write(PARAGRAPH)
        elif not self.depth:
            self._end_unit()

    def one_table(self, node: etree._Element) -> None:
        self.table += not self.depth
        self.row = self.row if self.depth else 0
        self.depth += 1
        self.through(node)
        self.depth -= 1

    def one_row(self, node: etree._Element) -> None:
        if any(local(mark) == "del" for group in node.iterchildren("{*}trPr") for mark in group):
            return
        if self.depth == 1:
            self.row, self.cell = self.row + 1, 0
        self.through(node)
        if self.depth == 1:
            self._end_unit()

    def one_cell(self, node: etree._Element) -> None:
        self.cell += self.depth == 1
        self.through(node)
        if self.depth == 1:
            self._write(CELL)

    def control(self, node: etree._Element) -> None:
        names = [attribute(tag, "val") for tag in node.iterfind("{*}sdtPr/{*}tag")]
        span = self._opened("t", "".join(names))
        if any(True for _ in node.iterfind("{*}sdtPr/{*}showingPlcHdr")):
            self.open.pop()
            return
        for content in node.iterchildren("{*}sdtContent"):
            self.through(content)
        self.open = [one for one in self.open if one is not span]

    def bookmark(self, node: etree._Element) -> None:
        if attribute(node, "name").startswith("dg_"):
            self.marks[attribute(node, "id")] = self._opened("b", attribute(node, "name"))

    def bookmark_end(self, node: etree._Element) -> None:
        span = self.marks.pop(attribute(node, "id"), None)
        if span is not None:
            self.open = [one for one in self.open if one is not span]
            span.is_long = span.place != self._place()

    def text_box(self, node: etree._Element) -> None:
        kept, self.text, size = self.text, [], self.size
        self.depth += 2  # neither a unit of its own nor words of the one around it
        self.through(node)
        self.depth -= 2
        self.text, self.size = kept, size


_STEPS = {
    "t": _Walk.words,
    "sym": _Walk.symbol,
    "drawing": _Walk.drawing,
    "blip": _Walk.picture,
    "imagedata": _Walk.picture,
    "br": _Walk.line_break,
    "p": _Walk.one_paragraph,
    "tbl": _Walk.one_table,
    "tr": _Walk.one_row,
    "tc": _Walk.one_cell,
    "sdt": _Walk.control,
    "bookmarkStart": _Walk.bookmark,
    "bookmarkEnd": _Walk.bookmark_end,
    "txbxContent": _Walk.text_box,
}
