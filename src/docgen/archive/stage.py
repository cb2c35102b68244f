"""Preparing a version in the work folder, up to the moment when only renames are missing.

    stage-…/v1/content/…    the files; v1 is their name in here, whatever version they become
    sealed-…/               becomes the whole object, if it is new
    sealed-…/v1/            becomes vN of an object that is there already
    sealed-…/seal.json      what such a version was based on

A folder gets the name ``sealed-…`` in one rename, when all of it is written, and then all of it
is brought to the disk at once. ``seal`` returns after that, so whoever commits what it returned
has a version that is complete. Before that, a crash leaves something to sweep and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docgen.archive import disk, inventory, layout, locks, objects, paths, sources
from docgen.archive.barrier import Barrier
from docgen.archive.hashes import Digester, Digests, sha512
from docgen.archive.inventory import Inventory, Version
from docgen.archive.objects import Current
from docgen.archive.work import Unpublished, Work
from docgen.errors import say

SEAL = "seal.json"
VERSION = "v1"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A version that is complete in the work folder and needs only ``publish``.

    Args:
        name: What ``publish`` takes.
        urn: The object's id.
        version: The version's name, such as ``v1``.
        sha512s: The sha512 of every file of this version, by logical path.
        inventory_sha512: The sha512 of the object's inventory from this version on.
    """

    name: str
    urn: str
    version: str
    sha512s: Mapping[str, str]
    inventory_sha512: str


