"""Pictures in Word files: from a value among the answers to a drawing with its own part.

A picture is written into the filled XML as a mark that holds all of it (``mark``); once the part
is filled, its ``Album`` puts an inline drawing in each mark's place and gives the file the
pictures, their relationships and their types (ECMA-376 part 1, 20.4.2.8 inline, 20.2 picture;
part 2, 9.3 relationships). Files without pictures pass by: ``docx`` asks for an album's parts
only when it holds something. Lines at an exact distance would show a strip of a picture, so its
paragraph gets lines as high as what stands in them; a control for text around it is taken away.
"""

from __future__ import annotations

import binascii
import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from lxml import etree

from docgen.forms.picture_files import JPEG, PNG
from docgen.forms.pictures import Picture
from docgen.render.package import CONTENT_TYPES, Package, local, parse_xml, rels_of, xml_bytes

#: Around a picture in filled XML; no value can hold them.
BEGIN, END = b"\x04", b"\x05"
_MARK = re.compile(BEGIN + b"([^\x05]*)" + END)
_EMU_A_MM = 36_000
_FIRST_ID = 50_000  # docxtpl numbers a template's own drawings from 1001 on
_ENDINGS = {PNG: "png", JPEG: "jpg"}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NO_RELATIONS = xml_bytes(f'<Relationships xmlns="{_PACKAGE}/relationships"/>')
_DRAWING = (
    f'</w:t><w:drawing xmlns:w="{_W}"><wp:inline xmlns:wp="{_DRAWINGML}/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{id}" name="{name}" descr="{label}"/>'
    f'<a:graphic xmlns:a="{_DRAWINGML}/main"><a:graphicData uri="{_DRAWINGML}/picture">'
    f'<pic:pic xmlns:pic="{_DRAWINGML}/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="{id}" name="{name}" descr="{label}"/><pic:cNvPicPr/></pic:nvPicPr>'
    f'<pic:blipFill><a:blip xmlns:r="{_OFFICE}" r:embed="{{name}}"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    '</a:graphic></wp:inline></w:drawing><w:t xml:space="preserve">'
)
_EMPTY = b'<w:t xml:space="preserve"></w:t>'
# What follows a paragraph's spacing in its properties (ECMA-376 part 1, 17.3.1.26).
_AFTER_SPACING = frozenset(
    (
        *("ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
        *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr"),
        *("sectPr", "pPrChange"),
    )
)


def mark(picture: Picture) -> bytes:
    """A picture as it is written into filled XML."""
    data = binascii.b2a_base64(picture.data, newline=False)
    label = picture.label.encode().hex().encode()
    cx, cy = (max(1, round(mm * _EMU_A_MM)) for mm in (picture.width_mm, picture.height_mm))
    return b"%b%b %d %d %b %b%b" % (BEGIN, picture.media.encode(), cx, cy, label, data, END)


class Album:
    """The pictures of one document while it is filled."""

    def __init__(self) -> None:
        self._count = _FIRST_ID
        self._media: dict[str, tuple[str, bytes]] = {}
        self._shown: dict[str, dict[str, None]] = {}

    def __bool__(self) -> bool:
        return bool(self._media)

    def place(self, part: str, xml: bytes) -> bytes:
        """A part's XML with a drawing in the place of each mark.

        Raises:
            XMLSyntaxError, LookupError: A mark stands where Word keeps no text.
        """
        placed = _MARK.sub(lambda found: self._drawn(part, found[1]), xml).replace(_EMPTY, b"")
        root = parse_xml(placed)
        for drawing in [*root.iter(f"{{{_W}}}drawing")]:
            if any(str(each.get("name", "")) in self._media for each in drawing.iter("{*}docPr")):
                _give_room(drawing)
                _free(drawing)
        return xml_bytes(etree.tostring(root, encoding="unicode"))

    def parts(self, fixed: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """The parts to be added, or put in the place of ``fixed`` ones; content types first."""
        package = Package(dict(fixed))
        yield CONTENT_TYPES, self._types(package)
        for part, shown in self._shown.items():
            rels = rels_of(part)
            yield rels, self._relations(fixed.get(rels, _NO_RELATIONS), part, shown)
        for name, (media, data) in self._media.items():
            yield _file(name, media), data

    def _drawn(self, part: str, marked: bytes) -> bytes:
        media, cx, cy, label, packed = marked.split(b" ")
        data = binascii.a2b_base64(packed)
        name = f"picture{sha256(data).hexdigest()[:16]}"
        self._media[name] = media.decode(), data
        self._shown.setdefault(part, {})[name] = None
        self._count += 1
        said = html.escape(bytes.fromhex(label.decode()).decode())
        return _DRAWING.format(
            cx=int(cx), cy=int(cy), id=self._count, name=name, label=said
        ).encode()

    def _types(self, package: Package) -> bytes:
        root = package.xml(CONTENT_TYPES)
        namespace = f"{{{_PACKAGE}/content-types}}"
        for name, (media, _) in self._media.items():
            declared = {
                each.get("Extension", "").casefold(): each.get("ContentType", "") for each in root
            }
            ending, file = _ENDINGS[media], _file(name, media)
            if ending not in declared:
                default = etree.Element(f"{namespace}Default", Extension=ending, ContentType=media)
                root.insert(0, default)
            elif declared[ending] != media:
                etree.SubElement(
                    root, f"{namespace}Override", PartName=f"/{file}", ContentType=media
                )
        return xml_bytes(etree.tostring(root, encoding="unicode"))

    def _relations(self, old: bytes, part: str, shown: Mapping[str, None]) -> bytes:
        root = parse_xml(old)
        for name in shown:
            target = posixpath.relpath(_file(name, self._media[name][0]), posixpath.dirname(part))
            etree.SubElement(
                root,
                f"{{{_PACKAGE}/relationships}}Relationship",
                Id=name,
                Type=f"{_OFFICE}/image",
                Target=target,
            )
        return xml_bytes(etree.tostring(root, encoding="unicode"))


def _file(name: str, media: str) -> str:
    return f"word/media/{name}.{_ENDINGS[media]}"


def _give_room(drawing: etree._Element) -> None:
    """Let the lines of the paragraph around a drawing be as high as the drawing needs."""
    paragraph = next(drawing.iterancestors(f"{{{_W}}}p"), None)
    if paragraph is None:
        raise LookupError(_W)
    properties = paragraph.find(f"{{{_W}}}pPr")
    if properties is None:
        properties = etree.Element(f"{{{_W}}}pPr")
        paragraph.insert(0, properties)
    spacing = properties.find(f"{{{_W}}}spacing")
    if spacing is None:
        spacing = etree.Element(f"{{{_W}}}spacing")
        properties.insert(_spacing_place(properties), spacing)
    spacing.set(f"{{{_W}}}line", "240")
    spacing.set(f"{{{_W}}}lineRule", "auto")


def _free(drawing: etree._Element) -> None:
    """Take away the control around a picture: a control for text loses it when it is edited."""
    for control in drawing.iterancestors(f"{{{_W}}}sdt"):
        content, around = control.find(f"{{{_W}}}sdtContent"), control.getparent()
        if content is not None and around is not None and len(content) == 1:
            around.replace(control, content[0])
        return


def _spacing_place(properties: etree._Element) -> int:
    for place, each in enumerate(properties):
        if local(each) in _AFTER_SPACING:
            return place
    return len(properties)
