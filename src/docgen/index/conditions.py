"""What a query consists of, and how the value of each field is read. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType

from docgen.errors import BadInput, say
from docgen.index.analysis import normalise, visible
from docgen.model.grades import Grade

_DOSSIER_DIGITS = 10


class Field(Enum):
    """What a condition is about; the value is the word that stands before the colon."""

    TEXT = ""
    DOSSIER = "dossier"
    GROUP = "group"
    GRADE = "grade"
    TEMPLATE = "template"
    CUSTOMER = "customer"
    NUMBER = "number"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold, or must not if ``wanted`` is false.

    ``value`` is ready to compare: normalised text, ten digits of a dossier, the rank of a
    grade, or a date as 2026-03-14.
    """

    field: Field
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold. At least one."""

    conditions: tuple[Condition, ...]


def comparable(field: Field, raw: str) -> str:
    """What was typed after a field, ready to compare; ``BadInput`` if the field cannot have it."""
    return _READERS.get(field, normalise)(raw)


def _dossier(raw: str) -> str:
    digits = normalise(raw).zfill(_DOSSIER_DIGITS)
    if (
        digits.strip("0")
        and digits.isascii()
        and digits.isdigit()
        and len(digits) == _DOSSIER_DIGITS
    ):
        return digits
    raise _refused("dossier", raw, say("a dossier's number has up to ten digits"))


def _grade(raw: str) -> str:
    try:
        return str(Grade.parse(normalise(raw)).rank)
    except ValueError as unknown:
        known = " ".join(f"{grade.code}={grade.mark}" for grade in Grade)
        why = say("the grades are {known}", known=known)
        raise _refused("grade", raw, why) from unknown


def _since(raw: str) -> str:
    return _days("since", raw)[0].isoformat()


def _until(raw: str) -> str:
    return _days("until", raw)[1].isoformat()


_DATE = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?")


def _days(name: str, raw: str) -> tuple[date, date]:
    """The first and last day of 2026, 2026-03 or 2026-03-14, also as 2026年3月14日."""
    why = say("a day is written 2026-03-14; a month 2026-03, a year 2026")
    found = _DATE.fullmatch(normalise(raw))
    if not found:
        raise _refused(name, raw, why)
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or "1"), int(day or "1"))
        if day:
            return first, first
        last_month = first.month if month else 12
        return first, date(first.year, last_month, monthrange(first.year, last_month)[1])
    except ValueError as wrong:
        raise _refused(name, raw, why) from wrong


def _refused(name: str, raw: str, why: str) -> BadInput:
    return BadInput(
        say("the search cannot use {name}:{raw}", name=name, raw=visible(raw)),
        why=why,
        fix=say("correct it, or leave {name}: out", name=name),
        field="query",
    )


_READERS: Mapping[Field, Callable[[str], str]] = MappingProxyType(
    {Field.DOSSIER: _dossier, Field.GRADE: _grade, Field.SINCE: _since, Field.UNTIL: _until}
)
