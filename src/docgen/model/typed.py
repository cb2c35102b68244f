"""Days, moments and scores as somebody types them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from docgen.errors import BadInput, say


def day_of(text: str, field: str) -> dt.date:
    """A day like 2026-03-14.

    Args:
        text: What was typed.
        field: The option or field, for the message.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            say("{text} is no day", text=text) if text.strip() else say("No day is given"),
            why=say("a day is written year-month-day"),
            fix=say("write it like 2026-03-14"),
            field=field,
        ) from error


#: In other years no zone can be reckoned with, or nobody meant them.
_YEARS = range(1900, 2200)


def moment_of(text: str, field: str) -> dt.datetime:
    """A moment like 2026-03-14T09:30; a day alone is its beginning.

    Args:
        text: What was typed.
        field: The option or field, for the message.
    """
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise BadInput(
            say("{text} is no moment", text=text),
            why=say("a day is written year-month-day, with the time after a T"),
            fix=say("write it like 2026-03-14 or 2026-03-14T09:30"),
            field=field,
        )
    return found


def score_of(text: str, field: str) -> Decimal:
    """A score of 100 with two places; whether it is in range is for its own rule to say.

    Args:
        text: What was typed.
        field: The option or field, for the message.
    """
    try:
        found = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadInput(
            say("{text} is no score", text=text or "-"),
            why=say("a score is a number from 0 to 100"),
            fix=say("write it like 87.5"),
            field=field,
        )
    return found
