"""Small Word files for the tests: a block is a paragraph's text, or XML if it begins with <."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from docgen.render.package import Package, xml_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}"'
KINDS = {"document": "document.main", "header1": "header", "footer1": "footer"} | {
    name: name for name in ("footnotes", "styles", "settings")
}
ROOTS = {"header1": "hdr", "footer1": "ftr"}
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _block(text: str) -> str:
    if text.startswith("<"):
        return text
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def _relations(targets: Mapping[str, str]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name.rstrip("1")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return xml_bytes(f'<Relationships xmlns="{RELS}">{entries}</Relationships>')


def _paper(
    *blocks: str,
    header: str = "",
    footer: str = "",
    section: str = "",
    pages: str = "default",
    more: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    edges = {"header1": header, "footer1": footer}
    inside = {name: _block(text) if text else "" for name, text in edges.items()}
    named = {name: xml for name, xml in {**inside, **(more or {})}.items() if xml}
    for name in named.keys() & inside.keys():
        kind = name.rstrip("1")
        section += f'<w:{kind}Reference w:type="{pages}" r:id="{name}"/>'
    body = "".join(map(_block, blocks))
    named["document"] = f"<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{KINDS[name]}+xml"/>'
        for name in named
    )
    types = (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{RELS_TYPE}"/>'
        f"{overrides}</Types>"
    )
    made = {
        "[Content_Types].xml": xml_bytes(types),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations(
            {name: f"{name}.xml" for name in named if name != "document"}
        ),
    }
    for name, xml in named.items():
        root = ROOTS.get(name, name)
        made[f"word/{name}.xml"] = xml_bytes(f"<w:{root} {NAMES}>{xml}</w:{root}>")
    return Package({**made, **(parts or {})}).pack()


@pytest.fixture(scope="session")
def paper() -> Callable[..., bytes]:
    """Makes a Word file of blocks, with a header, a footer and further parts."""
    return _paper


@pytest.fixture(scope="session")
def table() -> Callable[..., str]:
    """Makes the XML of a table from rows of texts."""

    def make(*rows: list[str]) -> str:
        grid = "<w:gridCol w:w='2000'/>" * len(rows[0])
        lines = "".join(
            "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{_block(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"

    return make
