"""What a query consists of. Pure; how its values are typed is ``index.values``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Field(Enum):
    """What a condition is about; the value is the word that stands before the colon."""

    TEXT = ""
    DOSSIER = "dossier"
    ITEM = "item"
    GROUP = "group"
    GRADE = "grade"
    TEMPLATE = "template"
    UNIT = "unit"
    CUSTOMER = "customer"
    PINYIN = "pinyin"
    NUMBER = "number"
    PHONE = "phone"
    SINCE = "since"
    UNTIL = "until"
    LIKE = "like"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold, or must not if ``wanted`` is false.

    ``value`` is ready to compare, without spaces around it:

    - TEXT, CUSTOMER, NUMBER: normalised text; a piece of the text
    - PINYIN: Latin letters and digits; a piece of the customer's name or of its pinyin
    - PHONE: five digits or more; a piece of a run of digits of any text (the law's second half)
    - GROUP, TEMPLATE, UNIT: normalised text; the whole value
    - DOSSIER, ITEM, LIKE: a dossier's ten digits, an item's id; the whole value
    - GRADE: the grade's rank; SINCE, UNTIL: a day as 2026-03-14
    """

    field: Field
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold. At least one, or something to be like.

    Args:
        conditions: None of them is about ``Field.LIKE`` when an engine gets it: whoever knows
            the items puts ``like`` in its place.
        like: The sketch of a paper. If there is one, a paper must share ``least`` values with
            it, and those that share most are the best.
        least: How many values that are.
    """

    conditions: tuple[Condition, ...]
    like: tuple[int, ...] = ()
    least: int = 1
