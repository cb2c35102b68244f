"""kill -9 at random moments while versions of one paper are filed: no acknowledged one is lost."""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import signal
import time
import traceback
from pathlib import Path

from tests.support.desks import paper
from tests.support.offices import customer, founder, new_office, reopen

from docgen.archive.check import check_root
from docgen.errors import BadInput
from docgen.model.ids import ItemId
from docgen.office import amending, auditing, dossiers, filing, upkeep
from docgen.register.models import Item, ItemVersion

KILLS, VERSIONS = 25, 40


def test_killed_editors_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    office = new_office(folder)
    place = dossiers.open_dossier(office, founder(), customer(office))
    item = filing.file(office, founder(), place, paper()).item
    chance = random.Random(20261122)  # noqa: S311  seeded: the same moments again

    acknowledged = _kill_editors(folder, str(item), chance)

    office = reopen(folder)
    upkeep.recover(office, founder())
    item.refresh_from_db()
    urn = ItemId.parse(str(item)).urn
    assert len(acknowledged) >= VERSIONS
    for n, digest in acknowledged.items():
        data = office.store.read(urn, "材料.txt", f"v{n}")
        assert hashlib.sha512(data).hexdigest() == digest
    versions = list(ItemVersion.objects.order_by("n").values_list("n", flat=True))
    assert versions == list(range(1, item.head + 1))
    assert office.store.inventory(urn).head == f"v{item.head}"
    assert office.store.unpublished() == []
    assert not list((folder / "work").glob("stage-*"))
    assert list(check_root(folder / "archive", fixity=True)) == []
    assert auditing.verify(office, founder()).is_whole


def _kill_editors(folder: Path, item: str, chance: random.Random) -> dict[int, str]:
    """Keep two editors at work on one paper, killing one after the other."""
    reader, writer = os.pipe()
    told, killed = b"", 0
    running = [_editor(folder, item, writer, n) for n in range(2)]
    while killed < KILLS or told.count(b"\n") < VERSIONS:
        time.sleep(chance.uniform(0.001, 0.3))
        if killed < KILLS:
            victim = chance.randrange(2)
            os.kill(running[victim], signal.SIGKILL)
            _, status = os.waitpid(running[victim], 0)
            assert os.WIFSIGNALED(status), "an editor gave up because another one was killed"
            killed += 1
            running[victim] = _editor(folder, item, writer, killed + 2)
        told += _read(reader)
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    told += _read(reader)
    os.close(reader)
    os.close(writer)
    return dict(json.loads(line) for line in told.decode().splitlines())


def _editor(folder: Path, item: str, told: int, turn: int) -> int:
    """A process that files versions until it is killed, telling each one that is filed."""
    pid = os.fork()
    if pid:
        return pid
    try:
        office = reopen(folder)
        for n in range(10_000):
            text = f"第 {turn} 个进程的第 {n} 次修改" * 40
            row = Item.objects.get(turn=ItemId.parse(item).turn)
            try:
                new = paper(text)
                done = amending.add_version(office, founder(), row, new, base=row.head, why="试")
            except BadInput:  # the other one was quicker
                continue
            digest = hashlib.sha512(text.encode()).hexdigest()
            os.write(told, (json.dumps([done.version, digest]) + "\n").encode())
    except BaseException:
        traceback.print_exc()  # an editor that gives up fails the test, and this says why
        raise
    finally:
        os._exit(1)


def _read(reader: int) -> bytes:
    text = b""
    while select.select([reader], [], [], 0)[0]:
        text += os.read(reader, 65536)
    return text