class Stage:
    """The files of a new version, written and digested, but in nobody's dossier yet.

    ``digests`` has size, sha512 and SM3 of each file by logical path.
    """

    def __init__(
        self,
        root: Path,
        work: Work,
        *,
        fixity: Collection[str] = (),
        group: Barrier | None = None,
    ) -> None:
        """Begin with an empty folder.

        Args:
            root: The storage root.
            work: The work folder.
            fixity: As for ``Store``.
            group: The barrier of a group of papers; then ``seal`` does not wait for the disk,
                and nothing may be committed before that barrier is settled.
        """
        self._root, self._work, self._fixity = root, work, frozenset(fixity)
        self._barrier, self._alone = group or Barrier(), group is None
        self._names = paths.Names()
        self._content: dict[str, str] = {}
        self._sealed = False
        self.digests: dict[str, Digests] = {}
        self.folder = work.new_stage()
        with self._given_up_on_error(self.folder):
            disk.mkdir(self.folder / VERSION)
            disk.mkdir(self.folder / VERSION / "content")

    def add(self, files: Mapping[str, bytes | Path]) -> None:
        """Write files under their logical paths; a failure abandons the whole stage."""
        if self._sealed:
            raise ValueError(self.folder)
        with self._given_up_on_error(self.folder), disk.told():
            for logical in files:
                paths.check_logical(logical)
            for logical, source in sorted(files.items()):
                self._write(logical, source)

    def _write(self, logical: str, source: bytes | Path) -> None:
        if logical in self.digests:
            raise sources.two_files(logical)
        self._content[logical] = self._names.give(logical)
        place = self.folder / VERSION / "content" / self._content[logical]
        disk.mkdirs(place.parent)
        digester = Digester()
        pieces = [source] if isinstance(source, bytes) else sources.steady(source)
        self._barrier.write(place, digester.over(pieces))
        self.digests[logical] = digester.digests()
        if not self.digests[logical].size:
            raise sources.empty(logical)

    def discard(self) -> None:
        """Give the stage up and remove its folder; may be called again.

        That holds after ``seal`` too: the caller knows that it surely was not committed.
        """
        with disk.told():
            self._close()
            self._work.drop(self.folder)

    def _close(self) -> None:
        if self._alone:
            self._barrier.close()

    @contextmanager
    def _given_up_on_error(self, folder: Path) -> Iterator[None]:
        """Close and remove everything if anything, even Ctrl-C, ends the block early."""
        with self._work.dropped_on_error(folder):
            try:
                yield
            except BaseException:
                self._close()
                raise

    def seal(
        self,
        urn: str,
        *,
        message: str,
        user: tuple[str, str],
        created: datetime,
        extra: Mapping[str, bytes] | None = None,
        keep: Collection[str] = (),
    ) -> Sealed:
        """Make the staged files the next version of an object, complete but for ``publish``.

        Args:
            urn: The object's id, new or not.
            message: Why this version is made; not empty.
            user: The acting person's name and address (a URI); neither empty.
            created: When, with its zone; kept in UTC to the second.
            extra: Small files known only now, such as ``item.json``.
            keep: Logical paths of the present version that stay as they are, bytes unread.

        Raises:
            StillUnpublished: Another version of the object is sealed and waits.
            Integrity: The object's present inventory cannot be trusted.
        """
        self.add(extra or {})
        lock = locks.held(locks.of_object(self._work.locks, urn))
        with self._given_up_on_error(self.folder), disk.told(), lock:
            if not (message and all(user)):
                raise ValueError(message, user)
            self._work.refuse_waiting(urn)
            base = _base(self._root / layout.object_path(urn), urn)
            version = Version(
                created=inventory.stamp(created),
                message=message,
                user={"name": user[0], "address": user[1]},
                state=self._state(base, keep),
            )
            return self._seal(urn, base, version)

    def _state(self, base: Current | None, keep: Collection[str]) -> dict[str, str]:
        state = {logical: digests.sha512 for logical, digests in self.digests.items()}
        before = base.inventory.versions[base.inventory.head].state if base else {}
        for logical in keep:
            if logical in state:
                raise sources.two_files(logical)
            state[logical] = before[logical]
        clash = paths.conflicting(set(state))
        if clash:
            raise sources.two_files(clash)
        if not state:
            raise ValueError("a version needs a file")
        return state

    def _seal(self, urn: str, base: Current | None, version: Version) -> Sealed:
        before = base.inventory if base else inventory.first(urn)
        number = f"v{len(before.versions) + 1}"
        stored = self._store_new(before, number)
        after = inventory.add_version(
            before, version, stored=stored, fixity=self._other_digests(stored)
        )
        raw = inventory.to_bytes(after)
        digest = sha512(raw)
        self._lay_out(raw, new=base is None)
        if base:
            seal = {"id": urn, "version": number, "base": base.digest}
            self._barrier.write(self.folder / SEAL, [json.dumps(seal).encode()])
        name = Unpublished(urn, number, digest[:32]).name
        self._settle(name)
        return Sealed(name, urn, number, dict(version.state), digest)

    def _store_new(self, before: Inventory, number: str) -> dict[str, str]:
        """Keep one copy of each new content, none of what is stored; digest → content path."""
        stored: dict[str, str] = {}
        for logical, digests in sorted(self.digests.items()):
            staged = self.folder / VERSION / "content" / self._content[logical]
            if digests.sha512 in before.manifest or digests.sha512 in stored:
                self._barrier.forget(staged)
                disk.unlink(staged)
                self._prune(staged.parent)
            else:
                stored[digests.sha512] = f"{number}/content/{self._content[logical]}"
        return stored

    def _prune(self, folder: Path) -> None:
        """Remove folders that have become empty, up to ``content`` itself (OCFL E024)."""
        while folder != self.folder / VERSION and not any(folder.iterdir()):
            disk.rmdir(folder)
            folder = folder.parent

    def _other_digests(self, stored: Mapping[str, str]) -> dict[str, dict[str, str]]:
        if "sm3" not in self._fixity:
            return {}
        sm3 = {digests.sha512: digests.sm3 for digests in self.digests.values() if digests.sm3}
        block = {path: sm3[digest] for digest, path in stored.items() if digest in sm3}
        return {"sm3": block} if block else {}

    def _lay_out(self, raw: bytes, *, new: bool) -> None:
        self._write_inventory(self.folder / VERSION, raw)
        if not new:
            return
        declaration = self.folder / layout.OBJECT_DECLARATION
        self._barrier.write(declaration, [layout.OBJECT_DECLARATION_TEXT])
        self._write_inventory(self.folder, raw)

    def _write_inventory(self, folder: Path, raw: bytes) -> None:
        self._barrier.write(folder / inventory.FILE, [raw])
        self._barrier.write(folder / inventory.SIDECAR, [inventory.sidecar(raw)])

    def _settle(self, name: str) -> None:
        """Give the folder its last name and wait for the disk, unless a group does."""
        target = self._work.path / name
        with self._work.dropped_on_error(target):
            disk.rename(self.folder, target)
            self._barrier.moved(self.folder, target)
            locks.moved(self.folder, target)
            self.folder = target
            self._barrier.folders([*disk.folders_of(target), self._work.path])
            if self._alone:
                self._barrier.settle()
            self._sealed = True


def _base(place: Path, urn: str) -> Current | None:
    """The inventory the new version continues, or nothing for a new object."""
    if not place.exists():
        return None
    base = objects.read_inventory(place, urn)
    if objects.newest(place) != len(base.inventory.versions):
        raise objects.damaged(place / inventory.FILE, say("A newer version is half in place."))
    return base
