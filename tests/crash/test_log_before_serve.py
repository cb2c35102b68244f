"""No entry, no paper: whatever fails while the entry is written, not a byte of a paper is read.

Every point at which the entry's transaction writes is counted and made to fail, with a full disk
and with a disk error; the register is locked by somebody else; the log's own writer refuses. The
bytes that leave are counted where they come from: at the archive's one reader.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connections
from tests.support import points
from tests.support.desks import filed, log_refuses
from tests.support.offices import customer, founder, new_office

from docgen.archive.store import Store
from docgen.errors import OutsideFailed
from docgen.office import controlled, journal, lending
from docgen.office.desk import Office, one_transaction

LONG = bool(os.environ.get("DOCGEN_LONG"))
PAPER = "0000000001-0001"
ERRORS = {"full disk": errno.ENOSPC, "disk error": errno.EIO, "read-only": errno.EROFS}
Serve = Callable[[Office], object]


def reads(office: Office) -> None:
    lending.open(office, founder(), PAPER, "service")


def copies(office: Office) -> None:
    """A controlled copy; setting its pages is no business of the log's."""
    controlled.give(office, founder(), PAPER, "service")


def carelessly(office: Office) -> None:
    """What must never be: the paper first, its entry afterwards."""
    item = lending.item_of(PAPER)
    lending.Examined(item, office).bytes_of(item.versions.get().files[0]["path"], 1)
    with one_transaction():
        journal.append(office, "item.read", founder(), about=item)


@dataclass
class Desk:
    """An office with one paper, and what was read of it without an entry."""

    office: Office
    leaked: int = 0
    served: int = 0
    trials: int = 0
    size: int = field(default=0)

    def entries(self) -> int:
        """The entries that are durable, as another program sees them."""
        file = self.office.folder / "register.sqlite3"
        with contextlib.closing(sqlite3.connect(file)) as base:
            asked = base.execute("SELECT count(*) FROM register_log_entry")
            return int(asked.fetchone()[0])

    def serve(self, verb: Serve, watcher: points.Watcher = lambda _: None) -> None:
        """One trial."""
        self.trials, self.size = self.trials + 1, self.entries()
        with points.watched(self.office.folder, watcher), contextlib.suppress(OutsideFailed):
            verb(self.office)

    def fail_at(self, verb: Serve, place: int, code: int) -> bool:
        """One trial in which the point of this number fails; false if there are not so many."""
        told = 0

        def fail(point: points.Point) -> None:
            nonlocal told
            told += 1
            if told == place and not point.done:
                raise OSError(code, os.strerror(code))

        self.serve(verb, fail)
        return told >= place


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(new_office(tmp_path / "office"))
    filed(made.office, founder(), customer(made.office))
    read = Store.read

    def counted(self: Store, urn: str, logical: str, version: str | None = None) -> bytes:
        data = read(self, urn, logical, version)
        made.served += len(data)
        if made.entries() <= made.size:
            made.leaked += len(data)
        return data

    monkeypatch.setattr(Store, "read", counted)
    monkeypatch.setattr(controlled, "_pages", lambda *_, **__: _stop())
    yield made
    connections["default"].close()


def _stop() -> bytes:
    raise OutsideFailed("stopped", why="the test ends here", fix="nothing")


def walk(desk: Desk, verb: Serve, most: int, stride: int) -> None:
    """Let every point fail in turn, again and again, until there were so many trials."""
    place = 1
    while desk.trials < most:
        for code in ERRORS.values():
            if not desk.fail_at(verb, place, code):
                place = 0
                break
        place += stride


@pytest.mark.parametrize("verb", [reads, copies])
@pytest.mark.parametrize(
    ("most", "stride"), [(60, 3), pytest.param(500, 1, marks=pytest.mark.slow)]
)
def test_nothing_leaves_when_its_entry_cannot_be_written(
    desk: Desk, verb: Serve, most: int, stride: int
) -> None:
    if most > 100 and not LONG:
        pytest.skip("the long version: make slow")

    walk(desk, verb, most, stride)

    assert desk.leaked == 0
    assert desk.trials >= most
    assert desk.served  # after the entry it does leave: the walk went all the way


@pytest.mark.parametrize("verb", [reads, copies])
def test_nothing_leaves_while_the_register_is_locked(desk: Desk, verb: Serve) -> None:
    connections["default"].close()
    options = connections["default"].settings_dict["OPTIONS"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(options, "timeout", 0)
        file = desk.office.folder / "register.sqlite3"
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            desk.serve(verb)
        connections["default"].close()

    assert desk.trials == 1
    assert desk.served == 0


@pytest.mark.parametrize("verb", [reads, copies])
def test_nothing_leaves_when_the_log_takes_no_entry(
    desk: Desk, verb: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log_refuses(monkeypatch):
        desk.serve(verb)

    assert desk.served == 0


def test_a_paper_before_its_entry_would_be_seen(desk: Desk) -> None:
    """The twin: a verb that serves first is what the walk is for."""
    walk(desk, carelessly, 9, 1)

    assert desk.leaked
