"""Reading ``rules/transfers.toml``; every mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.deadlines import PERIODS, UNITS, Deadlines, Rule
from docgen.model.dossier import DossierType
from docgen.model.span import Span, span_of

_KNOWN = tuple(item.name for item in fields(Rule))
_LISTS = ("types", "groups")
_LONGEST_KEY = 32


def parse_deadlines(
    table: Mapping[str, Any], *, file: str, types: Mapping[str, DossierType] | None = None
) -> Deadlines:
    """The deadlines of an office; ``BadInput`` names file and key.

    Args:
        table: What the file says.
        file: Its name.
        types: The dossier types of the office: a rule about none of them would never apply.
    """
    for key in table:
        if key not in ("keeper", "rule"):
            raise _wrong(file, key, say("there is no such key"), "keeper, rule")
    keeper, rows = table.get("keeper"), table.get("rule", [])
    if not isinstance(keeper, str) or not keeper:
        raise _wrong(file, "keeper", say("it must be a text"), 'keeper = "总经理办公室"')
    if not isinstance(rows, list):
        raise _wrong(file, "rule", say("it must be a table"), "[[rule]]")
    rules = tuple(_rule(row, file) for row in rows)
    for rule in rules if types is not None else ():
        _check_names(rule, types or {}, file)
    keys = [rule.key for rule in rules]
    if twice := next((key for key in keys if keys.count(key) > 1), ""):
        raise _wrong(file, "rule.key", say("{key} stands there twice", key=twice), 'key = "…"')
    return Deadlines(keeper, rules)


def _rule(row: object, file: str) -> Rule:
    if not isinstance(row, Mapping):
        raise _wrong(file, "rule", say("it must be a table"), "[[rule]]")
    for name, value in row.items():
        _check(name, value, file)
    for name in ("key", "title", "types"):
        if not row.get(name):
            raise _wrong(file, f"rule.{name}", say("it is missing"), f"{name} = …")
    if len(row["key"]) > _LONGEST_KEY:
        raise _wrong(file, "rule.key", say("it is too long"), 'key = "move-in"')
    _check_time(row, file)
    lists = {name: tuple(row[name]) for name in _LISTS if name in row}
    span = _span(row["within"], file) if "within" in row else None
    return Rule(**{**row, **lists, "within": span})


def _check_names(rule: Rule, types: Mapping[str, DossierType], file: str) -> None:
    """The types, groups and stages that a rule names are there."""
    for name in rule.types:
        if name not in types:
            why = say("no dossier type is called {name}", name=name)
            raise _wrong(file, "rule.types", why, ", ".join(sorted(types)))
        stages = [stage.key for stage in types[name].stages]
        if rule.start and rule.start not in stages:
            why = say("{type} has no stage {stage}", type=name, stage=rule.start)
            raise _wrong(file, "rule.start", why, ", ".join(stages) or "[[stage]]")
    for group in rule.groups:
        if not any(types[name].group(group) for name in rule.types):
            why = say("none of these types has a group {group}", group=group)
            known = ", ".join(one.key for one in types[rule.types[0]].groups)
            raise _wrong(file, "rule.groups", why, known)


def _check(name: str, value: object, file: str) -> None:
    where = f"rule.{name}"
    if name not in _KNOWN:
        near = (get_close_matches(name, _KNOWN, 1) or [", ".join(_KNOWN)])[0]
        raise _wrong(file, where, say("there is no such key"), near)
    if name == "complete":
        if not isinstance(value, bool):
            raise _wrong(file, where, say("it is true or false"), "complete = true")
    elif name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise _wrong(file, where, say("it must be a list of texts"), f'{name} = ["…"]')
    elif not isinstance(value, str):
        raise _wrong(file, where, say("it must be a text"), f'{name} = "…"')


def _check_time(row: Mapping[str, Any], file: str) -> None:
    if ("within" in row) == ("every" in row):
        why = say("a rule has either within or every")
        raise _wrong(file, "rule.within", why, 'within = "5 workdays"')
    if "within" in row and not row.get("start"):
        raise _wrong(file, "rule.start", say("it is missing"), 'start = "closed"')
    if "every" in row and row["every"] not in PERIODS:
        raise _wrong(file, "rule.every", say("there is no such period"), " | ".join(PERIODS))


def _span(text: str, file: str) -> Span:
    try:
        found = span_of(text, least=1)
    except ValueError:
        found = None
    if found is None or found.unit not in UNITS:
        why = say("it is a number from 1 and one of: {units}", units=", ".join(UNITS))
        raise _wrong(file, "rule.within", why, 'within = "5 workdays"')
    return found


def _wrong(file: str, key: str, why: str, instead: str) -> BadInput:
    return BadInput(
        say("The transfer rules' {key} is not right", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
