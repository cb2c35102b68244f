"""The search grammar: what people may type, and what it means. Pure.

It is our own and never the engine's, so that a saved search outlives the engine.
docs/spec/search.md is its one-page description.

    query     = term { space term }          all terms must hold
    term      = [ "-" ] [ field ":" ] value  "-" turns it round
    value     = word | '"' phrase '"'        curly and full-width marks count as "
    field     = dossier | group | grade | template | customer | number | since | until
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum
from types import MappingProxyType

from docgen.errors import BadInput, say
from docgen.index.analysis import normalise, visible
from docgen.model.grades import Grade

LONGEST = 500
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


_NAMES: Mapping[str, Field] = MappingProxyType(
    {field.value: field for field in Field if field is not Field.TEXT}
    | {
        "案卷": Field.DOSSIER,
        "分组": Field.GROUP,
        "密级": Field.GRADE,
        "模板": Field.TEMPLATE,
        "客户": Field.CUSTOMER,
        "编号": Field.NUMBER,
        "自": Field.SINCE,
        "至": Field.UNTIL,
    }
)
_QUOTES = str.maketrans(dict.fromkeys("“”„＂", '"'))
_TERM = re.compile(
    r"""
    (?P<minus>[-－](?=\S))?
    (?: (?P<field>[A-Za-z]+|案卷|分组|密级|模板|客户|编号|自|至) [:：] )?
    (?: "(?P<phrase>[^"]*)" | (?P<word>[^\s"]*) )
    """,
    re.VERBOSE,
)


def parse(text: str) -> Query:
    """Read what a person typed.

    Raises:
        BadInput: It is empty, longer than 500 characters, has a quotation mark without its
            partner, a field that does not exist, or a value its field cannot have.
    """
    if len(text) > LONGEST:
        raise BadInput(
            say("the search is {length} characters long", length=len(text)),
            why=say("a search has at most {most} characters", most=LONGEST),
            fix=say("search for a few words of the text"),
            field="query",
        )
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise _unbalanced(visible(text))
    conditions = (_condition(found) for found in _TERM.finditer(text) if found[0])
    seen = tuple(dict.fromkeys(one for one in conditions if one.value))
    if not seen:
        raise BadInput(
            say("the search is empty"),
            why=say("nothing was typed, or nothing that can be seen"),
            fix=say('type a word, a "phrase in quotation marks", or a field such as dossier:42'),
            field="query",
        )
    return Query(seen)


def _unbalanced(text: str) -> BadInput:
    nearest = text.removesuffix('"').rstrip() if text.endswith('"') else f'{text}"'
    return BadInput(
        say("a quotation mark has no partner: {query}", query=text),
        why=say("a phrase stands between two quotation marks"),
        fix=say("write {nearest}", nearest=nearest or '"…"'),
        field="query",
    )


def _condition(found: re.Match[str]) -> Condition:
    raw = found["word"] if found["phrase"] is None else found["phrase"]
    field = _field(found["field"], visible(raw)) if found["field"] else Field.TEXT
    if field is not Field.TEXT and not normalise(raw):
        raise BadInput(
            say("the search has nothing after {name}:", name=found["field"]),
            why=say("the value follows the colon without a space"),
            fix=say(
                'write it like {name}:value, or "{name}:" to look for just that',
                name=found["field"],
            ),
            field="query",
        )
    return Condition(field, _READ[field](raw), wanted=found["minus"] is None)


def _field(name: str, raw: str) -> Field:
    known = _NAMES.get(name.casefold())
    if known:
        return known
    nearest = get_close_matches(name.casefold(), _NAMES, n=1, cutoff=0.5)
    text = f'"{name}:{raw}"'
    fix = say("write {text} to look for just that", text=text)
    if nearest:
        near = f"{nearest[0]}:{raw}"
        fix = say("write {near}, or {text} to look for just that", near=near, text=text)
    raise BadInput(
        say("there is no search field {name}", name=name),
        why=say("the fields are {fields}", fields=" ".join(f.value for f in Field if f.value)),
        fix=fix,
        field="query",
    )


def _dossier(raw: str) -> str:
    digits = normalise(raw).zfill(_DOSSIER_DIGITS)
    if (
        digits.strip("0")
        and digits.isascii()
        and digits.isdigit()
        and len(digits) == _DOSSIER_DIGITS
    ):
        return digits
    raise _bad_value("dossier", raw, say("a dossier's number has up to ten digits"))


def _grade(raw: str) -> str:
    try:
        return str(Grade.parse(normalise(raw)).rank)
    except ValueError as unknown:
        known = " ".join(f"{grade.code}={grade.mark}" for grade in Grade)
        why = say("the grades are {known}", known=known)
        raise _bad_value("grade", raw, why) from unknown


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
        raise _bad_value(name, raw, why)
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or "1"), int(day or "1"))
        if day:
            return first, first
        last_month = first.month if month else 12
        return first, date(first.year, last_month, monthrange(first.year, last_month)[1])
    except ValueError as wrong:
        raise _bad_value(name, raw, why) from wrong


def _bad_value(name: str, raw: str, why: str) -> BadInput:
    return BadInput(
        say("the search cannot use {name}:{raw}", name=name, raw=visible(raw)),
        why=why,
        fix=say("correct it, or leave {name}: out", name=name),
        field="query",
    )


_READ: Mapping[Field, Callable[[str], str]] = MappingProxyType(
    dict.fromkeys(Field, normalise)
    | {
        Field.DOSSIER: _dossier,
        Field.GRADE: _grade,
        Field.SINCE: _since,
        Field.UNTIL: _until,
    }
)
