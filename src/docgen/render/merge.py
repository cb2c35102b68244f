"""Many filled papers of one template as one Word file, so that LibreOffice lays them out at once.

Each paper becomes a section of its own (``papers``) and keeps its own headers, footers and
pictures; styles, settings and all else are shared and must be the same in all. ``split`` takes
the PDF apart again. Papers that would not look as they do alone are not merged: ``Unlike``.
The file is for LibreOffice only and never given to anybody.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from docgen.render import papers
from docgen.render.fonts import used_styles
from docgen.render.package import (
    CONTENT_TYPES,
    Package,
    Relation,
    attribute,
    local,
    parse_xml,
    rels_of,
)
from docgen.render.papers import Unlike

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CARRIED = frozenset({"header", "footer", "image"})
_EDGES = frozenset({"header", "footer"})
# Nothing of these is printed, so papers may differ in them.
_UNPRINTED = ("docProps/", "customXml/")
_OWN = 3
_CORE = "docProps/core.xml"
#: What Word keeps about a paper, and its names in a PDF.
ABOUT = {"title": "/Title", "creator": "/Author", "subject": "/Subject", "keywords": "/Keywords"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper in the merged file.

    Args:
        own: The longest beginnings of paragraphs that no other paper has, as ``papers.plain``
            leaves them; empty if it has none of its own.
        about: Title, author, subject and keywords, by their names in a PDF.
    """

    own: tuple[str, ...]
    about: dict[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged file, and its papers in their order."""

    docx: bytes
    papers: tuple[Paper, ...]


def merge(documents: Sequence[bytes]) -> Merged:
    """Put filled papers of one template into one Word file.

    Args:
        documents: At least one, each already looked at by ``preflight``.

    Raises:
        Unlike: They are not of one template, or it has what cannot stand among others.
    """
    packages = [Package.read(docx) for docx in documents]
    whole = _Whole(packages[0])
    texts = [whole.add(package) for package in packages]
    return Merged(whole.pack(), tuple(_papers(texts, [_about(each) for each in packages])))


def _papers(texts: Sequence[frozenset[str]], about: Sequence[dict[str, str]]) -> Iterator[Paper]:
    seen = Counter(text for each in texts for text in each)
    for each, properties in zip(texts, about, strict=True):
        own = (text for text in each if seen[text] == 1)
        longest = sorted(own, key=lambda text: (len(text), text), reverse=True)
        yield Paper(tuple(longest[:_OWN]), properties)


def _about(package: Package) -> dict[str, str]:
    if _CORE not in package.parts:
        return {}
    found = {ABOUT.get(local(each), ""): each.text or "" for each in package.xml(_CORE)}
    return {name: text for name, text in found.items() if name and text}


class _Whole:
    """The merged file while it grows, on the frame of the first paper."""

    def __init__(self, first: Package) -> None:
        self._first, self._main = first, first.main()
        self._root = first.xml(self._main)
        self._body = papers.body_of(self._root)
        self._body[:] = []
        self._rels = first.xml(rels_of(self._main))
        self._types = first.xml(CONTENT_TYPES)
        self._shared = _shared(first, self._main)
        self._numbered = _numbered_styles(first, self._main)
        self._parts: dict[str, bytes] = {}
        self._ids: dict[tuple[str, bytes, bytes], str] = {}
        self._count = 0
        self._open: tuple[etree._Element, etree._Element] | None = None

    def add(self, package: Package) -> frozenset[str]:
        """Add a paper; the texts of its paragraphs, headers and footers."""
        root = package.xml(self._main)
        self._refuse_unlike(package, root)
        self._check(root)
        carried = {
            each.id: self._carry(package, each)
            for each in package.relations(self._main)
            if _is_carried(each)
        }
        papers.relink(root, {old: new for old, (new, _) in carried.items()})
        if self._open:
            papers.close(*self._open)
        body = papers.body_of(root)
        self._open = papers.part(body, self._count)
        found = papers.texts(body).union(*(texts for _, texts in carried.values()))
        self._body.extend(body)
        self._count += 1
        return found

    def pack(self) -> bytes:
        """The file with all papers added so far."""
        if self._open:
            self._body.append(self._open[1])
        made = {
            self._main: etree.tostring(self._root),
            rels_of(self._main): etree.tostring(self._rels),
            CONTENT_TYPES: etree.tostring(self._types),
        }
        return Package({**self._first.parts, **self._parts, **made}).pack()

    def _carry(self, package: Package, relation: Relation) -> tuple[str, frozenset[str]]:
        """Take over a header, footer or picture once.

        Returns:
            The id by which this paper refers to it, and the texts of its paragraphs.
        """
        part, texts = relation.target, frozenset[str]()
        content = package.parts[part]
        if relation.kind in _EDGES:
            root = parse_xml(content)
            self._check(root)
            content, texts = etree.tostring(root), papers.texts(root)
            for picture in _pictures(package, part):
                self._keep(picture, package.parts[picture])
        key = (part, content, package.parts.get(rels_of(part), b""))
        if key not in self._ids:
            self._ids[key] = self._new(package, relation, content)
        return self._ids[key], texts

    def _new(self, package: Package, relation: Relation, content: bytes) -> str:
        """Put a part beside the one of the first paper, so that what it points to stays right."""
        old, name = relation.target, f"paper{len(self._ids)}"
        part = posixpath.join(posixpath.dirname(old), f"{name}-{posixpath.basename(old)}")
        self._parts[part] = content
        if rels_of(old) in package.parts:
            self._parts[rels_of(part)] = package.parts[rels_of(old)]
        target = posixpath.relpath(part, posixpath.dirname(self._main))
        kind = f"{_RELATION}/{relation.kind}"
        _append(self._rels, "Relationship", Id=name, Type=kind, Target=target)
        content_type = package.content_type(old)
        _append(self._types, "Override", PartName=f"/{part}", ContentType=content_type)
        return name

    def _keep(self, part: str, content: bytes) -> None:
        """Take over a picture of a header under its own name, to which the header points."""
        there = self._parts.get(part, self._first.parts.get(part, content))
        if there != content:
            raise Unlike("pictures of one name")
        self._parts[part] = content

    def _refuse_unlike(self, package: Package, root: etree._Element) -> None:
        """All that is shared must be the same, byte for byte."""
        if _shared(package, self._main) != self._shared:
            raise Unlike("parts that are not the same")
        if (root.items(), root.nsmap) != (self._root.items(), self._root.nsmap):
            raise Unlike("another kind of document")

    def _check(self, root: etree._Element) -> None:
        papers.free(root, self._count)
        if papers.styles_of(root) & self._numbered:
            raise Unlike("numbered paragraphs")


def _pictures(package: Package, part: str) -> list[str]:
    """The pictures that a header or footer shows."""
    shown = [each for each in package.relations(part) if each.kind == "image" and not each.external]
    return [each.target for each in shown if each.target in package.parts]


def _is_carried(relation: Relation) -> bool:
    return relation.kind in _CARRIED and not relation.external


def _shared(package: Package, main: str) -> tuple[list[Relation], dict[str, bytes]]:
    """What papers of one template have in common."""
    relations = package.relations(main)
    carried = {each.target for each in relations if _is_carried(each)}
    pictures = {picture for part in carried for picture in _pictures(package, part)}
    own = {*carried, *pictures, *map(rels_of, carried), main, rels_of(main)}
    parts = {
        part: content
        for part, content in package.parts.items()
        if part not in own and not part.startswith(_UNPRINTED)
    }
    return [each for each in relations if not _is_carried(each)], parts


def _numbered_styles(package: Package, main: str) -> frozenset[str]:
    """The styles that number their paragraphs, or are based on one that does."""
    ids: set[str] = set()
    for relation in package.relations(main):
        if relation.kind == "styles":
            styles = package.xml(relation.target)
            names = [attribute(each, "styleId") for each in styles.iterchildren("{*}style")]
            ids |= {name for name in names if papers.numbered(used_styles(styles, {name}))}
    return frozenset(ids)


def _append(parent: etree._Element, name: str, **attributes: str) -> None:
    """Add an entry in the namespace of the list it is added to."""
    etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attributes)
