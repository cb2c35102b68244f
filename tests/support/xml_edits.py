"""Edits of a filled form's XML, as people and programs make them."""

from __future__ import annotations

import re
from collections.abc import Callable

from docgen.render.package import Package

Edit = Callable[[str], str]
DOCUMENT = "word/document.xml"


def changed(docx: bytes, edit: Edit, part: str = DOCUMENT) -> bytes:
    parts = Package.read(docx).parts
    before = parts[part].decode()
    parts[part] = edit(before).encode()
    assert parts[part].decode() != before, "the edit changed nothing"
    return Package(parts).pack()


def swap(old: str, new: str, count: int = -1) -> Edit:
    return lambda xml: xml.replace(old, new, count)


def without_tags(xml: str) -> str:
    return re.sub(r"<w:(alias|tag) [^>]*/>", "", xml)


def without_marks(xml: str) -> str:
    return re.sub(r"<w:bookmark(Start|End) [^>]*/>", "", without_tags(xml))


def row_of(xml: str, text: str) -> str:
    """The XML of the table row in which a text stands."""
    rows: list[str] = re.findall(r"<w:tr>.*?</w:tr>", xml)
    return next(row for row in rows if text in row)


def words_of(xml: str) -> str:
    return re.sub("<[^>]+>", "", xml).strip()
