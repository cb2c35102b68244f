"""An encrypted paper, cut at every point where the office writes: it opens, or nobody has it.

Its key must be on the disk before anybody is told that it is filed, and gone from the disk before
anybody is told that it was destroyed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.support.desks import at, paper
from tests.support.destruction import NOW, room
from tests.support.keys import encrypting
from tests.support.offices import copied, founder, reopen
from tests.support.walks import lay_down, power_cuts, settled, snapshots, state

from docgen.model.grades import Grade
from docgen.office import destroying, filing, keys_encrypt, keys_store, lending, people
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_keys import PaperKey

WORDS = "绝密约定，仅此一份。"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture(scope="module", name="base")
def _base() -> Iterator[Path]:
    """A folder in memory, if the machine has one."""
    memory = Path("/dev/shm")  # noqa: S108  the tests' own folder below it
    place = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    stage = room(place / "start")
    office = encrypting(stage.office, place / "vault").office
    Person.objects.update(clearance=Grade.A.rank)
    stage.folk.mira.refresh_from_db()
    old = stage.old("旧约定")
    Item.objects.filter(pk=old.pk).update(rank=Grade.A.rank)
    stage.witnessed(keys_encrypt.encrypt_item(office, founder(), str(old)))
    shutil.rmtree(office.folder / "templates")
    connections["default"].close()
    yield place
    connections["default"].close()
    shutil.rmtree(place)


@pytest.fixture(name="office")
def _office(base: Path) -> Iterator[Office]:
    place = copied(base / "start", base / "office")
    yield _open(place)
    connections["default"].close()
    shutil.rmtree(place)


def _open(folder: Path) -> Office:
    return at(reopen(folder), NOW)


def _file(office: Office) -> None:
    one = paper(WORDS, grade=Grade.A)
    filing.file(office, founder(), Dossier.objects.get(), one)


def _destroy(office: Office) -> None:
    destroying.carry_out(office, people.by_login("jonas"), "D000001")


def _new_one_opens(office: Office) -> bool:
    """Whether the new paper is there; then it opens, and every live key is in the store."""
    assert set(keys_store.live()) <= keys_store.there(office)
    item = Item.objects.filter(turn=2).first()
    if item is None:
        return False
    assert lending.open(office, founder(), str(item), "legal").files == {"材料.txt": WORDS.encode()}
    return True


def _old_one_is_gone(office: Office) -> bool:
    """Whether the old paper was destroyed; then its key is gone, else it opens."""
    row = PaperKey.objects.get()
    if row.shredded_at is None:
        return not lending.open(office, founder(), str(row.item), "legal").files
    assert keys_store.there(office) == set()
    return True


@pytest.mark.parametrize(
    ("act", "is_done"),
    [(_file, _new_one_opens), (_destroy, _old_one_is_gone)],
    ids=["file", "destroy"],
)
def test_killed_at_any_point(
    office: Office, base: Path, act: Callable[[Office], None], is_done: Callable[[Office], bool]
) -> None:
    seen = snapshots(office.folder, lambda: act(office))

    known: dict[str, bool] = {}
    answers = []
    for _, content in seen.taken:
        lay_down(content, base / "recovered")
        if (found := settled(base / "recovered")) not in known:
            again = _open(base / "recovered")
            state(again)
            known[found] = is_done(again)
        answers.append(known[found])
        connections["default"].close()
        shutil.rmtree(base / "recovered")

    turn = answers.index(True)
    assert turn > 0
    assert answers == [False] * turn + [True] * (len(answers) - turn)


def test_without_power_at_any_point_of_filing(office: Office, base: Path) -> None:
    cuts = power_cuts(office.folder, base / "start", lambda: _file(office))

    known: dict[str, bool] = {}
    for number, lay in enumerate(cuts):
        found = base / f"cut-{number}"
        lay(found)
        if (digest := settled(found)) not in known:
            again = _open(found)
            state(again)
            known[digest] = _new_one_opens(again)
        last = known[digest]
        connections["default"].close()
        shutil.rmtree(found)

    assert last
    assert False in known.values()
