"""The work folder: versions in preparation, versions waiting to be published, and what is odd.

    work/stage-<random>-<process>/            being prepared; nobody was told of it
    work/sealed-<item>-<version>-<digest>/    complete and on the disk, waits for ``publish``
    work/removed-<item>/                      destroyed, and not yet wholly deleted
    work/quarantine/                          what was found and not understood; a person decides
    work/locks/                               see ``locks``

It must lie on the same file system as the storage root, because a version goes there by rename.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from docgen.archive import disk, layout, locks
from docgen.archive.hierarchy import Hierarchy
from docgen.errors import OutsideFailed, say

_SEALED = re.compile(r"sealed-([0-9]{10}-[0-9]{4})-(v[1-9][0-9]*)-([0-9a-f]{32})", re.ASCII)
_REMOVED = re.compile(r"removed-[0-9]{10}-[0-9]{4}", re.ASCII)
_STAGE = re.compile(r"stage-[0-9a-f]{32}-[0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Unpublished:
    """A sealed version that is not (wholly) in the archive yet.

    Args:
        urn: The object's id.
        version: The version's name, such as ``v2``.
        digest: The first 32 hex digits of the sha512 of the version's inventory.
    """

    urn: str
    version: str
    digest: str

    @property
    def name(self) -> str:
        """The folder's name in ``work/``, by which ``publish`` knows it."""
        return f"sealed-{layout.item_name(self.urn)}-{self.version}-{self.digest}"

    @classmethod
    def parse(cls, name: str) -> Self:
        """Read a folder's name; ``ValueError`` for anything else."""
        found = _SEALED.fullmatch(name)
        if not found:
            raise ValueError(name)
        return cls(layout.PREFIX + found[1], found[2], found[3])


class StillUnpublished(OutsideFailed):
    """The item has a sealed version already; ``waiting`` is its name."""

    def __init__(self, waiting: Unpublished) -> None:
        super().__init__(
            say("{item} has a new version already that waits.", item=waiting.urn),
            why=say("Somebody files into it just now, or was cut off while filing."),
            fix=say("Try again in a moment; if that does not help, have the archive repaired").by(
                "docgen recover"
            ),
        )
        self.waiting = waiting


class Work:
    """The work folder at a path, beside the storage root it works for."""

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.locks = path / "locks"
        self._gate = self.locks / "gate"
        self.hierarchy = Hierarchy(root, self.locks)

    def new_stage(self) -> Path:
        """Make a folder to prepare something in; this process owns it until it ends."""
        folder = self.path / f"stage-{uuid.uuid4().hex}-{os.getpid()}"
        with self.dropped_on_error(folder), locks.held(self._gate, shared=True):
            disk.mkdir(folder)
            locks.own(folder)
        return folder

    @contextmanager
    def dropped_on_error(self, *folders: Path) -> Iterator[None]:
        """Remove these folders if anything, even Ctrl-C, ends the block early."""
        try:
            yield
        except BaseException:
            for folder in folders:
                with suppress(OSError):
                    self.drop(folder)
            raise

    def drop(self, folder: Path) -> None:
        """Remove a folder of this work folder; whoever sweeps meanwhile sees it owned, or gone."""
        try:
            with suppress(FileNotFoundError):
                for entry in sorted(folder.iterdir()):
                    disk.remove(entry)
                with locks.held(self._gate, shared=True):
                    disk.remove(folder)
        finally:
            locks.disown(folder)

    def unpublished(self) -> list[Unpublished]:
        """All sealed versions that wait, in the order of their ids."""
        return sorted(Unpublished.parse(name) for name in self._names() if _SEALED.fullmatch(name))

    def refuse_waiting(self, urn: str) -> None:
        """Raise ``StillUnpublished`` if a sealed version of this object waits.

        A second version made of the same base could never be published.
        """
        start = f"sealed-{layout.item_name(urn)}-"
        with os.scandir(self.path) as entries:  # perhaps hundreds, and once for each paper
            waiting = sorted(one.name for one in entries if one.name.startswith(start))
        for name in waiting:
            if _SEALED.fullmatch(name):
                raise StillUnpublished(Unpublished.parse(name))

    def sweep(self, keep: Collection[str], *, all_: bool) -> list[str]:
        """Remove the stages, sealed or not, that are not to be kept; return their names."""
        swept, kept = [], frozenset(keep)  # perhaps thousands wait
        for name in self._names():
            if _REMOVED.fullmatch(name):
                disk.remove(self.path / name)
            mine = _STAGE.fullmatch(name) or _SEALED.fullmatch(name)
            if mine and name not in kept and (all_ or self._ownerless(self.path / name)):
                self.drop(self.path / name)
                swept.append(name)
        return swept

    def _ownerless(self, folder: Path) -> bool:
        with locks.held(self._gate), suppress(FileNotFoundError):
            return locks.own(folder)
        return False

    def _names(self) -> list[str]:
        return sorted(entry.name for entry in self.path.iterdir())

    def quarantine(self, path: Path, why: str) -> Path:
        """Move something out of the way, with a note beside it; return where it is now."""
        shelf = self.path / "quarantine"
        disk.mkdirs(shelf)
        place = shelf / f"{uuid.uuid4().hex[:12]}-{path.name[:100]}"
        note = f"{path}\n{why}\n".encode("utf-8", "backslashreplace")
        disk.write_new(place.with_name(place.name + ".why.txt"), [note])
        disk.rename(path, place)
        for folder in (shelf, self.path, path.parent):
            disk.fsync_folder(folder)
        return place
