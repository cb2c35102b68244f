"""Reading one object's folder: its inventory with the digest beside it, and its versions.

What is read here can be trusted or is refused with ``Integrity``; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.archive import inventory as inventories
from docgen.archive.hashes import sha512
from docgen.archive.inventory import FILE, SIDECAR, Inventory
from docgen.errors import Integrity, Said, say


@dataclass(frozen=True, slots=True)
class Current:
    """An inventory as it lies on the disk, with the sha512 of its bytes."""

    inventory: Inventory
    digest: str


def read_inventory(folder: Path, urn: str) -> Current:
    """The inventory of an object's folder, or of a version's.

    Raises:
        Integrity: it is missing, damaged, has another digest than the file beside it says, or
            belongs to another object.
    """
    raw = read_or_nothing(folder / FILE)
    if not raw:
        raise damaged(folder / FILE, say("The file is empty or not there."))
    if read_or_nothing(folder / SIDECAR) != inventories.sidecar(raw):
        raise damaged(folder / FILE, say("It does not have the digest written beside it."))
    inventory = inventories.parse(raw, where=str(folder / FILE))
    if inventory.urn != urn:
        raise damaged(folder / FILE, say("It is the inventory of {other}.", other=inventory.urn))
    return Current(inventory, sha512(raw))


def read_or_nothing(path: Path) -> bytes:
    """A small file's bytes; nothing if it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def newest(place: Path) -> int:
    """The number of the newest version folder; 0 if there is none."""
    return max((inventories.number(entry.name) for entry in place.iterdir()), default=0)


def damaged(path: Path, why: Said) -> Integrity:
    """The error for an inventory that cannot be trusted as it lies there."""
    return Integrity(
        say("The inventory {file} cannot be trusted.", file=str(path)),
        why=why,
        fix=say(
            "Have the archive repaired; if that does not help, the item restored from a backup"
        ).by("docgen recover"),
        file=str(path),
    )
