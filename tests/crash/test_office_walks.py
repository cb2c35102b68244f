"""What the office does, cut at every single point where it writes: all of it or nothing.

An act here is filing, a new version, a transfer's steps, destruction, renumbering and sealing,
each with its log entry, its lines in the daybook, its publishing and its indexing.
``support.points`` says what a point is, ``support.walks`` how it is walked.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.support import points
from tests.support.archive import Cut, io_error
from tests.support.desks import at, filed, paper
from tests.support.destruction import NOW, Room, room
from tests.support.ocfl_layout import problems
from tests.support.offices import content, copied, customer, founder, laid_down, reopen
from tests.support.walks import held, lay_down, power_cuts, settled, snapshots, state

from docgen.archive.check import check_root
from docgen.errors import Problem
from docgen.model.transfer import Finding, Piece
from docgen.office import (
    amending,
    destroying,
    dossiers,
    filenumbers,
    filing,
    opening,
    people,
    rules,
    sealing,
    transfers,
)
from docgen.office.desk import Office
from docgen.office.reconciling import reconcile
from docgen.office.rules import Rules
from docgen.register.models import Dossier, Item
from docgen.register.models_custody import TransferLine

Act = Callable[[Office], object]
LONG = bool(os.environ.get("DOCGEN_LONG"))


def _place(number: int) -> Dossier:
    return Dossier.objects.get(pk=number)


def _file(office: Office) -> None:
    place = dossiers.place_for(office, founder(), "K000003")
    filing.file(office, founder(), place, paper("开卷第一份"))


def _file_many(office: Office) -> None:
    new = dossiers.place_for(office, founder(), "K000003")
    papers = [(_place(2), paper(f"第{n}份")) for n in range(2)]
    filing.file_many(office, founder(), [*papers, (new, paper("开卷第一份"))])


def _amend(office: Office) -> None:
    item = Item.objects.get(dossier=2, turn=1)
    amending.add_version(office, founder(), item, paper("改过的文字"), base=1, why="更正")


def _destroy(office: Office) -> None:
    destroying.carry_out(office, people.by_login("jonas"), "D000001")


def _renumber(office: Office) -> None:
    filenumbers.renumber(office, people.by_login("jonas"), "customer")


def _seal(office: Office) -> None:
    sealing.seal(office, people.by_login("jonas"), ["1", "2"])


def _propose(office: Office) -> None:
    transfers.propose(office, people.by_login("mira"), days=400)


def _send(office: Office) -> None:
    transfers.send(office, people.by_login("mira"), "T000001", late_reason="合并移交")


def _withdraw(office: Office) -> None:
    transfers.withdraw(office, people.by_login("mira"), "T000001")


def _accept(office: Office) -> None:
    lines = TransferLine.objects.filter(transfer=1)
    noted = {str(line.item): Finding(Piece.DIFFERS, "首页缺失") for line in lines}
    transfers.accept(office, people.by_login("jonas"), "T000001", noted)


def _nothing(_office: Office) -> None:
    pass


def _proposed_and_sent(office: Office) -> None:
    _propose(office)
    _send(office)


def _other_pattern(office: Office) -> None:
    file = office.folder / "rules" / "dossier-types" / "customer.toml"
    text = file.read_text("utf-8").replace('"KH-{seq:05}"', '"C-{seq:03}"')
    file.write_text(text, "utf-8")


#: Each act with what comes before it.
ACTS: dict[str, tuple[Act, Act]] = {
    "file": (_nothing, _file),
    "file many": (_nothing, _file_many),
    "new version": (_nothing, _amend),
    "propose": (_nothing, _propose),
    "send": (_propose, _send),
    "withdraw": (_propose, _withdraw),
    "accept": (_proposed_and_sent, _accept),
    "destroy": (_nothing, _destroy),
    "renumber": (_other_pattern, _renumber),
    "seal": (_nothing, _seal),
}


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk, and the rules, which no act here changes, are read once."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)
    known: dict[bytes, Rules] = {}

    def read(folder: Path) -> Rules:
        changing = (folder / "rules" / "dossier-types" / "customer.toml").read_bytes()
        if changing not in known:
            known[changing] = rules.read_rules(folder)
        return known[changing]

    monkeypatch.setattr(opening, "read_rules", read)


@pytest.fixture(scope="module", name="base")
def _base() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp())
    yield place
    connections["default"].close()
    shutil.rmtree(place)


@pytest.fixture(scope="module", name="pattern")
def _pattern(base: Path) -> Path:
    """An office in which every act can be done."""
    folder: Path = base / "pattern"
    place: Room = room(folder)
    place.witnessed(place.old())
    one = customer(place.office)
    filed(place.office, place.folk.mira, one, title="维修", group="repair")
    customer(place.office, "另一家样例公司")
    shutil.rmtree(folder / "templates")
    connections["default"].close()
    return folder


@pytest.fixture(params=ACTS, name="act")
def _act(request: pytest.FixtureRequest) -> str:
    """Each act in turn."""
    return str(request.param)


@pytest.fixture(name="offices")
def _offices(base: Path, pattern: Path, act: str) -> Iterator[Callable[[], Office]]:
    """Fresh copies of an office in which this act is the next one."""
    start, place = base / "start", base / "office"
    copied(pattern, start)
    ACTS[act][0](_open(start))
    connections["default"].close()
    started = content(start)

    def fresh() -> Office:
        connections["default"].close()
        shutil.rmtree(place, ignore_errors=True)
        laid_down(started, place)
        return _open(place)

    yield fresh
    connections["default"].close()
    for folder in base.iterdir():
        if folder != pattern:
            shutil.rmtree(folder)


def _open(folder: Path) -> Office:
    """As the next process opens it, on the day of these tests."""
    return at(reopen(folder), NOW)


def _whole(cut: Cut) -> points.Watcher:
    """Cut at whole records of SQLite's journal: an error in a part of one is the same to it."""

    def watcher(point: points.Point) -> None:
        if not point.is_part:
            cut(point)

    return watcher


