"""The folders between the storage root and its objects: made, brought to the disk, removed.

An object appears by one rename and leaves by one. Folders above it that become empty go (OCFL
E073). To make and to remove share one lock, so that nobody moves into a folder that goes.

A folder that this process has brought to the disk need not be brought there again for the next
paper of the same dossier. Whoever removes folders marks that, and all forget what they knew.
"""

from __future__ import annotations

from pathlib import Path

from docgen.archive import disk, locks


class Hierarchy:
    """The folders of one storage root."""

    def __init__(self, root: Path, lock_folder: Path) -> None:
        self._root = root
        self._lock, self._mark = lock_folder / "hierarchy", lock_folder / "pruned"
        self._known: set[Path] = set()
        self._known_at = 0

    def move_in(self, folder: Path, place: Path) -> None:
        """Make a prepared object appear at its place, which is free."""
        with locks.held(self._lock):
            disk.mkdirs(place.parent)
            disk.rename(folder, place)

    def unsettled(self, place: Path) -> list[Path]:
        """The folders to bring to the disk so that an object's own name is there.

        All of them from the root down, unless this process has done so before: another process
        may have made a parent and not have come so far.
        """
        if self._marked() != self._known_at:
            self._known, self._known_at = set(), self._marked()
        if place.parent in self._known:
            return [place.parent]
        return [self._root / one for one in reversed(place.relative_to(self._root).parents)]

    def settled(self, place: Path) -> None:
        """The folders above an object are on the disk."""
        self._known.add(place.parent)

    def _marked(self) -> int:
        return self._mark.stat().st_size if self._mark.exists() else 0

    def take_out(self, place: Path, target: Path) -> None:
        """Make an object disappear to a place outside the root; it is gone when this returns."""
        with locks.held(self._lock):
            disk.rename(place, target)
        for folder in (target.parent, place.parent):
            disk.fsync_folder(folder)

    def prune(self, folder: Path) -> None:
        """Remove a folder, and those above it, as far as they are empty."""
        with locks.held(self._lock):
            while folder != self._root and not (folder.is_dir() and any(folder.iterdir())):
                if folder.is_dir():
                    with self._mark.open("ab") as mark:  # before it is gone
                        mark.write(b".")
                    disk.rmdir(folder)
                folder = folder.parent
            disk.fsync_folder(folder)
