"""kill -9 while twenty clerks file by HTTP: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError

import pytest
from tests.support.offices import as_made, customer, founder, new_office, person, reopen

import docgen.web.setup as web
from docgen.archive.check import check_root
from docgen.model.ids import ItemId
from docgen.office import auditing, dossiers, people, tokens, upkeep
from docgen.office.desk import Office
from docgen.register.models import Customer, Item

LONG = bool(os.environ.get("DOCGEN_LONG"))
CLERKS = 20
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "client.py"
#: How a request ends whose server was killed, or is not there yet.
_CUT = (URLError, ConnectionError, http.client.HTTPException)


class Killed:
    """A server of this office on one port; it is killed with all its processes."""

    def __init__(self, folder: Path, log: Path) -> None:
        with closing(socket.socket()) as asked:
            asked.bind(("127.0.0.1", 0))
            self.port: int = asked.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; whoever asks before it listens asks again."""
        program = [sys.executable, "-m", "docgen.web.server", str(self._folder)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*program, "--port", str(self.port)], stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Kill -9, without a word to anybody."""
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text("utf-8")
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Clerks:
    """Twenty people who file: each sends a paper under one key until it is acknowledged."""

    def __init__(self, address: str, place: str, keys: list[str], papers: int, desk: Path) -> None:
        self.acknowledged: dict[str, tuple[str, str, str]] = {}
        self.cuts = 0
        self.faults: list[BaseException] = []
        self._place = place
        self._papers = papers
        self._desk = desk
        self._stopped = threading.Event()
        made = _client()
        clients = [made.Docgen(address, key, seconds=120.0) for key in keys]
        self._crew = [
            threading.Thread(target=self._work, args=(n, one)) for n, one in enumerate(clients)
        ]

    def __enter__(self) -> Self:
        for one in self._crew:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for one in self._crew:
            one.join()

    def wait_for(self, papers: int) -> None:
        """Until so many are acknowledged."""
        while len(self.acknowledged) < papers and not self.faults:
            time.sleep(0.02)

    def _work(self, clerk: int, client: Any) -> None:  # noqa: ANN401  made from a file of the guide
        try:
            for n in range(clerk, self._papers, CLERKS):
                self._file(client, n)
        except BaseException as fault:  # noqa: BLE001  told by the test, in its own thread
            self.faults.append(fault)

    def _file(self, client: Any, n: int) -> None:  # noqa: ANN401  the same
        paper = self._desk / f"材料{n}.txt"
        paper.write_text(f"第 {n} 份材料，请派人维修。" * 40, "utf-8")
        while not self._stopped.is_set():
            try:
                told = client.file(self._place, paper, title=f"材料 {n}", key=f"key-{n:08}")
            except _CUT:
                self.cuts += 1
                time.sleep(0.1)
            else:
                digest = hashlib.sha512(paper.read_bytes()).hexdigest()
                assert told["sha512"][paper.name] == digest
                self.acknowledged[f"key-{n:08}"] = (told["item"], paper.name, digest)
                return


@pytest.mark.parametrize(
    ("papers", "kills"), [(40, 1), pytest.param(2_000, 5, marks=pytest.mark.slow)]
)
def test_killed_servers_lose_and_double_nothing(tmp_path: Path, papers: int, kills: int) -> None:
    if papers > 100 and not LONG:
        pytest.skip("the long version: make slow")
    office = as_made(_with_clerks, tmp_path / "office")
    keys = [tokens.make(office, one, "上传", ["write"], 1)[0] for one in _crew()]
    place = Customer.objects.get().code
    server = Killed(office.folder, tmp_path / "server.log")
    (tmp_path / "desk").mkdir()

    with _ended(server), Clerks(server.address, place, keys, papers, tmp_path / "desk") as clerks:
        for turn in range(kills):
            clerks.wait_for((turn + 1) * papers // (kills + 1))
            server.kill()
            server.start()
        clerks.wait_for(papers)
        assert clerks.faults == []

    office = reopen(office.folder)
    upkeep.recover(office, founder())
    assert clerks.cuts > 0
    assert len(clerks.acknowledged) == papers
    _each_is_there_once(office, clerks.acknowledged)
    _nothing_is_half_done(office)
    assert auditing.verify(office, founder()).is_whole


def _with_clerks(folder: Path) -> None:
    office = new_office(folder)
    dossiers.open_dossier(office, founder(), customer(office))
    for n in range(CLERKS):
        person(office, f"clerk{n:02}")
    web.migrate()
    with (folder / "docgen.toml").open("a", encoding="utf-8") as out:
        out.write(f"\n[web]\nworkers = {3 if LONG else 1}\n")


def _crew() -> list[Any]:
    return [people.by_login(f"clerk{n:02}") for n in range(CLERKS)]


@contextmanager
def _ended(server: Killed) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.kill()


def _client() -> Any:  # noqa: ANN401  the client of the guide is a file, not a module
    spec = importlib.util.spec_from_file_location("client_of_the_guide", GUIDE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _each_is_there_once(office: Office, acknowledged: dict[str, tuple[str, str, str]]) -> None:
    """One paper a key, with the bytes that were sent, and turns without a gap."""
    told = [item for item, _, _ in acknowledged.values()]
    rows = Item.objects.order_by("turn")
    assert sorted(told) == sorted(map(str, rows))
    assert [one.turn for one in rows] == list(range(1, len(told) + 1))
    for item, name, digest in acknowledged.values():
        data = office.store.read(ItemId.parse(item).urn, name)
        assert hashlib.sha512(data).hexdigest() == digest


def _nothing_is_half_done(office: Office) -> None:
    urns = {ItemId.parse(str(item)).urn for item in Item.objects.all()}
    assert set(office.store.urns()) == urns
    assert office.store.unpublished() == []
    left = {one.name for one in (office.folder / "work").iterdir()}
    assert left <= {"web.lock", "locks", "uploads"}
    assert list(check_root(office.folder / "archive", fixity=True)) == []
    assert office.index.sequence() == len(urns)
