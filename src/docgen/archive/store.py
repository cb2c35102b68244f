"""The archive: an OCFL 1.1 storage root with a work folder beside it.

    store = Store(office / "archive", office / "work")
    stage = store.stage({"合同.docx": docx, "合同.pdf": pdf})       # on the disk, not filed
    sealed = stage.seal("urn:docgen:0310000001-0012", message=..., user=..., created=now)
    ...                                                             # commit: from here it is filed
    store.publish(sealed.name)                                      # may be repeated after a crash

Who may read is not asked here: whoever calls ``read`` or ``open_path`` has asked and logged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from docgen.archive import disk, layout, locks, objects, repair
from docgen.archive import publish as publishing
from docgen.archive.barrier import Barrier
from docgen.archive.hashes import file_digests, sha512
from docgen.archive.inventory import ALGORITHM, Inventory, Version
from docgen.archive.objects import Current
from docgen.archive.stage import Stage
from docgen.archive.work import Unpublished, Work
from docgen.errors import BadInput, Integrity, NotFound, Problem, say


@dataclass(frozen=True, slots=True)
class Group:
    """Versions that are prepared together; ``settle`` comes before any of them is committed."""

    _barrier: Barrier
    _stage: Callable[..., Stage]

    def stage(self, files: Mapping[str, bytes | Path]) -> Stage:
        """As ``Store.stage``; what it and its ``seal`` write is on the disk after ``settle``."""
        with disk.told():
            stage = self._stage(group=self._barrier)
        stage.add(files)
        return stage

    def settle(self) -> None:
        """Wait until everything staged and sealed in this group is on the disk; once."""
        with disk.told():
            self._barrier.settle()


class Store:
    """Writes and reads the originals.

    Args:
        root: The OCFL storage root, usually ``archive/`` of the office folder.
        work: Where versions are prepared; on the same file system as ``root``.
        fixity: Other digests to write into each inventory's ``fixity`` block: nothing or
            ``{"sm3"}``. OCFL 1.1 (E056) knows no SM3, so validators of other makers call such an
            object invalid; ``Stage.digests`` has the SM3 in any case.
    """

    def __init__(self, root: Path, work: Path, *, fixity: Collection[str] = ()) -> None:
        self._root, self._fixity = root, fixity
        self._work = Work(work, root)

    def initialise(self) -> None:
        """Make the storage root and the work folder, or what is missing of them.

        Raises:
            BadInput: The folder holds something else, or the two are on different disks.
            Integrity: The root says that it has another layout.
        """
        with disk.told():
            for folder in (self._root, self._work.path):
                disk.mkdirs(folder)
            self._refuse_foreign_root()
            disk.mkdirs(self._work.locks)
            for path, data in layout.ROOT_FILES.items():
                self._put_root_file(path, data)
            disk.fsync_tree(self._root / "extensions")
            for folder in (self._root, self._root.parent, self._work.path, self._work.path.parent):
                disk.fsync_folder(folder)

    def _refuse_foreign_root(self) -> None:
        known = {path.parts[0] for path in layout.ROOT_FILES}
        present = {entry.name for entry in self._root.iterdir()}
        if present - known and layout.DECLARATION not in present:
            raise BadInput(
                say("{folder} cannot become an archive.", folder=str(self._root)),
                why=say("It is not empty, and it is not an OCFL storage root."),
                fix=say("Name a folder that is empty or not there yet."),
                file=str(self._root),
            )
        if self._root.stat().st_dev != self._work.path.stat().st_dev:
            raise BadInput(
                say("The archive and the work folder lie on different disks."),
                why=say("A version enters the archive by a rename, which stays on one disk."),
                fix=say("Put both folders on the same disk."),
                file=str(self._work.path),
            )

    def _put_root_file(self, path: PurePosixPath, data: bytes) -> None:
        place = self._root / path
        if not place.exists():
            disk.mkdirs(place.parent)
            publishing.put(place, data, self._work)
        elif path.name != layout.README and place.read_bytes() != data:
            raise Integrity(
                say("{file} is not what docgen wrote.", file=str(place)),
                why=say("The archive has another layout, or the file was changed."),
                fix=say("Restore the file from a backup, or open the archive with its own docgen."),
                file=str(place),
            )

    def stage(self, files: Mapping[str, bytes | Path]) -> Stage:
        """Write the files of a new version into the work folder; nothing is filed yet.

        Args:
            files: What goes under which logical path; bytes, or a plain file to copy.

        Raises:
            BadInput: A name is unsafe, a file is empty, unreadable or changes while it is read.
            OutsideFailed: The disk failed. In both cases nothing is left behind.
        """
        with disk.told():
            stage = Stage(self._root, self._work, fixity=self._fixity)
        stage.add(files)
        return stage

    @contextmanager
    def group(self) -> Iterator[Group]:
        """Prepare many versions and wait for the disk once, with the same guarantees."""
        barrier = Barrier(self._work.path)
        try:
            yield Group(barrier, partial(Stage, self._root, self._work, fixity=self._fixity))
        finally:
            barrier.close()

    def publish(self, name: str) -> None:
        """Put a sealed version into the archive; see ``docgen.archive.publish``."""
        with disk.told():
            publishing.publish(self._root, self._work, name)

    def publish_many(self, names: Sequence[str]) -> dict[str, Problem]:
        """Put many sealed versions into the archive, waiting for the disk once.

        Returns:
            Those that could not be published, each with the reason; all others are published.
        """
        return publishing.publish_many(self._root, self._work, names)

    def discard(self, name: str) -> None:
        """Remove a sealed version that was surely not committed."""
        with disk.told():
            self._work.drop(self._work.path / Unpublished.parse(name).name)

    def unpublished(self) -> list[Unpublished]:
        """The sealed versions that wait in the work folder, committed or not."""
        with disk.told():
            return self._work.unpublished()

    def sweep(self, keep: Collection[str], *, all_: bool = False) -> list[str]:
        """Remove what was prepared and never committed; return the names removed.

        Args:
            keep: Names of sealed versions that were committed.
            all_: Also what a living process is preparing; for use when none can be.
        """
        with disk.told():
            return self._work.sweep(keep, all_=all_)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder of this process's own in the work folder; after a crash it is swept."""
        folder = self._work.new_stage()
        try:
            yield folder
        finally:
            self._work.drop(folder)

    def quarantine(self, path: Path, why: str) -> Path:
        """Move something out of the archive or the work folder to ``work/quarantine``.

        Returns:
            Where it lies now; a note with the old place and ``why`` lies beside it.
        """
        with disk.told():
            place = self._work.quarantine(path, why)
            if path.is_relative_to(self._root):
                self._work.hierarchy.prune(path.parent)
            return place

    def remove(self, urn: str) -> None:
        """Take an object out of the archive for good, with all its versions (destruction).

        It leaves by one rename and is deleted then; may be cut off anywhere and be repeated, also
        when it is gone. Whoever calls it has the decision on record: nothing brings it back.

        Raises:
            StillUnpublished: A version of it waits to be published.
        """
        gone = self._work.path / f"removed-{layout.item_name(urn)}"
        place = self._root / layout.object_path(urn)
        with disk.told(), locks.held(locks.of_object(self._work.locks, urn)):
            self._work.refuse_waiting(urn)  # published later, it would bring the paper back
            disk.remove(gone)
            if place.exists():
                self._work.hierarchy.take_out(place, gone)
                disk.remove(gone)
            self._work.hierarchy.prune(place.parent)
            disk.fsync_folder(self._work.path)

    def repair_object(self, urn: str) -> repair.Repair:
        """Bring one object back into order as far as its own files prove how."""
        with disk.told():
            return repair.repair_object(self._root, self._work, urn)

    def exists(self, urn: str) -> bool:
        """Whether there is an object with this id."""
        return (self._root / layout.object_path(urn)).is_dir()

    def urns(self) -> Iterator[str]:
        """The ids of all objects, in order; strange folders are left to the checker."""
        with disk.told():
            yield from _walk(self._root, PurePosixPath())

    def inventory(self, urn: str) -> Inventory:
        """An object's inventory, checked against its digest file."""
        with disk.told():
            return self._current(urn).inventory

    def versions(self, urn: str) -> Mapping[str, Version]:
        """An object's versions by name, ``v1`` first."""
        return self.inventory(urn).versions

    def _current(self, urn: str) -> Current:
        place = self._root / layout.object_path(urn)
        if not place.is_dir():
            raise NotFound(
                say("{item} is not in the archive.", item=urn),
                why=say("There is no folder {folder}.", folder=str(place)),
                fix=say("Look the item's number up").by("docgen find WORDS"),
            )
        try:
            return objects.read_inventory(place, urn)
        except Integrity:
            # Perhaps a new version is on its way in; then it is there when its writer is done.
            with locks.held(locks.of_object(self._work.locks, urn)):
                return objects.read_inventory(place, urn)

    def read(self, urn: str, logical: str, version: str | None = None) -> bytes:
        """A file's bytes, whose sha512 is checked.

        Args:
            urn: The object's id.
            logical: The file's logical path.
            version: Which version's; the newest if not given.

        Raises:
            NotFound: There is no such object, version or file.
            Integrity: The bytes are not those that were archived.
        """
        with disk.told():
            path, digest = self._find(urn, logical, version)
            data = objects.read_or_nothing(path)
            if sha512(data) != digest:
                raise _changed(path)
            return data

    def open_path(self, urn: str, logical: str, version: str | None = None) -> Path:
        """Where a file lies, for programs that read it themselves; its sha512 is checked first.

        The path is for reading only. Arguments and errors as for ``read``.
        """
        with disk.told():
            path, digest = self._find(urn, logical, version)
            is_plain = path.is_file() and not path.is_symlink()
            if not is_plain or file_digests(path, [ALGORITHM])[ALGORITHM] != digest:
                raise _changed(path)
            return path

    def _find(self, urn: str, logical: str, version: str | None) -> tuple[Path, str]:
        inventory = self._current(urn).inventory
        one = inventory.versions.get(version or inventory.head)
        if one is None or logical not in one.state:
            raise NotFound(
                say(
                    "{item} has no file {file} in {version}.",
                    item=urn,
                    file=logical,
                    version=version or inventory.head,
                ),
                why=say("Its inventory does not list it."),
                fix=say("See what files it has").by("docgen item show NUMBER"),
            )
        digest = one.state[logical]
        return self._root / layout.object_path(urn) / inventory.content_path(digest), digest


def _changed(path: Path) -> Integrity:
    return Integrity(
        say("{file} is not what was archived.", file=str(path)),
        why=say("It is missing, or its SHA-512 differs from the inventory's."),
        fix=say("Have it restored from a backup; a check lists all that is wrong").by(
            "docgen check --fixity"
        ),
        file=str(path),
    )


def _walk(root: Path, below: PurePosixPath) -> Iterator[str]:
    depth = len(below.parts)
    with os.scandir(root / below) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    for name in names:
        if depth < layout.TUPLES and len(name) == layout.TUPLE_SIZE and name.isdecimal():
            yield from _walk(root, below / name)
        elif depth == layout.TUPLES and layout.urn_at(below / name):
            yield layout.urn_at(below / name)
