"""Reading a day that somebody typed as an option."""

from __future__ import annotations

import datetime as dt

from docgen.errors import BadInput, say


def day_of(text: str, field: str) -> dt.date:
    """A day like 2026-03-14.

    Args:
        text: What was typed.
        field: The option, for the message.
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
