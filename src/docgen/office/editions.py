"""The versions of templates that papers were made from, each kept once under its digest.

    templates/.used/<sha256>/template.docx  form.toml  example.toml  expected.txt

Templates are edited, papers stay: so a form can be filled again as it was, and one that was
edited by hand can be read with the form it was printed from. What lies here is checked against
its own name whenever it is read. The register knows nothing of it, so nothing of it is lost
with the register; it belongs to the office folder and to its backup.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from docgen.archive import disk
from docgen.errors import BadInput, Problem, say
from docgen.office.desk import Office
from docgen.render.folder import FILES, TemplateFolder, read_template

_USED = ".used"
_LATE = 60  # seconds; keeping one takes a part of one
_LEFT = re.compile(r"\.[0-9a-f]{64}\.[0-9a-f]{8}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+", re.ASCII)


def keep(office: Office, folder: TemplateFolder) -> None:
    """Keep the version of a template that a paper is being made from, if it is not kept yet.

    It appears whole or not at all. If the filling fails afterwards, it lies there unused.

    Raises:
        BadInput: The template was edited since it was read.
        OutsideFailed: The disk refused.
    """
    place = _place(office, folder.sha256)
    if place.is_dir():
        return
    made = place.with_name(f".{folder.sha256}.{secrets.token_hex(4)}")
    with disk.told():
        disk.mkdirs(place.parent)
        try:
            _copy(office.folder / "templates" / folder.name, made)
            if read_template(made, folder.name).sha256 != folder.sha256:
                raise _edited(folder)
            _put(made, place)
        finally:
            if made.is_dir():
                disk.remove(made)


def unfinished(office: Office) -> list[Path]:
    """What a cut left of versions that were just being kept; nobody reads it.

    What is younger than a minute may belong to a process at work: it is left alone.
    """
    root = office.folder / "templates" / _USED
    late = office.now().timestamp() - _LATE
    found = [path for path in root.glob(".*") if _LEFT.fullmatch(path.name)]
    return sorted(path for path in found if path.stat().st_mtime < late)


def sweep(office: Office) -> tuple[str, ...]:
    """Remove what a cut left; the names of the folders."""
    left = unfinished(office)
    for path in left:
        with disk.told():
            disk.remove(path)
    return tuple(f"templates/{_USED}/{path.name}" for path in left)


def find(office: Office, name: str, sha256: str) -> TemplateFolder | None:
    """The template ``name`` in the version with this digest; ``None`` if it is nowhere whole.

    Both may come from a document of anybody's; they are names, never paths.
    """
    if not (_NAME.fullmatch(name) and _SHA256.fullmatch(sha256)):
        return None
    for path in (_place(office, sha256), office.folder / "templates" / name):
        try:
            folder = read_template(path, name)
        except Problem:
            continue
        if folder.sha256 == sha256:
            return folder
    return None


def _place(office: Office, sha256: str) -> Path:
    return office.folder / "templates" / _USED / sha256


def _put(made: Path, place: Path) -> None:
    """Give it its name, unless another process was quicker."""
    try:
        disk.rename(made, place)
    except OSError:
        if not place.is_dir():
            raise
    disk.fsync_folder(place.parent)


def _copy(source: Path, target: Path) -> None:
    disk.mkdir(target)
    for file in FILES:
        disk.write_new(target / file, [(source / file).read_bytes()])
    disk.fsync_folder(target)


def _edited(folder: TemplateFolder) -> BadInput:
    return BadInput(
        say("The template “{name}” was edited just now", name=folder.name),
        why=say("the form would not be what the template says"),
        fix=say("fill it again"),
        file=folder.name,
    )
