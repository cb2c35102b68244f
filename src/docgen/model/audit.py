"""What audit reports have in common: the period, the question, a line, and which acts are which.

A report is made of log entries and rows; here stands only what can be decided without either.
What an auditor may see is ids, grades and times, and never a title (docs/spec/audit.md).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from docgen.errors import say
from docgen.model.events import EVENTS, Event

Entry = Mapping[str, Any]
#: Acts by which somebody comes to know what a paper says, or takes it away.
CONTENT = frozenset(
    {
        *("item.read", "item.compared", "copy.issued", "dossier.bound", "dossier.exported"),
        *("loan.handed-over", "outside.served"),
    }
)
#: Acts on a dossier that take its papers out together, each after an entry of its own.
BUNDLES = frozenset({"dossier.bound", "dossier.exported"})
#: Acts of whoever brought a paper, and so has seen it.
BRINGING = frozenset({"item.filed", "item.amended", "item.signed"})
#: Acts that show what there is, without a paper's words.
FACTS = frozenset({"item.viewed", "item.verified", "dossier.viewed", "customer.viewed"})
ACCESS = CONTENT | FACTS
#: How somebody knew a paper.
WAYS = MappingProxyType(
    {
        "content": say("knew what it says"),
        "facts": say("knew of it"),
        "outside": say("an outside body"),
        "copy": say("holder of a copy"),
    }
)
#: Nobody comes to know a paper by looking after the log.
_ASIDE = ("audit.", "log.")


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included, by the office's clocks; open where no day is given."""

    since: dt.date | None = None
    until: dt.date | None = None
    zone: str = "UTC"

    @property
    def first(self) -> str:
        """The first moment as entries write it; before all of them if it is open."""
        return _moment(self.since, self.zone) if self.since else ""

    @property
    def end(self) -> str:
        """The first moment after it; after all entries if it is open."""
        return _moment(self.until + dt.timedelta(days=1), self.zone) if self.until else "~"

    def earlier(self, days: int) -> Period:
        """The same with so many days before it."""
        since = self.since - dt.timedelta(days=days) if self.since else None
        return Period(since, self.until, self.zone)

    @property
    def words(self) -> str:
        """As a report's head writes it."""
        if not (self.since or self.until):
            return ""
        return f"{self.since or ''}—{self.until or ''}"


def of_month(text: str, zone: str) -> Period:
    """The period of a month such as ``2026-11``; ``ValueError`` if it is none."""
    first = dt.date.fromisoformat(f"{text}-01")
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return Period(first, after - dt.timedelta(days=1), zone)


def _moment(day: dt.date, zone: str) -> str:
    start = dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    return start.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Question:
    """Which entries are wanted; what is empty does not restrict, and all of it must fit.

    Args:
        who: An account, ``p-0007``.
        item: A paper's number.
        dossier: A dossier's number.
        of_customer: A customer's code and the numbers of his dossiers.
        why: A purpose.
        acts: The acts; all if empty.
        res: ``allow``, ``deny`` or ``error``.
    """

    who: str = ""
    item: str = ""
    dossier: str = ""
    of_customer: frozenset[str] | None = None
    why: str = ""
    acts: frozenset[str] = frozenset()
    res: frozenset[str] = frozenset({"allow"})

    def fits(self, entry: Entry) -> bool:
        """Whether this entry is wanted."""
        return (
            (not self.acts or entry["act"] in self.acts)
            and entry["res"] in self.res
            and self.who in ("", entry["who"])
            and self.item in ("", entry.get("obj"))
            and self.why in ("", entry.get("why"))
            and self.dossier in ("", entry.get("dossier"))
            and (self.of_customer is None or not self.of_customer.isdisjoint(_about(entry)))
        )


def _about(entry: Entry) -> tuple[str, str]:
    return str(entry.get("obj", "")), str(entry.get("dossier", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of any report.

    Args:
        at: When: a moment of the log or a day.
        who: The account.
        acts: What was done, as acts of the log.
        what: What it is, where no act says it.
        obj: What it is about: the number of a paper, dossier, loan, request.
        grade: The grade's code.
        why: The purpose's code.
        note: What else is to be said.
        rule: The rule that found it.
        way: How somebody knew a paper: a key of ``WAYS``.
        entries: The entries that show it.
        times: How many entries it stands for.
    """

    at: str = ""
    who: str = ""
    acts: tuple[str, ...] = ()
    what: str = ""
    obj: str = ""
    grade: str = ""
    why: str = ""
    note: str = ""
    rule: str = ""
    way: str = ""
    entries: tuple[int, ...] = ()
    times: int = 1


@dataclass(slots=True)
class Listing:
    """A report: its lines, how many there are, and the totals by group.

    ``lines`` may be fewer than ``total``: the newest are kept, all are counted.
    """

    report: str
    scope: str = ""
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    totals: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, times: int = 1, **groups: str) -> None:
        """Count something in its groups; a group without a name is none."""
        for group, key in groups.items():
            if key:
                self.totals.setdefault(group, Counter())[key] += times

    @property
    def left_out(self) -> int:
        """How many lines are counted and not shown."""
        return self.total - len(self.lines)


def weight(entry: Entry) -> int:
    """How many acts an entry stands for: one that tells of a flood of refusals says how many."""
    more, n = entry.get("more", {}), entry.get("n", 1)
    is_flood = entry["res"] == "deny" and {"since", "until"} <= more.keys()
    return n if is_flood and isinstance(n, int) else 1


def tells_of(entry: Entry) -> bool:
    """Whether an entry about a paper can tell that somebody knew it."""
    return entry["res"] == "allow" and not str(entry["act"]).startswith(_ASIDE)


def word(act: str) -> dict[str, str]:
    """An act's name in both languages, without person and object."""
    event = EVENTS.get(act) or Event(act, act, act)
    names = {"who": "", "obj": "…"}
    return {
        "en": event.en.format_map(names).strip(" …"),
        "zh": event.zh.format_map(names).strip(" …").replace(" … ", "…"),
    }
