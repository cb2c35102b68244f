"""What lies beside a draft on the disk: pictures handed in, papers to be fetched.

    work/drafts/D000042/<sha256>      a picture, named in the draft's answers
    work/drafts/D000042/paper.docx    a paper that was made and not filed

Nothing here is a record; ``drafts`` clears it away with the draft.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from docgen.errors import OutsideFailed, say
from docgen.forms import pictures
from docgen.forms.form import Column, Form
from docgen.forms.pictures import Given
from docgen.office.desk import Office
from docgen.render.upright import upright

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def put(office: Office, code: str, files: Mapping[str, bytes]) -> None:
    """Keep files beside a draft."""
    folder = _folder(office, code)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise OutsideFailed(
            say("The draft could not be written: {error}", error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("tell the administrator, then try again"),
        ) from error


def read(office: Office, code: str, name: str) -> bytes | None:
    """A file beside a draft; ``None`` if it is not there any more."""
    try:
        return (_folder(office, code) / name).read_bytes()
    except OSError:
        return None


def put_picture(office: Office, code: str, name: str, data: bytes) -> dict[str, object]:
    """Keep a picture; what stands for it in the draft's answers."""
    ready = upright(data, name)
    digest = hashlib.sha256(ready).hexdigest()
    put(office, code, {digest: ready})
    return {"picture": digest, "name": name}


def with_pictures(
    office: Office, code: str, form: Form, given: Mapping[str, object]
) -> dict[str, object]:
    """The answers of a draft with the pictures that lie beside it."""

    def read_one(column: Column, name: str, value: object) -> object:
        del column, name
        if not isinstance(value, Mapping):
            return value
        digest = str(value.get("picture", ""))
        data = read(office, code, digest) if _SHA256.fullmatch(digest) else None
        return Given(str(value.get("name", "")), data) if data is not None else ""

    return pictures.with_pictures(form, given, read_one)


def copy(office: Office, code: str, other: str) -> None:
    """The pictures of one draft for another."""
    if (folder := _folder(office, code)).is_dir():
        shutil.copytree(folder, _folder(office, other), dirs_exist_ok=True)


def clear(office: Office, code: str) -> None:
    """Drop what lies beside a draft."""
    shutil.rmtree(_folder(office, code), ignore_errors=True)


def _folder(office: Office, code: str) -> Path:
    return office.folder / "work" / "drafts" / code
