"""Which files in the folder of the index belong to which engine, and removing them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from docgen.index import folder
from docgen.index.engine import Name

#: The folder of each engine within that of the index, and the file that makes its index valid.
_FILES: dict[Name, tuple[str, str]] = {
    "whoosh": (".", "manifest.json"),
    "tantivy": ("tantivy", "current.json"),
}
_PART = re.compile(f"{folder.ADDING}|{folder.REBUILDING}|[0-9a-f]{{32}}")
_PATIENCE = 10.0


def is_there(index: Path, name: Name) -> bool:
    """Whether an engine has an index in this folder, sound or not."""
    below, valid = _FILES[name]
    return (index / below / valid).exists()


def discard(index: Path, name: Name) -> None:
    """Remove an engine's index, so that no word stays in its files.

    The locks stay, because somebody may be waiting for them.

    Raises:
        OutsideFailed: Another process is writing, or the disk refuses.
    """
    below, valid = _FILES[name]
    root = index / below
    if not is_there(index, name) and not _parts(root):
        return
    with folder.writing(root), folder.locked(root, folder.WRITE, patience=_PATIENCE):
        (root / valid).unlink(missing_ok=True)
        for part in _parts(root):
            shutil.rmtree(part)


def _parts(root: Path) -> list[Path]:
    entries = root.iterdir() if root.is_dir() else ()
    return [one for one in entries if one.is_dir() and _PART.fullmatch(one.name)]
