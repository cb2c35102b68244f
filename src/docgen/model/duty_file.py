"""Reading ``rules/duties.toml``; every mistake names file, key and what to write.

    [[duty]]
    key    = "weekly-report"
    title  = "外派工作周报"
    source = "D-029"
    groups = ["外派人员"]
    every  = "week"
    on     = "monday"
    time   = "13:00"

What a time is, is read by ``model.duty_when``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docgen.errors import say
from docgen.model.duty import Duties, Rule, Rung, rung_of
from docgen.model.duty_when import WHEN_KEYS, look_ahead, parse_when
from docgen.model.people import APART, Role
from docgen.model.rule_file import Wrong, refuse_twice, refuse_unknown, telling

_TEXTS = ("key", "title", "source", "by", "form", "ladder")
_LISTS = ("units", "roles", "groups")
_KNOWN = (*_TEXTS, *_LISTS, *WHEN_KEYS, "ahead")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_LONGEST = {"title": 200, "source": 64}
_STANDARD = "standard"
#: More days than this are a typing error.
_MOST = 366


def parse_duties(table: Mapping[str, Any], *, file: str) -> Duties:
    """The duties of an office; ``BadInput`` names file and key."""
    with telling(file, lambda key: say("The duties' {key} is not right", key=key)):
        return _parse(table)


def _parse(table: Mapping[str, Any]) -> Duties:
    known = ("catch_up", "groups", "ladders", "duty")
    refuse_unknown(table, known)
    groups = _named_lists(table, "groups", '外派人员 = ["login"]')
    ladders = {
        name: tuple(_rung(text, name) for text in texts)
        for name, texts in _named_lists(table, "ladders", 'standard = ["1 workdays doer"]').items()
    }
    rows = table.get("duty", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Wrong("duty", say("it must be a table"), "[[duty]]")
    found = tuple(_rule(row, groups, ladders) for row in rows)
    refuse_twice([rule.key for rule in found], "duty.key", 'key = "…"')
    return Duties(found, groups, _figure(table.get("catch_up", 31), "catch_up", "catch_up = 31"))


def _rule(
    row: Mapping[str, Any],
    groups: Mapping[str, Sequence[str]],
    ladders: Mapping[str, tuple[Rung, ...]],
) -> Rule:
    _check_keys(row)
    for name in row.get("groups", []):
        if name not in groups:
            instead = ", ".join(groups) or "[groups]"
            raise Wrong("duty.groups", say("there is no group {name}", name=name), instead)
    ladder = row.get("ladder", _STANDARD)
    if ladder not in ladders:
        instead = ", ".join(ladders) or "[ladders]"
        raise Wrong("duty.ladder", say("there is no ladder {name}", name=ladder), instead)
    if row.get("by", "person") not in ("person", "unit"):
        raise Wrong("duty.by", say("it is person or unit"), 'by = "unit"')
    when = parse_when(row)
    ahead = row.get("ahead", look_ahead(when))
    return Rule(
        key=row["key"],
        title=row["title"],
        source=row["source"],
        when=when,
        by_unit=row.get("by") == "unit",
        units=tuple(row.get("units", ())),
        roles=frozenset(_role(name) for name in row.get("roles", ())),
        groups=tuple(row.get("groups", ())),
        form=row.get("form", ""),
        ladder=ladders[ladder],
        ahead=_figure(ahead, "duty.ahead", "ahead = 7"),
    )


def _check_keys(row: Mapping[str, Any]) -> None:
    refuse_unknown(row, _KNOWN, "duty.")
    for name, value in row.items():
        where = f"duty.{name}"
        if name in _LISTS and not _is_texts(value):
            raise Wrong(where, say("it must be a list of texts"), f'{name} = ["…"]')
        if name in _TEXTS and not isinstance(value, str):
            raise Wrong(where, say("it must be a text"), f'{name} = "…"')
    for name in ("key", "title", "source"):
        if not row.get(name):
            raise Wrong(f"duty.{name}", say("it is missing"), f"{name} = …")
    if not _KEY.fullmatch(row["key"]):
        why = say("a key has small letters, digits and hyphens")
        raise Wrong("duty.key", why, 'key = "weekly-report"')
    for name, most in _LONGEST.items():
        if len(row[name]) > most:
            raise Wrong(f"duty.{name}", say("it is too long"), f'{name} = "…"')


def _named_lists(table: Mapping[str, Any], key: str, instead: str) -> dict[str, tuple[str, ...]]:
    rows = table.get(key, {})
    if not isinstance(rows, Mapping):
        raise Wrong(key, say("it must be a table"), f"[{key}]")
    for name, value in rows.items():
        if not _is_texts(value):
            raise Wrong(f"{key}.{name}", say("it must be a list of texts"), instead)
    return {name: tuple(value) for name, value in rows.items()}


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _rung(text: str, ladder: str) -> Rung:
    try:
        return rung_of(text)
    except ValueError as error:
        why = say("{text} is no step: it has a number, a unit and whom to tell", text=text)
        raise Wrong(f"ladders.{ladder}", why, f'{ladder} = ["1 workdays doer"]') from error


def _role(name: str) -> Role:
    if name not in set(Role) - APART:
        instead = ", ".join(sorted(set(Role) - APART))
        raise Wrong("duty.roles", say("there is no {name}", name=name), instead)
    return Role(name)


def _figure(value: object, where: str, instead: str) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        why = say("it must be a whole number from {least} to {most}", least=0, most=_MOST)
        raise Wrong(where, why, instead)
    return value
