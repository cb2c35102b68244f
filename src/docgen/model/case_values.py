"""The values of ``rules/cases/*.toml``, each kind read in its own way; see ``case_file``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from docgen.errors import say
from docgen.model.case_profile import Does
from docgen.model.case_wrong import wrong
from docgen.model.span import Span, span_of

#: The same day, whatever the hour (C-011, a setting).
_AT_ONCE = "at once"
_MOST_LEVELS = 5
_Reader = Callable[[str, object, str], object]


def read(where: str, value: object, file: str) -> Any:  # noqa: ANN401  each key has its own type
    """The value of one key, ``step.within``; ``BadInput`` if it is none."""
    key = where.rpartition(".")[2]
    reader: _Reader = _READERS.get(where) or _READERS.get(key) or _text
    return reader(where, value, file)


def _text(where: str, value: object, file: str) -> str:
    if not isinstance(value, str) or not value:
        raise wrong(file, where, say("it must be a text"), f'{_key(where)} = "…"')
    return value


def _span(where: str, value: object, file: str) -> Span:
    if value == _AT_ONCE:
        return Span(0, "days")
    try:
        return span_of(str(value), least=1)
    except ValueError as error:
        why = say("{value} is no limit", value=value)
        instead = f'{_key(where)} = "3 workdays" | "3 days" | "6 hours" | "at once"'
        raise wrong(file, where, why, instead) from error


def _flag(where: str, value: object, file: str) -> bool:
    if not isinstance(value, bool):
        raise wrong(file, where, say("it is true or false"), f"{_key(where)} = true")
    return value


def _levels(where: str, value: object, file: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_LEVELS:
        why = say("it must be a whole number from 1 to {most}", most=_MOST_LEVELS)
        raise wrong(file, where, why, f"{_key(where)} = 2")
    return value


def _yuan(where: str, value: object, file: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        why = say("it is an amount in whole yuan")
        raise wrong(file, where, why, f"{_key(where)} = 1000")
    return Decimal(value)


def _texts(where: str, value: object, file: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise wrong(file, where, say("it must be a list of texts"), f'{_key(where)} = ["…"]')
    return tuple(value)


def _does(where: str, value: object, file: str) -> Does:
    try:
        return Does(str(value))
    except ValueError as error:
        why = say("{value} is none of them", value=value)
        raise wrong(file, where, why, " | ".join(Does)) from error


def _when(where: str, value: object, file: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise wrong(file, where, say("it must be a table"), f'{_key(where)} = {{ ways = ["…"] }}')
    return {name: _texts(where, one, file) for name, one in value.items()}


def _fill(where: str, value: object, file: str) -> dict[str, str]:
    texts = isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())
    if not isinstance(value, Mapping) or not texts:
        why = say("it must be a table of texts")
        raise wrong(file, where, why, f'{_key(where)} = {{ complaint_number = "case.number" }}')
    return dict(value)


def _key(where: str) -> str:
    return where.rpartition(".")[2]


_READERS: Mapping[str, _Reader] = {
    "within": _span,
    "longest": _span,
    "liaison_after": _span,
    "ladder.after": _span,
    "event": _flag,
    "skip": _flag,
    "together": _flag,
    "escalate": _flag,
    "levels": _levels,
    "up_to": _yuan,
    "authority.severity": _texts,
    "about": _texts,
    "fields": _texts,
    "needs": _texts,
    "source": _texts,
    "units": _texts,
    "rows": _texts,
    "does": _does,
    "when": _when,
    "untracked": _when,
    "fill": _fill,
}
