"""Answers to a form: from a file's bytes to checked plain values, or to every fault at once.

A blank answer (nothing, "" or only spaces) counts as missing; then what is known stands in,
then the field's default. Nothing is asked here and no clock is read: what is known, the day
included, is passed in. The web and spreadsheets go through the same ``check``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from docgen.errors import BadInput, Detail, say
from docgen.forms.characters import is_blank, nearest, shown
from docgen.forms.checks import broken
from docgen.forms.form import Column, Field, Form
from docgen.forms.gaps import Gap
from docgen.forms.kinds import RESERVED
from docgen.forms.questions import questions
from docgen.forms.source import decode, load_json, load_toml
from docgen.forms.values import check_bounds, read_value
from docgen.forms.wrong import WrongValueError

__all__ = ["check", "parse_answers", "prefill", "questions"]

_NOTHING: Mapping[str, object] = MappingProxyType({})
#: A table that sets no limit of its own takes this many rows.
MOST_ROWS = 10_000


def parse_answers(data: bytes, *, file: str) -> dict[str, object]:
    """Read an answers file by the ending of its name, ``.toml`` or ``.json``.

    Raises:
        BadInput: Another ending, not UTF-8, or not TOML or JSON; with the line.
    """
    if file.lower().endswith(".toml"):
        return load_toml(decode(data, file=file), file=file)
    if file.lower().endswith(".json"):
        return load_json(decode(data, file=file), file=file)
    raise BadInput(
        say("{file} is not a file of answers", file=file),
        why=say("its name ends in neither .toml nor .json"),
        fix=say("write the answers as TOML or JSON and name the file so"),
        file=file,
    )


def prefill(form: Form, sources: Mapping[str, object]) -> dict[str, object]:
    """What is known for each field: its ``from`` looked up in ``{"customer.name": …}``."""
    found = ((one.name, sources.get(one.prefill)) for one in form.fields if one.prefill)
    return {name: value for name, value in found if not is_blank(value)}


def check(
    form: Form, raw: object, *, known: Mapping[str, object] = _NOTHING, file: str = ""
) -> dict[str, object]:
    """Check answers against a form.

    Args:
        form: The questions.
        raw: Field names with what was answered; anything may be in it.
        known: Values that stand in where nothing was answered, by field name.
        file: Where the answers come from, for the message; "" if from no file.

    Returns:
        A plain value for every field: str, int, Decimal, date, datetime, bool, a list of str
        or a list of rows. A field without an answer is "", a table or choices without one [].

    Raises:
        BadInput: ``details`` holds every fault with field, label, place and what to do.
    """
    faults = _Faults()
    answers = _mapping(raw, faults)
    _refuse_unknown(answers, form.fields, _Spot(), faults)
    values = {one.name: _answer(one, answers, known, faults) for one in form.fields}
    faults.found += broken(form, values)
    if faults.found:
        raise _refusal(form, faults.found, file)
    return values


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an answer stands: before its name, and in which row."""

    prefix: str = ""
    place: str = ""


@dataclass(slots=True)
class _Faults:
    found: list[Detail] = field(default_factory=list)

    def add(self, column: Column, spot: _Spot, text: str, fix: str) -> None:
        """Note a fault of one answer."""
        name = spot.prefix + column.name
        self.found.append(Detail(text, name, column.label, spot.place, fix))


def _refusal(form: Form, found: Sequence[Detail], file: str) -> BadInput:
    first = found[0]
    return BadInput(
        say("the answers to “{title}” have {count} fault(s)", title=form.title, count=len(found)),
        why=first.text,
        fix=first.fix,
        field=first.field,
        file=file,
        details=found,
    )


def _mapping(raw: object, faults: _Faults) -> Mapping[object, object]:
    if isinstance(raw, Mapping):
        return raw
    text = say("the answers are {value}, not names with values", value=shown(raw))
    faults.found.append(Detail(text, fix=say("write name = value for each question")))
    return {}


def _refuse_unknown(
    answers: Mapping[object, object], known: Sequence[Column], spot: _Spot, faults: _Faults
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
        faults.found.append(Detail(text, field=spot.prefix + name, place=spot.place, fix=fix))


def _meant(name: str, known: Sequence[Column]) -> str:
    # A clerk may write the label he sees instead of the name.
    words = {one.label: one.name for one in known} | {one.name: one.name for one in known}
    if near := nearest(name, words):
        return say("did you mean “{near}”?", near=words[near])
    return say("leave it out, or use one of: {names}", names=", ".join(one.name for one in known))


def _answer(
    asked: Field, answers: Mapping[object, object], known: Mapping[str, object], faults: _Faults
) -> object:
    raw, spot = answers.get(asked.name), _Spot()
    if is_blank(raw) and not is_blank(known.get(asked.name)):
        raw, spot = known[asked.name], _Spot(place=say("from what is known already"))
    if asked.kind == "table":
        return _rows(asked, raw, faults)
    return _value(asked, raw, spot, faults)


def _value(column: Column, raw: object, spot: _Spot, faults: _Faults) -> object:
    empty: object = [] if column.kind == "choices" else ""
    if is_blank(raw):
        return _unanswered(column, spot, faults, empty)
    if column.kind == "signature":
        text = say("“{label}” is signed by hand on the paper", label=column.label)
        faults.add(column, spot, text, say("leave it out"))
        return empty
    try:
        return read_value(column, raw)
    except WrongValueError as wrong:
        faults.add(column, spot, wrong.text, wrong.fix)
        return empty


def _unanswered(column: Column, spot: _Spot, faults: _Faults, empty: object) -> object:
    if column.default is not None:
        return column.default
    if column.required and column.kind != "signature":
        text = say("“{label}” is missing", label=column.label)
        faults.add(
            column, spot, text, say("give a value for {name}", name=spot.prefix + column.name)
        )
    if column.missing:
        return Gap(
            f"row.{column.name}" if spot.prefix else column.name, column.label, column.missing
        )
    return empty


def _rows(table: Field, raw: object, faults: _Faults) -> list[dict[str, object]]:
    if is_blank(raw):
        _unanswered(table, _Spot(), faults, [])
        return []
    if not isinstance(raw, list | tuple):
        text = say("“{value}” is not a list of rows", value=shown(raw))
        faults.add(table, _Spot(), text, say("write one [[{name}]] for each row", name=table.name))
        return []
    try:
        check_bounds(_row_bounds(table), len(raw))
    except WrongValueError as wrong:
        text = say("the number of rows: {fault}", fault=wrong.text)
        faults.add(table, _Spot(), text, wrong.fix)
        return []
    return [_row(table, row, number, faults) for number, row in enumerate(raw, start=1)]


def _row(table: Field, raw: object, number: int, faults: _Faults) -> dict[str, object]:
    spot = _Spot(f"{table.name}.", say("row {row} of “{table}”", row=number, table=table.label))
    if not isinstance(raw, Mapping):
        text = say("“{value}” is not a row with columns", value=shown(raw))
        fix = say("write one [[{name}]] for each row", name=table.name)
        faults.add(table, _Spot(place=spot.place), text, fix)
        return {}
    _refuse_unknown(raw, table.columns, spot, faults)
    return {one.name: _value(one, raw.get(one.name), spot, faults) for one in table.columns}


def _row_bounds(table: Field) -> Column:
    most = table.maximum if table.maximum is not None else MOST_ROWS
    return Column(
        name=table.name, label=table.label, kind="table", minimum=table.minimum, maximum=most
    )
