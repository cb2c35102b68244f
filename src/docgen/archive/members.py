"""Files on their way out of an office or into one: a path, a size, and bytes that pass once.

A set of them is complete by its last one, ``manifest-sha512.txt``: a line for each of the others,
in their order, as ``sha512sum`` writes it. So one digest, that of the manifest, stands for all,
and nothing but the file at hand is ever in memory.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from docgen.archive.hashes import pieces_of
from docgen.errors import Integrity, say

MANIFEST = "manifest-sha512.txt"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file; its bytes can be taken once, before the next one is asked for."""

    path: str
    size: int
    pieces: Iterable[bytes]


@dataclass(slots=True)
class Tally:
    """How many files have passed, and the digest of the manifest at the end."""

    files: int = 0
    manifest: str = ""


def of_file(path: str, source: Path) -> Member:
    """A file of the disk; what changes its size while it is read is refused.

    Raises:
        Integrity: It is missing, or it is no plain file.
    """
    try:
        facts = source.lstat()
    except FileNotFoundError as error:
        raise _lost(source) from error
    if not stat.S_ISREG(facts.st_mode):
        raise _lost(source)
    return Member(path, facts.st_size, _of_size(source, facts.st_size))


def of_bytes(path: str, data: bytes) -> Member:
    """A file made just now."""
    return Member(path, len(data), (data,))


def of_stream(path: str, size: int, stream: BinaryIO) -> Member:
    """What the next bytes of a stream say."""
    return Member(path, size, iter(lambda: stream.read(_PIECE), b""))


def complete(members: Iterable[Member], lines: BinaryIO, tally: Tally) -> Iterator[Member]:
    """The members, followed by their manifest.

    Args:
        members: What goes in.
        lines: An empty file, open for writing and reading, that keeps the manifest meanwhile.
        tally: Told what has passed.
    """
    for member in members:
        digest = hashlib.sha512()
        yield Member(member.path, member.size, _over(member.pieces, digest.update))
        lines.write(_line(digest.hexdigest(), member.path))
        tally.files += 1
    size = lines.tell()
    lines.seek(0)
    digest = hashlib.sha512()
    whole = of_stream(MANIFEST, size, lines)
    yield Member(MANIFEST, size, _over(whole.pieces, digest.update))
    tally.manifest = digest.hexdigest()


def read_through(members: Iterable[Member], take: Callable[[Member], None]) -> Tally:
    """Let every member be taken, and see that they are what their manifest says.

    Raises:
        Integrity: A file is missing, has changed, or is not in the manifest; so what was taken
            is worth nothing.
    """
    tally, told = Tally(), hashlib.sha512()
    for member in members:
        if tally.manifest:
            raise changed(member.path)
        digest = hashlib.sha512()
        take(Member(member.path, member.size, _over(member.pieces, digest.update)))
        if member.path == MANIFEST:
            tally.manifest = digest.hexdigest()
        else:
            told.update(_line(digest.hexdigest(), member.path))
            tally.files += 1
    if tally.manifest != told.hexdigest():
        raise changed(MANIFEST)
    return tally


def drain(member: Member) -> None:
    """Read a member to its end, to no other purpose."""
    for _ in member.pieces:
        pass


def in_folder(folder: Path) -> Iterator[Member]:
    """The members that the manifest of a folder tells of, each compared with it, and itself.

    Raises:
        Integrity: A file is missing or has changed, or the manifest is damaged.
    """
    try:
        with (folder / MANIFEST).open("rb") as lines:
            for line in lines:
                digest, _, path = line.decode().removesuffix("\n").partition("  ")
                if not line.endswith(b"\n") or not is_inside(path):
                    raise changed(folder / MANIFEST)
                found = of_file(path, folder / path)
                yield Member(path, found.size, _checked(found.pieces, digest, folder / path))
    except (OSError, UnicodeDecodeError) as error:
        raise changed(folder / MANIFEST) from error
    yield of_file(MANIFEST, folder / MANIFEST)


def is_inside(path: str) -> bool:
    """Whether a path of a member leads to a place below where it is put."""
    parts = PurePosixPath(path)
    return bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts


def changed(path: object) -> Integrity:
    """A file is not what its manifest says."""
    return Integrity(
        say("{file} is not what was backed up", file=path),
        why=say("it is missing, or its SHA-512 is not the one in the manifest"),
        fix=say("use another backup; nothing was restored from this one"),
        file=str(path),
    )


def _checked(pieces: Iterable[bytes], digest: str, path: Path) -> Iterator[bytes]:
    hashed = hashlib.sha512()
    yield from _over(pieces, hashed.update)
    if hashed.hexdigest() != digest:
        raise changed(path)


def _of_size(source: Path, size: int) -> Iterator[bytes]:
    passed = 0
    for piece in pieces_of(source):
        passed += len(piece)
        yield piece
    if passed != size:
        raise Integrity(
            say("{file} was changed while it was read", file=source),
            why=say("it had {size} bytes and gave {passed}", size=size, passed=passed),
            fix=say("do it again when nobody is changing that file"),
            file=str(source),
        )


def _over(pieces: Iterable[bytes], tell: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in pieces:
        tell(piece)
        yield piece


def _line(digest: str, path: str) -> bytes:
    return f"{digest}  {path}\n".encode()


def _lost(path: Path) -> Integrity:
    return Integrity(
        say("{file} cannot be copied.", file=str(path)),
        why=say("It is missing, or it is no plain file."),
        fix=say("Have the archive checked; that lists all that is wrong").by(
            "docgen check --fixity"
        ),
        file=str(path),
    )
