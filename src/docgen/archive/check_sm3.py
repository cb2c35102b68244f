"""The checker of SM3: the files of an object have the digests its ``item.json`` names.

OCFL 1.1 (E056) knows no SM3, so it does not stand in the inventory but in ``item.json``, which
the inventory's sha512 protects (ADR 0006). It is read for each version that has one:

    "files": {"合同.pdf": {"size": 60000, "sm3": "66c7f0f4…"}}

SM3 takes twice as long as sha512, so it is asked for and not part of every check.
"""

from __future__ import annotations

import json
from pathlib import Path

from docgen.archive import layout, objects
from docgen.archive.hashes import HAVE_SM3, file_digests
from docgen.archive.inventory import Inventory

METADATA = "item.json"


def wrong_sm3(root: Path, urn: str) -> list[str]:
    """The content paths whose size or SM3 is not what an ``item.json`` of the object names.

    Nothing is wrong with what no ``item.json`` speaks of, or where this machine has no SM3.

    Raises:
        Integrity: The object's inventory cannot be trusted.
    """
    place = root / layout.object_path(urn)
    inventory = objects.read_inventory(place, urn).inventory
    named: dict[str, set[tuple[object, object]]] = {}
    for version in inventory.versions.values():
        for name, claim in _claims(place, inventory, version.state.get(METADATA, "")).items():
            if name in version.state:
                path = inventory.content_path(version.state[name])
                named.setdefault(path, set()).add(claim)
    return sorted(path for path, claims in named.items() if claims != {_actual(place / path)})


def _claims(place: Path, inventory: Inventory, digest: str) -> dict[str, tuple[object, object]]:
    """What one ``item.json`` says of each file: its size and SM3."""
    if not digest or not HAVE_SM3:
        return {}
    try:
        value = json.loads((place / inventory.content_path(digest)).read_bytes())
        files = value.get("files", {})
        return {name: (one["size"], one["sm3"]) for name, one in files.items() if "sm3" in one}
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return {}


def _actual(path: Path) -> tuple[object, object]:
    try:
        return path.stat().st_size, file_digests(path, ["sm3"])["sm3"]
    except OSError:
        return -1, ""