def _turns(seen: list[points.Point], stride: int) -> Iterator[int]:
    """Every point, but of SQLite's own, which fail one statement like another, one in a stride."""
    own = 0
    for turn, point in enumerate(seen):
        own += point.source == "sqlite"
        if point.source != "sqlite" or own % stride == 0:
            yield turn


def _assert_sound(office: Office) -> None:
    assert list(check_root(office.folder / "archive", fixity=True, patience=0)) == []
    assert list(reconcile(office)) == []
    assert problems(office.folder / "archive") == []


def test_killed_at_any_point(offices: Callable[[], Office], act: str, base: Path) -> None:
    office = offices()
    seen = snapshots(office.folder, lambda: ACTS[act][1](office))

    states, known, recovered = [], {}, base / "recovered"
    for _, taken in seen.taken:
        lay_down(taken, recovered)
        if (found := settled(recovered)) not in known:
            known[found] = state(_open(recovered))
        states.append(known[found])
        connections["default"].close()
        shutil.rmtree(recovered)

    before, after = states[0], states[-1]
    turn = states.index(after)
    assert turn > 0
    assert [one == before for one in states] == [True] * turn + [False] * (len(states) - turn)
    assert all(one == after for one in states[turn:])


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_an_error_at_any_point(offices: Callable[[], Office], act: str, stride: int) -> None:
    if stride == 1 and not LONG:
        pytest.skip("the long version: make slow")
    office = offices()
    untouched = held(office.folder)
    before = state(office)
    office = offices()
    seen = snapshots(office.folder, lambda: ACTS[act][1](office))
    after = state(_open(office.folder))
    _assert_sound(office)

    for turn in _turns([point for point in seen.points if not point.is_part], stride):
        office = offices()
        cut = Cut(turn, io_error)
        try:
            with points.watched(office.folder, _whole(cut)):
                ACTS[act][1](office)
            done = True
        except Problem:
            done = False

        assert cut.seen > turn
        if done or held(office.folder) != untouched:
            found = state(_open(office.folder))
            assert found == after if done else found in (before, after)


def test_a_power_cut_at_any_point(offices: Callable[[], Office], act: str, base: Path) -> None:
    """What was not brought to the disk is gone, and the index is as old as may be."""
    office = offices()
    before = state(office)
    office = offices()
    cuts = power_cuts(office.folder, base / "start", lambda: ACTS[act][1](office))

    known: dict[str, object] = {}
    for number, lay in enumerate(cuts):
        found = base / f"cut-{number}"
        lay(found)
        if (digest := settled(found)) not in known:
            known[digest] = state(_open(found))
        last = known[digest]
        connections["default"].close()
        shutil.rmtree(found)

    after = state(_open(office.folder))
    assert last == after
    assert all(one in (before, after) for one in known.values())
