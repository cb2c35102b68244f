"""The copies of a paper, each with where it goes at the top right of every page.

The filled Word file stays as it is; of it one Word file a copy is made, for the printer only. The
words stand in a text box that is anchored in the header and placed on the page, so that no line
of the paper moves; a page that has no header gets one that is one point high. Which header a
page shows: ECMA-376 part 1, 17.10 (first pages, even pages, headers taken over from the section
before).
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from html import escape

from lxml import etree

from docgen.errors import BadInput, say
from docgen.forms.form import Form
from docgen.forms.numerals import cn_number
from docgen.render.package import (
    CONTENT_TYPES,
    Package,
    attribute,
    parse_xml,
    rels_of,
    xml_bytes,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ID = 60_000  # neither docxtpl nor ``pictures`` numbers drawings so
_EMU_A_TWENTIETH = 635
# How high the box is, how far above the header's first line, and what printers can reach.
_HIGH, _APART, _HIGHEST = 300, 80, 227
_FONT = '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>'
_BOX = (
    f"<w:r {_NAMES}><w:drawing>"
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
    ' behindDoc="0" locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:wrapNone/>'
    f'<wp:docPr id="{_ID}" name="copy{_ID}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"/>'
    "<a:noFill/></wps:spPr><wps:txbx><w:txbxContent><w:p><w:pPr>"
    '<w:spacing w:before="0" w:after="0" w:line="{high}" w:lineRule="exact"/>'
    '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="right"/></w:pPr>'
    f'<w:r><w:rPr>{_FONT}<w:sz w:val="18"/></w:rPr><w:t>{{words}}</w:t></w:r></w:p>'
    "</w:txbxContent></wps:txbx>"
    '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)
_LOW_PARAGRAPH = (
    f'<w:p xmlns:w="{_W}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="20"'
    ' w:lineRule="exact"/></w:pPr></w:p>'
)
_OFF = frozenset({"0", "false", "off"})


def destinations(form: Form) -> list[str]:
    """What is printed on each copy: 第一联 · 企业发展部.

    Raises:
        BadInput: The form has fewer than two copies.
    """
    if len(form.copies) < 2:  # noqa: PLR2004 - one paper needs no word about its copies
        raise BadInput(
            say("“{title}” is not made in several copies", title=form.title),
            why=say("its form.toml names fewer than two"),
            fix=say("leave out --copies"),
        )
    return [f"第{cn_number(turn)}联 · {copy.to}" for turn, copy in enumerate(form.copies, start=1)]


def copy_of(docx: bytes, words: str) -> bytes:
    """A filled Word file with these words at the top right of every page."""
    package = Package.read(docx)
    paper = _Paper(package)
    for section in paper.sections():
        paper.mark(section, words)
    return paper.pack()


class _Paper:
    """A Word file while its headers are marked."""

    def __init__(self, package: Package) -> None:
        self._package, self._main = package, package.main()
        self.root = package.xml(self._main)
        self._types = package.xml(CONTENT_TYPES)
        rels = rels_of(self._main)
        empty = xml_bytes(f'<Relationships xmlns="{_PACKAGE}/relationships"/>')
        self._rels = parse_xml(package.parts.get(rels, empty))
        self._targets = {each.id: each.target for each in package.relations(self._main)}
        self._headers: dict[str, etree._Element] = {}
        self._inherited: set[str] = set()
        self._even = self._has_even()

    def sections(self) -> list[etree._Element]:
        """The properties of each section; those that a tracked change replaced do not count."""
        old = {each for change in self.root.iter(f"{{{_W}}}sectPrChange") for each in change}
        return [each for each in self.root.iter(f"{{{_W}}}sectPr") if each not in old]

    def mark(self, section: etree._Element, words: str) -> None:
        """Put the words into every header that pages of this section show."""
        box = _box(section, words)
        shown = {"default"}
        if any(map(_on, section.iterchildren(f"{{{_W}}}titlePg"))):
            shown.add("first")
        if self._even:
            shown.add("even")
        for reference in section.iterchildren(f"{{{_W}}}headerReference"):
            kind = attribute(reference, "type") or "default"
            part = self._targets.get(attribute(reference, "id"), "")
            if part in self._package.parts:
                self._inherited.add(kind)
                if part not in self._headers:
                    self._headers[part] = self._package.xml(part)
                    _put(self._headers[part], box)
        for kind in sorted(shown - self._inherited):
            self._inherited.add(kind)
            self._new(section, kind, box)

    def pack(self) -> bytes:
        """The file with its marked headers."""
        made = {
            **self._headers,
            self._main: self.root,
            rels_of(self._main): self._rels,
            CONTENT_TYPES: self._types,
        }
        parts = {name: etree.tostring(root, encoding="unicode") for name, root in made.items()}
        packed = {name: xml_bytes(text) for name, text in parts.items()}
        return Package({**self._package.parts, **packed}).pack()

    def _has_even(self) -> bool:
        """Whether even pages have headers of their own."""
        for relation in self._package.relations(self._main):
            if relation.kind == "settings" and relation.target in self._package.parts:
                settings = self._package.xml(relation.target)
                return any(map(_on, settings.iterchildren(f"{{{_W}}}evenAndOddHeaders")))
        return False

    def _new(self, section: etree._Element, kind: str, box: etree._Element) -> None:
        """A header where there was none, too low to move anything."""
        name = f"copyHeader{len(self._headers) + 1}"
        part = posixpath.join(posixpath.dirname(self._main), f"{name}.xml")
        root = etree.Element(f"{{{_W}}}hdr", nsmap={"w": _W})
        _put(root, box)
        self._headers[part] = root
        etree.SubElement(
            self._rels,
            f"{{{_PACKAGE}/relationships}}Relationship",
            Id=name,
            Type=f"{_OFFICE}/header",
            Target=f"{name}.xml",
        )
        etree.SubElement(
            self._types,
            f"{{{_PACKAGE}/content-types}}Override",
            PartName=f"/{part}",
            ContentType=_KIND,
        )
        reference = etree.Element(f"{{{_W}}}headerReference", nsmap={"r": _OFFICE})
        reference.set(f"{{{_W}}}type", kind)
        reference.set(f"{{{_OFFICE}}}id", name)
        section.insert(0, reference)


def _put(header: etree._Element, box: etree._Element) -> None:
    """Anchor the box in the header's first paragraph, or in a new one that is hardly there."""
    paragraph = header.find(f"{{{_W}}}p")
    if paragraph is None:
        paragraph = parse_xml(_LOW_PARAGRAPH.encode())
        header.append(paragraph)
    properties = paragraph.find(f"{{{_W}}}pPr")
    paragraph.insert(0 if properties is None else 1, deepcopy(box))


def _box(section: etree._Element, words: str) -> etree._Element:
    """The words as wide as the page's text, ending a little above the header's first line."""
    size, edge = section.find(f"{{{_W}}}pgSz"), section.find(f"{{{_W}}}pgMar")
    page = _number(size, "w", 11_906)
    left, right = _number(edge, "left", 1_440), _number(edge, "right", 1_440)
    top = max(_HIGHEST, _number(edge, "header", 720) - _HIGH - _APART)
    x, y, cx, cy = (
        each * _EMU_A_TWENTIETH for each in (left, top, max(page - left - right, _HIGH), _HIGH)
    )
    text = escape(words)
    return parse_xml(_BOX.format(x=x, y=y, cx=cx, cy=cy, high=_HIGH, words=text).encode())


def _number(node: etree._Element | None, name: str, usual: int) -> int:
    """A length of the section, in twentieths of a point."""
    text = "" if node is None else attribute(node, name)
    return int(text) if text.isdecimal() else usual


def _on(mark: etree._Element) -> bool:
    return attribute(mark, "val") not in _OFF
