"""Parts, relationships, and that packing is repeatable."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

from docgen.errors import BadInput
from docgen.render import package as packaging
from docgen.render.package import CONTENT_TYPES, Package, parse_xml

Paper = Callable[..., bytes]


def test_packing_gives_the_same_bytes_whatever_the_clock_says(paper: Paper) -> None:
    package = Package.read(paper("文", header="眉"))

    packed = package.pack()

    assert packed == Package.read(packed).pack()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist()[0] == CONTENT_TYPES
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_knows_the_document_and_its_stories(paper: Paper) -> None:
    package = Package.read(paper("文", header="眉", footer="脚"))

    assert package.main() == "word/document.xml"
    assert sorted(package.stories()) == [
        "word/document.xml",
        "word/footer1.xml",
        "word/header1.xml",
    ]
    assert package.content_type("word/header1.xml").endswith("header+xml")
    assert package.content_type("_rels/.rels").endswith("relationships+xml")
    assert package.content_type("unknown.bin") == ""


def test_relations_are_resolved_against_their_part(paper: Paper) -> None:
    package = Package.read(paper("文", header="眉"))

    (relation,) = package.relations("word/document.xml")

    assert (relation.kind, relation.target) == ("header", "word/header1.xml")
    assert not relation.external
    assert package.relations("word/header1.xml") == []


def test_a_missing_part_is_said(paper: Paper) -> None:
    with pytest.raises(BadInput, match="gone"):
        Package.read(paper("文")).xml("word/gone.xml")


def test_too_much_inside_is_refused(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaging, "UNPACKED_LIMIT", 100)

    with pytest.raises(BadInput, match="not a whole Office file"):
        Package.read(paper("文"))


def test_entities_are_not_resolved() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    root = parse_xml(evil)

    assert b"root:" not in etree.tostring(root)


def test_laughing_xml_is_stopped() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    evil = f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l11;</x>'

    with pytest.raises(etree.XMLSyntaxError):
        parse_xml(evil.encode())
