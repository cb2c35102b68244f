"""The values of ``rules/postings.toml``, each kind read in its own way; see ``posting_file``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from docgen.errors import say
from docgen.model.posting_rules import HEAD, MANAGER, REASONS, SCOPES
from docgen.model.rule_file import Wrong, flag, leaf, texts
from docgen.model.span import DAY_UNITS, Span, span_of

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)
_MOST = 1_000_000_000
_MOST_MONTHS = 1200
_LONGEST = 200
_FULL = 100
_Reader = Callable[[str, object], object]


def read(where: str, value: object) -> Any:  # noqa: ANN401  each key has its own type
    """The value of one key, ``need.expires``; ``Wrong`` if it is none."""
    reader: _Reader = _READERS.get(where) or _READERS.get(leaf(where)) or _text
    return reader(where, value)


def _text(where: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise Wrong(where, say("it must be a text"), f'{leaf(where)} = "…"')
    return value


def _key(where: str, value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        why = say("a key has small letters, digits and hyphens")
        raise Wrong(where, why, f'{leaf(where)} = "health"')
    return value


def _span(where: str, value: object) -> Span:
    try:
        span = span_of(str(value), least=1)
    except ValueError:
        span = None
    if span is None or span.unit not in DAY_UNITS:
        why = say("{value} is no length of time", value=value)
        raise Wrong(where, why, f'{leaf(where)} = "6 months"')
    return span


def _figure(where: str, value: object) -> int:
    return _upto(_MOST, where, value)


def _few(where: str, value: object) -> int:
    return _upto(_MOST_MONTHS, where, value)


def _upto(most: int, where: str, value: object) -> int:
    if type(value) is not int or not 0 <= value <= most:
        why = say("it must be a whole number from {least} to {most}", least=0, most=most)
        raise Wrong(where, why, f"{leaf(where)} = 12")
    return value


def _some_of(*known: str) -> _Reader:
    """A list of these, and of nothing else."""

    def reader(where: str, value: object) -> tuple[str, ...]:
        found = texts(where, value)
        if not found or not set(found) <= {*known}:
            why = say("it must be a list of: {names}", names=", ".join(known))
            raise Wrong(where, why, f'{leaf(where)} = ["{known[0]}"]')
        return found

    return reader


def _priority(where: str, value: object) -> tuple[str, ...]:
    found = texts(where, value)
    if sorted(found) != sorted(REASONS):
        why = say("it has each of these once: {names}", names=", ".join(REASONS))
        raise Wrong(where, why, f"{leaf(where)} = {list(REASONS)}")
    return found


_READERS: Mapping[str, _Reader] = {
    "area_class.least": _figure,
    "least": _span,
    "normal": _span,
    "cycle": _span,
    "priority": _priority,
    "pass_score": partial(_upto, _FULL),
    "months": _few,
    "days": _few,
    "key": _key,
    "groups": texts,
    "forms": texts,
    "kinds": texts,
    "asks": texts,
    "scopes": _some_of(*SCOPES),
    "by": _some_of(HEAD, MANAGER),
    **dict.fromkeys(
        ("head", "apart", "to_approve", "once_approved", "expires", "high_failure"), flag
    ),
    **dict.fromkeys(("one_stop", "shared", "assistant"), flag),
}
