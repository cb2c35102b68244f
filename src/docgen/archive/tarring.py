"""Members as one tar, and out of one again, piece by piece.

Nothing is unpacked by tar's own rules, so no link and no path of a foreign tar leads anywhere.
The format is that of POSIX (pax), which every tar reads; all lies in one folder, so that
unpacking it by hand spills nothing.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from docgen.archive import members
from docgen.archive.members import Member
from docgen.errors import Integrity, say

TOP = "docgen-backup"
_BLOCK = 512
_MODE = 0o600


def to_tar(whole: Iterable[Member], at: float) -> Iterator[bytes]:
    """The bytes of a tar that holds the members; ``at`` is the time it gives them."""
    for member in whole:
        info = tarfile.TarInfo(f"{TOP}/{member.path}")
        info.size, info.mode, info.mtime = member.size, _MODE, int(at)
        yield info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
        yield from member.pieces
        yield bytes(-member.size % _BLOCK)
    yield bytes(2 * _BLOCK)


def from_tar(stream: BinaryIO) -> Iterator[Member]:
    """The members of a tar that ``to_tar`` has made.

    Raises:
        Integrity: It is damaged, cut off, or holds something else than plain files.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as tar:
            while (info := tar.next()) is not None:
                yield _member(tar, info)
                vars(tar)["members"].clear()  # it would keep what it knows of every file
    except (tarfile.TarError, ValueError) as error:
        raise _damaged() from error


def _member(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    top, _, path = info.name.partition("/")
    inside = tar.extractfile(info) if info.isreg() else None
    if inside is None or top != TOP or not members.is_inside(path):
        raise _damaged()
    found = members.of_stream(path, info.size, cast("BinaryIO", inside))
    return Member(path, info.size, _told(found.pieces))


def _told(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except tarfile.TarError as error:
        raise _damaged() from error


def _damaged() -> Integrity:
    return Integrity(
        say("The backup holds something else than docgen has put there"),
        why=say("it is cut off, or somebody else has made it"),
        fix=say("use another backup; nothing was restored from this one"),
    )
