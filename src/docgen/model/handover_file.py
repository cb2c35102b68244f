"""Reading ``rules/handover.toml``; every mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.errors import say
from docgen.model.handover import Thing
from docgen.model.rule_file import Wrong, refuse_twice, refuse_unknown, telling

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
    with telling(file, lambda key: say("The rules of handovers are not right: {key}", key=key)):
        return _parse(table)


def _parse(table: Mapping[str, Any]) -> Rules:
    refuse_unknown(table, ("days", "notice", "line"))
    notice, rows = table.get("notice", {}), table.get("line", [])
    if not isinstance(notice, Mapping):
        raise Wrong("notice", say("it must be a table"), "[notice]")
    if not isinstance(rows, list):
        raise Wrong("line", say("it must be a table"), "[[line]]")
    lines = tuple(_line(row) for row in rows)
    refuse_twice([one.code for one in lines], "line.key", 'key = "…"')
    return Rules(
        days=_days(table.get("days"), "days"),
        notice={kind: _days(days, f"notice.{kind}") for kind, days in notice.items()},
        lines=lines,
    )


def _days(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_DAYS:
        why = say("it must be a whole number from 0 to {most}", most=_MOST_DAYS)
        raise Wrong(key, why, "days = 30")
    return value


def _line(row: object) -> Thing:
    if not isinstance(row, Mapping):
        raise Wrong("line", say("it must be a table"), "[[line]]")
    refuse_unknown(row, ("key", "title"), "line.")
    for key in ("key", "title"):
        value = row.get(key)
        if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST:
            why = say("it must be a text of 1 to {most} characters", most=_LONGEST)
            raise Wrong(f"line.{key}", why, f'{key} = "…"')
    return Thing("line", row["key"].strip(), row["title"].strip())
