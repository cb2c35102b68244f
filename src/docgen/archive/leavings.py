"""What of an object lies in quarantine: it goes with the object when that is destroyed.

``Store.remove`` takes the object itself out. What was moved out of its folder earlier, with the
note that says from where, is removed here; what belongs to other objects stays.
"""

from __future__ import annotations

from pathlib import Path

from docgen.archive import disk, layout

_NOTE = ".why.txt"


def remove_leavings(root: Path, work: Path, urn: str) -> None:
    """Remove all in quarantine that was once in this object's folder, or is that folder.

    Args:
        root: The storage root.
        work: The work folder beside it.
        urn: The object's id.

    Raises:
        OutsideFailed: The disk failed; call it again.
    """
    shelf = work / "quarantine"
    with disk.told():
        for path in _found(root / layout.object_path(urn), shelf):
            disk.remove(path)
            disk.fsync_folder(shelf)


def _found(place: Path, shelf: Path) -> list[Path]:
    """The things, each before its note: a note that is left over leads to its thing again."""
    found: list[Path] = []
    for note in sorted(shelf.glob(f"*{_NOTE}")) if shelf.is_dir() else ():
        origin = Path(note.read_bytes().partition(b"\n")[0].decode("utf-8", "replace"))
        if origin == place or place in origin.parents:
            found += [note.with_name(note.name.removesuffix(_NOTE)), note]
    return found
