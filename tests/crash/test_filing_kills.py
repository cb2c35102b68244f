"""kill -9 at random moments while two processes file: nothing acknowledged is ever lost."""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.offices import customer, founder, new_office, reopen

from docgen.archive.check import check_root
from docgen.model.ids import ItemId
from docgen.office import auditing, dossiers, filing, upkeep
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item

LONG = bool(os.environ.get("DOCGEN_LONG"))


@pytest.mark.parametrize(
    ("kills", "papers"),
    [(30, 60), pytest.param(500, 1000, marks=pytest.mark.slow)],
)
def test_killed_writers_lose_nothing(tmp_path: Path, kills: int, papers: int) -> None:
    if papers > 100 and not LONG:
        pytest.skip("the long version: make slow")
    folder = tmp_path / "office"
    office = new_office(folder)
    dossier = dossiers.open_dossier(office, founder(), customer(office))
    chance = random.Random(20261121)  # noqa: S311  seeded: the same moments again

    acknowledged = _kill_writers(folder, str(dossier), kills, papers, chance)

    office = reopen(folder)
    upkeep.recover(office, founder())
    assert len(acknowledged) >= papers
    _every_acknowledged_paper_is_there(office, acknowledged)
    _numbers_have_no_gap()
    _nothing_is_half_done(office)
    assert auditing.verify(office, founder()).is_whole


def _kill_writers(
    folder: Path, dossier: str, kills: int, papers: int, chance: random.Random
) -> dict[str, str]:
    """Keep two writers at work, killing one after the other; what they acknowledged."""
    acknowledged: dict[str, str] = {}
    killed = 0
    with _acknowledgements() as (reader, writer):
        running = [_writer(folder, dossier, writer, n) for n in range(2)]
        while killed < kills or len(acknowledged) < papers:
            time.sleep(chance.uniform(0.001, 0.12))
            if killed < kills:
                victim = chance.randrange(2)
                os.kill(running[victim], signal.SIGKILL)
                _, status = os.waitpid(running[victim], 0)
                assert os.WIFSIGNALED(status), "a writer gave up because another one was killed"
                killed += 1
                running[victim] = _writer(folder, dossier, writer, killed + 2)
            acknowledged |= _read(reader)
        for pid in running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        acknowledged |= _read(reader)
    return acknowledged


@contextmanager
def _acknowledgements() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    try:
        yield reader, writer
    finally:
        os.close(reader)
        os.close(writer)


def _writer(folder: Path, dossier: str, told: int, turn: int) -> int:
    """A process that files papers until it is killed, telling each one that is filed."""
    pid = os.fork()
    if pid:
        return pid
    try:
        office = reopen(folder)
        place = Dossier.objects.get(number=int(dossier))
        for n in range(10_000):
            data = f"第 {turn} 个进程的第 {n} 份材料".encode() * 40
            paper = filing.NewPaper({"材料.txt": data}, f"材料 {turn}-{n}", "other", data.decode())
            filed = filing.file(office, founder(), place, paper)
            line = json.dumps([str(filed.item), hashlib.sha512(data).hexdigest()]) + "\n"
            os.write(told, line.encode())
    finally:
        os._exit(1)


def _read(reader: int) -> dict[str, str]:
    text = b""
    while select.select([reader], [], [], 0)[0]:
        text += os.read(reader, 65536)
    return dict(json.loads(line) for line in text.decode().splitlines())


def _every_acknowledged_paper_is_there(office: Office, acknowledged: dict[str, str]) -> None:
    for item, digest in acknowledged.items():
        data = office.store.read(ItemId.parse(item).urn, "材料.txt")
        assert hashlib.sha512(data).hexdigest() == digest


def _numbers_have_no_gap() -> None:
    turns = list(Item.objects.order_by("turn").values_list("turn", flat=True))
    assert turns == list(range(1, len(turns) + 1))


def _nothing_is_half_done(office: Office) -> None:
    rows = {ItemId.parse(str(item)).urn for item in Item.objects.all()}
    assert set(office.store.urns()) == rows
    assert office.store.unpublished() == []
    assert not list((office.folder / "work").glob("stage-*"))
    assert list(check_root(office.folder / "archive", fixity=True)) == []
    assert office.index.sequence() == len(rows)
