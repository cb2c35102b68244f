"""Remarks written into a copy of a Word file as comments, where they belong.

A comment is anchored at the run that holds the word it is about, else at the whole paragraph.
Word allows none in headers, footers, notes and text boxes: those stand at the paragraph around
them, or at the first one of the document. What the document says is not touched.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from docgen.render.package import CONTENT_TYPES, Package, attribute, local, parse_xml, rels_of
from docgen.render.spots import Spot
from docgen.render.words import paragraph_text

AUTHOR, _INITIALS = "docgen", "dg"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "purl.oclc.org"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_RELATION_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"


@dataclass(frozen=True, slots=True)
class Note:
    """One comment: its lines, and where it belongs."""

    lines: tuple[str, ...]
    spot: Spot | None = None


def commented(docx: bytes, notes: Sequence[Note], *, at: dt.datetime) -> bytes:
    """A copy of a Word file with these comments beside those it has.

    Args:
        docx: The file.
        notes: What to say, and where.
        at: When it was said, an aware time.
    """
    package = Package.read(docx)
    main = package.main()
    root = package.xml(main)
    word = root.tag[1:].partition("}")[0]
    part, comments = _comments(package, main, word)
    ids = [attribute(each, "id") for each in comments]
    taken = [int(each) for each in ids if each.isdecimal()]
    first = max(taken, default=-1) + 1
    paragraphs = list(root.iter("{*}p"))
    for number, note in enumerate(notes, start=first):
        comments.append(_comment(word, number, note, at))
        inside = note.spot is not None and note.spot.part == main
        spot = note.spot if inside and note.spot else Spot(main, 0)
        if paragraphs:
            _anchor(_outermost(paragraphs[spot.paragraph]), spot.word, word, number)
    parts = {**package.parts, main: _xml(root), part: _xml(comments)}
    return Package(_declared(parts, main, part, strict=_STRICT in word), package.name).pack()


def _comments(package: Package, main: str, word: str) -> tuple[str, etree._Element]:
    """The part that holds the comments, and its XML; both may be new."""
    for relation in package.relations(main):
        if relation.kind == "comments" and relation.target in package.parts:
            return relation.target, package.xml(relation.target)
    name = posixpath.join(posixpath.dirname(main), "comments.xml")
    return name, etree.Element(f"{{{word}}}comments", nsmap={"w": word})


def _comment(word: str, number: int, note: Note, at: dt.datetime) -> etree._Element:
    time = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in note.lines
    )
    return parse_xml(
        f'<w:comment xmlns:w="{word}" w:id="{number}" w:author="{AUTHOR}" w:date="{time}" '
        f'w:initials="{_INITIALS}">{lines}</w:comment>'.encode()
    )


def _outermost(paragraph: etree._Element) -> etree._Element:
    """The paragraph of the body around a paragraph of a text box."""
    return [paragraph, *paragraph.iterancestors("{*}p")][-1]


def _anchor(paragraph: etree._Element, word: str, names: str, number: int) -> None:
    """Put the comment's range around the run that holds the word, or around all of it."""
    runs = [node for node in paragraph if local(node) == "r" and not _is_reference(node)]
    holding = [run for run in runs if word and word in paragraph_text(_alone(run))]
    chosen = holding[:1] or runs
    first = next((place for place, each in enumerate(paragraph) if local(each) != "pPr"), None)
    start = paragraph.index(chosen[0]) if chosen else first
    start = len(paragraph) if start is None else start
    end = paragraph.index(chosen[-1]) + 1 if chosen else len(paragraph)
    identity = {f"{{{names}}}id": str(number)}
    reference = etree.Element(f"{{{names}}}r")
    etree.SubElement(reference, f"{{{names}}}commentReference", identity)
    paragraph.insert(end, reference)
    paragraph.insert(end, etree.Element(f"{{{names}}}commentRangeEnd", identity))
    paragraph.insert(start, etree.Element(f"{{{names}}}commentRangeStart", identity))


def _is_reference(run: etree._Element) -> bool:
    return any(local(node) == "commentReference" for node in run)


def _alone(run: etree._Element) -> etree._Element:
    """The run's copy inside something, as ``paragraph_text`` wants it."""
    around = etree.Element("p")
    around.append(parse_xml(etree.tostring(run)))
    return around


def _declared(parts: dict[str, bytes], main: str, part: str, *, strict: bool) -> dict[str, bytes]:
    """The parts, with the comments in the list of types and among the document's relations."""
    if any(attribute(each, "PartName") == f"/{part}" for each in parse_xml(parts[CONTENT_TYPES])):
        return parts
    types = parse_xml(parts[CONTENT_TYPES])
    space = types.tag.rpartition("}")[0] + "}"
    etree.SubElement(types, f"{space}Override", {"PartName": f"/{part}", "ContentType": _TYPE})
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    relations = parse_xml(parts.get(rels_of(main), empty))
    space = relations.tag.rpartition("}")[0] + "}"
    entry = {
        "Id": "docgenComments",
        "Type": _RELATION_STRICT if strict else _RELATION,
        "Target": posixpath.basename(part),
    }
    etree.SubElement(relations, f"{space}Relationship", entry)
    return {**parts, CONTENT_TYPES: _xml(types), rels_of(main): _xml(relations)}


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
