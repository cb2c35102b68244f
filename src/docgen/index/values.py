"""What people may write after the colon of a search field, and how it is compared. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

from docgen.errors import say
from docgen.index.analysis import FEWEST_DIGITS, Word, normalise
from docgen.index.conditions import Field
from docgen.model.grades import Grade
from docgen.model.ids import DossierNumber, ItemId


class Unfit(Exception):
    """A field cannot have a value.

    Args:
        why: The reason.
        nearest: A value that could be meant instead, or "".
        field: The field that can have it, if it is another one.
    """

    def __init__(self, why: str, nearest: str = "", field: Field | None = None) -> None:
        super().__init__(why)
        self.why, self.nearest, self.field = why, nearest, field


def comparable(field: Field, raw: str) -> str:
    """What was typed after a field, as ``Condition.value`` has it; ``Unfit`` if it cannot be."""
    return _READERS.get(field, normalise)(raw)


def shown(field: Field, value: str) -> str:
    """The value of a condition as people type it."""
    return Grade.of_rank(int(value)).code if field is Field.GRADE else value


def _dossier(raw: str) -> str:
    text = normalise(raw)
    with suppress(ValueError):
        return str(DossierNumber.parse(text.zfill(10)))
    nearest = text if _ITEM.fullmatch(text) else ""
    raise Unfit(say("a dossier's number has up to ten digits"), nearest, Field.ITEM)


_ITEM = re.compile(r"([0-9]{1,10})-([0-9]{1,4})")


def _item(raw: str) -> str:
    if found := _ITEM.fullmatch(normalise(raw)):
        with suppress(ValueError):
            return str(ItemId(DossierNumber(int(found[1])), int(found[2])))
    raise Unfit(say("an item is written 0000000042-0007, or shorter 42-7"))


def _grade(raw: str) -> str:
    text = normalise(raw)
    with suppress(ValueError):
        return str(Grade.parse(text).rank)
    words = [grade.mark for grade in Grade] + [grade.name.casefold() for grade in Grade]
    known = " ".join(f"{grade.code}={grade.mark}" for grade in Grade)
    near = "".join(get_close_matches(text, words, n=1))
    raise Unfit(say("the grades are {known}", known=known), near)


def _number(raw: str) -> str:
    """A piece is enough, so the * that other programs want behind a beginning means nothing."""
    return normalise(raw).rstrip("*").rstrip()


def _phone(raw: str) -> str:
    digits = Word.of(_number(raw)).digits
    if not digits:
        why = say("a phone number is looked for by {few} digits or more", few=FEWEST_DIGITS)
        raise Unfit(why)
    return _CHINA.sub("", digits)  # few people write the code of the country they live in


_CHINA = re.compile(r"^(?:86|0086)(?=1[0-9]{10}$)")


def _since(raw: str) -> str:
    return _days(raw)[0].isoformat()


def _until(raw: str) -> str:
    return _days(raw)[1].isoformat()


_DATE = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?")
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_LAST_PART = re.compile(r"[-/.]?[0-9]+[月日]?$")


def _days(raw: str) -> tuple[date, date]:
    """The first and last day of 2026, 2026-03 or 2026-03-14, also as 20260314, 2026年3月14日."""
    text = normalise(raw)
    if days := _span(text):
        return days
    month = _LAST_PART.sub("", text)
    tries = (_DAY_FIRST.sub(r"\3-\2-\1", text), month, _LAST_PART.sub("", month))
    nearest = next(filter(_span, tries), "")
    raise Unfit(say("a day is written 2026-03-14; a month 2026-03, a year 2026"), nearest)


def _span(text: str) -> tuple[date, date] | None:
    found = _EIGHT.fullmatch(text) or _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    with suppress(ValueError):
        first = date(int(year), int(month or "1"), int(day or "1"))
        if day:
            return first, first
        last_month = first.month if month else 12
        return first, date(first.year, last_month, monthrange(first.year, last_month)[1])
    return None


_READERS: Mapping[Field, Callable[[str], str]] = MappingProxyType(
    {
        Field.DOSSIER: _dossier,
        Field.ITEM: _item,
        Field.LIKE: _item,
        Field.GRADE: _grade,
        Field.NUMBER: _number,
        Field.PHONE: _phone,
        Field.SINCE: _since,
        Field.UNTIL: _until,
    }
)
