"""An existing Word form read as the beginning of a template: where it has blanks, marks are put.

What it does not do: it does not guess what a form means. A blank that has no label is left as it
is and told. The file comes from anywhere, so this runs in a child process (``sandbox``).
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any

from lxml import etree

from docgen.forms.form import Column, Field, Signature
from docgen.render import sandbox
from docgen.render.blanks import fill_blanks
from docgen.render.found import LINKED, Found
from docgen.render.line import Line
from docgen.render.oldgrid import fill_table
from docgen.render.package import Package, local, rels_of
from docgen.render.preflight import preflight, refuse_warnings

_SETTINGS = "word/settings.xml"
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """What an old form becomes: its Word file with marks, its questions, and open points."""

    docx: bytes
    title: str
    fields: tuple[Field, ...]
    sign: tuple[Signature, ...]
    numbered: bool
    left: tuple[tuple[str, str], ...]


def read_old_form(data: bytes, name: str) -> Draft:
    """Read a Word form in a child process.

    Raises:
        BadInput: It is no Word file, is damaged, or holds what could run or load.
    """
    told = json.loads(sandbox.run("docgen.render.oldform:draft_json", data, name=name))
    fields = tuple(
        Field(**_plain(one), columns=tuple(Column(**_plain(each)) for each in one["columns"]))
        for one in told["fields"]
    )
    return Draft(
        docx=base64.b64decode(told["docx"]),
        title=told["title"],
        fields=fields,
        sign=tuple(Signature(**one) for one in told["sign"]),
        numbered=told["numbered"],
        left=tuple((what, words) for what, words in told["left"]),
    )


def draft_json(data: bytes, name: str) -> bytes:
    """The child's side of ``read_old_form``."""
    preflight(data, name)
    found = Found()
    package = _unlinked(Package.read(data, name), found)
    cleaned = package.pack()
    refuse_warnings(preflight(cleaned, name), name)
    main = package.main()
    parts = dict(package.parts)
    title = ""
    for part in sorted(package.stories(), key=lambda part: part != main):
        root = package.xml(part)
        title = title or (_title(root) if part == main else "")
        _walk(root, found, "")
        parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    told = {
        "docx": base64.b64encode(Package(parts, name).pack()).decode(),
        "title": title,
        "fields": [
            {**_packed(one), "columns": [_packed(column) for column in one.columns]}
            for one in found.fields
        ],
        "sign": [asdict(one) for one in found.sign],
        "numbered": found.numbered,
        "left": found.left,
    }
    return json.dumps(told).encode()


def _walk(container: etree._Element, found: Found, above: str) -> str:
    """Every paragraph and table in order; what the last paragraph said is a table's title."""
    for node in container:
        tag = local(node)
        if tag == "p":
            line = Line(node)
            fill_blanks(line, found)
            above = line.text.strip() or above
        elif tag == "tbl":
            fill_table(node, found, above)
        elif tag in {"body", "sdt", "sdtContent", "footnote", "endnote"}:
            above = _walk(node, found, above)
    return above


def _title(root: etree._Element) -> str:
    """The first line of the body that says something, if it can be a title."""
    for node in root.iter("{*}p"):
        text = "".join(Line(node).text.split())
        if text:
            return text if len(text) <= _LONGEST_TITLE and "：" not in text else ""
    return ""


def _unlinked(package: Package, found: Found) -> Package:
    """The file without the link to the Word template (.dot) it was once begun with."""
    rels = rels_of(_SETTINGS)
    if b"attachedTemplate" not in package.parts.get(rels, b""):
        return package
    parts = dict(package.parts)
    for part, mark in ((rels, "Type"), (_SETTINGS, "")):
        root = package.xml(part)
        for node in list(root):
            wanted = node.get(mark, "") if mark else local(node)
            if wanted.endswith("attachedTemplate"):
                root.remove(node)
        parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    found.leave(LINKED, "")
    return Package(parts, package.name)


def _packed(one: Column) -> dict[str, object]:
    """What the child found of a question; everything else is as usual."""
    return {name: getattr(one, name) for name in ("name", "label", "kind", "choices", "required")}


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    """What was packed, with tuples again where JSON has lists."""
    return {
        **{name: one[name] for name in ("name", "label", "kind", "required")},
        "choices": tuple(one["choices"]),
    }
