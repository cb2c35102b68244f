"""What tests of encryption share: an office that encrypts its highest grade, and its shares."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pypdfium2
import zxingcpp
from tests.support.offices import founder, reopen

from docgen.office import keys, keys_file, keys_shares
from docgen.office.desk import Office
from docgen.office.keys_file import Key
from docgen.register.models_keys import OfficeKey


@dataclass(frozen=True, slots=True)
class Room:
    """An office with a key: the file it lies in, and its printed shares as a scanner reads them."""

    office: Office
    file: Path
    shares: tuple[str, ...]


def settled(office: Office, file: Path) -> Office:
    """The office whose settings name this file for its key."""
    settings = office.folder / "docgen.toml"
    more = f'\n[encryption]\nkeys = "{file}"\n'
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    return replace(reopen(office.folder), now=office.now)


def scanned(pages: Path) -> tuple[str, ...]:
    """The words of printed pages, read from their QR codes."""
    with pypdfium2.PdfDocument(pages) as document:
        drawn = [page.render(scale=2).to_pil() for page in document]
    return tuple(zxingcpp.read_barcodes(picture)[0].text for picture in drawn)


def with_key(office: Office, folder: Path) -> Room:
    """An office whose key is made and printed, not drilled and not on."""
    folder.mkdir(exist_ok=True)
    file, pages = folder / "office.key", folder / "shares.pdf"
    office = settled(office, file)
    keys.init(office, founder(), pages)
    return Room(office, file, scanned(pages))


def encrypting(office: Office, folder: Path) -> Room:
    """An office that encrypts papers of grade A; its ceremony is not played again each time."""
    folder.mkdir(exist_ok=True)
    key, number, shares = _key()
    office = settled(office, folder / "office.key")
    keys_file.write(folder / "office.key", [key])
    OfficeKey.objects.create(
        name=key.name,
        state=keys.PRESENT,
        made_at=office.now(),
        made_by=founder(),
        share_set=number,
        drilled_at=office.now(),
        is_on=True,
    )
    return Room(office, folder / "office.key", shares)


@cache
def _key() -> tuple[Key, int, tuple[str, ...]]:
    key = keys_shares.new_key()
    number, shares = keys_shares.split(key)
    return key, number, tuple(shares)


def traces(folder: Path, words: str) -> list[str]:
    """The files below a folder that hold these words, as they are or packed.

    Looked for in UTF-8 and UTF-16, and in everything in a file that unpacks as deflate.
    """
    signs = [words.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(sign in data for data in _layers(file) for sign in signs)
    ]


def _layers(file: Path) -> Iterator[bytes]:
    data = file.read_bytes()
    yield data
    yield data.replace(b"\\u", b"")  # what JSON escapes
    at = data.find(b"PK\x03\x04")
    while at >= 0:
        start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")
        yield _inflated(data[start + int.from_bytes(data[at + 28 : at + 30], "little") :])
        at = data.find(b"PK\x03\x04", at + 4)
    at = data.find(b"\x78")
    while at >= 0:
        if at + 1 < len(data) and data[at + 1] in b"\x01\x5e\x9c\xda":
            yield _inflated(data[at + 2 :])
        at = data.find(b"\x78", at + 1)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(-15).decompress(data, 1 << 22)
    except zlib.error:
        return b""
