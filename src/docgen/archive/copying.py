"""Copying objects as they were at one moment, while others go on filing.

Versions never change once they are there. So an object as of version ``n`` is its folders
``v1`` to ``vn`` with the inventory of ``vn`` as its own, whatever came after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from docgen.archive import disk, layout
from docgen.archive.inventory import FILE, SIDECAR
from docgen.errors import Integrity, say

_PIECE = 1 << 20


def copy_root(root: Path, target: Path) -> Iterator[tuple[PurePosixPath, str]]:
    """Copy the storage root's own files; yields each path with its sha512."""
    for path in layout.ROOT_FILES:
        yield path, copy_file(root / path, target / path)


def copy_object(
    root: Path, target: Path, urn: str, version: int
) -> Iterator[tuple[PurePosixPath, str]]:
    """Copy an object as of a version; yields each path below the root with its sha512.

    Raises:
        Integrity: The object or the version is not there, or it holds a link.
    """
    place = layout.object_path(urn)
    names = [PurePosixPath(layout.OBJECT_DECLARATION)]
    for n in range(1, version + 1):
        names += _files(root / place, f"v{n}")
    for name in names:
        yield place / name, copy_file(root / place / name, target / place / name)
    for file in (FILE, SIDECAR):
        source = root / place / f"v{version}" / file
        yield place / file, copy_file(source, target / place / file)


def copy_file(source: Path, target: Path) -> str:
    """Copy one file, on the disk when this returns; the sha512 of what was read."""
    if source.is_symlink() or not source.is_file():
        raise _lost(source)
    hashed = hashlib.sha512()
    disk.mkdirs(target.parent)
    with source.open("rb") as data:

        def pieces() -> Iterator[bytes]:
            while piece := data.read(_PIECE):
                hashed.update(piece)
                yield piece

        disk.write_new(target, pieces())
    return hashed.hexdigest()


def _files(place: Path, version: str) -> list[PurePosixPath]:
    folder = place / version
    if not (folder / FILE).is_file():
        raise _lost(folder / FILE)
    inside = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return [PurePosixPath(path.relative_to(place)) for path in inside]


def _lost(path: Path) -> Integrity:
    return Integrity(
        say("{file} cannot be copied.", file=str(path)),
        why=say("It is missing, or it is no plain file."),
        fix=say("Run “docgen check --fixity”; it lists all that is wrong."),
        file=str(path),
    )
