"""Reading ``rules/visits.toml``; every mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import pairwise
from typing import Any

from docgen.errors import say
from docgen.model.rule_file import Wrong, refuse_twice, refuse_unknown, telling
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
    with telling(file, lambda key: say("The rules of visits are not right: {key}", key=key)):
        return _parse(table)


def _parse(table: Mapping[str, Any]) -> Visiting:
    refuse_unknown(table, _KNOWN)
    figures = {key: _figure(table.get(key), key, least) for key, least in _FIGURES.items()}
    gifts = table.get("gifts", {})
    if not isinstance(gifts, Mapping):
        raise Wrong("gifts", say("it must be a table"), "[gifts]")
    refuse_unknown(gifts, _GIFTS, "gifts.")
    found = {key: tuple(_rows(table, key, kind)) for key, kind in _LISTS.items()}
    for key in ("grade", "criterion"):
        if not found[key]:
            raise Wrong(key, say("it is missing"), f"[[{key}]]")
    _refuse_order(found["grade"])
    if not sum(one.weight for one in found["criterion"]):
        raise Wrong("criterion.weight", say("all together weigh nothing"), "weight = 25")
    return Visiting(
        leader=_text(table.get("leader"), "leader"),
        per_day=figures["per_day"],
        pass_mark=Decimal(figures["pass_mark"]),
        complain=Decimal(figures["complain"]),
        given=_policy(gifts, "given"),
        received=_policy(gifts, "received"),
        grades=found["grade"],
        criteria=found["criterion"],
        credits=found["credit"],
    )


def _rows(table: Mapping[str, Any], key: str, kind: type[Any]) -> list[Any]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Wrong(key, say("it must be a table"), f"[[{key}]]")
    made = [_row(row, key, kind) for row in rows]
    refuse_twice([getattr(one, "name", "") or one.key for one in made], key, f"[[{key}]]")
    return made


def _row(row: Mapping[str, Any], key: str, kind: type[Any]) -> Any:  # noqa: ANN401  one of three kinds
    known = {one.name: one for one in fields(kind)}
    refuse_unknown(row, known, f"{key}.")
    made: dict[str, object] = {}
    for name, one in known.items():
        where = f"{key}.{name}"
        if name not in row and one.default == "":
            continue
        if one.type == "int":
            made[name] = _figure(row.get(name), where, 1 if name == "every" else 0)
        else:
            made[name] = _text(row.get(name), where)
    return kind(**made)


def _refuse_order(grades: Sequence[GradeRule]) -> None:
    """Every customer falls into one grade: points fall from grade to grade, down to 0."""
    totals = [one.total for one in grades]
    if totals[-1] != 0 or any(a <= b for a, b in pairwise(totals)):
        why = say("the points must fall from grade to grade, the last one with 0")
        raise Wrong("grade.total", why, "total = 0")


def _figure(value: object, key: str, least: int) -> int:
    name = key.rpartition(".")[2]
    most = _MOST.get(name, _POINTS)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        why = say("it must be a whole number from {least} to {most}", least=least, most=most)
        raise Wrong(key, why, f"{name} = 30")
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(key, say("it must be a text"), f'{key.rpartition(".")[2]} = "…"')
    return value.strip()


def _policy(gifts: Mapping[str, Any], key: str) -> Policy:
    choices = _GIFTS[key]
    if gifts.get(key) not in choices:
        why = say("it is one of: {choices}", choices=", ".join(choices))
        raise Wrong(f"gifts.{key}", why, f'{key} = "{choices[0]}"')
    return Policy(gifts[key])
