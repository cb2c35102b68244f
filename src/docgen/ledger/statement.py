"""The monthly statement: one page of plain text on what the log holds, to be signed by hand.

Pure: takes the entries as they were kept and checked. What is counted is what the entries say;
the counts of all acts together are the entries of the month.
"""

from __future__ import annotations

import base64
import textwrap
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.ledger.entry import decode
from docgen.ledger.exported import month_of
from docgen.ledger.tiles import WIDTH
from docgen.ledger.verify import Row
from docgen.model.events import EVENTS

_COLUMNS = 80
_MOST_ACTS = 28


@dataclass(frozen=True, slots=True)
class Tally:
    """A month's entries: the first, how many of each act, how many refused or failed."""

    month: str
    first: int
    acts: Mapping[str, int]
    outcomes: Mapping[str, int]
    is_over: bool

    @property
    def count(self) -> int:
        """How many entries the month has."""
        return sum(self.acts.values())

    @property
    def size(self) -> int:
        """How many entries the log had at the month's end."""
        return self.first + self.count


def tally(month: str, size: int, entries: Callable[[int], Iterator[Row]]) -> Tally:
    """Count a month's entries among ``size`` of them, which ``entries`` gives from a number on."""

    def month_at(place: int) -> str:
        return month_of(next(entries(place * WIDTH))[1])

    place = bisect_left(range(-(-size // WIDTH)), month, key=month_at)
    first, is_over = max(0, place - 1) * WIDTH, False
    acts, outcomes = Counter[str](), Counter[str]()
    for index, leaf, _ in entries(first) if size else ():
        dated = month_of(leaf)
        if dated > month:
            is_over = True
            break
        if dated < month:
            first = index + 1
            continue
        entry = decode(leaf)
        acts[str(entry["act"])] += 1
        outcomes[str(entry["res"])] += 1
    return Tally(month, first, acts, outcomes, is_over)


def page(found: Tally, *, origin: str, root: bytes, note: str) -> list[str]:
    """The statement, line by line; ``note`` is the newest checkpoint with its cosignature."""
    return [
        say("STATEMENT ON THE ACCESS LOG"),
        "",
        say("Log:      {origin}", origin=origin),
        say("Month:    {month}", month=found.month),
        *([] if found.is_over else [say("          not over yet when this was written")]),
        _extent(found),
        say(
            "          {deny} of them refused, {error} failed",
            deny=found.outcomes.get("deny", 0),
            error=found.outcomes.get("error", 0),
        ),
        "",
        *(_act(act, count) for act, count in sorted(_grouped(found.acts).items())),
        say("{count}  together", count=f"{found.count:>7}"),
        "",
        say("Root over all entries up to the last of the month:"),
        f"  {base64.b64encode(root).decode('ascii')}",
        say("Newest checkpoint, cosigned by the auditor:"),
        *(part for line in note.splitlines() for part in _wrapped(line)),
        "",
        say("Each entry was read and is well-formed; none that was seen earlier has changed."),
        "",
        "",
        say("Auditor: ______________________    Day: ______________"),
        "",
        "",
        say("Archivist: ____________________    Day: ______________"),
    ]


def _extent(found: Tally) -> Said:
    if not found.count:
        return say("Entries:  none")
    return say(
        "Entries:  {count}, from number {first} to {last}",
        count=found.count,
        first=found.first,
        last=found.size - 1,
    )


def _grouped(acts: Mapping[str, int]) -> Mapping[str, int]:
    """The acts; where they would not go on one page, only what they are about."""
    if len(acts) <= _MOST_ACTS:
        return acts
    groups = Counter[str]()
    for act, count in acts.items():
        groups[act.partition(".")[0]] += count
    return groups


def _act(act: str, count: int) -> str:
    line = f"{count:>7}  {act:<22}"
    if event := EVENTS.get(act):
        zh, en = (" ".join(said.format(who="", obj="").split()) for said in (event.zh, event.en))
        line += f"{zh} · {en}"
    return _cut(line)


def _cut(line: str) -> str:
    """The line, no wider than the page; Chinese letters take two columns."""
    width = 0
    for at, letter in enumerate(line):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > _COLUMNS:
            return line[: at - 1] + "…"
    return line


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _COLUMNS - 4, initial_indent="  ", subsequent_indent="    ")
