"""kill -9 in the middle of an import, again and again: the same command files each paper once."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from tests.support.offices import customer, founder, new_office, reopen
from tests.support.taking import put, take

from docgen.archive.check import check_root
from docgen.office import auditing, dossiers, taking_in_steps, upkeep
from docgen.office.desk import Office
from docgen.register.models import Item, ItemVersion

LONG = bool(os.environ.get("DOCGEN_LONG"))


@pytest.mark.parametrize(
    ("kills", "papers"),
    [(4, 60), pytest.param(60, 1500, marks=pytest.mark.slow)],
)
def test_a_killed_import_goes_on(tmp_path: Path, kills: int, papers: int) -> None:
    if papers > 100 and not LONG:
        pytest.skip("the long version: make slow")
    folder, root = tmp_path / "office", tmp_path / "papers"
    office = new_office(folder)
    dossiers.open_dossier(office, founder(), customer(office))
    for n in range(papers):
        put(root, f"K000001/{'ab'[n % 2]}/材料{n:04d}.txt")
    chance = random.Random(20261122)  # noqa: S311  seeded: the same moments again
    filed = 0

    for _ in range(kills):
        _killed(folder, root, filed + 1, chance.uniform(0, 0.02))
        office = reopen(folder)
        filed = Item.objects.count()
    outcome = take(office, founder(), root)

    assert filed
    assert outcome.before == filed
    assert (len(outcome.taken), outcome.not_taken) == (papers, [])
    _each_once(papers)
    _whole(office)


def _killed(folder: Path, root: Path, more_than: int, wait: float) -> None:
    """Run an import in another process, and kill it a moment after it has filed something new."""
    pid = os.fork()
    if not pid:
        try:
            taking_in_steps.GROUP = 5
            take(reopen(folder), founder(), root)
        finally:
            os._exit(0)
    while _count(folder) < more_than:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return  # it had come to its end already
        time.sleep(0.005)
    time.sleep(wait)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _count(folder: Path) -> int:
    """How many papers stand in the log's folder of objects, without opening the register."""
    return sum(1 for _ in (folder / "archive").rglob("0=ocfl_object_1.1"))


def _each_once(papers: int) -> None:
    names = [str(one["path"]) for row in ItemVersion.objects.all() for one in row.files]
    assert sorted(names) == [f"材料{n:04d}.txt" for n in range(papers)]
    turns = list(Item.objects.order_by("turn").values_list("turn", flat=True))
    assert turns == list(range(1, papers + 1))


def _whole(office: Office) -> None:
    upkeep.recover(office, founder())
    assert list(check_root(office.folder / "archive", fixity=True)) == []
    assert auditing.verify(office, founder()).is_whole
    assert not upkeep.is_unfinished(office)
