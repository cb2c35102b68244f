"""The files of the engine ``tantivy``: which of its folders counts, and whether it is whole.

    tantivy/current.json    names the folder that counts, and how it was made
    tantivy/<32 hex digits> an index of the library; one that is not named is rubbish

The library commits by renaming its ``meta.json``, and a rebuild by renaming ``current.json``: what
is killed before that leaves the old state, and rubbish that the next writer sweeps. Every file of
the library ends with its CRC-32 and a mark, so a file that is cut off shows at once, and other
damage when all of it is read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
import zlib
from importlib.metadata import version as library_version
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from docgen.errors import say
from docgen.index.engine import IndexBroken

CURRENT, META = "current.json", "meta.json"
_NAME = re.compile("[0-9a-f]{32}")
_OF_SEGMENT = re.compile(r"[0-9a-f]{32}\..+")
_PARTS = ("term", "idx", "pos", "fast", "fieldnorm", "store")
# The last eight bytes of a file: the length of the JSON before them, and a number.
_MARK, _TAIL = (1337).to_bytes(4, "little"), 8

Stamp = tuple[int, int, int]


def version(*, fold: bool) -> str:
    """How an index is made; one that was made otherwise is built anew."""
    unicode = f"unicode {unicodedata.unidata_version}"
    folded = f", folded by opencc {library_version('opencc')}" if fold else ""
    return f"docgen 1, tantivy {library_version('tantivy')}, {unicode}{folded}"


def current(root: Path, made_as: str) -> Path:
    """The folder that counts; ``IndexBroken`` if there is none that this program can read."""
    file = root / CURRENT
    try:
        found = json.loads(file.read_bytes())
        theirs, name = found["version"], _name(found["folder"])
    except FileNotFoundError as fault:
        raise IndexBroken("missing", say("there is no {file}", file=str(file))) from fault
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise IndexBroken("broken", say("{file} is unreadable", file=str(file))) from fault
    if theirs != made_as:
        why = say("it was made as {theirs}, and this is {ours}", theirs=theirs, ours=made_as)
        raise IndexBroken("stale version", why)
    return root / name


def _name(found: str) -> str:
    if not _NAME.fullmatch(found):
        raise ValueError(found)
    return found


def make_current(root: Path, made: Path, made_as: str) -> None:
    """Let an index that was built aside count, in one rename, and sweep what counted before."""
    named = root / uuid4().hex
    for file in (*made.iterdir(), made):
        _flush(file)
    made.rename(named)
    _flush(root)
    new = root / f"{CURRENT}.new"
    new.write_text(json.dumps({"version": made_as, "folder": named.name}), "utf-8")
    _flush(new)
    new.replace(root / CURRENT)
    _flush(root)
    for entry in root.iterdir():
        if _NAME.fullmatch(entry.name) and entry.name != named.name:
            shutil.rmtree(entry, ignore_errors=True)


def stamp(file: Path) -> Stamp | None:
    """Changes whenever a file is replaced; None if it is not there."""
    try:
        facts = file.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns, facts.st_size


def verify(folder: Path, *, thoroughly: bool) -> None:
    """Check that all files are there and end as they should; thoroughly: every byte of them.

    Raises:
        IndexBroken: One does not.
    """
    try:
        meta = json.loads((folder / META).read_bytes())
        names = [name for segment in meta["segments"] for name in _files(segment)]
        whole = all(_is_whole(folder / name, thoroughly=thoroughly) for name in names)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _not_as_written(folder) from fault
    if not whole:
        raise _not_as_written(folder)


def _files(segment: dict[str, Any]) -> list[str]:
    name, deletes = segment["segment_id"].replace("-", ""), segment["deletes"]
    gone = [f"{name}.{deletes['opstamp']}.del"] if deletes else []
    return [*(f"{name}.{part}" for part in _PARTS), *gone]


def sweep(folder: Path) -> None:
    """Delete what a killed writer left: the library would stumble over a name it gives again."""
    segments = json.loads((folder / META).read_bytes())["segments"]
    named = {name for segment in segments for name in _files(segment)}
    for file in folder.iterdir():
        if _OF_SEGMENT.fullmatch(file.name) and file.name not in named:
            file.unlink()


def _is_whole(file: Path, *, thoroughly: bool) -> bool:
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - _TAIL))
        tail = opened.read()
        if not tail.endswith(_MARK):
            return False
        if not thoroughly:
            return True
        length = size - _TAIL - int.from_bytes(tail[:4], "little")
        opened.seek(0)
        content = opened.read()
    footer = json.loads(content[length:-_TAIL])
    return bool(footer["crc"] == zlib.crc32(content[:length]))


def _not_as_written(folder: Path) -> IndexBroken:
    return IndexBroken("broken", say("{folder} is not as it was written", folder=str(folder)))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Reading:
    """Turns whatever the library raises on damaged files into ``IndexBroken``.

    A damage that it does not expect ends in a panic, which is no ``Exception`` in Python.
    """

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        is_damage = isinstance(fault, ValueError | TypeError | OSError | KeyError | IndexError)
        if kind is not None and (is_damage or kind.__name__ == "PanicException"):
            reason = say("a file of the index is damaged: {fault}", fault=str(fault))
            raise IndexBroken("broken", reason) from fault
