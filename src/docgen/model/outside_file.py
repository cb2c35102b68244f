"""Reading ``rules/outside.toml``; every mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from docgen.errors import BadInput, say
from docgen.model.grades import Grade
from docgen.model.outside_kinds import BODIES, FLOORS, Gives, Kind, OutsideRules, Terms
from docgen.model.people import Role

_KEYS = tuple(one.name for one in fields(Terms))
_FLAGS = ("taken", "notice", "scans", "permit", "own")
_NUMBERS = ("days", "officers")
_NEEDED = ("kind", "approve", "days", "gives")
_MOST = 366
#: Who may decide at all; the archive registers and serves, it does not decide.
_DECIDERS = (Role.LEGAL, Role.MANAGER)
_Word = TypeVar("_Word", bound=StrEnum)


def parse_outside(table: Mapping[str, Any], *, file: str) -> OutsideRules:
    """The terms of an office; ``BadInput`` names file and key."""
    for key in table:
        if key not in ("grade", "kind"):
            raise _wrong(file, key, say("there is no such key"), "grade, kind")
    rows = table.get("kind", [])
    if not isinstance(rows, list):
        raise _wrong(file, "kind", say("it must be a table"), "[[kind]]")
    kinds: dict[Kind, Terms] = {}
    for row in rows:
        terms = _terms(row, file)
        if terms.kind in kinds:
            why = say("{key} stands there twice", key=terms.kind.value)
            raise _wrong(file, "kind.kind", why, f'kind = "{terms.kind}"')
        kinds[terms.kind] = terms
    return OutsideRules(kinds, _grade(table.get("grade"), file))


def _grade(value: object, file: str) -> Grade:
    try:
        return Grade.parse(str(value))
    except ValueError as error:
        raise _wrong(file, "grade", say("there is no such grade"), 'grade = "B"') from error


def _terms(row: object, file: str) -> Terms:
    if not isinstance(row, Mapping):
        raise _wrong(file, "kind", say("it must be a table"), "[[kind]]")
    for name, value in row.items():
        _check(name, value, file)
    for name in _NEEDED:
        if not row.get(name):
            raise _wrong(file, f"kind.{name}", say("it is missing"), f"{name} = …")
    terms = Terms(
        **{
            **row,
            "kind": _word(Kind, "kind", row["kind"], file),
            "gives": _word(Gives, "gives", row["gives"], file),
            "approve": tuple(_role(one, file) for one in row["approve"]),
            "bodies": tuple(row.get("bodies", ())),
        }
    )
    if strange := next((one for one in terms.bodies if one not in BODIES), ""):
        why = say("{value} is none of them", value=strange)
        raise _wrong(file, "kind.bodies", why, " | ".join(BODIES))
    if len({*terms.approve}) < len(terms.approve):
        raise _wrong(file, "kind.approve", say("a role stands there twice"), '["legal"]')
    for floor in FLOORS.get(terms.kind, ()):
        if not floor.holds(terms):
            why = say("{rule} asks for more, and no file may ask for less", rule=floor.source)
            raise _wrong(file, f"kind.{floor.key}", why, floor.least)
    return terms


def _check(name: str, value: object, file: str) -> None:
    where = f"kind.{name}"
    if name not in _KEYS:
        near = (get_close_matches(name, _KEYS, 1) or [", ".join(_KEYS)])[0]
        raise _wrong(file, where, say("there is no such key"), near)
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise _wrong(file, where, say("it is true or false"), f"{name} = true")
    elif name in _NUMBERS:
        if type(value) is not int or not 1 <= value <= _MOST:
            why = say("it must be a whole number from 1 to {most}", most=_MOST)
            raise _wrong(file, where, why, f"{name} = 2")
    elif name in ("approve", "bodies"):
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise _wrong(file, where, say("it must be a list of texts"), f'{name} = ["…"]')
    elif not isinstance(value, str):
        raise _wrong(file, where, say("it must be a text"), f'{name} = "…"')


def _word(words: type[_Word], name: str, value: str, file: str) -> _Word:
    try:
        return words(value)
    except ValueError as error:
        why = say("{value} is none of them", value=value)
        raise _wrong(file, f"kind.{name}", why, " | ".join(words)) from error


def _role(value: str, file: str) -> Role:
    if value not in _DECIDERS:
        why = say("{value} is none of them", value=value)
        raise _wrong(file, "kind.approve", why, " | ".join(_DECIDERS))
    return Role(value)


def _wrong(file: str, key: str, why: str, instead: str) -> BadInput:
    return BadInput(
        say("The rules of outside requests are not right: {key}", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
