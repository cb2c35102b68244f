"""Filled forms edited by hand, as Word leaves them and as LibreOffice does."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from docgen.render import soffice
from docgen.render.package import Package
from docgen.render.warm import interpreter


def typed_over(docx: bytes, changes: Mapping[str, str]) -> bytes:
    """Other words typed over some of a form's, in the document, headers and footers."""
    package = Package.read(docx)
    parts = dict(package.parts)
    for name in package.stories():
        for was, now in changes.items():
            parts[name] = parts[name].replace(was.encode(), now.encode())
    assert parts != package.parts, "none of these words stand in it"
    return Package(parts).pack()


def forged(docx: bytes, was: str, becomes: str) -> bytes:
    """The form with another record than docgen wrote into it."""
    parts = dict(Package.read(docx).parts)
    (name,) = (
        name for name in parts if name.startswith("customXml/item") and b"<record" in parts[name]
    )
    text = parts[name].replace(was.encode(), becomes.encode(), 1)
    assert text != parts[name], "the record does not hold this"
    return Package({**parts, name: text}).pack()


def without_record(docx: bytes) -> bytes:
    """The form saved by a program that drops what it does not know: the record."""
    parts = {
        name: data
        for name, data in Package.read(docx).parts.items()
        if not name.startswith("customXml/")
    }
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    parts[types] = _dropped(parts[types], b"<Override ", b"customXml")
    parts[relations] = _dropped(parts[relations], b"<Relationship ", b"customXml")
    return Package(parts).pack()


def _dropped(xml: bytes, start: bytes, word: bytes) -> bytes:
    """The part without the elements that begin like this and hold this word."""
    first, *rest = xml.split(start)
    kept = [first]
    for piece in rest:
        element, end, tail = piece.partition(b"/>")
        kept.append(tail if word in element else start + element + end + tail)
    return b"".join(kept)


def saved_by_libreoffice(docx: bytes) -> bytes:
    """The form opened in LibreOffice and saved again as a Word file."""
    with tempfile.TemporaryDirectory(prefix="docgen-saved-") as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(docx)
        program = soffice.find()
        command = [program, "--headless", f"-env:UserInstallation={(place / 'profile').as_uri()}"]
        command += ["--convert-to", "docx", "--outdir", str(place / "out"), "paper.docx"]
        subprocess.run(command, cwd=place, check=True, capture_output=True)
        return (place / "out" / "paper.docx").read_bytes()


def typed_over_in_libreoffice(docx: bytes, changes: Mapping[str, str]) -> bytes:
    """The form opened in LibreOffice, some words typed over there, and saved by it."""
    program = soffice.find()
    words = [word for change in changes.items() for word in change]
    with tempfile.TemporaryDirectory(prefix="docgen-typing-") as folder:
        paper = Path(folder) / "paper.docx"
        paper.write_bytes(docx)
        profile = (Path(folder) / "profile").as_uri()
        script = Path(__file__).with_name("uno_typing.py")
        command = [interpreter(program), "-I", str(script), program, profile, str(paper), *words]
        subprocess.run(command, check=True, capture_output=True)
        return paper.read_bytes()
