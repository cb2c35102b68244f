"""Bringing an older office up to this docgen: rules and templates it lacks or never changed.

What the office has changed is its own: it is listed and left alone. A file that is replaced is
kept under ``rules/replaced/``. The register needs nothing: opening brings its tables up to date.
Cut off anywhere, it may be run again: a part that is half new still counts as unchanged.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from docgen.archive import disk
from docgen.errors import NotFound, say
from docgen.model.access import Act
from docgen.office import accepted, delivered, gate, journal
from docgen.office.delivered import Part, State
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.render.folder import digest, is_name

EVENT = "office.upgraded"
_FRESH = {State.MISSING, State.OLDER}


def waiting(office: Office) -> list[Part]:
    """What an upgrade would add or replace."""
    return [part for part in delivered.parts(office.folder) if part.state in _FRESH]


def upgrade(office: Office, who: Person, *, dry_run: bool = False) -> list[Part]:
    """Add what is missing, replace what is older and unchanged; all parts as they were before.

    Raises:
        OutsideFailed: The disk refused; run it again.
    """
    gate.ask(office, who, Act.UPKEEP, EVENT)
    parts = delivered.parts(office.folder)
    if dry_run:
        return parts
    fresh = [part for part in parts if part.state in _FRESH]
    shelf = office.folder / "rules/replaced" / office.now().strftime("%Y%m%dT%H%M%S%fZ")
    more = {str(state): sum(part.state == state for part in parts) for state in State}
    with one_transaction(), disk.told():
        journal.append(office, EVENT, who, n=len(fresh), more=more)
        for part in fresh:
            _bring(office.folder, part, shelf)
        _accept(office.folder, fresh)
        _replace(office.folder / delivered.FILE, delivered.lines(parts).encode())
    return parts


def differences(office: Office, who: Person, name: str) -> Iterator[str]:
    """How a part of the office differs from the one of this docgen, in unified form.

    Raises:
        NotFound: There is no such part.
    """
    gate.ask(office, who, Act.UPKEEP, EVENT)
    parts = {part.name: part for part in delivered.parts(office.folder)}
    if name not in parts:
        raise NotFound(
            say("Nothing called “{name}” comes with docgen", name=name),
            why=say("a part is a rules file or a template's folder"),
            fix=say("see the names").by("docgen upgrade --dry-run"),
            field="--show",
        )
    for path in parts[name].differing:
        old, new = _words(office.folder / path), _words(_came(path))
        if old is None or new is None:
            yield str(say("{path}: no text, or only on one side", path=path))
        else:
            yield from difflib.unified_diff(old, new, path, f"{path} (docgen)", lineterm="")


def _bring(office: Path, part: Part, shelf: Path) -> None:
    """Keep the old files of a part, then put the new ones there; each whole or not at all."""
    for path in part.differing:
        if path in part.own:
            disk.mkdirs((shelf / path).parent)
            disk.write_new(shelf / path, [(office / path).read_bytes()])
            disk.fsync_folder((shelf / path).parent)
    for path in part.differing:
        if path in part.now:
            _replace(office / path, _came(path).read_bytes())
        else:
            disk.unlink(office / path)


def _accept(office: Path, fresh: Sequence[Part]) -> None:
    """The library as it came was checked by its makers, see ``accepted``."""
    names = [part.name.removeprefix("templates/") for part in fresh if len(part.now) > 1]
    file = office / "templates" / accepted.FILE
    old = file.read_text("utf-8") if file.exists() else ""
    named = [name for name in names if is_name(name)]
    new = "".join(f"{digest(office / 'templates' / name, name)}  {name}\n" for name in named)
    if new:
        _replace(file, (old + new).encode())


def _came(path: str) -> Path:
    top, _, inside = path.partition("/")
    return delivered.source()[top] / inside


def _replace(file: Path, data: bytes) -> None:
    disk.mkdirs(file.parent)
    made = file.with_name(f".{file.name}.new")
    made.unlink(missing_ok=True)
    disk.write_new(made, [data])
    made.chmod(0o640)  # the office edits it
    disk.replace(made, file)
    disk.fsync_folder(file.parent)


def _words(file: Path) -> list[str] | None:
    try:
        return file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
