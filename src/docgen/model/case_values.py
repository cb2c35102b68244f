"""The values of ``rules/cases/*.toml``, each kind read in its own way; see ``case_file``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from docgen.errors import say
from docgen.model.case_profile import Does
from docgen.model.rule_file import Wrong, flag, leaf, texts
from docgen.model.span import Span, span_of

#: The same day, whatever the hour (C-011, a setting).
_AT_ONCE = "at once"
_MOST_LEVELS = 5
_Reader = Callable[[str, object], object]


def read(where: str, value: object) -> Any:  # noqa: ANN401  each key has its own type
    """The value of one key, ``step.within``; ``Wrong`` if it is none."""
    reader: _Reader = _READERS.get(where) or _READERS.get(leaf(where)) or _text
    return reader(where, value)


def _text(where: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise Wrong(where, say("it must be a text"), f'{leaf(where)} = "…"')
    return value


def _span(where: str, value: object) -> Span:
    if value == _AT_ONCE:
        return Span(0, "days")
    try:
        return span_of(str(value), least=1)
    except ValueError as error:
        why = say("{value} is no limit", value=value)
        instead = f'{leaf(where)} = "3 workdays" | "3 days" | "6 hours" | "at once"'
        raise Wrong(where, why, instead) from error


def _levels(where: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_LEVELS:
        why = say("it must be a whole number from 1 to {most}", most=_MOST_LEVELS)
        raise Wrong(where, why, f"{leaf(where)} = 2")
    return value


def _yuan(where: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        why = say("it is an amount in whole yuan")
        raise Wrong(where, why, f"{leaf(where)} = 1000")
    return Decimal(value)


def _does(where: str, value: object) -> Does:
    try:
        return Does(str(value))
    except ValueError as error:
        why = say("{value} is none of them", value=value)
        raise Wrong(where, why, " | ".join(Does)) from error


def _when(where: str, value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise Wrong(where, say("it must be a table"), f'{leaf(where)} = {{ ways = ["…"] }}')
    return {name: texts(where, one) for name, one in value.items()}


def _fill(where: str, value: object) -> dict[str, str]:
    every = isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())
    if not isinstance(value, Mapping) or not every:
        why = say("it must be a table of texts")
        raise Wrong(where, why, f'{leaf(where)} = {{ complaint_number = "case.number" }}')
    return dict(value)


_READERS: Mapping[str, _Reader] = {
    "within": _span,
    "longest": _span,
    "liaison_after": _span,
    "ladder.after": _span,
    "event": flag,
    "skip": flag,
    "together": flag,
    "escalate": flag,
    "levels": _levels,
    "up_to": _yuan,
    "authority.severity": texts,
    "about": texts,
    "fields": texts,
    "needs": texts,
    "source": texts,
    "units": texts,
    "rows": texts,
    "does": _does,
    "when": _when,
    "untracked": _when,
    "fill": _fill,
}
