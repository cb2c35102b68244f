"""Reading what people want archived, and the sentences that refuse it.

A source is refused if it is no plain file (a link may lead anywhere, a pipe never ends), if it
is empty, or if it changes while it is read: what was digested is then nothing anybody meant.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from docgen.archive.hashes import CHUNK
from docgen.errors import BadInput, say


def steady(path: Path) -> Iterator[bytes]:
    """A source file's bytes; ``BadInput`` if it is no plain file or changes meanwhile."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _unreadable(path, error.strerror or "") from error
    before = os.fstat(number)
    if not stat.S_ISREG(before.st_mode):
        os.close(number)
        raise _unreadable(path, "not a file")
    with os.fdopen(number, "rb", buffering=0) as file:
        size = 0
        while piece := file.read(CHUNK):
            size += len(piece)
            yield piece
        after = os.fstat(number)
    if (size, before.st_mtime_ns) != (before.st_size, after.st_mtime_ns):
        raise BadInput(
            say("{file} changed while it was read.", file=path.name),
            why=say("{read} of {size} bytes were read.", read=size, size=before.st_size),
            fix=say("Wait until the file is complete, then file it again."),
            file=str(path),
        )


def _unreadable(path: Path, reason: str) -> BadInput:
    return BadInput(
        say("{file} cannot be read.", file=path.name),
        why=say("The operating system says: {reason}.", reason=reason),
        fix=say("Give a plain file (no link, no folder) that docgen may read."),
        file=str(path),
    )


def empty(logical: str) -> BadInput:
    """The refusal of a file of 0 bytes."""
    return BadInput(
        say("{file} is empty.", file=logical),
        why=say("A file of 0 bytes is the trace of a failed copy or a full disk."),
        fix=say("Copy or scan the paper again, then file it."),
        file=logical,
    )


def two_files(logical: str) -> BadInput:
    """The refusal of a name that is wanted twice in one version."""
    return BadInput(
        say("Two files of one item want the name {file}.", file=logical),
        why=say("A name stands for one file, or for one folder, in a version."),
        fix=say("Give one of them another name, then file again."),
        file=logical,
    )
