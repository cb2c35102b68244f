"""Where in a Word file something stands: the paragraph, and the cell if it stands in a table.

A part read as a template has a line for each paragraph that is left once docxtpl has taken whole
rows and paragraphs away (``{%tr``, ``{%p``). Here each paragraph is numbered before that happens,
so that a line leads back to the paragraph, and to the words in it, that a person sees in Word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docxtpl import DocxTemplate
from lxml import etree

from docgen.errors import Said, say
from docgen.render.package import Package, local
from docgen.render.story import Story, quoted, source_of, where_of
from docgen.render.words import paragraph_text

_NUMBER = "docgen"
_NUMBERED = re.compile(rf'<w:p\b[^>]*? {_NUMBER}="(\d+)"')
_WHERE = {
    "header": say("header"),
    "footer": say("footer"),
    "footnotes": say("footnotes"),
    "endnotes": say("endnotes"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph of a part, counted from 0 in the order of the file, and a word in it."""

    part: str
    paragraph: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class Spots:
    """Finds the places of one Word file; what it has looked up is kept."""

    package: Package
    _roots: dict[str, etree._Element] = field(default_factory=dict)
    _paragraphs: dict[str, list[etree._Element]] = field(default_factory=dict)
    _firsts: dict[str, list[int]] = field(default_factory=dict)

    def root(self, part: str) -> etree._Element:
        """A part as XML, always the same, so that its paragraphs can be found again."""
        if part not in self._roots:
            self._roots[part] = self.package.xml(part)
        return self._roots[part]

    def paragraphs(self, part: str) -> list[etree._Element]:
        """All paragraphs of a part in the order of the file, those of tables and boxes too."""
        if part not in self._paragraphs:
            self._paragraphs[part] = list(self.root(part).iter("{*}p"))
        return self._paragraphs[part]

    def of_line(self, story: Story, line: int, word: str) -> Spot | None:
        """The paragraph that a line of a story came from; ``None`` where there are none."""
        paragraphs = self.paragraphs(story.part)
        if not paragraphs:
            return None
        firsts = self._firsts_of(story.part)
        start = firsts[min(line, len(firsts)) - 1]
        end = next((first for first in firsts[line:] if first > start), len(paragraphs))
        for number in range(start, end):
            if _has_mark(paragraph_text(paragraphs[number]), word):
                return Spot(story.part, number, word)
        return Spot(story.part, start, word)

    def of_node(self, part: str, node: etree._Element) -> Spot | None:
        """The paragraph around a node, or the first one inside it."""
        around = next(node.iterancestors("{*}p"), None)
        paragraph = node if local(node) == "p" else around
        if paragraph is None:
            paragraph = next(node.iter("{*}p"), None)
        if paragraph is None:
            return None
        return Spot(part, self.paragraphs(part).index(paragraph))

    def place(self, spot: Spot) -> Said:
        """The spot in words: part, table cell or paragraph, and what the paragraph says."""
        paragraph = self.paragraphs(spot.part)[spot.paragraph]
        at = _in_table(paragraph) or self._among(spot.part, paragraph)
        where = where_of(self.package, spot.part)
        if where:
            return say("in the {where}, {place}", where=_WHERE.get(where, where), place=at)
        return at

    def _among(self, part: str, paragraph: etree._Element) -> Said:
        """Its number among the paragraphs outside tables that say something."""
        number = 1
        for each in self.paragraphs(part):
            if each is paragraph:
                break
            if next(each.iterancestors("{*}tbl"), None) is None and paragraph_text(each).strip():
                number += 1
        return say(
            "paragraph {number}: “{quote}”", number=number, quote=quoted(paragraph_text(paragraph))
        )

    def _firsts_of(self, part: str) -> list[int]:
        """For each line of the story the first paragraph it may have come from."""
        if part not in self._firsts:
            root = self.package.xml(part)
            for number, paragraph in enumerate(root.iter("{*}p")):
                paragraph.set(_NUMBER, str(number))
            patched = DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode"))
            firsts, last = [], 0
            for line in source_of(patched).split("\n"):
                found = _NUMBERED.match(line)
                last = int(found[1]) if found else last
                firsts.append(last)
            self._firsts[part] = firsts
        return self._firsts[part]


def _has_mark(text: str, word: str) -> bool:
    return "{" in text and re.search(rf"\b{re.escape(word)}\b", text) is not None


def _in_table(paragraph: etree._Element) -> Said | None:
    """Table, row and cell around a paragraph, each counted from 1."""
    cell = next(paragraph.iterancestors("{*}tc"), None)
    row = next(paragraph.iterancestors("{*}tr"), None)
    table = next(paragraph.iterancestors("{*}tbl"), None)
    if cell is None or row is None or table is None:
        return None
    tables = list(table.getroottree().getroot().iter("{*}tbl"))
    return say(
        "table {table}, row {row}, cell {cell}: “{quote}”",
        table=tables.index(table) + 1,
        row=list(table.iter("{*}tr")).index(row) + 1,
        cell=list(row.iter("{*}tc")).index(cell) + 1,
        quote=quoted(paragraph_text(paragraph)),
    )
