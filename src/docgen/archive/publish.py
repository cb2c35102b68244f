"""Putting a sealed version into the archive: the same function for the usual way and for recovery.

Order of writes, each step on the disk before the next:

    1. rename   the version becomes ``vN`` of the object (or the whole object appears)
    2. replace  the object's inventory becomes that of ``vN``
    3. replace  the digest file beside it follows
    4. remove   the rest of the sealed folder goes

``publish`` looks how far it had come and does what is missing, so it may be cut off anywhere
and be called again, also when all is done. It never takes an object backwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from docgen.archive import disk, inventory, layout, locks, objects
from docgen.archive.barrier import Barrier
from docgen.archive.hashes import sha512
from docgen.archive.inventory import FILE, SIDECAR
from docgen.archive.stage import SEAL, VERSION
from docgen.archive.work import Unpublished, Work
from docgen.errors import Integrity, Problem, say


def publish(root: Path, work: Work, name: str) -> None:
    """Put the sealed version ``name`` into the archive, or finish doing so.

    Raises:
        Integrity: The object is not what the version was based on, or the version is lost.
    """
    sealed = Unpublished.parse(name)
    place = root / layout.object_path(sealed.urn)
    with locks.held(locks.of_object(work.locks, sealed.urn)):
        whole = _move(work.path / name, place, sealed, work)
        barrier = Barrier()
        if not whole:
            barrier.folders([place])  # the names in a whole one have been there since its seal
        _settle([place], work, barrier)
        if not whole:  # an object that came in whole has nothing to follow
            finish(place, sealed.urn, work)
        work.drop(work.path / name)


def publish_many(root: Path, work: Work, names: Sequence[str]) -> dict[str, Problem]:
    """Put many sealed versions into the archive, as ``publish`` does each, waiting once.

    Returns:
        Those that could not be published, each with the reason; all others are published.
    """
    refused: dict[str, Problem] = {}
    moved: dict[str, Path] = {}
    barrier = Barrier(work.path)
    try:
        for name in names:
            with _noting(name, refused):
                if place := _move_whole(root, work, name):
                    moved[name] = place
                else:
                    publish(root, work, name)
        with _noting_each(list(moved), refused):
            _settle(list(moved.values()), work, barrier)
    finally:
        barrier.close()
    for name in moved:
        locks.disown(work.path / name)  # what came in whole has left nothing there
    return refused


def _noting(name: str, refused: dict[str, Problem]) -> AbstractContextManager[None]:
    return _noting_each([name], refused)


@contextmanager
def _noting_each(names: Sequence[str], refused: dict[str, Problem]) -> Iterator[None]:
    """What goes wrong inside the block is noted for these, and the others go on."""
    try:
        with disk.told():
            yield
    except Problem as problem:
        refused.update(dict.fromkeys(names, problem))


def _move_whole(root: Path, work: Work, name: str) -> Path | None:
    """Step 1 for a new object: where it is now; nothing for what is none or was moved before."""
    sealed = Unpublished.parse(name)
    if sealed.version != "v1":
        return None
    place = root / layout.object_path(sealed.urn)
    with locks.held(locks.of_object(work.locks, sealed.urn)):
        return place if _move(work.path / name, place, sealed, work) else None


def _move(folder: Path, place: Path, sealed: Unpublished, work: Work) -> bool:
    """Step 1, if it is not done yet; true if a whole object came in just now."""
    if _arrived(place, sealed):
        return False
    if place.exists():
        finish(place, sealed.urn, work)
    return _move_in(folder, place, sealed, work)


def _settle(places: list[Path], work: Work, barrier: Barrier) -> None:
    """Bring every name from the root down to the objects to the disk."""
    one_of_each = {place.parent: place for place in places}.values()
    for place in one_of_each:
        barrier.folders(work.hierarchy.unsettled(place))
    barrier.settle()
    for place in one_of_each:
        work.hierarchy.settled(place)


def _arrived(place: Path, sealed: Unpublished) -> bool:
    raw = objects.read_or_nothing(place / sealed.version / FILE)
    return bool(raw) and sha512(raw).startswith(sealed.digest)


def _move_in(folder: Path, place: Path, sealed: Unpublished, work: Work) -> bool:
    base = _base_of(folder, sealed)
    if base:
        if (place / sealed.version).exists() or _root_digest(place) != base:
            raise _overtaken(sealed)
        disk.rename(folder / VERSION, place / sealed.version)
        return False
    if place.exists():
        raise _overtaken(sealed)
    work.hierarchy.move_in(folder, place)
    return True


def _base_of(folder: Path, sealed: Unpublished) -> str:
    """The digest of the inventory the version was based on; nothing for a new object."""
    base = "" if sealed.version == "v1" else _read_seal(folder / SEAL, sealed)
    if base is None or not (folder / VERSION).is_dir():
        raise Integrity(
            say(
                "The version {version} of {item} is lost.", version=sealed.version, item=sealed.urn
            ),
            why=say("It is neither in the archive nor whole in {folder}.", folder=str(folder)),
            fix=say("Look into work/quarantine and the backups; file the paper again if need be."),
            file=str(folder),
        )
    return base


def _read_seal(path: Path, sealed: Unpublished) -> str | None:
    try:
        seal = json.loads(path.read_bytes())
        fits = (seal["id"], seal["version"]) == (sealed.urn, sealed.version)
        return str(seal["base"]) if fits else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _root_digest(place: Path) -> str:
    return sha512(objects.read_or_nothing(place / FILE))


def _overtaken(sealed: Unpublished) -> Integrity:
    return Integrity(
        say("{item} has changed since its new version was prepared.", item=sealed.urn),
        why=say("Version {version} would not follow what is there now.", version=sealed.version),
        fix=say("Nothing was changed. File the new version again."),
    )


def finish(place: Path, urn: str, work: Work) -> None:
    """Make the object's inventory and digest file those of its newest version.

    Args:
        place: The object's folder; its newest version folder is complete.
        urn: The object's id.
        work: Where the new files are written before they are put in place.

    Raises:
        Integrity: The inventory there is neither the newest version's nor the one before it.
    """
    newest = objects.newest(place)
    objects.read_inventory(place / f"v{newest}", urn)
    raw = (place / f"v{newest}" / FILE).read_bytes()
    present = objects.read_or_nothing(place / FILE)
    if present not in (raw, objects.read_or_nothing(place / f"v{newest - 1}" / FILE)):
        raise objects.damaged(place / FILE, say("It belongs to none of the last versions."))
    for name, data in ((FILE, raw), (SIDECAR, inventory.sidecar(raw))):
        if objects.read_or_nothing(place / name) != data:
            put(place / name, data, work)


def put(path: Path, data: bytes, work: Work) -> None:
    """Write a small file of the archive in one step: there is the old one or the new one."""
    scratch = work.new_stage()
    with work.dropped_on_error(scratch):
        disk.write_new(scratch / path.name, [data])
        disk.replace(scratch / path.name, path)
        disk.fsync_folder(path.parent)
        work.drop(scratch)
