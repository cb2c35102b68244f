"""Reading ``rules/loans.toml``; every mistake names file, key and what to write.

An office that was made before a key was there follows docgen's own figure for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from docgen.errors import BadInput, Said, say
from docgen.model.grades import Grade
from docgen.model.loan import Kind
from docgen.model.loan_terms import LADDER, Line, Rung, Terms, Told
from docgen.model.people import READERS, Role

#: Keys that each office has had from the beginning.
_NEEDED = ("working_days", "at_most")
#: More days or papers than this are a typing error.
_MOST = 9999
#: Figures, with the least each may be.
_FIGURES: Mapping[str, int] = {
    "working_days": 1,
    "at_most": 1,
    "renewals": 0,
    "hold_days": 1,
    "recall_days": 1,
    "block_after": 0,
    "block_days": 1,
}
_KEYS = ("highest_grade", *_FIGURES, "rule", "overdue")
_CONDITIONS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "roles": ("roles", lambda text: _borrower(Role(text))),
    "units": ("units", str),
    "kinds": ("kinds", Kind),
    "grades": ("ranks", lambda text: Grade.parse(text).rank),
}
_ANSWERS = ("lend", "approval")
_LINE_FIGURES = ("working_days", "renewals", "at_most")


def parse_terms(table: Mapping[str, Any], *, file: str) -> Terms:
    """The terms of an office; ``BadInput`` names file and key."""
    for key in table:
        _known(key, "", _KEYS, file)
    highest = _highest(table, file)
    figures: dict[str, Any] = {
        key: _figure(table.get(key), key, least, file)
        for key, least in _FIGURES.items()
        if key in table or key in _NEEDED
    }
    rows, rungs = _rows(table, "rule", file), _rows(table, "overdue", file)
    return Terms(
        **figures,
        highest_rank=highest,
        ladder=tuple(_rung(row, file) for row in rungs) if "overdue" in table else LADDER,
        lines=tuple(_line(row, file) for row in rows),
    )


def _highest(table: Mapping[str, Any], file: str) -> int:
    try:
        return Grade.parse(str(table.get("highest_grade", ""))).rank
    except ValueError as error:
        why = say("there is no such grade")
        raise _wrong(file, "highest_grade", why, 'highest_grade = "C"') from error


def _rows(table: Mapping[str, Any], key: str, file: str) -> list[Mapping[str, Any]]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _wrong(file, key, say("it must be a table"), f"[[{key}]]")
    return rows


def _line(row: Mapping[str, Any], file: str) -> Line:
    said: dict[str, Any] = {}
    for key, value in row.items():
        where = f"rule.{key}"
        _known(key, "rule", (*_CONDITIONS, *_ANSWERS, *_LINE_FIGURES), file)
        if key in _CONDITIONS:
            name, read = _CONDITIONS[key]
            said[name] = frozenset(_names(value, where, read, file))
        elif key in _ANSWERS:
            if not isinstance(value, bool):
                raise _wrong(file, where, say("it is true or false"), f"{key} = true")
            said[key] = value
        else:
            said[key] = _figure(value, where, _FIGURES[key], file)
    if not any(name in row for name in (*_ANSWERS, *_LINE_FIGURES)):
        why = say("it says nothing of what is otherwise")
        raise _wrong(file, "rule", why, "working_days = 3")
    return Line(**said)


def _names(value: object, where: str, read: Callable[[str], object], file: str) -> list[object]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        key = where.partition(".")[2]
        raise _wrong(file, where, say("it must be a list of texts"), f'{key} = ["…"]')
    return [_name(one, where, read, file) for one in value]


def _name(text: str, where: str, read: Callable[[str], object], file: str) -> object:
    try:
        return read(text)
    except ValueError as error:
        raise _wrong(file, where, say("there is no {name}", name=text), _instead(where)) from error


def _instead(where: str) -> str:
    """What may stand in a list of names."""
    known: Mapping[str, list[str]] = {
        "rule.roles": sorted(role.value for role in READERS),
        "rule.kinds": [kind.value for kind in Kind],
        "rule.grades": [grade.code for grade in Grade],
    }
    return ", ".join(known[where])


def _borrower(role: Role) -> Role:
    if role not in READERS:  # auditor and administrator borrow nothing, whatever a file says
        raise ValueError(role)
    return role


def _rung(row: Mapping[str, Any], file: str) -> Rung:
    for key in row:
        _known(key, "overdue", ("after", "to"), file)
    after, to = _figure(row.get("after"), "overdue.after", 1, file), row.get("to")
    if to is None:
        raise _wrong(file, "overdue.to", say("it is missing"), 'to = "borrower"')
    if to not in list(Told):
        raise _wrong(file, "overdue.to", say("there is no {name}", name=str(to)), ", ".join(Told))
    return Rung(after, Told(to))


def _figure(value: object, where: str, least: int, file: str) -> int:
    if type(value) is not int or not least <= value <= _MOST:
        why = say("it must be a whole number from {least} to {most}", least=least, most=_MOST)
        raise _wrong(file, where, why, f"{where.rpartition('.')[2]} = 7")
    return value


def _known(key: str, part: str, keys: tuple[str, ...], file: str) -> None:
    if key not in keys:
        near = (get_close_matches(key, keys, 1) or [", ".join(keys)])[0]
        where = f"{part}.{key}" if part else key
        raise _wrong(file, where, say("there is no such key"), near)


def _wrong(file: str, key: str, why: Said, instead: str) -> BadInput:
    return BadInput(
        say("The loan rules' {key} is not right", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
