"""Writing files for people: each appears whole, and all of them or none.

They are written beside their places under hidden names and get their own when all are there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from docgen.errors import BadInput, say


def refuse_there(file: Path, option: str = "--out") -> None:
    """``BadInput`` if something has this name already: what people have is never written over.

    Args:
        file: The name.
        option: What it was given with.
    """
    if file.exists():
        raise BadInput(
            say("{file} is there already", file=file),
            why=say("nothing is ever written over"),
            fix=say("choose another name with {option}", option=option),
            file=str(file),
        )


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet; ``OSError`` if the disk refuses, and nothing is left."""
    parts = {path: path.with_name(f".{path.name}.part") for path in files}
    named: list[Path] = []
    try:
        for path, part in parts.items():
            _write(part, files[path])
        for path, part in parts.items():
            part.replace(path)
            named.append(path)
    except BaseException:
        for one in (*parts.values(), *named):
            one.unlink(missing_ok=True)
        raise


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
