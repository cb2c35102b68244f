"""Answers to a form: from a file's bytes to checked plain values, or to every fault at once.

A blank answer (nothing, "" or only spaces) counts as missing; then what is known stands in,
then the field's default. Nothing is asked here and no clock is read: what is known, the day
included, is passed in. The web and spreadsheets go through the same ``check``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from docgen.errors import BadInput, Detail, say
from docgen.forms.characters import is_blank, nearest, shown
from docgen.forms.checks import broken
from docgen.forms.computing import compute, refuse_uncomputed
from docgen.forms.form import Column, Field, Form
from docgen.forms.found import Found, Spot, refusal
from docgen.forms.gaps import Gap
from docgen.forms.kinds import RESERVED
from docgen.forms.needs import refuse_needed
from docgen.forms.nodes import Scope
from docgen.forms.occasion import Occasion
from docgen.forms.questions import questions
from docgen.forms.source import decode, load_json, load_toml
from docgen.forms.values import check_bounds, read_value
from docgen.forms.wrong import WrongValueError
from docgen.forms.yamltext import load_yaml

__all__ = ["check", "parse_answers", "prefill", "questions"]

_NOTHING: Mapping[str, object] = MappingProxyType({})
_NOWHERE: Mapping[str, str] = MappingProxyType({})
_LOADERS = {".toml": load_toml, ".json": load_json, ".yaml": load_yaml, ".yml": load_yaml}
#: Where an answer stands is worked out only if something is wrong with it.
_UNPLACED = Spot()
#: A table that sets no limit of its own takes this many rows.
MOST_ROWS = 10_000


def parse_answers(data: bytes, *, file: str) -> dict[str, object]:
    """Read an answers file by the ending of its name: ``.toml``, ``.json``, ``.yaml``, ``.yml``.

    Raises:
        BadInput: Another ending, not UTF-8, or not TOML, JSON or YAML; with the line.
    """
    for ending, load in _LOADERS.items():
        if file.lower().endswith(ending):
            return load(decode(data, file=file), file=file)
    raise BadInput(
        say("{file} is not a file of answers", file=file),
        why=say("its name ends in none of {endings}", endings=" ".join(_LOADERS)),
        fix=say("write the answers as TOML, JSON or YAML and name the file so"),
        file=file,
    )


def prefill(form: Form, sources: Mapping[str, object]) -> dict[str, object]:
    """What is known for each field: the first of its ``from`` in ``{"customer.name": …}``.

    ``previous`` stands for ``previous.`` and the field's own name.
    """
    found = ((one.name, _first_known(one, sources)) for one in form.fields if one.prefill)
    return {name: value for name, value in found if not is_blank(value)}


def _first_known(asked: Field, sources: Mapping[str, object]) -> object:
    own = f"previous.{asked.name}"
    values = (sources.get(own if name == "previous" else name) for name in asked.prefill)
    return next((value for value in values if not is_blank(value)), None)


def check(
    form: Form,
    raw: object,
    *,
    known: Mapping[str, object] = _NOTHING,
    file: str = "",
    places: Mapping[str, str] = _NOWHERE,
    occasion: Occasion | None = None,
) -> dict[str, object]:
    """Check answers against a form.

    Args:
        form: The questions.
        raw: Field names with what was answered; anything may be in it.
        known: Values that stand in where nothing was answered, by field name.
        file: Where the answers come from, for the message; "" if from no file.
        places: Where in it each answer stands, by ``severity`` or ``items[2].what``, if known.
        occasion: Day and calendar; needed by forms that compute with them.

    Returns:
        A plain value for every field: str, int, Decimal, date, datetime, bool, a list of str
        or a list of rows. A field without an answer is "", a table or choices without one [].

    Raises:
        BadInput: ``details`` holds every fault with field, label, place and what to do.
        NoOccasionError: The form computes with the day or the calendar, and none was passed.
    """
    found = Found(places)
    answers = _mapping(raw, found)
    _refuse_unknown(answers, form.fields, Spot(), found)
    values = {one.name: _answer(one, answers, known, found) for one in form.fields}
    scope = Scope(values, occasion)
    compute(form, values, scope, answers, found)
    refuse_needed(form, values, scope, found)
    if not found.details:
        refuse_uncomputed(form, values, found)
    rules = broken(form, values, occasion)
    found.details += [replace(one, place=one.place or places.get(one.field, "")) for one in rules]
    if found.details:
        raise refusal(form, found.details, file)
    return values


def _mapping(raw: object, found: Found) -> Mapping[object, object]:
    if isinstance(raw, Mapping):
        return raw
    text = say("the answers are {value}, not names with values", value=shown(raw))
    found.details.append(Detail(text, fix=say("write name = value for each question")))
    return {}


def _refuse_unknown(
    answers: Mapping[object, object], known: Sequence[Column], spot: Spot, found: Found
) -> None:
    names = {one.name for one in known}
    for key in answers:
        if key in names:
            continue
        name = shown(key)
        text = say("the form has no field “{name}”", name=name)
        fix = _meant(name, known)
        if key in RESERVED and not spot.prefix:
            text = say("“{name}” is set by docgen itself", name=name)
            fix = say("leave it out")
        found.details.append(Detail(text, field=spot.prefix + name, place=spot.place, fix=fix))


def _meant(name: str, known: Sequence[Column]) -> str:
    # A clerk may write the label he sees instead of the name.
    words = {one.label: one.name for one in known} | {one.name: one.name for one in known}
    if near := nearest(name, words):
        return say("did you mean “{near}”?", near=words[near])
    return say("leave it out, or use one of: {names}", names=", ".join(one.name for one in known))


def _answer(
    asked: Field, answers: Mapping[object, object], known: Mapping[str, object], found: Found
) -> object:
    raw, spot = answers.get(asked.name), _UNPLACED
    if is_blank(raw) and not is_blank(known.get(asked.name)):
        raw, spot = known[asked.name], Spot(place=say("from what is known already"))
    if asked.kind == "table":
        return _rows(asked, raw, spot, found)
    return _value(asked, raw, spot, found)


def _value(column: Column, raw: object, spot: Spot, found: Found) -> object:
    empty: object = [] if column.kind == "choices" else ""
    if column.compute:
        return empty
    if is_blank(raw):
        return _unanswered(column, spot, found, empty)
    if column.kind == "signature" and not column.picture:
        text = say("“{label}” is signed by hand on the paper", label=column.label)
        found.add(column, spot, text, say("leave it out"))
        return empty
    try:
        return read_value(column, raw)
    except WrongValueError as wrong:
        found.add(column, spot, wrong.text, wrong.fix)
        return empty


def _unanswered(column: Column, spot: Spot, found: Found, empty: object) -> object:
    if column.default is not None:
        return column.default
    if column.required and column.kind != "signature":
        text = say("“{label}” is missing", label=column.label)
        found.add(
            column, spot, text, say("give a value for {name}", name=spot.prefix + column.name)
        )
    if column.missing:
        return Gap(
            f"row.{column.name}" if spot.prefix else column.name, column.label, column.missing
        )
    return empty


def _rows(table: Field, raw: object, spot: Spot, found: Found) -> list[dict[str, object]]:
    if is_blank(raw):
        _unanswered(table, spot, found, [])
        return []
    if isinstance(raw, WrongValueError):
        found.add(table, spot, raw.text, raw.fix)
        return []
    if not isinstance(raw, list | tuple):
        text = say("“{value}” is not a list of rows", value=shown(raw))
        found.add(table, spot, text, say("write one [[{name}]] for each row", name=table.name))
        return []
    try:
        check_bounds(_row_bounds(table), len(raw))
    except WrongValueError as wrong:
        text = say("the number of rows: {fault}", fault=wrong.text)
        found.add(table, spot, text, wrong.fix)
        return []
    return [_row(table, row, number, found) for number, row in enumerate(raw, start=1)]


def _row(table: Field, raw: object, number: int, found: Found) -> dict[str, object]:
    spot = found.row(table, number)
    if not isinstance(raw, Mapping):
        text = say("“{value}” is not a row with columns", value=shown(raw))
        fix = say("write one [[{name}]] for each row", name=table.name)
        found.add(table, Spot(place=spot.place), text, fix)
        return {}
    _refuse_unknown(raw, table.columns, spot, found)
    if not found.places:
        return {one.name: _value(one, raw.get(one.name), spot, found) for one in table.columns}
    return {
        one.name: _value(one, raw.get(one.name), found.cell(table, number, one), found)
        for one in table.columns
    }


def _row_bounds(table: Field) -> Column:
    most = table.maximum if table.maximum is not None else MOST_ROWS
    return Column(
        name=table.name, label=table.label, kind="table", minimum=table.minimum, maximum=most
    )
