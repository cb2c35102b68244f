"""What can be said of an object's newest files without opening them in a program.

For each file: its size, what its first bytes say it is, and whether it is locked or could run.
It is part of the checker: it reads, changes nothing, and hands out no content but ``item.json``,
which tells about the paper and is no paper.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen.archive import layout, objects

METADATA = "item.json"
_TAIL = 64 * 1024

# What the first bytes of a file say; the suffixes that may stand for it.
_SIGNS: tuple[tuple[bytes, frozenset[str]], ...] = (
    (b"%PDF-", frozenset({"pdf"})),
    (b"PK\x03\x04", frozenset({"docx", "xlsx", "pptx", "ofd", "odt", "ods", "zip"})),
    (b"\x89PNG", frozenset({"png"})),
    (b"\xff\xd8\xff", frozenset({"jpg", "jpeg"})),
    (b"II*\x00", frozenset({"tif", "tiff"})),
    (b"MM\x00*", frozenset({"tif", "tiff"})),
    (b"\xd0\xcf\x11\xe0", frozenset({"doc", "xls", "ppt", "msg"})),
    (b"age-encryption.org/v1\n", frozenset({"age"})),
)
_SIGNED = frozenset().union(*(suffixes for _, suffixes in _SIGNS))
_PLAIN = frozenset({"txt", "csv", "json", "xml", "toml", "eml", "md"})
_RUNS = (b"MZ", b"\x7fELF", b"#!")
_RUNS_BY_NAME = frozenset(
    {"exe", "dll", "com", "bat", "cmd", "scr", "js", "vbs", "ps1", "jar", "sh", "msi"}
)
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of an object's newest version.

    Args:
        size: In bytes; -1 if it cannot be read.
        suffix: Of its name, in lower case, without the dot.
        fits: Whether its first bytes are those of its suffix.
        is_known: Whether its format is one that is kept for long.
        is_locked: Whether a password is needed to read it.
        runs: Whether it is a program or carries one.
    """

    size: int
    suffix: str
    fits: bool
    is_known: bool
    is_locked: bool
    runs: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """An object's newest version: its files by name, and ``item.json`` if it is readable."""

    files: Mapping[str, FileFacts]
    sha512: Mapping[str, str]
    metadata: Mapping[str, object] | None


def look(root: Path, urn: str) -> Evidence:
    """Look at an object.

    Raises:
        Integrity: Its inventory cannot be trusted.
    """
    place = root / layout.object_path(urn)
    inventory = objects.read_inventory(place, urn).inventory
    state = inventory.versions[inventory.head].state
    paths = {name: place / inventory.content_path(digest) for name, digest in state.items()}
    metadata = _metadata(paths[METADATA]) if METADATA in paths else None
    files = {name: _facts(name, path) for name, path in paths.items() if name != METADATA}
    return Evidence(files, dict(state), metadata)


def _metadata(path: Path) -> Mapping[str, object] | None:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _facts(name: str, path: Path) -> FileFacts:
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    try:
        with path.open("rb") as file:
            start = file.read(1024)
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - _TAIL))
            end = file.read()
    except OSError:
        return FileFacts(-1, suffix, fits=False, is_known=False, is_locked=False, runs=False)
    wanted = next((suffixes for sign, suffixes in _SIGNS if start.startswith(sign)), frozenset())
    packed = _packed(path) if start.startswith(b"PK\x03\x04") else frozenset()
    return FileFacts(
        size,
        suffix,
        fits=suffix in wanted if suffix in _SIGNED or wanted else b"\0" not in start,
        is_known=suffix in _SIGNED | _PLAIN,
        is_locked=_is_locked(suffix, start, end, packed),
        runs=suffix in _RUNS_BY_NAME or start.startswith(_RUNS) or _carries_program(packed),
    )


def _packed(path: Path) -> frozenset[str]:
    """The names in a zip file; with ``*locked*`` if one of them needs a password."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset({"*broken*"})
    locked = {"*locked*"} if any(one.flag_bits & 1 for one in infos) else set()
    return frozenset({one.filename for one in infos} | locked)


def _is_locked(suffix: str, start: bytes, end: bytes, packed: frozenset[str]) -> bool:
    if suffix in {"docx", "xlsx", "pptx"} and start.startswith(_OLE):
        return True  # Office packs a document with a password into the old format
    in_pdf = start.startswith(b"%PDF-") and b"/Encrypt" in start + end
    return in_pdf or "*locked*" in packed


def _carries_program(packed: frozenset[str]) -> bool:
    return any(name.endswith("vbaProject.bin") for name in packed)
