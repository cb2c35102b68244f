"""Asking a person on the terminal for the answers that are missing, one after the other.

Each answer is checked at once and asked again if it does not fit; at the end the whole form is
checked, and what does not go together is asked again. Nothing is kept before all is right, so
Ctrl-C leaves nothing. Questions go to standard error: standard output is for the result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import click

from docgen.cli.language import tell
from docgen.errors import BadInput, Detail, say
from docgen.forms import answers
from docgen.forms.characters import is_blank
from docgen.forms.form import Column, Field
from docgen.forms.headings import labelled, needed
from docgen.forms.questions import KIND_WORDS
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError
from docgen.office.answering import Open
from docgen.office.pictures import with_pictures

_PARTS = re.compile(r"[\s,，、;；]+")
#: What is asked only if it must be answered: pictures and papers are easier given by --set.
_SELDOM = {"signature", "image", "file"}


def complete(form: Open, given: Mapping[str, object], *, everything: bool) -> dict[str, object]:
    """Ask for what is missing, and return all raw answers.

    Args:
        form: The questions and what is known already; known answers are shown, not asked.
        given: What was answered in other ways.
        everything: Whether optional questions are asked too.
    """
    raw = dict(given)
    left = [one for one in form.form.fields if not one.compute and is_blank(raw.get(one.name))]
    told = [one for one in left if not is_blank(form.known.get(one.name))]
    asked = [
        one
        for one in left
        if one not in told and (needed(one) or (everything and one.kind not in _SELDOM))
    ]
    if not asked:
        return raw
    _say(say("“{title}”: {n} question(s).", title=form.form.title, n=len(asked)))
    _say(say("Enter alone leaves an optional answer empty; Ctrl-C stops, nothing is kept."))
    for one in told:
        _say(say("{label}: {value}, known already", label=one.label, value=form.known[one.name]))
    for one in asked:
        raw[one.name] = _field(one, form)
    while faults := _faults(form, raw):
        for name in dict.fromkeys(one.field.partition(".")[0] for one in faults):
            again = form.form.field(name)
            if again is None or again.compute:
                return raw  # nothing that could be typed here; filling will refuse it
            raw[name] = _field(again, form)
    return raw


def _faults(form: Open, raw: Mapping[str, object]) -> Sequence[Detail]:
    """What is still wrong with all answers together, after saying it."""
    try:
        answers.check(form.form, raw, known=form.known, occasion=form.occasion)
    except BadInput as fault:
        for one in fault.details:
            _wrong(one.text, one.fix, one.label)
        return fault.details
    return ()


def _field(asked: Field, form: Open) -> object:
    if asked.kind == "table":
        return _table(asked)
    while True:
        raw = _value(asked)
        if not asked.pictured:
            return raw
        try:
            return with_pictures(form.form, {asked.name: raw}, None)[asked.name]
        except BadInput as fault:
            _wrong(fault.why, fault.fix)


def _table(table: Field) -> list[dict[str, object]]:
    _head(table)
    rows: list[dict[str, object]] = []
    while True:
        must = len(rows) < (1 if needed(table) else 0)
        more = say("Row {row} of “{table}”?", row=len(rows) + 1, table=table.label)
        if not must and not click.confirm(tell(more), default=False, err=True):
            return rows
        _say(say("“{table}”, row {row}", table=table.label, row=len(rows) + 1))
        columns = [one for one in table.columns if not one.compute and one.kind not in _SELDOM]
        row = {one.name: _value(one) for one in columns}
        rows.append({name: value for name, value in row.items() if not is_blank(value)})


def _value(asked: Column) -> object:
    """Ask until the answer fits; "" if it may stay empty and does."""
    _head(asked)
    while True:
        raw = _lines() if asked.kind == "longtext" else _line("> ")
        chosen = _by_number(asked, raw)
        if is_blank(chosen):
            if not needed(asked):
                return ""
            _wrong(say("“{label}” must be answered", label=asked.label), "")
            continue
        try:
            if not asked.pictured:
                read_value(asked, chosen)
        except WrongValueError as wrong:
            _wrong(wrong.text, wrong.fix)
            continue
        return chosen


def _head(asked: Column) -> None:
    must = say("must be answered") if needed(asked) else say("may stay empty")
    kind = tell(KIND_WORDS[asked.kind])
    click.echo(err=True)
    _say(say("{label} — {kind}, {must}", label=labelled(asked), kind=kind, must=tell(must)))
    if asked.help:
        _say(f"  {asked.help}")
    if asked.choices:
        numbered = (f"{at} {choice}" for at, choice in enumerate(asked.choices, start=1))
        _say("  " + "   ".join(numbered))
    if asked.kind == "choices":
        _say(say("  several numbers with spaces between them"))
    if asked.kind == "longtext":
        _say(say("  an empty line ends the text"))
    if asked.default is not None:
        _say(say("  if left empty: {value}", value=_spelled(asked.default)))


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _by_number(asked: Column, raw: str) -> object:
    """The choices whose numbers were typed; what is no number is left to the checker."""
    if not asked.choices:
        return raw
    parts = [part for part in _PARTS.split(raw) if part]
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    fits = all(0 < number <= len(asked.choices) for number in numbers)
    # A choice may itself be a number; then the word counts.
    if raw.strip() in asked.choices or not parts or len(numbers) < len(parts) or not fits:
        return raw
    chosen = [asked.choices[number - 1] for number in numbers]
    if asked.kind == "choices":
        return chosen
    return chosen[0] if len(chosen) == 1 else raw


def _lines() -> str:
    lines: list[str] = []
    while line := _line("> "):
        lines.append(line)
    return "\n".join(lines)


def _line(mark: str) -> str:
    answer: str = click.prompt(
        "", default="", show_default=False, prompt_suffix=mark, err=True, type=str
    )
    return answer


def _wrong(text: str, fix: str, where: str = "") -> None:
    click.secho("  " + " ".join(filter(None, ("✗", where, tell(text)))), fg="red", err=True)
    if fix:
        _say(f"    {tell(fix)}")


def _say(text: str) -> None:
    click.echo(tell(text), err=True)
