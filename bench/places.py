"""A fresh office with one customer and a filer, for measuring what the office does."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from docgen.cli.base import os_login
from docgen.office import customers, dossiers, opening, people
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models import Dossier, Person

#: Where memory is a file system: there nothing waits for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of its own is made in it
_TURN = count()
WORDS = "客户反映供气压力不足，当日派员到场核实，更换损坏部件后恢复正常。"


@dataclass(frozen=True, slots=True)
class Place:
    """An office, who files there, and how to get a new dossier."""

    office: Office
    who: Person

    def dossier(self) -> Dossier:
        """The dossier of a new customer."""
        name = f"样例物业服务有限公司{next(_TURN):06d}"
        new = customers.NewCustomer(name=name, phone="0755-55550101")
        customer = customers.add(self.office, self.who, new, unit="客户服务部")
        return dossiers.open_dossier(self.office, self.who, customer)


@contextmanager
def fresh(base: Path | None = None) -> Iterator[Place]:
    """An office in a folder of its own, gone afterwards.

    Args:
        base: The folder to make it in; the usual one for temporary files if ``None``.
    """
    folder = Path(tempfile.mkdtemp(prefix="docgen-bench-", dir=base)) / "office"
    try:
        opening.init(
            folder,
            company="样例客户服务有限公司",
            language="en",
            login="shen",
            name="沈砚",
            unit="总经理办公室",
            os_login=os_login(),
            act_as=True,
        )
        yield Place(opening.open_office(folder), people.by_login("shen"))
    finally:
        shutil.rmtree(folder.parent)


def papers(number: int, size: int) -> list[NewPaper]:
    """So many different papers of so many bytes."""
    return [
        NewPaper({"paper.docx": os.urandom(size)}, f"材料 {n}", "other", f"{WORDS}{n}")
        for n in range(number)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def load() -> str:
    """The load of the last minute: what else the machine does."""
    return f"load {os.getloadavg()[0]:.1f}"


def numbers(defaults: list[int]) -> list[int]:
    """The command's arguments, or these."""
    given = [int(one) for one in sys.argv[1:]]
    return [*given, *defaults[len(given) :]]
