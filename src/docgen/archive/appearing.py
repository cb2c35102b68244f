"""What appears whole or not at all: it is made beside its place and gets its name at the end."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from docgen.archive import disk
from docgen.errors import BadInput, say


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill in place of one that is empty or not there.

    Raises:
        BadInput: Something is there already.
        OutsideFailed: The disk refused; nothing is left.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            say("{folder} is not empty", folder=folder),
            why=say("nothing that is there may be overwritten"),
            fix=say("name a folder that is not there yet"),
            file=str(folder),
        )
    made = _beside(folder)
    try:
        with disk.told():
            disk.mkdirs(made)
            made.chmod(0o700)
            yield made
            disk.fsync_tree(made)
            if folder.exists():
                folder.rmdir()
            _name(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """A name to write a file under that is not there yet.

    Raises:
        BadInput: Something is there already.
        OutsideFailed: The disk refused; nothing is left.
    """
    if file.exists():
        raise BadInput(
            say("{file} is there already", file=file),
            why=say("nothing that is there may be overwritten"),
            fix=say("choose another name"),
            file=str(file),
        )
    made = _beside(file)
    try:
        with disk.told():
            disk.mkdirs(made.parent)
            yield made
            _name(made, file)
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def _beside(place: Path) -> Path:
    place = place.absolute()
    return place.with_name(f".{place.name}.{secrets.token_hex(4)}")


def _name(made: Path, place: Path) -> None:
    place = place.absolute()
    disk.rename(made, place)
    disk.fsync_folder(place.parent)
