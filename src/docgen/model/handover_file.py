"""Reading ``rules/handover.toml``; every mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.errors import BadInput, Said, say
from docgen.model.handover import Thing

_MOST_DAYS = 366
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Rules:
    """How an office hands over.

    Args:
        days: How many days ahead a leaving is told.
        notice: The same for some kinds of staff (G-052).
        lines: What no register knows and is handed over on every leaving (G-051).
    """

    days: int
    notice: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[Thing, ...] = ()

    def days_of(self, staff: str) -> int:
        """How many days ahead somebody of this kind tells that he leaves."""
        return self.notice.get(staff, self.days)


def parse_handover(table: Mapping[str, Any], *, file: str) -> Rules:
    """The rules of handovers; ``BadInput`` names file and key."""
    for key in table:
        if key not in ("days", "notice", "line"):
            raise _wrong(file, key, say("there is no such key"), "days, notice, line")
    notice, rows = table.get("notice", {}), table.get("line", [])
    if not isinstance(notice, Mapping):
        raise _wrong(file, "notice", say("it must be a table"), "[notice]")
    if not isinstance(rows, list):
        raise _wrong(file, "line", say("it must be a table"), "[[line]]")
    lines = tuple(_line(row, file) for row in rows)
    keys = [one.code for one in lines]
    if twice := next((key for key in keys if keys.count(key) > 1), ""):
        raise _wrong(file, "line.key", say("{key} stands there twice", key=twice), 'key = "…"')
    return Rules(
        days=_days(table.get("days"), "days", file),
        notice={kind: _days(days, f"notice.{kind}", file) for kind, days in notice.items()},
        lines=lines,
    )


def _days(value: object, key: str, file: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_DAYS:
        why = say("it must be a whole number from 0 to {most}", most=_MOST_DAYS)
        raise _wrong(file, key, why, "days = 30")
    return value


def _line(row: object, file: str) -> Thing:
    if not isinstance(row, Mapping):
        raise _wrong(file, "line", say("it must be a table"), "[[line]]")
    for key in row:
        if key not in ("key", "title"):
            raise _wrong(file, f"line.{key}", say("there is no such key"), "key, title")
    for key in ("key", "title"):
        value = row.get(key)
        if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST:
            why = say("it must be a text of 1 to {most} characters", most=_LONGEST)
            raise _wrong(file, f"line.{key}", why, f'{key} = "…"')
    return Thing("line", row["key"].strip(), row["title"].strip())


def _wrong(file: str, key: str, why: Said, instead: str) -> BadInput:
    return BadInput(
        say("The rules of handovers are not right: {key}", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
