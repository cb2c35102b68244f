"""An Office file as what it is: a ZIP of named parts (ECMA-376 part 2, Open Packaging Conventions).

Reads the parts, says which is the document, its headers and its notes, and packs parts again so
that the same parts always give the same bytes. Does not judge what people hand in: that is
``preflight``, which foreign files go through first. XML is read without entities, DTDs or network.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.errors import BadInput, say

CONTENT_TYPES = "[Content_Types].xml"
UNPACKED_LIMIT = 200_000_000
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What zipfile is known to raise on damaged, encrypted or forged archives.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_STORY_KINDS = ("document.main", "header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its id, what it is for, and what it points to."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an Office file by name, in the order in which they were packed.

    Args:
        parts: What each part holds.
        name: What the file is called in messages.
    """

    parts: dict[str, bytes]
    name: str = ""

    @classmethod
    def read(cls, data: bytes, name: str = "template.docx") -> Package:
        """Unpack an Office file; at most 200 MB when unpacked.

        Raises:
            BadInput: It is no ZIP, is cut short, or unpacks to too much.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [info for info in archive.infolist() if not info.is_dir()]
                if sum(info.file_size for info in members) > UNPACKED_LIMIT:
                    raise _unreadable(name)
                return cls({info.filename: archive.read(info) for info in members}, name)
        except _DAMAGE as why:
            raise _unreadable(name) from why

    def pack(self) -> bytes:
        """Pack the parts: content types first, then their old order; no times, no names of ours."""
        names = sorted(self.parts, key=lambda name: name != CONTENT_TYPES)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                info = zipfile.ZipInfo(name, _FIXED_TIME)
                info.create_system = 0
                archive.writestr(info, self.parts[name], zipfile.ZIP_DEFLATED, _LEVEL)
        return packed.getvalue()

    def content_type(self, part: str) -> str:
        """What the package declares a part to be; empty if it declares nothing."""
        default = ""
        for entry in self.xml(CONTENT_TYPES):
            if entry.get("PartName", "").casefold() == f"/{part}".casefold():
                return entry.get("ContentType", "")
            if part.casefold().endswith(f".{entry.get('Extension', '/')}".casefold()):
                default = entry.get("ContentType", "")
        return default

    def main(self) -> str:
        """The name of the document itself; empty if the package names none."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target in self.parts:
                return relation.target
        return ""

    def relations(self, part: str) -> list[Relation]:
        """Where a part points to (``""`` for the package itself), in the file's order."""
        rels = rels_of(part)
        if rels not in self.parts:
            return []
        folder = posixpath.dirname(part)
        return [_relation(folder, entry) for entry in self.xml(rels) if local(entry) != ""]

    def stories(self) -> list[str]:
        """The parts that hold text of a Word file: the document, headers, footers and notes."""
        found = [
            part.lstrip("/")
            for part, kind in self._declared()
            if kind.endswith(tuple(f"wordprocessingml.{story}+xml" for story in _STORY_KINDS))
        ]
        return [part for part in found if part in self.parts]

    def xml(self, part: str) -> etree._Element:
        """The part as XML.

        Raises:
            BadInput: It is missing or not well-formed XML.
        """
        try:
            return parse_xml(self.parts[part])
        except (KeyError, etree.XMLSyntaxError) as why:
            raise BadInput(
                say("The part “{part}” inside the Office file cannot be read", part=part),
                why=say("an Office file needs it, and it is missing or damaged"),
                fix=say("open the file in Word, save it again, and use the saved file"),
                file=self.name,
            ) from why

    def _declared(self) -> Iterator[tuple[str, str]]:
        for entry in self.xml(CONTENT_TYPES):
            if entry.get("PartName"):
                yield entry.get("PartName", ""), entry.get("ContentType", "")


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML from an Office file: no entities, no DTD, no network, at most 256 levels deep."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def xml_bytes(text: str) -> bytes:
    """A part's XML as Office files hold it: with a declaration, in UTF-8."""
    return _DECLARATION + text.encode()


def local(node: etree._Element) -> str:
    """A tag without its namespace, so that strict and transitional files read alike."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: etree._Element, name: str) -> str:
    """An attribute whatever its namespace; empty if it is not there."""
    for key, value in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _relation(folder: str, entry: etree._Element) -> Relation:
    target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    kind = entry.get("Type", "").rpartition("/")[2]
    return Relation(entry.get("Id", ""), kind, target, external)


def _unreadable(name: str) -> BadInput:
    return BadInput(
        say("“{name}” is not a whole Office file", name=name),
        why=say("it cannot be unpacked: it is cut short, damaged or something else"),
        fix=say("take a new copy from where it came from, or save it again as .docx or .xlsx"),
        file=name,
    )
