"""The part of a Word file that keeps the record: unbound, seen by no reader, kept on saving.

A custom XML part (ECMA-376 part 1, 15.2.5) with its properties and a relation from the document.
Nothing in the document is bound to it, because programs empty a bound part while they save.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from lxml import etree

from docgen.errors import BadInput, say
from docgen.forms.characters import ODD
from docgen.forms.pictures import Picture
from docgen.render.marks import Mark, masked
from docgen.render.package import CONTENT_TYPES, Package, parse_xml, rels_of, xml_bytes
from docgen.render.record import VERSION, Origin

NAMESPACE = "urn:docgen:record:1"
#: How many bytes a record may have; a table of 10,000 rows has one or two million.
LONGEST = 10_000_000
_STORE = "{5B1B0F3E-5C0B-4B9C-9C6E-0D0C6E6E0001}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f"{_OFFICE}/customXml"
_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ID = "docgenRecord"
_ITEM = re.compile(r"customXml/item\d{1,9}\.xml")
_unsafe = re.compile(f"[{ODD}]").search


def record_part(package: Package) -> str:
    """The name of the part that a template's papers keep their record in."""
    taken = {part.casefold() for part in package.parts}
    number = 1
    while f"customxml/item{number}.xml" in taken or f"customxml/itemprops{number}.xml" in taken:
        number += 1
    return f"customXml/item{number}.xml"


def with_store(package: Package, part: str) -> dict[str, bytes]:
    """The template's parts, with all that the record needs around it."""
    properties = part.replace("item", "itemProps")
    main = package.main()
    target = "../" * main.count("/") + part
    parts = dict(package.parts)
    override = f'<Override PartName="/{properties}" ContentType="{_TYPE}"/>'
    if package.content_type(part) != "application/xml":
        override += f'<Override PartName="/{part}" ContentType="application/xml"/>'
    relation = _relation(_ID, "customXml", target)
    none = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    parts[CONTENT_TYPES] = _inserted(parts[CONTENT_TYPES], override)
    parts[rels_of(main)] = _inserted(parts.get(rels_of(main), none), relation)
    parts[properties] = xml_bytes(
        f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_CUSTOM}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    parts[rels_of(part)] = _inserted(
        none, _relation("rId1", "customXmlProps", properties.rpartition("/")[2])
    )
    return parts


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'


def _inserted(xml: bytes, entry: str) -> bytes:
    """The part with one entry more at the end of its outermost element, in its namespace."""
    root = parse_xml(xml)
    space = root.tag.partition("}")[0][1:]
    root.extend(parse_xml(f'<x xmlns="{space}">{entry}</x>'.encode()))
    return xml_bytes(etree.tostring(root, encoding="unicode"))


def writer(
    origin: Origin, digest: str, marks: Sequence[Mark]
) -> Callable[[Mapping[str, object]], bytes]:
    """What makes the record part of each paper from its values.

    Args:
        origin: What all papers are filled from.
        digest: Of the template's Word file.
        marks: The template's marks, in their order. What they only show masked is left out.
    """
    head = {
        "docgen": VERSION,
        "template": origin.template,
        "template_sha256": origin.template_sha256,
        "form_sha256": origin.form_sha256,
        "program": origin.program,
        "docx_sha256": digest,
        "marks": [mark.name() for mark in marks],
    }
    hidden = masked(marks)
    start = (_START + _escaped(_encode(head)[:-1]) + ',"answers":').encode()

    def part(values: Mapping[str, object]) -> bytes:
        told = _without(values, hidden) if hidden else values
        text = _encode(told)
        if _unsafe(text):
            text = json.dumps(json.loads(text))
        return b"".join((start, _escaped(text).encode(), _END))

    return part


def _without(values: Mapping[str, object], hidden: frozenset[str]) -> dict[str, object]:
    """The values without those fields and columns."""
    return {
        name: [
            {column: one for column, one in row.items() if f"{name}.{column}" not in hidden}
            if isinstance(row, Mapping)
            else row
            for row in value
        ]
        if isinstance(value, list)
        else value
        for name, value in values.items()
        if name not in hidden
    }


def part_in(package: Package) -> str:
    """The name of the part in which a paper keeps its record; "" for a paper that has none."""
    parts, wanted = package.parts, NAMESPACE.encode()
    found = (name for name in sorted(parts) if wanted in parts[name][:_HEAD])
    return next(filter(_ITEM.fullmatch, found), "")


def record_in(package: Package) -> str:
    """The record as it stands in a paper, at most 10 MB; "" for a paper that has none.

    Raises:
        BadInput: It is larger.
    """
    part = part_in(package)
    if not part:
        return ""
    data = package.parts[part]
    if len(data) > LONGEST:
        raise BadInput(
            say("The record inside “{name}” cannot be read", name=package.name),
            why=say("it has more than {limit} bytes", limit=LONGEST),
            fix=say("use a copy of the paper as docgen filled it"),
            file=package.name,
        )
    try:
        return "".join(map(str, parse_xml(data).itertext()))
    except etree.XMLSyntaxError:
        return " "  # there is one, and it is broken: ``Record`` says so


def _plain(value: object) -> str:
    """Numbers and days as ``forms.stored`` keeps them; of a picture its name and digest."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Picture):
        return str(value)
    raise TypeError(type(value))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
_START = xml_bytes(f'<record xmlns="{NAMESPACE}">').decode()
_END = b"}</record>"
_HEAD = 1_000
