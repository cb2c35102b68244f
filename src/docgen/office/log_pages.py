"""The log in pages, from the newest entry back: what an auditor reads on the page.

A page that would have to go through very many entries stops and says from where to go on, so that
nobody waits long.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.model.access import Act
from docgen.model.audit import Entry, Period, word
from docgen.model.events import EVENTS
from docgen.office import audit_log, gate, journal, people
from docgen.office import log_reading as reading
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

#: So many entries make a page, and through so many it goes at most.
SIZE, MOST = 100, 200_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; what is empty does not restrict, and all of it must fit.

    Args:
        who: An account: login, code or name.
        act: An act or its beginning: ``item.read``, ``loan``.
        about: A number that stands in the entry: of a paper, dossier, customer, loan.
        since: From this day on.
        until: Up to this day.
        res: ``allow``, ``deny`` or ``error``.
        grade: The code of a grade.
        text: Words of the act in either language, or anything that stands in the entry.
    """

    who: str = ""
    act: str = ""
    about: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    res: str = ""
    grade: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the newest first; ``older`` is where the next page begins, if there is more.

    ``is_cut``: it stopped because it had gone through so many, and not because it is full.
    """

    entries: list[Entry]
    older: int | None = None
    is_cut: bool = False


def page(
    office: Office, who: Person, wanted: Wanted, *, before: int | None = None, size: int = SIZE
) -> Page:
    """A page of the log; it is logged as ``log list`` is."""
    gate.ask(office, who, Act.READ_LOG, "log.read")
    asked = coded(wanted)
    first, last = audit_log.between(Period(asked.since, asked.until, office.settings.time_zone))
    found = _page(asked, first, last if before is None else min(before, last), size)
    with one_transaction():
        journal.append(office, "log.read", who, n=len(found.entries))
    return found


def coded(wanted: Wanted) -> Wanted:
    """The same with the person's code in the place of what was typed."""
    return replace(wanted, who=people.by_login(wanted.who).code) if wanted.who else wanted


def _page(wanted: Wanted, first: int, end: int, size: int) -> Page:
    entries: list[Entry] = []
    low = max(first, end - MOST)
    for entry in backward(wanted, low, end):
        if len(entries) == size:
            return Page(entries, int(entries[-1]["idx"]))
        entries.append(entry)
    return Page(entries, low, is_cut=True) if low > first else Page(entries)


def backward(wanted: Wanted, first: int, end: int) -> Iterator[Entry]:
    """The entries that fit and whose numbers lie from ``first`` to before ``end``, newest first."""
    for rows in reading.downward(first, end, _tests(wanted)):
        for index, leaf in rows:
            yield audit_log.read(leaf, index)


def _tests(wanted: Wanted) -> list[reading.Fit]:
    tests = [reading.holds(part) for part in _parts(wanted)]
    if wanted.act:
        tests.append(reading.begins(_head(wanted.act)))
    if wanted.text:
        inside = reading.holds(_plain(wanted.text).encode())
        tests.append(reading.either(inside, reading.begins(*_acts(wanted.text))))
    return tests


def _parts(wanted: Wanted) -> list[bytes]:
    pairs = {"who": wanted.who, "res": wanted.res, "grade": wanted.grade}
    told = [f'"{key}":"{_plain(value)}"'.encode() for key, value in pairs.items() if value]
    return told + ([f'"{_plain(wanted.about)}"'.encode()] if wanted.about else [])


def _acts(text: str) -> tuple[bytes, ...]:
    """How the entries begin whose act is called so, in one of the languages."""
    said = text.casefold()
    named = (act for act in EVENTS if any(said in name.casefold() for name in word(act).values()))
    return tuple(_head(f'{act}"') for act in named)


def _head(act: str) -> bytes:
    return f'{{"act":"{act}'.encode()


def _plain(text: str) -> str:
    """A text as it stands within an entry's quotes."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)[1:-1]
