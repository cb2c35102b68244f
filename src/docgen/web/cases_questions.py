"""The questions of a step on a page: shown as forms are (``papers_fields``), read as they are.

What was sent comes back as it was typed, each fault beside its question. What must be answered
stands first, the rest is folded away. Pictures and signatures are given on the paper itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from docgen.errors import Detail, Problem
from docgen.office.cases_asked import Asked
from docgen.office.halfway import Looked
from docgen.web import papers_fields, papers_read
from docgen.web.entering import Request


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a form: those to look at now, and those that may stay as they are."""

    first: Sequence[papers_fields.Asked]
    more: Sequence[papers_fields.Asked]


def questions(request: Request, asked: Asked, problem: Problem | None) -> Questions:
    """What is asked, with what was sent, else with what is known."""
    sent = request.POST if request.method == "POST" else None
    typed = papers_read.typed(asked.form, sent, {}) if sent is not None else None
    every = papers_fields.asked_of(
        asked.form,
        typed.answers if typed else asked.values,
        asked.values,
        Looked({}, _faults(problem), frozenset()),
        typed.turns if typed else {},
        everything=True,
    )
    first = [one for one in every if one.is_needed or one.faults]
    more = [one for one in every if one not in first]
    return Questions(first or more, more if first else ())


def answers(asked: Asked, sent: QueryDict) -> dict[str, object]:
    """What was answered; what was left empty is left out."""
    return papers_read.typed(asked.form, sent, {}).answers


def is_sent(request: Request) -> bool:
    """Whether the form was sent to be done, not only for another row of a table."""
    return request.method == "POST" and not {"row", "drop"} & request.POST.keys()


def _faults(problem: Problem | None) -> tuple[Detail, ...]:
    """The faults, each with its place as ``items[2].what``."""
    if problem is None:
        return ()
    own = (Detail(problem.what, field=problem.field, fix=problem.fix),) if problem.field else ()
    return tuple(map(_placed, problem.details)) or own


def _placed(one: Detail) -> Detail:
    row = getattr(one.place, "params", {}).get("row")
    table, dot, column = one.field.partition(".")
    return replace(one, place=f"{table}[{row}].{column}" if row and dot else "")
