"""The valid state of an index folder: which segments count, and up to which sequence.

    manifest.json      names the segments that count, and the sequence that is indexed
    <32 hex digits>/   one segment each; one that the manifest does not name is rubbish

A segment is written aside (``folder``), flushed to the disk and renamed into place; then a new
manifest replaces the old one in one rename. That is the commit: whatever is killed before it
leaves the old state, and rubbish that the next writer sweeps. Nothing is ever changed in
place, so readers go on with what they have open.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any
from uuid import uuid4

from docgen.errors import say
from docgen.index.engine import IndexBroken
from docgen.index.segments import FORMAT

MANIFEST = "manifest.json"
# How long the removal of an item is remembered, in removals; see ``Engine.remove``.
_REMOVED_KEPT = 1000
_PART_NAME = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as the manifest knows it.

    Args:
        name: Its folder.
        count: How many papers were written into it.
        sizes: Its files and their sizes in bytes.
        check: The CRC-32 of all its files together, in the order of their names.
        gone: The numbers of papers in it that were replaced or removed since.
    """

    name: str
    count: int
    sizes: Mapping[str, int]
    check: int
    gone: frozenset[int] = frozenset()

    @property
    def live(self) -> int:
        """How many of its papers still count."""
        return self.count - len(self.gone)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The valid state: the outbox sequence that is in, the parts, and who was removed when."""

    sequence: int = 0
    parts: tuple[Part, ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict)


def version(*, fold: bool) -> str:
    """How texts and words are made and written; an index of another making cannot answer.

    A new table of Unicode or of traditional characters may normalise differently.
    """
    folded = f", opencc {library_version('opencc')}" if fold else ""
    return f"docgen 2, {FORMAT}, unicode {unicodedata.unidata_version}{folded}"


def read(root: Path, version: str) -> Manifest:
    """The valid state; ``IndexBroken`` if there is none of this version."""
    file = root / MANIFEST
    try:
        found = json.loads(file.read_bytes())
        made_as = found["version"]
        if made_as == version:
            parts = tuple(_part(part) for part in found["parts"])
            return Manifest(int(found["sequence"]), parts, dict(found["removed"]))
    except FileNotFoundError as fault:
        raise IndexBroken("missing", say("there is no {file}", file=str(file))) from fault
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise IndexBroken("broken", say("{file} is unreadable", file=str(file))) from fault
    why = say("it was made as {theirs}, and this is {ours}", theirs=made_as, ours=version)
    raise IndexBroken("stale version", why)


def _part(found: dict[str, Any]) -> Part:
    part = Part(**found | {"gone": frozenset(found["gone"])})
    if not _PART_NAME.fullmatch(part.name):
        raise ValueError(part.name)
    return part


def commit(root: Path, version: str, manifest: Manifest) -> None:
    """Make a state valid, in one rename, and sweep the segments that it does not name."""
    latest = sorted(manifest.removed.items(), key=lambda one: one[1])[-_REMOVED_KEPT:]
    parts = [asdict(part) | {"gone": sorted(part.gone)} for part in manifest.parts]
    content = {
        "version": version,
        "sequence": manifest.sequence,
        "parts": parts,
        "removed": dict(latest),
    }
    new = root / f"{MANIFEST}.new"
    new.write_text(
        json.dumps(content, ensure_ascii=False), encoding="utf-8", errors="surrogatepass"
    )
    _flush(new)
    new.replace(root / MANIFEST)
    _flush(root)
    _sweep(root, {part.name for part in manifest.parts})


def _sweep(root: Path, named: Collection[str]) -> None:
    """Delete segments nobody names; whatever does not look like a segment stays."""
    for folder in root.iterdir():
        if _PART_NAME.fullmatch(folder.name) and folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def seal(written: Path, count: int) -> Part:
    """Flush a written segment to the disk, and give it the name it will have."""
    files = sorted(written.iterdir())
    for file in files:
        _flush(file)
    _flush(written)
    part = Part(uuid4().hex, count, {f.name: f.stat().st_size for f in files}, checksum(written))
    written.rename(written.with_name(part.name))
    return part


def adopt(root: Path, scratch: Path, parts: Iterable[Part]) -> None:
    """Move sealed segments into their place. They do not count before ``commit``."""
    for part in parts:
        (scratch / part.name).rename(root / part.name)
    _flush(root)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksum(folder: Path) -> int:
    """The CRC-32 of all files in a folder, in the order of their names."""
    check = 0
    for file in sorted(folder.iterdir()):
        check = zlib.crc32(file.read_bytes(), check)
    return check


def verify(root: Path, part: Part, *, thoroughly: bool) -> None:
    """Check that the files of a part have the right sizes, and thoroughly: the right bytes."""
    folder = root / part.name
    try:
        with os.scandir(folder) as files:
            sizes = {file.name: file.stat().st_size for file in files}
        right = sizes == part.sizes and (not thoroughly or checksum(folder) == part.check)
    except OSError as fault:
        raise _damaged(folder) from fault
    if not right:
        raise _damaged(folder)


def _damaged(folder: Path) -> IndexBroken:
    return IndexBroken("broken", say("{folder} is not as it was written", folder=str(folder)))
