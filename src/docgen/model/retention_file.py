"""Reading ``rules/retention.toml``; every mistake is refused with its line and key.

    kept_types = ["customer"]
    [[period]]
    name = "10 years"
    title = "10年"
    years = 10
    start = "stage closed"
    [[least]]
    types = ["event"]
    period = "10 years"

The name says what is promised: a period called ``10 years`` cannot be given fewer (a period never
shortens by an edit of the file alone).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.retention import Kind, Least, Period, Schedule

_KEYS = ("name", "title", "kind", "years", "start", "rule", "source")
_LEAST = ("period", "templates", "types", "source")
_TOP = ("kept_types", "period", "least")
_START = re.compile(r"filed|dated|stage [a-z][a-z0-9-]{0,31}")
_NAMED = re.compile(r"([0-9]+) years?")
_MOST_YEARS = 200


def parse_schedule(text: str, *, file: str) -> Schedule:
    """The retention schedule from a TOML text; ``BadInput`` names file, line and key."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise _Wrong(text, file).at(
            line, "", say("it is not TOML: {error}", error=error)
        ) from error
    return _schedule(table, _Wrong(text, file))


class _Wrong:
    """Makes the errors of one file; knows at which line a key stands."""

    def __init__(self, text: str, file: str) -> None:
        self._lines, self._file = text.splitlines(), file

    def key(self, turn: int, key: str, why: str, *, part: str = "period") -> BadInput:
        """The error for a key of the ``turn``-th period; 0 is the top of the file."""
        heads = [n for n, line in enumerate(self._lines) if line.strip().startswith("[[")]
        named = re.compile(rf"\s*\[\[\s*{part}\s*\]\]")
        starts = [0, *(n for n in heads if named.match(self._lines[n]))]
        first = starts[turn] if turn < len(starts) else 0
        last = next((n for n in heads if n > first), len(self._lines))
        named = re.compile(rf"\s*{re.escape(key)}\s*=")
        rows = [n for n in range(first, last) if named.match(self._lines[n])]
        return self.at((rows[0] if rows else first) + 1, key, why)

    def at(self, line: int, key: str, why: str) -> BadInput:
        """The error for a line."""
        return BadInput(
            say("The retention schedule is not right: {key}", key=key or "TOML"),
            why=why,
            fix=say("correct that line; docs/spec/retention.md shows what may stand there"),
            file=self._file,
            line=line,
            field=key,
        )


def _schedule(table: Mapping[str, Any], wrong: _Wrong) -> Schedule:
    for key in table:
        if key not in _TOP:
            raise wrong.key(0, key, _unknown(key, _TOP))
    kept, rows = table.get("kept_types", []), table.get("period")
    if not (isinstance(kept, list) and all(isinstance(one, str) for one in kept)):
        raise wrong.key(0, "kept_types", say("it must be a list of dossier types"))
    if not (isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)):
        raise wrong.key(0, "period", say("there must be at least one [[period]]"))
    periods: dict[str, Period] = {}
    for turn, row in enumerate(rows, 1):
        period = _period(row, turn, wrong)
        if period.name in periods:
            raise wrong.key(turn, "name", say("two periods have the same name"))
        periods[period.name] = period
    return Schedule(periods, frozenset(kept), _least(table.get("least", []), periods, wrong))


def _least(rows: object, periods: Mapping[str, Period], wrong: _Wrong) -> tuple[Least, ...]:
    """The shortest periods; each must be one of those above."""
    if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        raise wrong.key(0, "least", say("it must be a table, [[least]]"))
    found = []
    for turn, row in enumerate(rows, 1):
        for key, value in row.items():
            if key not in _LEAST:
                raise wrong.key(turn, key, _unknown(key, _LEAST), part="least")
            if key in ("templates", "types"):
                if not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
                    raise wrong.key(turn, key, say("it must be a list of texts"), part="least")
            elif not isinstance(value, str):
                raise wrong.key(turn, key, say("it must be a text"), part="least")
        if row.get("period") not in periods:
            raise wrong.key(turn, "period", say("there is no such period above"), part="least")
        lists = {name: frozenset(row.get(name, [])) for name in ("templates", "types")}
        found.append(Least(row["period"], **lists, source=row.get("source", "")))
    return tuple(found)


def _period(row: Mapping[str, Any], turn: int, wrong: _Wrong) -> Period:
    for key, value in row.items():
        if key not in _KEYS:
            raise wrong.key(turn, key, _unknown(key, _KEYS))
        if key != "years" and not isinstance(value, str):
            raise wrong.key(turn, key, say("it must be a text"))
    for key in ("name", "title"):
        if not row.get(key):
            raise wrong.key(turn, key, say("it is missing"))
    kind = _kind(row, turn, wrong)
    if kind is Kind.YEARS:
        _check_years(row, turn, wrong)
    elif "years" in row or "start" in row:
        key = "years" if "years" in row else "start"
        raise wrong.key(turn, key, say("a period of kind {kind} counts no years", kind=kind.value))
    if (kind is Kind.EXTERNAL) != bool(row.get("rule")):
        raise wrong.key(turn, "rule", say("the other rule's name belongs to kind external alone"))
    return Period(**{**row, "kind": kind})


def _kind(row: Mapping[str, Any], turn: int, wrong: _Wrong) -> Kind:
    try:
        return Kind(row.get("kind", Kind.YEARS))
    except ValueError as error:
        why = say("there is no such kind; the kinds are: {kinds}", kinds=", ".join(Kind))
        raise wrong.key(turn, "kind", why) from error


def _check_years(row: Mapping[str, Any], turn: int, wrong: _Wrong) -> None:
    years = row.get("years")
    if type(years) is not int or not 1 <= years <= _MOST_YEARS:
        why = say("it must be a whole number from 1 to {most}", most=_MOST_YEARS)
        raise wrong.key(turn, "years", why)
    named = _NAMED.fullmatch(row["name"])
    if named and years < int(named[1]):
        raise wrong.key(turn, "years", say("the name promises {years} years", years=named[1]))
    if not _START.fullmatch(row.get("start", "filed")):
        raise wrong.key(turn, "start", say("it is filed, dated, or stage and its key"))


def _unknown(key: str, known: tuple[str, ...]) -> str:
    nearest = get_close_matches(key, known, 1) or [", ".join(known)]
    return say("there is no such key; perhaps: {nearest}", nearest=nearest[0])
