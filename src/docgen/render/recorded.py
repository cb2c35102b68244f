"""The record in a paper of anybody's: taken out in a child process, and put back for a new version.

Reading what the paper itself says is ``readback``'s work; here nothing is looked at but the record.
"""

from __future__ import annotations

import json

from lxml import etree

from docgen.errors import BadInput
from docgen.render import sandbox
from docgen.render.embed import part_in, record_in, record_part, with_store
from docgen.render.package import Package, parse_xml, xml_bytes
from docgen.render.preflight import preflight
from docgen.render.record import Record


def find(docx: bytes, name: str) -> Record | None:
    """The record inside a paper; ``None`` if it has none that can be understood.

    Raises:
        BadInput: The paper is refused, damaged or too hard to read.
    """
    text = sandbox.run("docgen.render.recorded:told", docx, name=name)
    try:
        return Record.from_json(text.decode()) if text else None
    except BadInput:  # ``readback`` warns of it
        return None


def told(docx: bytes, name: str) -> bytes:
    """The record's text; nothing if there is none (in the child)."""
    preflight(docx, name)
    return record_in(Package.read(docx, name)).encode()


def renewed(docx: bytes, filled: bytes, version: int) -> bytes:
    """A paper with the record of the version that it becomes; nothing else in it is touched.

    Args:
        docx: The paper, read and judged before.
        filled: A paper that docgen filled with the answers this one has now.
        version: Which version of its item it becomes.
    """
    package, fresh = Package.read(docx), Package.read(filled)
    source, target = part_in(fresh), part_in(package)
    parts = dict(package.parts)
    if not target:
        target = record_part(package)
        parts = with_store(package, target)
    record = json.loads(record_in(fresh)) | {"version": version}
    root = parse_xml(fresh.parts[source])
    try:
        root.text = json.dumps(record, ensure_ascii=False)
    except ValueError:  # a sign that XML does not take: JSON writes it as \u….
        root.text = json.dumps(record)
    parts[target] = xml_bytes(etree.tostring(root, encoding="unicode"))
    return Package(parts).pack()
