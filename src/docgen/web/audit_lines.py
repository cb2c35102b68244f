"""The lines of an audit report as a page and a sheet show them, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.model.access import PURPOSES
from docgen.model.audit import WAYS, Line, Listing, word
from docgen.office import csv_files
from docgen.office.audit_print import entries_of, person
from docgen.web.speech import is_chinese, tell

HEADS = (
    *(say("time"), say("who"), say("what"), say("about"), say("grade")),
    *(say("purpose"), say("remark"), say("entries")),
)
#: What totals are counted by.
GROUPS: Mapping[str, Said] = {
    "who": say("by person"),
    "item": say("by paper"),
    "dossier": say("by dossier"),
    "purpose": say("by purpose"),
    "act": say("by act"),
    "day": say("by day"),
    "rule": say("by rule"),
    "state": say("by state"),
    "unit": say("by unit"),
    "overdue": say("overdue by unit"),
    "res": say("by result"),
    "way": say("by way of knowing"),
    "table": say("by table"),
}
_MOST = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its words; ``numbers`` are the entries that show it."""

    at: str
    who: str
    what: str
    about: str
    grade: str
    purpose: str
    note: str
    numbers: tuple[int, ...]
    entries: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As a sheet has it."""
        said = (self.at, self.who, self.what, self.about, self.grade, self.purpose)
        return (*said, self.note, self.entries)


def rows(lines: Sequence[Line], called: Mapping[str, str]) -> list[Row]:
    """The lines in words."""
    return [_row(line, dict(called)) for line in lines]


def _row(line: Line, called: dict[str, str]) -> Row:
    return Row(
        at=line.at,
        who=person(line.who, called),
        what=" · ".join(filter(None, (line.rule, tell(WAYS.get(line.way, "")), _acts(line)))),
        about=line.obj,
        grade=line.grade,
        purpose=", ".join(_purpose(code) for code in line.why.split()),
        note=tell(line.note),
        numbers=line.entries[:6],
        entries=entries_of(line),
    )


def _acts(line: Line) -> str:
    parts = [_act(act) for act in line.acts]
    return " ".join(filter(None, (("、" if is_chinese() else ", ").join(parts), tell(line.what))))


def _act(act: str) -> str:
    return word(act)["zh" if is_chinese() else "en"]


def _purpose(code: str) -> str:
    return PURPOSES.get(code, code) if is_chinese() else code


def totals(listing: Listing, called: Mapping[str, str]) -> Iterator[tuple[str, dict[str, int]]]:
    """What is counted by what, each with the most frequent ones."""
    for group, counts in listing.totals.items():
        named = {_key(group, key, dict(called)): n for key, n in counts.most_common(_MOST)}
        yield GROUPS[group], named


def _key(group: str, key: str, called: dict[str, str]) -> str:
    said: dict[str, Callable[[str], str]] = {
        "act": _act,
        "purpose": _purpose,
        "way": lambda way: tell(WAYS[way]),
        "who": lambda code: person(code, called),
    }
    return said.get(group, str)(key)


def sheet(listing: Listing, called: Mapping[str, str]) -> bytes:
    """A report as a CSV file."""
    heads = [tell(head) for head in HEADS]
    return csv_files.as_csv(heads, (row.cells for row in rows(listing.lines, called)))
