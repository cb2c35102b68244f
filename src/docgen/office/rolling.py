"""Rolling fixity: every paper's bytes are read again within so many days, the oldest first.

    work/fixity-checked        one line a paper read again: its id, a tab, when (RFC 3339)

A run reads what was not read for nearly as long as is allowed, and at least an even share of
the rest, so that the work spreads over the days. A run that cannot finish within its minutes
says how much is overdue, and counts as failed. Lines are added as papers are read, so a run that
is cut off loses nothing; if the file is lost, all papers are due again, and nothing else happens.

A paper that was found damaged is not noted, so that each run names it until it is restored.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.check import Finding, check_root
from docgen.archive.fixity import check_content
from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

DAYS = 30
_FILE = "fixity-checked"
_EACH = 50  # papers between two notes of how far it came
_DAY = dt.timedelta(days=1)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a run did.

    Args:
        total: Papers in the archive.
        checked: Papers read again in this run.
        overdue: Papers that still wait although they were not read for ``days``.
        findings: What is wrong with those that are damaged.
    """

    total: int
    checked: int
    overdue: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether nothing is damaged and nothing overdue."""
        return not self.findings and not self.overdue


def roll(
    office: Office,
    who: Person,
    *,
    days: int = DAYS,
    minutes: float = 0,
    told: Progress = lambda _done, _of: None,
) -> Rolled:
    """Read again the papers that are due; see the module.

    Args:
        office: The office.
        who: The acting person.
        days: Within how many days every paper is to be read again; at least 1.
        minutes: How long the run may take; as long as it needs if 0.
        told: Is told how many papers are done, and of how many.
    """
    gate.ask(office, who, Act.UPKEEP, "archive.checked")
    if days < 1:
        raise BadInput(
            say("{days} days are too few", days=days),
            why=say("every paper is read once within that time, and a run takes a day"),
            fix=say("give 1 or more, for instance 30").by("--days 30"),
            field="days",
        )
    book = Book(office.folder / "work" / _FILE, office.now())
    urns = list(office.store.urns())
    due = book.due(urns, days)
    run = _Run(office, book, time.monotonic() + minutes * 60 if minutes else 0)
    try:
        run.go(due, told)
    finally:
        rolled = Rolled(len(urns), run.checked, book.overdue(urns, days), run.findings)
        with one_transaction():
            journal.append(
                office,
                "archive.checked",
                who,
                n=len(run.findings),
                more={"read": run.checked, "overdue": rolled.overdue},
            )
    return rolled


def was_run_today(office: Office) -> bool:
    """Whether papers were read again on this day; also if there are none."""
    if next(office.store.urns(), None) is None:
        return True
    try:
        at = (office.folder / "work" / _FILE).stat().st_mtime
    except FileNotFoundError:
        return False
    return office.local(dt.datetime.fromtimestamp(at, dt.UTC)).date() >= office.today


class Book:
    """When each paper was read again last."""

    def __init__(self, path: Path, now: dt.datetime) -> None:
        self._path, self._now = path, now
        self._at: dict[str, dt.datetime] = {}
        lines = path.read_text("utf-8", "replace").split("\n")[:-1] if path.exists() else []
        for line in lines:
            urn, _, moment = line.partition("\t")
            at = _moment(moment)
            if at and at <= now:  # one from the future would keep a paper unread for ever
                self._at[urn] = at
        if len(lines) > 2 * len(self._at) + 1000:
            self._rewrite()

    def due(self, urns: list[str], days: int) -> list[str]:
        """The papers to read now, the oldest first."""
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        oldest = sorted(urns, key=lambda urn: (self._at.get(urn, never), urn))
        share = -(-len(urns) // max(1, days - 1))
        nearly = self._now - (days - 1) * _DAY
        late = sum(self._at.get(urn, never) <= nearly for urn in urns)
        today = sum(self._at.get(urn, never) > self._now - _DAY for urn in urns)
        return oldest[: max(late, min(share, len(urns)) - today)]

    def overdue(self, urns: list[str], days: int) -> int:
        """How many papers were not read for so many days, or never."""
        limit = self._now - days * _DAY
        return sum(urn not in self._at or self._at[urn] <= limit for urn in urns)

    @contextmanager
    def writing(self) -> Iterator[Callable[[str], None]]:
        """Note papers as read now; a note is in the file when the block ends, most before."""
        text = self._now.isoformat(timespec="seconds")
        with self._path.open("ab") as file:
            if file.tell() and not self._path.read_bytes().endswith(b"\n"):
                file.write(b"\n")  # the last run was cut off in the middle of a line

            def note(urn: str) -> None:
                self._at[urn] = self._now
                file.write(f"{urn}\t{text}\n".encode())
                if len(self._at) % _EACH == 0:
                    file.flush()

            yield note

    def _rewrite(self) -> None:
        new = self._path.with_name(f"{_FILE}-{os.getpid()}")
        lines = [f"{urn}\t{at.isoformat(timespec='seconds')}\n" for urn, at in self._at.items()]
        new.write_text("".join(lines), "utf-8")
        new.replace(self._path)


def _moment(text: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


class _Run:
    """One run over the papers that are due, until they or the minutes are over."""

    def __init__(self, office: Office, book: Book, until: float) -> None:
        self._office, self._book, self._until = office, book, until
        self.checked = 0
        self.findings: list[Finding] = []

    def go(self, due: list[str], told: Progress) -> None:
        root = self._office.folder / "archive"
        with self._book.writing() as note:
            for urn, damaged in check_content(root, self._in_time(due)):
                found = self._look(root, urn) if damaged else []
                self.findings += found
                self.checked += 1
                if not found:
                    note(urn)
                told(self.checked, len(due))

    def _in_time(self, due: list[str]) -> Iterator[str]:
        for urn in due:
            if self._until and time.monotonic() >= self._until:
                return
            yield urn

    def _look(self, root: Path, urn: str) -> list[Finding]:
        """What is wrong, in the checker's words; nothing if the paper is gone by right."""
        if not self._office.store.exists(urn):
            return []  # destroyed since it was listed; whether by right, ``check`` compares
        return [one for one in check_root(root, fixity=True, urns=[urn]) if one.urn == urn]
