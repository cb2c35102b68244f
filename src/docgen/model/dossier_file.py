"""Reading a type of dossier from its TOML table; a mistake names file, key and what to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, TypeVar

from docgen.errors import BadInput, say
from docgen.model.dossier import DossierType, Group, Required, Stage
from docgen.model.filenumber import pattern_fault
from docgen.model.grades import Grade

_FORMS = ("bound", "loose-leaf")
_TEXTS = ("title", "key_label", "unit", "grade", "retention")
_OPTIONAL = ("number", "review_months")
_PARTS = ("group", "stage", "required")
_LISTS = ("or_titles", "or_templates")
_RETENTIONS = ("permanent", "30 years", "10 years", "1 year", "external")
_Part = TypeVar("_Part", Group, Stage, Required)


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
    if table["retention"] not in _RETENTIONS:
        raise _wrong(file, "retention", say("there is no such period"), ", ".join(_RETENTIONS))


def _check_groups(groups: Sequence[Group], required: Sequence[Required], file: str) -> None:
    keys = [group.key for group in groups]
    if len(set(keys)) < len(keys):
        raise _wrong(file, "group", say("two groups have the same key"), 'key = "…"')
    for wanted in required:
        if wanted.group not in keys:
            raise _wrong(file, "required", say("no group is called {g}", g=wanted.group), keys[0])


def _check_stages(stages: Sequence[Stage], required: Sequence[Required], file: str) -> None:
    keys = [stage.key for stage in stages]
    if len(set(keys)) < len(keys):
        raise _wrong(file, "stage", say("two stages have the same key"), 'key = "…"')
    for wanted in required:
        if wanted.stage and wanted.stage not in keys:
            why = say("no stage is called {stage}", stage=wanted.stage)
            raise _wrong(file, "required.stage", why, ", ".join(keys) or "[[stage]]")


def _number(value: object, file: str) -> str:
    if not isinstance(value, str):
        raise _wrong(file, "number", say("it must be a text"), 'number = "KH-{seq:05}"')
    if value and (fault := pattern_fault(value)):
        raise _wrong(file, "number", fault, 'number = "KH-{seq:05}"')
    return value


def _months(value: object, file: str) -> int:
    if type(value) is not int or value < 0:
        why = say("it must be a whole number from 0")
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
        if name == "mandatory" and not isinstance(value, bool):
            raise _wrong(file, where, say("it is true or false"), f"{name} = true")
        if name in _LISTS:
            _check_texts(value, where, name, file)
        elif name != "mandatory" and not isinstance(value, str):
            raise _wrong(file, where, say("it must be a text"), f'{name} = "…"')
    lists = {name: tuple(row[name]) for name in _LISTS if name in row}
    try:
        made = kind(**{**row, **lists})
    except TypeError as error:
        raise _wrong(
            file, key, say("something is missing in it"), ", ".join(sorted(known))
        ) from error
    if isinstance(made, Group) and made.form not in _FORMS:
        raise _wrong(file, f"{key}.form", say("there is no such form"), " | ".join(_FORMS))
    return made


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
