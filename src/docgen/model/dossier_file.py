"""Reading a type of dossier from its TOML table; a mistake names file, key and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, TypeVar

from docgen.errors import BadInput, say
from docgen.model.dossier import DossierType, Group, Required, Stage
from docgen.model.filenumber import pattern_fault
from docgen.model.grades import Grade

_FORMS = ("bound", "loose-leaf")
_ORDERS = ("filed", "date")
_TEXTS = ("title", "key_label", "unit", "grade", "retention")
_SOLD = ("sold_into", "sold_moves", "sold_as")
_OPTIONAL = ("number", "review_months", *_SOLD)
_PARTS = ("group", "stage", "required")
_LISTS = ("or_titles", "or_templates")
_FLAGS = ("mandatory", "past")
_RETENTIONS = ("permanent", "30 years", "10 years", "1 year", "external")
_Part = TypeVar("_Part", Group, Stage, Required)
_KEY = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
_LETTER = re.compile(r"[a-z]", re.ASCII)
#: Texts that may not be empty, and how long they may be: they stand on covers and labels.
_LONGEST = {"title": 60, "key_label": 20, "unit": 64, "group": 32}
_MOST_MONTHS = 1200


def parse_type(table: Mapping[str, Any], *, name: str, file: str) -> DossierType:
    """A dossier type from its TOML table; ``BadInput`` names file and key."""
    groups = tuple(_make(Group, row, "group", file) for row in _rows(table, "group", file))
    required = tuple(
        _make(Required, row, "required", file) for row in _rows(table, "required", file)
    )
    stages = tuple(_make(Stage, row, "stage", file) for row in _rows(table, "stage", file))
    _check_keys(table, file)
    _check_groups(groups, required, file)
    _check_stages(stages, required, file)
    _check_sold(table, groups, file)
    return DossierType(
        name=name,
        title=table["title"],
        key_label=table["key_label"],
        unit=table["unit"],
        grade=_grade(table["grade"], file),
        retention=table["retention"],
        groups=groups,
        required=required,
        number=_number(table.get("number", ""), file),
        stages=stages,
        review_months=_months(table.get("review_months", 0), file),
        sold_into=table.get("sold_into", ""),
        sold_moves=tuple(table.get("sold_moves", ())),
        sold_as=table.get("sold_as", ""),
    )


def _check_keys(table: Mapping[str, Any], file: str) -> None:
    known = {*_TEXTS, *_OPTIONAL, *_PARTS}
    for key in table:
        if key not in known:
            raise _wrong(file, key, say("there is no such key"), _nearest(key, known))
    for key in (*_TEXTS, "group"):
        if not table.get(key):
            raise _wrong(file, key, say("it is missing"), f"{key} = …")
    for key in _TEXTS:
        if not isinstance(table[key], str):
            raise _wrong(file, key, say("it must be a text"), f'{key} = "…"')
        _check_text(key, table[key], key, file)
    if table["retention"] not in _RETENTIONS:
        raise _wrong(file, "retention", say("there is no such period"), ", ".join(_RETENTIONS))


def _check_groups(groups: Sequence[Group], required: Sequence[Required], file: str) -> None:
    keys = [group.key for group in groups]
    if len(set(keys)) < len(keys):
        raise _wrong(file, "group.key", say("two groups have the same key"), 'key = "…"')
    if len({group.letter for group in groups}) < len(keys):
        raise _wrong(file, "group.letter", say("two groups have the same letter"), 'letter = "b"')
    for wanted in required:
        if wanted.group not in keys:
            why = say("no group is called {g}", g=wanted.group)
            raise _wrong(file, "required.group", why, ", ".join(keys))


def _check_stages(stages: Sequence[Stage], required: Sequence[Required], file: str) -> None:
    keys = [stage.key for stage in stages]
    if len(set(keys)) < len(keys):
        raise _wrong(file, "stage.key", say("two stages have the same key"), 'key = "…"')
    for wanted in required:
        if wanted.stage and wanted.stage not in keys:
            why = say("no stage is called {stage}", stage=wanted.stage)
            raise _wrong(file, "required.stage", why, ", ".join(keys) or "[[stage]]")


def _check_sold(table: Mapping[str, Any], groups: Sequence[Group], file: str) -> None:
    """What happens when the buyer changes: its groups are groups of this type."""
    keys = [group.key for group in groups]
    for key in ("sold_into", "sold_as"):
        if not isinstance(table.get(key, ""), str):
            raise _wrong(file, key, say("it must be a text"), f'{key} = "…"')
    if "sold_moves" in table:
        _check_texts(table["sold_moves"], "sold_moves", "sold_moves", file)
    into, moves = table.get("sold_into", ""), table.get("sold_moves", [])
    for key, named in (("sold_into", [into] if into else []), ("sold_moves", moves)):
        for group in named:
            if group not in keys:
                raise _wrong(file, key, say("no group is called {g}", g=group), ", ".join(keys))
    if bool(into) != bool(moves):
        raise _wrong(file, "sold_into", say("it goes with sold_moves"), 'sold_moves = ["sales"]')


def _number(value: object, file: str) -> str:
    if not isinstance(value, str):
        raise _wrong(file, "number", say("it must be a text"), 'number = "KH-{seq:05}"')
    if value and (fault := pattern_fault(value)):
        raise _wrong(file, "number", fault, 'number = "KH-{seq:05}"')
    return value


def _months(value: object, file: str) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_MONTHS:
        why = say("it must be a whole number from 0 to {most}", most=_MOST_MONTHS)
        raise _wrong(file, "review_months", why, "review_months = 12")
    return value


def _rows(table: Mapping[str, Any], key: str, file: str) -> Sequence[object]:
    rows = table.get(key, [])
    if not isinstance(rows, list):
        raise _wrong(file, key, say("it must be a table"), f"[[{key}]]")
    return rows


def _make(kind: type[_Part], row: object, key: str, file: str) -> _Part:
    known = {item.name for item in fields(kind)}
    if not isinstance(row, Mapping):
        raise _wrong(file, key, say("it must be a table"), f"[[{key}]]")
    for name, value in row.items():
        where = f"{key}.{name}"
        if name not in known:
            raise _wrong(file, where, say("there is no such key"), _nearest(name, known))
        if name in _FLAGS and not isinstance(value, bool):
            raise _wrong(file, where, say("it is true or false"), f"{name} = true")
        if name in _LISTS:
            _check_texts(value, where, name, file)
        elif name not in _FLAGS and not isinstance(value, str):
            raise _wrong(file, where, say("it must be a text"), f'{name} = "…"')
        else:
            _check_text(name, value, where, file)
    lists = {name: tuple(row[name]) for name in _LISTS if name in row}
    try:
        made = kind(**{**row, **lists})
    except TypeError as error:
        raise _wrong(
            file, key, say("something is missing in it"), ", ".join(sorted(known))
        ) from error
    if isinstance(made, Group) and made.form not in _FORMS:
        raise _wrong(file, f"{key}.form", say("there is no such form"), " | ".join(_FORMS))
    if isinstance(made, Group) and made.order not in _ORDERS:
        raise _wrong(file, f"{key}.order", say("there is no such order"), " | ".join(_ORDERS))
    return made


def _check_text(name: str, value: object, where: str, file: str) -> None:
    """Keys and letters have their form; what people read is a short line."""
    if not isinstance(value, str):
        return
    if name == "key" and not _KEY.fullmatch(value):
        why = say("a key is of small letters, digits and -, at most 32 of them")
        raise _wrong(file, where, why, 'key = "sales"')
    if name == "letter" and not _LETTER.fullmatch(value):
        raise _wrong(file, where, say("it is one letter from a to z"), 'letter = "a"')
    if name in _LONGEST and not 0 < len(value.strip()) <= _LONGEST[name]:
        why = say("it is a text of 1 to {most} characters", most=_LONGEST[name])
        raise _wrong(file, where, why, f'{name} = "…"')
    if not value.replace("\u3000", "").isprintable():
        raise _wrong(file, where, say("it holds a character nobody can see"), f'{name} = "…"')


def _check_texts(value: object, where: str, name: str, file: str) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise _wrong(file, where, say("it must be a list of texts"), f'{name} = ["…"]')


def _grade(text: str, file: str) -> Grade:
    try:
        return Grade.parse(text)
    except ValueError as error:
        raise _wrong(file, "grade", say("there is no such grade"), "P, C, B, A") from error


def _nearest(key: str, known: Iterable[str]) -> str:
    return (get_close_matches(key, known, 1) or [", ".join(sorted(known))])[0]


def _wrong(file: str, key: str, why: str, instead: str) -> BadInput:
    return BadInput(
        say("The dossier type's {key} is not right", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
