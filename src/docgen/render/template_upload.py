"""The files of a template as somebody sends them: a Word file, its questions, or a whole ZIP.

What was sent is looked at in a child process (``sandbox``); nothing is ever written under a name
that stands inside a ZIP. Whether the files make a good template is ``lint``'s question.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from docgen.errors import BadInput, Said, say
from docgen.render import sandbox
from docgen.render.folder import DOCX, FILES, MORE
from docgen.render.preflight import preflight
from docgen.render.ziprules import zip_fault

NAMES = (*FILES, MORE)
_DEPTH = 2  # a folder and its files


def taken(sent: Iterable[tuple[str, bytes]]) -> Mapping[str, bytes]:
    """The files of a template among what was sent, under the names they have in one.

    Args:
        sent: Each file's own name and its bytes. Any ``.docx`` is the Word file.

    Raises:
        BadInput: Nothing was sent, something is no file of a template, or it may not be opened.
    """
    some = [
        pair
        for name, data in sent
        for pair in (_unpacked(name, data) if name.lower().endswith(".zip") else [(name, data)])
    ]
    found = _gathered(some, some[-1][0] if some else "")
    if not found:
        raise BadInput(
            say("No file was sent"),
            why=say("a new version is a Word file, its questions, or both in a ZIP"),
            fix=say("choose the file and send it again"),
            field="files",
        )
    if DOCX in found:
        sandbox.run("docgen.render.template_upload:look", found[DOCX], name=DOCX)
    return found


def look(data: bytes, name: str) -> bytes:
    """Refuse a Word file that may not be opened; runs in the child process only."""
    preflight(data, name)
    return b""


def read_zip(data: bytes, name: str) -> bytes:
    """The files in a ZIP as JSON, base64 each; runs in the child process only."""
    if fault := zip_fault(data):
        raise _refused(name, fault)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        folders = {PurePosixPath(one.filename).parent for one in members}
        if len(folders) > 1 or any(len(one.parts) >= _DEPTH for one in folders):
            raise _refused(name, say("its files do not all lie in one folder"))
        read = [(PurePosixPath(one.filename).name, archive.read(one)) for one in members]
    files = {name: base64.b64encode(one).decode() for name, one in _gathered(read, name).items()}
    return json.dumps(files).encode()


def _gathered(read: Iterable[tuple[str, bytes]], sent: str) -> dict[str, bytes]:
    """Files by what they are called in a template; none of them twice."""
    found: dict[str, bytes] = {}
    for name, data in read:
        called = _called(name)
        if called in found:
            raise _refused(sent, say("{file} was sent twice", file=called))
        found[called] = data
    return found


def _unpacked(name: str, data: bytes) -> Sequence[tuple[str, bytes]]:
    told = sandbox.run("docgen.render.template_upload:read_zip", data, name=name)
    return [(file, base64.b64decode(text)) for file, text in json.loads(told).items()]


def _called(name: str) -> str:
    """What a file is called in a template."""
    if name in NAMES:
        return name
    if name.lower().endswith(".docx"):
        return DOCX
    raise _refused(name, say("a template has no such file"))


def _refused(name: str, why: Said) -> BadInput:
    return BadInput(
        say("“{name}” cannot be used", name=name),
        why=why,
        fix=say("send a Word file, or these files: {files}", files=", ".join(NAMES)),
        file=name,
        field="files",
    )
