"""What a dossier is: its type, its groups, what must be in it, and what is missing.

A type is data, one TOML table (``rules/dossier-types/*.toml``; G-011). The six groups and
their order follow R-050 … R-055; the sixth is left free there and holds other carriers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, TypeVar

from docgen.errors import BadInput, say
from docgen.model.grades import Grade

_FORMS = ("bound", "loose-leaf")
_TEXTS = ("title", "key_label", "unit", "grade", "retention")
_RETENTIONS = ("permanent", "30 years", "10 years", "1 year", "external")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a dossier: its key, letter, Chinese title, and how it is kept."""

    key: str
    letter: str
    title: str
    form: str = "loose-leaf"
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Required:
    """A paper that must be in the dossier, recognised by its template or its title."""

    title: str
    group: str
    template: str = ""
    source: str = ""


_Part = TypeVar("_Part", Group, Required)


@dataclass(frozen=True, slots=True)
class DossierType:
    """One type of dossier.

    Args:
        name: The slug, as in ``rules/dossier-types/customer.toml``.
        title: The Chinese name.
        key_label: What the key is called (客户编号, 房号, 户号, 工号).
        unit: The custodian unit (R-012 … R-022).
        grade: The grade its papers have unless raised (R-029).
        retention: How long it is kept (R-116).
        groups: In the order of the catalogue.
        required: What must be there (R-024).
    """

    name: str
    title: str
    key_label: str
    unit: str
    grade: Grade
    retention: str
    groups: tuple[Group, ...]
    required: tuple[Required, ...] = ()

    def group(self, key: str) -> Group | None:
        """The group with this key, if the type has it."""
        return next((group for group in self.groups if group.key == key), None)


@dataclass(frozen=True, slots=True)
class Filed:
    """What completeness needs to know of a filed paper."""

    turn: int
    group: str
    title: str
    template: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that should be there and is not: ``required``, ``group`` or ``gap``."""

    kind: str
    group: str
    title: str
    text: str
    source: str = ""


def missing(kind: DossierType, papers: Sequence[Filed]) -> list[Missing]:
    """What the dossier lacks: required papers, mandatory groups, turns in the numbering."""
    return [*_required(kind, papers), *_groups(kind, papers), *_gaps(papers)]


def _required(kind: DossierType, papers: Sequence[Filed]) -> Iterable[Missing]:
    templates, titles = {paper.template for paper in papers}, {paper.title for paper in papers}
    for wanted in kind.required:
        if (wanted.template and wanted.template in templates) or wanted.title in titles:
            continue
        text = say("{title} is not in the dossier", title=wanted.title)
        yield Missing("required", wanted.group, wanted.title, text, wanted.source)


def _groups(kind: DossierType, papers: Sequence[Filed]) -> Iterable[Missing]:
    filled = {paper.group for paper in papers}
    for group in kind.groups:
        if group.mandatory and group.key not in filled:
            text = say(
                "the group {letter} {title} is empty", letter=group.letter, title=group.title
            )
            yield Missing("group", group.key, group.title, text, "R-051")


def _gaps(papers: Sequence[Filed]) -> Iterable[Missing]:
    turns = {paper.turn for paper in papers}
    for turn in range(1, max(turns, default=0)):
        if turn not in turns:
            text = say("number {turn} is missing", turn=f"{turn:04d}")
            yield Missing("gap", "", f"{turn:04d}", text, "R-024")


def parse_type(table: Mapping[str, Any], *, name: str, file: str) -> DossierType:
    """A dossier type from its TOML table; ``BadInput`` names file and key."""
    groups = tuple(_make(Group, row, "group", file) for row in _rows(table, "group", file))
    required = tuple(
        _make(Required, row, "required", file) for row in _rows(table, "required", file)
    )
    _check_keys(table, file)
    _check_groups(groups, required, file)
    return DossierType(
        name=name,
        title=table["title"],
        key_label=table["key_label"],
        unit=table["unit"],
        grade=_grade(table["grade"], file),
        retention=table["retention"],
        groups=groups,
        required=required,
    )


def _check_keys(table: Mapping[str, Any], file: str) -> None:
    known = {*_TEXTS, "group", "required"}
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
        if name != "mandatory" and not isinstance(value, str):
            raise _wrong(file, where, say("it must be a text"), f'{name} = "…"')
    try:
        made = kind(**row)
    except TypeError as error:
        raise _wrong(
            file, key, say("something is missing in it"), ", ".join(sorted(known))
        ) from error
    if isinstance(made, Group) and made.form not in _FORMS:
        raise _wrong(file, f"{key}.form", say("there is no such form"), " | ".join(_FORMS))
    return made


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
