"""Unusual patterns in the log, each found by one rule with an id (R-066, R-080, R-081).

    U1  papers taken at night or on a day off      U6  a paper taken after its loan ended
    U2  many papers within a short time            U7  the same paper of grade A again and again
    U3  many refusals                              U8  an account that was silent for long
    U4  papers of another unit                     U9  one dossier taken by many people
    U5  a purpose the person never had before

A rule sees every act in its turn and says which entries are unusual; ``examine`` puts together
what one rule says of one person, or one dossier, on one day. A finding is a hint to look at the
log, no verdict. Pure: the caller brings acts with local times and what the register knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from docgen.errors import Said, say
from docgen.model.audit import CONTENT

#: How many entries a finding names; it counts all of them.
NAMED = 50


@dataclass(frozen=True, slots=True)
class Look:
    """One act of the log, with its moment by the office's clocks.

    Args:
        times: How many acts the entry stands for.
        loan: The loan it is about.
        keeps: Whether the person acted as archivist.
    """

    idx: int
    at: dt.datetime
    who: str
    act: str
    res: str = "allow"
    obj: str = ""
    dossier: str = ""
    grade: str = ""
    why: str = ""
    rules: frozenset[str] = frozenset()
    loan: str = ""
    keeps: bool = False
    times: int = 1

    @property
    def takes(self) -> bool:
        """Whether somebody got to see what a paper says."""
        return self.res == "allow" and self.act in CONTENT


@dataclass(frozen=True, slots=True)
class About:
    """What the register knows.

    Args:
        is_worked: Whether the office works on a day.
        unit_of: The unit of an account.
        keeper_of: The unit that keeps a dossier.
        borrower_of: The account that a loan is for.
    """

    is_worked: Callable[[dt.date], bool]
    unit_of: Callable[[str], str]
    keeper_of: Callable[[str], str]
    borrower_of: Callable[[str], str]


@dataclass(slots=True)
class Finding:
    """What one rule found of one person, or dossier, on one day."""

    rule: str
    day: dt.date
    subject: str
    entries: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, entries: Iterable[int]) -> None:
        """Add entries that are not in it yet; they come in order."""
        for idx in sorted(entries):
            if not self.entries or idx > self._last:
                self.count += 1
                if self.count <= NAMED:
                    self.entries.append(idx)
                self._last = idx

    _last: int = -1


#: The rules that speak of a dossier and not of a person.
OF_DOSSIERS = frozenset({"U9"})
#: A rule: given an act, the entries that are unusual now; none usually.
Rule = Callable[[Look], Iterable[int]]
TITLES: Mapping[str, Said] = MappingProxyType(
    {
        "U1": say("papers taken at night or on a day off"),
        "U2": say("many papers within a short time"),
        "U3": say("many refusals"),
        "U4": say("papers of another unit"),
        "U5": say("a purpose that the person never had before"),
        "U6": say("a paper taken or wanted after its loan ended"),
        "U7": say("the same paper of grade A again and again"),
        "U8": say("an account that was silent for long"),
        "U9": say("one dossier taken by many people"),
    }
)


def examine(
    looks: Iterable[Look], rules: Mapping[str, Rule], first: dt.date | None = None
) -> list[Finding]:
    """What is unusual, by day, rule and person.

    Args:
        looks: The acts, oldest first; those before ``first`` only show what is usual.
        rules: The rules by id; see ``unusual_rules.rules``.
        first: The first day of the period.
    """
    found: dict[tuple[dt.date, str, str], Finding] = {}
    for look in looks:
        day = look.at.date()
        for name, rule in rules.items():
            entries = rule(look)
            if entries and (first is None or day >= first):
                subject = look.dossier if name in OF_DOSSIERS else look.who
                key = (day, name, subject)
                found.setdefault(key, Finding(name, day, subject)).add(entries)
    return [found[key] for key in sorted(found)]
