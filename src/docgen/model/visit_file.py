"""Reading ``rules/visits.toml``; every mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.visiting import CreditRule, Criterion, GradeRule, Policy, Visiting

_LISTS: Mapping[str, type[Any]] = {"grade": GradeRule, "criterion": Criterion, "credit": CreditRule}
_FIGURES = {"per_day": 1, "pass_mark": 0, "complain": 0}
#: The most that a figure may be: points and weights, visits a day, days; a limit is in yuan.
_MOST = {"per_day": 1_000, "every": 3_660, "limit": 1_000_000_000}
_POINTS = 100
_GIFTS = {
    "given": (Policy.APPROVE, Policy.BAN),
    "received": (Policy.DECLARE, Policy.BAN),
}
_KNOWN = ("leader", *_FIGURES, "gifts", *_LISTS)


def parse_visits(table: Mapping[str, Any], *, file: str) -> Visiting:
    """The rules of visiting of an office; ``BadInput`` names file and key."""
    _refuse_unknown(table, "", _KNOWN, file)
    figures = {key: _figure(table.get(key), key, least, file) for key, least in _FIGURES.items()}
    gifts = table.get("gifts", {})
    if not isinstance(gifts, Mapping):
        raise _wrong(file, "gifts", say("it must be a table"), "[gifts]")
    _refuse_unknown(gifts, "gifts.", _GIFTS, file)
    found = {key: tuple(_rows(table, key, kind, file)) for key, kind in _LISTS.items()}
    for key in ("grade", "criterion"):
        if not found[key]:
            raise _wrong(file, key, say("it is missing"), f"[[{key}]]")
    _refuse_order(found["grade"], file)
    if not sum(one.weight for one in found["criterion"]):
        raise _wrong(file, "criterion.weight", say("all together weigh nothing"), "weight = 25")
    return Visiting(
        leader=_text(table.get("leader"), "leader", file),
        per_day=figures["per_day"],
        pass_mark=Decimal(figures["pass_mark"]),
        complain=Decimal(figures["complain"]),
        given=_policy(gifts, "given", file),
        received=_policy(gifts, "received", file),
        grades=found["grade"],
        criteria=found["criterion"],
        credits=found["credit"],
    )


def _rows(table: Mapping[str, Any], key: str, kind: type[Any], file: str) -> list[Any]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _wrong(file, key, say("it must be a table"), f"[[{key}]]")
    made = [_row(row, key, kind, file) for row in rows]
    names = [getattr(one, "name", "") or one.key for one in made]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise _wrong(file, key, say("{key} stands there twice", key=twice), f"[[{key}]]")
    return made


def _row(row: Mapping[str, Any], key: str, kind: type[Any], file: str) -> Any:  # noqa: ANN401  one of three kinds
    known = {one.name: one for one in fields(kind)}
    _refuse_unknown(row, f"{key}.", tuple(known), file)
    made: dict[str, object] = {}
    for name, one in known.items():
        where = f"{key}.{name}"
        if name not in row and one.default == "":
            continue
        if one.type == "int":
            made[name] = _figure(row.get(name), where, 1 if name == "every" else 0, file)
        else:
            made[name] = _text(row.get(name), where, file)
    return kind(**made)


def _refuse_order(grades: Sequence[GradeRule], file: str) -> None:
    """Every customer falls into one grade: points fall from grade to grade, down to 0."""
    totals = [one.total for one in grades]
    if totals[-1] != 0 or any(a <= b for a, b in pairwise(totals)):
        why = say("the points must fall from grade to grade, the last one with 0")
        raise _wrong(file, "grade.total", why, "total = 0")


def _refuse_unknown(
    table: Mapping[str, Any], before: str, known: Sequence[str] | Mapping[str, Any], file: str
) -> None:
    for key in table:
        if key not in known:
            near = (get_close_matches(key, list(known), 1) or [", ".join(known)])[0]
            raise _wrong(file, before + key, say("there is no such key"), near)


def _figure(value: object, key: str, least: int, file: str) -> int:
    name = key.rpartition(".")[2]
    most = _MOST.get(name, _POINTS)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        why = say("it must be a whole number from {least} to {most}", least=least, most=most)
        raise _wrong(file, key, why, f"{name} = 30")
    return value


def _text(value: object, key: str, file: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(file, key, say("it must be a text"), f'{key.rpartition(".")[2]} = "…"')
    return value.strip()


def _policy(gifts: Mapping[str, Any], key: str, file: str) -> Policy:
    choices = _GIFTS[key]
    if gifts.get(key) not in choices:
        why = say("it is one of: {choices}", choices=", ".join(choices))
        raise _wrong(file, f"gifts.{key}", why, f'{key} = "{choices[0]}"')
    return Policy(gifts[key])


def _wrong(file: str, key: str, why: str, instead: str) -> BadInput:
    return BadInput(
        say("The rules of visits are not right: {key}", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
