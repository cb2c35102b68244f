"""A form that was wrong comes back: what was typed is read, and the problem stands beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, QueryDict

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.model.typed import day_of
from docgen.web import accounts_fresh
from docgen.web.wrong import status_of

_DIGITS = 9
#: A page that is there, with a field in which something is named that is not.
_NAMES_NOTHING = 422


def beside(request: HttpRequest, problem: Problem | None) -> dict[str, Any]:
    """What a page needs to show a problem together with its form; nothing if there is none."""
    if problem is None:
        return {"problem": None}
    return {
        "problem": problem,
        "status": _NAMES_NOTHING if isinstance(problem, NotFound) else status_of(problem),
        "way_on": accounts_fresh.way_on(request, problem.reasons),
    }


def day_in(sent: QueryDict, name: str) -> dt.date | None:
    """The day in a field, if one was given."""
    text = sent.get(name, "").strip()
    return day_of(text, name) if text else None


def number_in(sent: QueryDict, name: str) -> int | None:
    """The whole number in a field, if one was given."""
    text = sent.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise BadInput(
            say("{text} is no number", text=text[:_DIGITS]),
            why=say("it is a whole number"),
            fix=say("write it in figures"),
            field=name,
        )
    return int(text) if text else None
