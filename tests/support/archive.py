"""What the archive's tests share: a store in a folder, filing in one call, cutting the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.support.ocfl_layout import problems

from docgen.archive import disk, layout
from docgen.archive.check import Finding, check_root
from docgen.archive.stage import Sealed
from docgen.archive.store import Store

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
MIRA = ("mira", "mailto:mira@example.org")


def urn(dossier: int, turn: int) -> str:
    """An item's id."""
    return f"urn:docgen:{dossier:010d}-{turn:04d}"


ITEM = urn(310000001, 12)


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with an archive and a work folder."""

    base: Path

    @property
    def root(self) -> Path:
        return self.base / "archive"

    @property
    def work(self) -> Path:
        return self.base / "work"

    @property
    def store(self) -> Store:
        """A new store on the same folders, as a new process would have."""
        return Store(self.root, self.work)

    def place(self, item: str = ITEM) -> Path:
        return self.root / layout.object_path(item)

    def seal(
        self,
        files: Mapping[str, bytes | Path],
        item: str = ITEM,
        *,
        extra: Mapping[str, bytes] | None = None,
        keep: Collection[str] = (),
    ) -> Sealed:
        stage = self.store.stage(files)
        return stage.seal(item, message="filed", user=MIRA, created=NOW, extra=extra, keep=keep)

    def add(
        self,
        files: Mapping[str, bytes | Path],
        item: str = ITEM,
        *,
        extra: Mapping[str, bytes] | None = None,
        keep: Collection[str] = (),
    ) -> Sealed:
        sealed = self.seal(files, item, extra=extra, keep=keep)
        self.store.publish(sealed.name)
        return sealed

    def findings(self, *, fixity: bool = True) -> list[Finding]:
        return list(check_root(self.root, fixity=fixity, patience=0))

    def state(self, item: str = ITEM) -> dict[str, dict[str, bytes]]:
        """The bytes of each file of each version; nothing if there is no such item."""
        store = self.store
        if not store.exists(item):
            return {}
        return {
            name: {logical: store.read(item, logical, name) for logical in version.state}
            for name, version in store.versions(item).items()
        }

    def in_work(self) -> list[str]:
        """What lies in the work folder beside the lock files."""
        return sorted(path.name for path in self.work.iterdir() if path.name != "locks")

    def assert_clean(self) -> None:
        """Neither docgen's checker nor ocfl-py has anything to say, and nothing is left over."""
        assert self.findings() == []
        assert problems(self.root) == []
        assert self.in_work() == []


def new_office(base: Path) -> Office:
    """An office with an empty archive."""
    base.mkdir(exist_ok=True)
    office = Office(base)
    office.store.initialise()
    return office


class PowerCutError(Exception):
    """Stands for a failure nobody expects, neither the disk's nor a person's."""


@dataclass(slots=True)
class Cut:
    """Does ``what`` at the ``at``-th step the disk is told of, counted from 0."""

    at: int
    what: Callable[[], None]
    seen: int = 0

    def __call__(self, _step: object) -> None:
        self.seen += 1
        if self.seen == self.at + 1:
            self.what()


def no_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a file")


def io_error() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO), "a file")


def ctrl_c() -> None:
    raise KeyboardInterrupt


def power_cut() -> None:
    raise PowerCutError


def kill() -> None:
    os._exit(9)


def count_steps(act: Callable[[], object]) -> int:
    """How many times the disk tells of a step while ``act`` runs to its end."""
    cut = Cut(-2, ctrl_c)
    with disk.watched(cut):
        act()
    return cut.seen


def in_child(act: Callable[[], object]) -> int:
    """Run ``act`` in a process of its own; return how that ended."""
    child = os.fork()
    if child == 0:
        code = 1
        with suppress(BaseException):
            act()
            code = 0
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
