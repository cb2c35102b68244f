"""Reconciliation (对账): what the log tells of the register beside what the register says.

    R1  a row that no entry explains
    R2  an entry whose row is gone
    R3  a row that is not as its entries tell

Pure: the caller brings entries and rows. An honest office has no finding, whatever its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.model.audit import Entry
from docgen.model.telling import GONE, Effect, tells

#: Tables of which only some rows are told, and only some facts.
PARTLY = frozenset({"item", "dossier grade"})
#: What a row is before any entry names it.
BEGINS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "loan": ({"state": "requested"}, {"state": "waiting"}),
    "copy state": ({"state": "held"},),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not agree: the rule, the row, in words, and the last entry that tells of it."""

    code: str
    row: str
    text: Said
    entry: int | None = None


def unexplained(row: str) -> Finding:
    """R1."""
    return Finding("R1", row, say("no entry of the log explains this row"))


def gone(row: str, entry: int) -> Finding:
    """R2."""
    return Finding("R2", row, say("the log tells of it, and there is no such row"), entry)


def differs(row: str, name: str, here: object, told: object, entry: int | None = None) -> Finding:
    """R3."""
    text = say(
        "{name} is “{here}” in the register and “{told}” by the log",
        name=name,
        here=here,
        told=told,
    )
    return Finding("R3", row, text, entry)


@dataclass(slots=True)
class _Told:
    facts: dict[str, str | int]
    entry: int


class Telling:
    """What the entries read so far tell of the register."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], _Told] = {}

    def hear(self, entry: Entry) -> None:
        """Take in what an entry says."""
        index = int(entry["idx"])
        for effect in tells(entry):
            self._take(effect, index)

    def _take(self, effect: Effect, index: int) -> None:
        table, key, facts = effect
        known = self._told.setdefault((table, key), _Told({}, index))
        known.entry = index
        if GONE in facts:
            known.facts.clear()
            return
        for name, value in facts.items():
            before = known.facts.get(name, 0)
            is_sum = isinstance(value, int) and isinstance(before, int)
            known.facts[name] = int(before) + int(value) if is_sum else value

    def compare(self, rows: Iterable[Effect]) -> Iterator[Finding]:
        """Hold the rows against what is told; each row is met once."""
        left = dict(self._told)
        for table, key, facts in rows:
            told = left.pop((table, key), None)
            if told is not None:
                yield from _differences(table, key, facts, told)
            elif table not in PARTLY and facts not in BEGINS.get(table, ()):
                yield unexplained(f"{table} {key}")
        for (table, key), told in sorted(left.items()):
            if told.facts or table != "stage":
                yield gone(f"{table} {key}", told.entry)


def _differences(
    table: str, key: str, facts: Mapping[str, str | int], told: _Told
) -> Iterator[Finding]:
    names = told.facts.keys() if table in PARTLY else told.facts.keys() | facts.keys()
    for name in sorted(names):
        here, log = facts.get(name, ""), told.facts.get(name, "")
        if str(here) != str(log):
            yield differs(f"{table} {key}", name, here, log, told.entry)
