"""How duties are shown: on the terminal, and as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docgen.cli.printing import holidays_unknown, note, out, table
from docgen.errors import say
from docgen.model.duty import State

if TYPE_CHECKING:
    from docgen.office.duties_list import Line
    from docgen.office.duties_rules import Held
    from docgen.register.models_duties import OwedDuty


def tell_lines(found: Sequence[Line]) -> None:
    """Print the list; what is late first says by how much."""
    if not found:
        out(say("Nothing is owed."))
        return
    _tell_years({year for one in found for year in one.due.unknown_years})
    heads = (
        *(say("duty no."), say("due by"), say("late by days"), say("to do"), say("by whom")),
        say("about"),
        say("rule"),
    )
    table(
        heads,
        [
            (
                *(one.code, shown(one.due.day, one.due.time), _late(one), one.title, one.of),
                *(one.subject, one.source),
            )
            for one in found
        ],
    )


def tell_started(row: OwedDuty) -> None:
    """Say when a duty that was begun is due."""
    _tell_years(set(row.unknown_years))
    day = shown(row.due, row.time)
    out(say("{code} {title} is due: {day}.", code=row.code, title=row.title, day=day))


def rules_table(found: Sequence[Held]) -> None:
    """Print the rules."""
    _tell_years({year for one in found if one.due for year in one.due.unknown_years})
    heads = (
        *(say("duty rule"), say("to do"), say("how often"), say("due next"), say("owed by")),
        say("source"),
    )
    table(
        heads,
        [
            (
                *(one.rule.key, one.rule.title, one.rule.when.said),
                shown(one.due.day, one.due.time) if one.due else "",
                one.owed_by if one.due else "",
                one.rule.source,
            )
            for one in found
        ],
    )


def shown(day: dt.date, time: dt.time | None) -> str:
    """A day, with the time if it has one."""
    return f"{day.isoformat()} {time:%H:%M}" if time else day.isoformat()


def line_data(one: Line) -> dict[str, object]:
    """A line of the list as data."""
    return {
        "kind": one.kind,
        "number": one.code,
        "title": one.title,
        "who": one.of,
        "unit": one.unit,
        "due": one.due.day,
        "time": f"{one.due.time:%H:%M}" if one.due.time else None,
        "late": one.late is not None,
        "late_days": one.late,
        "about": one.subject or None,
        "source": one.source,
        "unknown_years": one.due.unknown_years,
    }


def duty_data(row: OwedDuty) -> dict[str, object]:
    """A duty as data."""
    return {
        "duty": row.code,
        "rule": row.rule,
        "title": row.title,
        "person": row.person.code if row.person else None,
        "unit": row.unit,
        "due": row.due,
        "time": f"{row.time:%H:%M}" if row.time else None,
        "about": row.subject or None,
        "state": State(row.state),
        "ended_by": row.ended_by.code if row.ended_by else None,
        "reason": row.reason or None,
        "unknown_years": row.unknown_years,
    }


def rule_data(one: Held) -> dict[str, object]:
    """A rule as data."""
    return {
        "rule": one.rule.key,
        "title": one.rule.title,
        "source": one.rule.source,
        "form": one.rule.form or None,
        "due_next": one.due.day if one.due else None,
        "owed_by": one.owed_by,
    }


def _late(one: Line) -> str:
    if one.late is None:
        return ""
    return str(one.late) if one.late else "<1"


def _tell_years(years: set[int]) -> None:
    for year in sorted(years):
        note(holidays_unknown(year))
