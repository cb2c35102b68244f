"""The questions of a ``form.toml``: each ``[field.name]`` and each ``column`` of a table."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from docgen.errors import say
from docgen.forms import gaps, kinds
from docgen.forms.characters import nearest, shown
from docgen.forms.declared import with_rules
from docgen.forms.form import Bound, Column, Field
from docgen.forms.pictures import HIGHEST_MM, WIDEST_MM
from docgen.forms.section import Section, meant
from docgen.forms.values import LINE_LIMIT, LINES_LIMIT, check_bounds, read_value
from docgen.forms.wrong import WrongValueError

_COLUMN_KEYS = (
    *("label", "kind", "required", "help", "default", "choices", "scores"),
    *("min", "max", "max_length", "unit", "missing", "picture", "width_mm", "height_mm"),
    *("compute", "required_if"),
)
_FIELD_KEYS = (*_COLUMN_KEYS, "from", "column", "check")
_PREFILL = re.compile(r"([a-z]+)\.[a-z][a-z0-9_]*", re.ASCII)
_LIST_MARK = re.compile("[、，,；;]")


def read_fields(form: Section) -> tuple[Field, ...]:
    """Every field in the order of the file; mistakes are noted, broken fields still returned."""
    pairs = [(section, _field(name, section)) for name, section in form.named("field")]
    _refuse_stray(pairs)
    fields = with_rules(pairs)
    if not fields:
        form.add("", say("the form asks nothing"), say("write a table [field.name] for a question"))
    _refuse_twins(form, fields)
    return fields


def _field(name: str, section: Section) -> Field:
    section.refuse_unknown(_FIELD_KEYS)
    column = _column(name, section, kinds.KINDS)
    _refuse_name(section, name, kinds.name_fault(name))
    values = {one.name: getattr(column, one.name) for one in dataclasses.fields(column)}
    return Field(**values, columns=_columns(column, section), prefill=_prefill(section))


def _columns(table: Column, section: Section) -> tuple[Column, ...]:
    columns = []
    for name, one in section.named("column"):
        one.refuse_unknown(_COLUMN_KEYS)
        _refuse_name(one, name, kinds.name_fault(name, column=True))
        columns.append(_column(name, one, kinds.COLUMN_KINDS))
    if table.kind == "table" and not columns:
        fix = say("write a table [field.{name}.column.…] for each column", name=shown(table.name))
        section.add("", say("the table has no columns"), fix)
    _refuse_twins(section, columns)
    return tuple(columns)


def _refuse_name(section: Section, name: str, fault: str) -> None:
    if fault:
        text = say("the name “{name}” cannot be used", name=shown(name))
        section.add("", text, say("choose another name: {fault}", fault=fault))


def _refuse_twins(section: Section, columns: Sequence[Column]) -> None:
    labels: dict[str, str] = {}
    for column in columns:
        first = labels.setdefault(column.label, column.name) if column.label else column.name
        if first != column.name:
            one, two = shown(first), shown(column.name)
            text = say("“{one}” and “{two}” have the same label", one=one, two=two)
            section.add("", text, say("give each question a label of its own"))


def _column(name: str, section: Section, known: Sequence[str]) -> Column:
    kind = section.one_of("kind", known)
    policy = section.one_of("missing", gaps.POLICIES) if "missing" in section.data else ""
    required = section.flag("required", default=True) if not policy else policy == gaps.ERROR
    bare = Column(
        name=name,
        label=section.text("label", required=True),
        kind=kind,
        required=required and kind != "signature",
        missing="" if policy == gaps.ERROR else policy,
        help=section.text("help"),
        unit=section.text("unit"),
        choices=_choices(section, kind),
        max_length=_max_length(section, kind),
        picture=section.flag("picture", default=False) and kind == "signature",
        width_mm=_mm(section, "width_mm", WIDEST_MM),
        height_mm=_mm(section, "height_mm", HIGHEST_MM),
    )
    if not kind:
        return bare
    _refuse_misfits(section, kind)
    bounded = _with_bounds(section, replace(bare, scores=_scores(section, bare.choices)))
    return replace(bounded, default=_default(section, bounded))


def _refuse_misfits(section: Section, kind: str) -> None:
    for key in section.data:
        fitting = kinds.FITS.get(key)
        if fitting is not None and kind not in fitting:
            text = say("{key} does not go with the kind {kind}", key=key, kind=kind)
            section.add(key, text, say("drop {key}, or choose another kind", key=key))


def _choices(section: Section, kind: str) -> tuple[str, ...]:
    choices = section.texts("choices")
    if kind not in kinds.CHOOSING:
        return choices
    if not choices and "choices" not in section.data:
        text = say("the kind {kind} needs choices", kind=kind)
        section.add("", text, say('write choices = ["…", "…"]'))
    elif not choices and section.data["choices"] == []:
        section.add("choices", say("choices is empty"), say('write choices = ["…", "…"]'))
    marked = next((one for one in choices if _LIST_MARK.search(one)), "")
    if kind == "choices" and marked:
        text = say("the choice “{choice}” holds a mark that parts choices", choice=shown(marked))
        section.add("choices", text, say("write choices without 、 and commas"))
    return choices


def _scores(section: Section, choices: tuple[str, ...]) -> dict[str, int]:
    scores = section.data.get("scores", {})
    if not isinstance(scores, dict) or not all(type(one) is int for one in scores.values()):
        text = say("scores is not a whole number for each choice")
        section.add("scores", text, say('write scores = { "…" = 100, "…" = 90 }'))
        return {}
    if scores and set(scores) != set(choices):
        strange = min(set(scores) ^ set(choices))
        text = say("“{choice}” stands in only one of choices and scores", choice=shown(strange))
        section.add("scores", text, say("give every choice its score, and nothing else"))
    return dict(scores)


def _max_length(section: Section, kind: str) -> int:
    value = section.data.get("max_length", 0)
    limit = LINES_LIMIT if kind == "longtext" else LINE_LIMIT
    if type(value) is int and 0 < value <= limit:
        return value
    if "max_length" in section.data:
        text = say("max_length is not a whole number from 1 to {limit}", limit=limit)
        section.add("max_length", text, say("write a whole number, or drop max_length"))
    return 0


def _mm(section: Section, key: str, most: int) -> int:
    value = section.data.get(key, 0)
    if type(value) is int and (0 < value <= most or key not in section.data):
        return value
    text = say("{key} is not a whole number of mm from 1 to {limit}", key=key, limit=most)
    section.add(key, text, say("write a whole number, or drop {key}", key=key))
    return 0


def _with_bounds(section: Section, column: Column) -> Column:
    least, most = _bound(section, column, "min"), _bound(section, column, "max")
    bounded = replace(column, minimum=least, maximum=most)
    if least is None or most is None:
        return bounded
    try:
        check_bounds(replace(bounded, minimum=None), least)
    except WrongValueError:
        section.add("max", say("max is less than min"), say("exchange them"))
        return column
    return bounded


def _bound(section: Section, column: Column, key: str) -> Bound:
    if key not in section.data or column.kind not in kinds.FITS[key]:
        return None
    kind = "integer" if column.kind == "table" else column.kind
    try:
        bound = read_value(replace(column, kind=kind), section.data[key])
    except WrongValueError as wrong:
        section.add(key, say("{key}: {fault}", key=key, fault=wrong.text), wrong.fix)
        return None
    return bound if isinstance(bound, int | Decimal | date) else None


def _default(section: Section, column: Column) -> object:
    if "default" not in section.data or column.kind not in kinds.FITS["default"]:
        return None
    try:
        return read_value(column, section.data["default"])
    except WrongValueError as wrong:
        section.add("default", say("the default: {fault}", fault=wrong.text), wrong.fix)
        return None


def _prefill(section: Section) -> tuple[str, ...]:
    value = section.data.get("from")
    sources = section.texts("from") if isinstance(value, list) else (section.text("from"),)
    return tuple(source for source in sources if source and _is_known(section, source))


def _is_known(section: Section, source: str) -> bool:
    root, _, fact = source.partition(".")
    if source in ("today", "previous"):
        return True
    if _PREFILL.fullmatch(source) and root in kinds.PREFILL_ROOTS:
        facts = kinds.FACTS.get(root, (fact,))
        if fact not in facts:
            fix = meant(fact, facts)
            section.add("from", say("nothing is known from “{source}”", source=source), fix)
        return fact in facts
    near = nearest(root, kinds.PREFILL_ROOTS)
    fix = say('write from = "customer.name", with one of: {roots}', roots=_roots())
    if near and near != root:
        fix = say("did you mean “{near}”?", near=near + source[len(root) :])
    section.add("from", say("nothing is known from “{source}”", source=shown(source)), fix)
    return False


def _refuse_stray(pairs: Sequence[tuple[Section, Field]]) -> None:
    """Note each ``previous.name`` that is no field of the form."""
    names = [field.name for _, field in pairs]
    for section, field in pairs:
        for source in field.prefill:
            root, _, name = source.partition(".")
            if root == "previous" and name and name not in names:
                what = say("nothing is known from “{source}”", source=source)
                section.add("from", what, meant(name, names))


def _roots() -> str:
    return ", ".join((*kinds.PREFILL_ROOTS, "today"))
