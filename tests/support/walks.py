"""Walking through every point of an act: killed there, failed there, or without power there.

A kill leaves exactly what lies on the disk at that moment and frees all locks. So an act is run
once, the office's folder is taken as it is at each point, and each different one is laid down
and opened as a start after a kill does. What counts afterwards is ``state``: rows, archive and
what the log says; it is the one before the act or the one after it, and never anything else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import points
from tests.support.desks import log
from tests.support.offices import founder
from tests.support.points import Point
from tests.support.power import Disk, Recorder
from tests.support.whole import whole

from docgen.archive import disk
from docgen.archive.disk import Step
from docgen.ledger.verify import as_row, verify_log
from docgen.office import daybook, upkeep
from docgen.office.desk import Office
from docgen.register import changes
from docgen.register.models_log import LogEntry

#: What the log keeps for itself: entries hold random ids, so they are compared by what they say.
_LOG = ("register_log_entry", "register_log_head", "register_log_note", "counters")
_PAGE = 4096
_REGISTER = "register.sqlite3"

Folder = dict[str, tuple[bytes, ...] | None]


@dataclass(slots=True)
class Snapshots:
    """Takes a folder at each point it is told of; equal ones that follow each other once."""

    folder: Path
    points: list[Point] = field(default_factory=list)
    taken: list[tuple[Point, Folder]] = field(default_factory=list)
    _pages: dict[bytes, bytes] = field(default_factory=dict)

    def __call__(self, point: Point) -> None:
        self.points.append(point)
        self.take(point)

    def take(self, point: Point) -> None:
        """Take the folder as it is now."""
        now: Folder = {}
        for path in sorted(self._below(self.folder)):
            name = str(path.relative_to(self.folder))
            now[name] = self._content(path) if path.is_file() else None
        if not self.taken or self.taken[-1][1] != now:
            self.taken.append((point, now))

    def _below(self, folder: Path) -> Iterable[Path]:
        for path in folder.iterdir():
            yield path
            if path.is_dir():
                yield from self._below(path)

    def _content(self, path: Path) -> tuple[bytes, ...]:
        """A file in pieces that are kept once.

        Reading ends SQLite's locks on its file, which does not matter: nobody else is here.
        """
        data = path.read_bytes()
        pieces = (data[at : at + _PAGE] for at in range(0, len(data), _PAGE))
        return tuple(self._pages.setdefault(piece, piece) for piece in pieces)


def lay_down(content: Folder, folder: Path) -> None:
    """Write a folder that was taken to a new place."""
    folder.mkdir()
    for name, pieces in content.items():
        if pieces is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(b"".join(pieces))


def snapshots(folder: Path, act: Callable[[], object]) -> Snapshots:
    """Run an act to its end; its folder at every point and afterwards."""
    seen = Snapshots(folder)
    with points.watched(folder, seen):
        act()
    seen.take(Point("end", "end", done=True))
    return seen


def state(office: Office) -> dict[str, object]:
    """What an office holds when everything that was interrupted has been finished.

    That nothing is half done, and that log, daybook and index fit, is asserted here.
    """
    upkeep.recover(office, founder())
    assert [path.name for path in (office.folder / "work").iterdir()] == ["locks"]
    assert not upkeep.is_unfinished(office)
    _assert_daybook_is_complete(office)
    rows = LogEntry.objects.order_by("idx").values_list("idx", "leaf", "leaf_hash")
    assert verify_log(as_row(*row) for row in rows).is_whole
    told = whole(office.folder)
    for name in _LOG:
        told.pop(name)
    entries = [(one["act"], one.get("obj"), one.get("n")) for one in log() if one["res"] == "allow"]
    said = [entry for entry in entries if entry[0] != "archive.recovered"]
    return {**told, "log": said, "indexed": office.index.sequence()}


def _assert_daybook_is_complete(office: Office) -> None:
    """The files in ``log/`` tell all that the register holds, and each line is whole."""
    folder, rows = office.folder / "log", {}
    entries = (folder / daybook.ENTRIES).read_bytes().splitlines()
    assert entries == [bytes(one.leaf) for one in LogEntry.objects.order_by("idx")]
    keys = {table.name: table.key for table in changes.told()}
    for line in map(json.loads, (folder / daybook.REGISTER).read_bytes().splitlines()[1:]):
        if "row" in line:
            rows[line["table"], line["row"][keys[line["table"]]]] = line["row"]
        else:
            del rows[line["table"], line["gone"]]
    now = [json.loads(line) for line in changes.everything()]
    assert rows == {(one["table"], one["row"][keys[one["table"]]]): one["row"] for one in now}
    assert daybook.asides(office.folder) == []


def settled(folder: Path) -> str:
    """A digest of a folder once SQLite has rolled back what it must; the same folder, the same.

    A journal that SQLite leaves lying then is one it takes no notice of, whatever is in it.
    """
    with closing(sqlite3.connect(folder / _REGISTER)) as database:
        database.execute("SELECT count(*) FROM register_item").fetchone()
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found.update(str(path.relative_to(folder)).encode())
        if path.is_file() and not path.name.endswith("-journal"):
            found.update(path.read_bytes())
    return found.hexdigest()


def held(folder: Path) -> dict[str, object]:
    """What an act that was refused leaves as it was, without anybody finishing anything."""
    told = whole(folder)
    for name in _LOG:
        told.pop(name)
    return {**told, "work": sorted(path.name for path in (folder / "work").iterdir())}


def power_cuts(
    folder: Path, start: Path, act: Callable[[], object]
) -> Iterator[Callable[[Path], None]]:
    """Run an act; then lay down, for each step of the disk, what a power cut after it leaves.

    The register is what the last commit made of it, which SQLite promises; the index is the one
    of the start, for it may be as old as that.

    Args:
        folder: The office's folder.
        start: The same folder before the act.
        act: What is done.
    """
    recorder, registers = Recorder(), [(start / _REGISTER).read_bytes()]

    def keep(step: Step) -> None:
        recorder(step)
        if step.done:
            registers.append((folder / _REGISTER).read_bytes())

    with disk.watched(keep):
        act()
    registers[-1] = (folder / _REGISTER).read_bytes()
    after = Disk(folder, start)
    for (step, data), register in zip(recorder.steps, registers[1:], strict=True):
        after.replay(step, data)

        def lay(place: Path, register: bytes = register) -> None:
            after.lay_down(place, strict=True)
            (place / _REGISTER).write_bytes(register)

        yield lay
