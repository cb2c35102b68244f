"""Repairing one object after a crash whose sealed folder is gone, or after foreign hands.

It finishes what a version's own inventory proves, moves what it does not understand to
quarantine with a note, and leaves alone what it would have to guess. It deletes nothing and
changes no version. What is left can only come from a backup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive import disk, inventory, layout, locks, objects
from docgen.archive.hashes import file_digests
from docgen.archive.inventory import ALGORITHM, FILE, SIDECAR
from docgen.archive.publish import put
from docgen.archive.work import Work
from docgen.errors import Integrity, Said, say

_EXPECTED = {layout.OBJECT_DECLARATION, FILE, SIDECAR}


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair did, and what it found but could not mend, as sentences."""

    done: list[Said] = field(default_factory=list)
    left: list[Said] = field(default_factory=list)


def repair_object(root: Path, work: Work, urn: str) -> Repair:
    """Bring one object back into order as far as its own files prove how."""
    repair = Repair()
    place = root / layout.object_path(urn)
    with locks.held(locks.of_object(work.locks, urn)):
        if place.is_dir():
            _quarantine_strangers(place, work, repair)
            if _settle_versions(place, urn, work, repair):
                _finish(place, urn, work, repair)
            disk.fsync_folder(place)
    return repair


def _quarantine_strangers(place: Path, work: Work, repair: Repair) -> None:
    for entry in sorted(place.iterdir()):
        if entry.name not in _EXPECTED and not inventory.number(entry.name):
            why = say("“{name}” does not belong into an object's folder.", name=entry.name)
            _quarantine(entry, why, work, repair)


def _quarantine(path: Path, why: Said, work: Work, repair: Repair) -> None:
    place = work.quarantine(path, str(why))
    repair.done.append(say("{why} It is in {place} now.", why=str(why), place=str(place)))


def _settle_versions(place: Path, urn: str, work: Work, repair: Repair) -> bool:
    """Move half versions away that no inventory speaks of; true if the newest is sound."""
    while newest := objects.newest(place):
        fault = _version_fault(place, newest, urn)
        if not fault:
            return True
        if not 0 < _root_head(place, urn) < newest:
            repair.left.append(fault)
            return False
        _quarantine(place / f"v{newest}", fault, work, repair)
    repair.left.append(say("{item} has no version at all.", item=urn))
    return False


def _root_head(place: Path, urn: str) -> int:
    """The newest version the object's own inventory names; 0 if it cannot be trusted."""
    try:
        return len(objects.read_inventory(place, urn).inventory.versions)
    except Integrity:
        return 0


def _version_fault(place: Path, newest: int, urn: str) -> Said | None:
    """Why the newest version cannot be taken for complete, or nothing."""
    folder = place / f"v{newest}"
    try:
        current = objects.read_inventory(folder, urn).inventory
    except Integrity as error:
        return say("v{number} of {item}: {why}", number=newest, item=urn, why=str(error.why))
    if len(current.versions) != newest:
        return say("v{number} of {item} holds another inventory.", number=newest, item=urn)
    for digest, paths in current.manifest.items():
        for path in paths:
            if not _holds(place / path, digest):
                return say("{path} of {item} is damaged or missing.", path=path, item=urn)
    return None


def _holds(path: Path, digest: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return file_digests(path, [ALGORITHM])[ALGORITHM] == digest


def _finish(place: Path, urn: str, work: Work, repair: Repair) -> None:
    newest = place / f"v{objects.newest(place)}"
    raw = (newest / FILE).read_bytes()
    present = objects.read_or_nothing(place / FILE)
    if present != raw and _root_head(place, urn) > inventory.number(newest.name):
        repair.left.append(say("{item} has lost its newest version.", item=urn))
        return
    if present not in (b"", raw, *_earlier_inventories(place)):
        why = say("The inventory of {item} is none that was ever made.", item=urn)
        _quarantine(place / FILE, why, work, repair)
    for name, data in ((FILE, raw), (SIDECAR, inventory.sidecar(raw))):
        if objects.read_or_nothing(place / name) != data:
            put(place / name, data, work)
            repair.done.append(
                say(
                    "{name} of {item} follows {version} now.",
                    name=name,
                    item=urn,
                    version=newest.name,
                )
            )


def _earlier_inventories(place: Path) -> list[bytes]:
    numbers = range(1, objects.newest(place))
    return [objects.read_or_nothing(place / f"v{at}" / FILE) for at in numbers]
