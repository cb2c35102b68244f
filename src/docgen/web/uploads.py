"""Files that were sent with a form, in a private folder that is gone at the end.

    with received(request, "files") as files:
        filing.file_paths(office, who, place, [one.path for one in files])

Django has streamed each to disk by then (``settings.FILE_UPLOAD_HANDLERS``), and ``limits`` has
refused what is too large before it was read. What is in a file is looked at by ``render.preflight``
in a process of its own, when the office takes it in.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile

from docgen.web.entering import Request

_LONGEST = 200
_FALLBACK = "file"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was sent: the name it had, without folders, and where it lies now."""

    name: str
    path: Path


@contextlib.contextmanager
def received(request: Request, field: str = "files") -> Iterator[list[Uploaded]]:
    """The files sent in one field of the form, in their order; empty if there are none.

    Each lies under its own name in a folder of its own, so that two may be called the same.
    """
    folder = Path(tempfile.mkdtemp(prefix="upload-", dir=settings.FILE_UPLOAD_TEMP_DIR))
    try:
        sent = request.FILES.getlist(field)
        yield [_kept(one, folder / f"{n:03}") for n, one in enumerate(sent)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kept(sent: File[Any], folder: Path) -> Uploaded:
    folder.mkdir(mode=0o700)
    name = name_of(sent.name or "")
    path = folder / name
    if isinstance(sent, TemporaryUploadedFile):
        path.hardlink_to(sent.temporary_file_path())  # Django removes its own when it closes it
    else:  # a test's
        path.write_bytes(sent.read())
    return Uploaded(name, path)


def name_of(text: str) -> str:
    """A file's own name: no folders, nothing that does not print, no longer than disks take."""
    last = text.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(one for one in last if one.isprintable()).strip().lstrip(".")
    while len(shown.encode()) > _LONGEST:
        stem, dot, end = shown.rpartition(".")
        shown = f"{stem[:-1]}{dot}{end}" if stem and len(end) < len(stem) else shown[:-1]
    return shown or _FALLBACK
