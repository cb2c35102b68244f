"""Which processes run for a folder, and whether they have gone."""

from __future__ import annotations

import time
from pathlib import Path

_TRIES = 3_000


def running_for(folder: Path | str) -> list[Path]:
    """The processes that have this folder as their home or in their command line."""
    return [each for each in Path("/proc").glob("[0-9]*") if _names(each, str(folder))]


def assert_gone(*folders: Path | str) -> None:
    """Nobody runs for these folders: who was killed goes as soon as a busy machine lets him."""
    for _ in range(_TRIES):
        left = [process for folder in folders for process in running_for(folder)]
        if not left:
            return
        time.sleep(0.01)
    raise AssertionError(left)


def _names(process: Path, folder: str) -> bool:
    try:
        home = f"HOME={folder}\0".encode() in (process / "environ").read_bytes()
        return home or folder.encode() in (process / "cmdline").read_bytes()
    except OSError:
        return False
