"""Certificates named in a form's answers, and until when they are valid (G-055).

    {"passport_until": "2031-04-30",
     "papers": [{"name": "健康证明", "valid_until": "2026-12-31"}]}

A day counts that is called ``valid_until``, or after a certificate as ``passport_until``; in a
table the row's ``name`` says of what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DAYS = frozenset(
    f"{name}_until"
    for name in ("valid", "passport", "visa", "health", "identity", "insurance", "licence")
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: a row's name, or the name of the field that holds its day."""

    name: str
    until: dt.date

    def is_expired(self, today: dt.date) -> bool:
        """Whether its last day is over."""
        return today > self.until


def certificates(answers: Mapping[str, object]) -> list[Certificate]:
    """The certificates in kept answers; what is no day is passed over."""
    return [*_of(answers, ""), *(one for row in _rows(answers) for one in _of(row, _name(row)))]


def _of(answers: Mapping[str, object], name: str) -> Iterator[Certificate]:
    for key, value in answers.items():
        if key in _DAYS and isinstance(value, str):
            try:
                yield Certificate(name or key, dt.date.fromisoformat(value))
            except ValueError:
                continue


def _rows(answers: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for value in answers.values():
        if isinstance(value, list):
            yield from (row for row in value if isinstance(row, Mapping))


def _name(row: Mapping[str, object]) -> str:
    return str(row.get("name", ""))
