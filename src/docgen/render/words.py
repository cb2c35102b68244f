"""The words of a Word file as a reader sees them: headers, body, notes, footers, in this order.

Read from the XML itself, because python-docx's ``.text`` skips content controls and text boxes.
Counts: what was inserted in tracked changes, stored results of fields, text boxes, content
controls. Does not count: what was deleted, hidden text, comments, merged-away cells, and the
numbers that Word makes up while it shows automatic lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.render.package import Package, attribute, local

_PROPERTIES = {"pPr", "rPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr", "sdtPr", "sdtEndPr"}
_UNSEEN = _PROPERTIES | {"instrText", "delText", "delInstrText", "del", "moveFrom", "Fallback"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})


def words(docx: bytes, name: str = "document.docx") -> str:
    """Everything a reader sees, one line a paragraph or table row, a tab between cells.

    Empty paragraphs are left out; paragraphs inside one cell are joined by a blank.
    """
    package = Package.read(docx, name)
    main = package.main()
    body = package.xml(main)
    heads = [package.xml(part) for part in margins(package, main, body, "header")]
    feet = [package.xml(part) for part in margins(package, main, body, "footer")]
    lines = [
        line for story in [*heads, body, *_notes(package, main), *feet] for line in lines_of(story)
    ]
    return "".join(f"{line}\n" for line in lines)


def lines_of(container: etree._Element) -> Iterator[str]:
    """The lines of a body, a cell, a text box or any wrapper around paragraphs and tables."""
    for node in container:
        tag = local(node)
        if tag == "p":
            yield from _paragraph(node)
        elif tag == "tbl":
            yield from _table(node)
        elif tag not in _UNSEEN:
            yield from lines_of(node)


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of one paragraph, without that of text boxes anchored in it."""
    return "".join(_pieces(paragraph))


def _paragraph(node: etree._Element) -> Iterator[str]:
    for line in paragraph_text(node).split("\n"):
        if line.strip():
            yield line.strip()
    for box in _boxes(node):
        yield from lines_of(box)


def _pieces(node: etree._Element) -> Iterator[str]:
    for child in node:
        tag = local(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag not in _UNSEEN and tag != "txbxContent" and not is_hidden(child):
            yield from _pieces(child)


def is_hidden(run: etree._Element) -> bool:
    """Whether a run is formatted as hidden text."""
    for properties in run:
        if local(properties) == "rPr":
            return any(
                local(mark) == "vanish" and attribute(mark, "val") not in _OFF
                for mark in properties
            )
    return False


def _boxes(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        tag = local(child)
        if tag == "txbxContent":
            yield child
        elif tag not in _UNSEEN:
            yield from _boxes(child)


def _table(table: etree._Element) -> Iterator[str]:
    for row in _inside(table, "tr"):
        line = "\t".join(_cell(cell) for cell in _inside(row, "tc")).rstrip()
        if line and not _property(row, "trPr", "del"):
            yield line


def _cell(cell: etree._Element) -> str:
    for merge in _property(cell, "tcPr", "vMerge"):
        if attribute(merge, "val") in {"", "continue"}:
            return ""
    return " ".join(line.replace("\t", " ") for line in lines_of(cell))


def _inside(node: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also where a content control stands around them."""
    for child in node:
        tag = local(child)
        if tag == wanted:
            yield child
        elif tag not in _UNSEEN:
            yield from _inside(child, wanted)


def _property(node: etree._Element, group: str, name: str) -> list[etree._Element]:
    return [p for g in node if local(g) == group for p in g if local(p) == name]


def margins(package: Package, main: str, body: etree._Element, kind: str) -> list[str]:
    """The header or footer parts that some page shows, each once."""
    targets = {relation.id: relation.target for relation in package.relations(main)}
    shown: dict[str, None] = {}
    for section in body.iter("{*}sectPr"):
        for reference in section.iterchildren(f"{{*}}{kind}Reference"):
            if _used(package, section, attribute(reference, "type")):
                shown[targets.get(attribute(reference, "id"), "")] = None
    return [part for part in shown if part in package.parts]


def _used(package: Package, section: etree._Element, pages: str) -> bool:
    if pages == "first":
        return any(_on(mark) for mark in section.iterchildren("{*}titlePg"))
    if pages == "even":
        settings = package.parts.get("word/settings.xml", b"")
        return b"evenAndOddHeaders" in settings
    return True


def _on(mark: etree._Element) -> bool:
    return attribute(mark, "val") not in _OFF


def _notes(package: Package, main: str) -> Iterator[etree._Element]:
    """Footnotes and endnotes, without the lines Word draws between them and the text."""
    for relation in package.relations(main):
        if relation.kind in {"footnotes", "endnotes"} and relation.target in package.parts:
            for note in package.xml(relation.target):
                if attribute(note, "type") in {"", "normal"}:
                    yield note
