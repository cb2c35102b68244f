"""Where the files lie that somebody sends, until the office has taken them in or refused them.

It is a private folder of the office's own ``work/``, so that what a killed process left is found:
whatever is older than any request can be is thrown away when the server starts.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path

from django.conf import settings

#: No request takes so long.
SECONDS = 60 * 60
_FOLDER = "uploads"


def settle(office: Path) -> None:
    """Have Django put them there."""
    folder = _place(office)
    folder.mkdir(mode=0o700, exist_ok=True)
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)


def sweep(office: Path) -> None:
    """Throw away what was left."""
    with contextlib.suppress(OSError):
        for path in _place(office).iterdir():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < time.time() - SECONDS:
                    _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _place(office: Path) -> Path:
    return office / "work" / _FOLDER
