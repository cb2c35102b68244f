"""Which files make an object as it was at one moment, while others go on filing.

Versions never change once they are there. So an object as of version ``n`` is its folders
``v1`` to ``vn`` with the inventory of ``vn`` as its own, whatever came after.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from docgen.archive import layout, members
from docgen.archive.inventory import FILE, SIDECAR
from docgen.archive.members import Member


def root_files(root: Path, top: str) -> Iterator[Member]:
    """The storage root's own files; their paths begin with ``top``."""
    for path in layout.ROOT_FILES:
        yield members.of_file(f"{top}/{path}", root / path)


def object_files(root: Path, top: str, urn: str, version: int) -> Iterator[Member]:
    """An object as of a version; the paths begin with ``top``.

    Raises:
        Integrity: The object or the version is not there, or it holds a link.
    """
    place = layout.object_path(urn)
    names = [PurePosixPath(layout.OBJECT_DECLARATION)]
    for n in range(1, version + 1):
        names += _files(root / place, f"v{n}")
    for name in names:
        yield members.of_file(f"{top}/{place / name}", root / place / name)
    for file in (FILE, SIDECAR):
        yield members.of_file(f"{top}/{place / file}", root / place / f"v{version}" / file)


def _files(place: Path, version: str) -> list[PurePosixPath]:
    folder = place / version
    members.of_file(version, folder / FILE)  # refuses a version that is not there
    inside = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return [PurePosixPath(path.relative_to(place)) for path in inside]
