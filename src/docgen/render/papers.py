"""One filled paper made ready to stand among others in one Word file (see ``merge``).

It gets a bookmark at its beginning and one at its end, begins on a new page, and counts its pages
from 1. The number of all pages would then be that of the whole file, so it becomes a reference
to the page on which the paper ends. What counts on through a file, or points to one place in it,
cannot be shared: ``Unlike`` (ECMA-376 part 1: 17.6 sections, 17.9 numbering, 17.16 fields).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from lxml import etree

from docgen.render.package import local

FIRST, LAST = "paperFirst", "paperLast"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OWN_LENGTH = 30
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES)?\s*(\\\*\s*(MERGEFORMAT|Arabic)\s*)*")
_LONELY = (
    "//w:footnoteReference",
    "//w:endnoteReference",
    "//w:altChunk",
    "//w:dataBinding",
    "//w:lnNumType",
    "//w:hyperlink[@w:anchor]",
    "//w:numPr[w:numId/@w:val!='0']",
    "//w:type[@w:val='evenPage' or @w:val='oddPage']",
    "//w:pgNumType[@w:start!='1' or @w:fmt!='decimal' or @w:chapStyle]",
    "//w:sectPr[preceding::w:sectPr]/w:pgNumType[@w:start]",
)


def _finder(*paths: str) -> Callable[[etree._Element], list[etree._Element]]:
    """Finds elements; compiled once."""
    found = etree.XPath(" | ".join(paths), namespaces={"w": _W, "r": _R})
    return lambda root: cast("list[Any]", found(root))


_lonely = _finder(*_LONELY)
_fields = _finder("//w:fldSimple", "//w:instrText")
_fields_in = _finder(".//w:fldSimple", ".//w:instrText")
_bookmarks = _finder("//w:bookmarkStart", "//w:bookmarkEnd")
_linked = _finder("//*[@r:*]")
_sections = _finder(".//w:sectPr[not(parent::w:sectPrChange)]")


class Unlike(Exception):
    """The papers cannot be one file without looking different; says why, for the programmer."""


def w(name: str) -> str:
    """A name of WordprocessingML as lxml writes it."""
    return f"{{{_W}}}{name}"


def body_of(root: etree._Element) -> etree._Element:
    """The document's body, which ends with the properties of its last section."""
    body = root.find(w("body"))
    if body is None or not len(body) or body[-1].tag != w("sectPr"):
        raise Unlike("no body with a section")
    return body


def free(root: etree._Element, number: int) -> None:
    """Make a story, the body or a header, independent of the rest of its file.

    Raises:
        Unlike: It holds notes, numbering, or fields other than page numbers.
    """
    for lonely in _lonely(root):
        raise Unlike(local(lonely))
    for bookmark in _bookmarks(root):
        _remove(bookmark)
    for field in _fields(root):
        asked = field.get(w("instr")) or field.text or ""
        if not _FIELD.fullmatch(asked):
            raise Unlike(f"field {asked}")
        own = asked.replace("NUMPAGES", f"PAGEREF {LAST}{number}")
        if field.tag == w("instrText"):
            field.text = own
        else:
            field.set(w("instr"), own)


def relink(root: etree._Element, ids: Mapping[str, str]) -> None:
    """Let references by relationship id follow the ids' new names."""
    for each in _linked(root):
        for name, value in each.attrib.items():
            if str(name).startswith(f"{{{_R}}}") and value in ids:
                each.set(name, ids[str(value)])


def part(body: etree._Element, number: int) -> tuple[etree._Element, etree._Element]:
    """Let the paper begin on a new page with page number 1, and mark both its ends.

    Returns:
        Its last paragraph, and its last section's properties taken out of the body; they go into
        that paragraph if another paper follows.

    Raises:
        Unlike: Its sections do not all name the same headers, or no paragraph ends it.
    """
    sections = _sections(body)
    first, last = sections[0], body[-1]
    if any(_edges(section) - _edges(first) for section in sections):
        raise Unlike("headers that begin later")
    _child(first, "type", before="pgSz").set(w("val"), "nextPage")
    _child(first, "pgNumType", before="cols").set(w("start"), "1")
    body.remove(last)
    end = body[-1] if len(body) else None
    if end is None or end.tag != w("p") or end.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        raise Unlike("no paragraph at the end")
    start = next(body.iter(w("p")))
    _bookmark(start, 1 if start.find(w("pPr")) is not None else 0, f"{FIRST}{number}", 2 * number)
    _bookmark(end, len(end), f"{LAST}{number}", 2 * number + 1)
    return end, last


def close(end: etree._Element, section: etree._Element) -> None:
    """Let a section end with this paragraph."""
    properties = end.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        end.insert(0, properties)
    properties.append(section)


def texts(root: etree._Element) -> frozenset[str]:
    """How the paragraphs of a story begin, as ``plain`` leaves it; without those with fields."""
    found = (_text(each) for each in root.iter(w("p")) if not _fields_in(each))
    return frozenset(text for text in found if text)


def styles_of(root: etree._Element) -> frozenset[str]:
    """The paragraph styles that a story names."""
    return frozenset(str(each.get(w("val"))) for each in root.iter(w("pStyle")))


def numbered(styles: Iterable[etree._Element]) -> bool:
    """Whether one of these styles numbers its paragraphs."""
    return any(style.find(f".//{w('numPr')}") is not None for style in styles)


def plain(text: str) -> str:
    """A text as it can be found in a PDF: no spaces, one form of each sign, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _text(paragraph: etree._Element) -> str:
    return plain("".join(run.text or "" for run in paragraph.iter(w("t"))))[:_OWN_LENGTH]


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _edges(section: etree._Element) -> set[tuple[str, str]]:
    """Which headers and footers a section names."""
    kinds = ("headerReference", "footerReference")
    return {(kind, str(each.get(w("type")))) for kind in kinds for each in section.iter(w(kind))}


def _child(section: etree._Element, name: str, *, before: str) -> etree._Element:
    """A section's property, made if it is missing, in the place where the schema wants it."""
    found = section.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        next_one = section.find(w(before))
        if next_one is None:
            section.append(found)
        else:
            next_one.addprevious(found)
    return found


def _bookmark(paragraph: etree._Element, place: int, name: str, number: int) -> None:
    start = etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): name})
    paragraph.insert(place, start)
    start.addnext(etree.Element(w("bookmarkEnd"), {w("id"): str(number)}))
