"""An answer as a line of text, for people: tables and lists in a row, a picture by its digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docgen.errors import say

NOTHING = "–"


def shown(value: object, tell: Callable[[str], str]) -> str:
    """A value, packed as ``forms.stored`` keeps it; ``tell`` says a sentence to the reader."""
    if isinstance(value, Mapping) and value.keys() == {"media", "sha256"}:
        return tell(say("picture {digest}", digest=str(value["sha256"])[:12]))
    if isinstance(value, Mapping):
        return " / ".join(shown(one, tell) for one in value.values())
    if isinstance(value, list):
        return "、".join(shown(one, tell) for one in value) or NOTHING
    return NOTHING if value in (None, "") else str(value)
