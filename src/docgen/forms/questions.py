"""The questions of a form as a TOML file to fill in: ``docgen questions NAME > answers.toml``.

What is written parses as TOML; what is known stands in it already, and a blank is "", which
``answers.check`` reads as missing. Comments say label, kind, choices and help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from docgen.errors import Said, say
from docgen.forms.characters import is_blank
from docgen.forms.form import Column, Field, Form
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError

Tell = Callable[[Said], str]

_ESCAPED = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\t"): "\\t"}


def questions(form: Form, known: Mapping[str, object], *, tell: Tell = str) -> str:
    """Write the questions in the order of the form, tables last.

    Args:
        form: The questions.
        known: Values that are known already, by field name; one that does not fit is left out.
        tell: Says a sentence in the reader's language.
    """
    lines = [f"# {form.title} ({form.name})", f"# {tell(_how())}"]
    for one in form.fields:
        if one.compute:
            lines += ["", _computed(one, tell)]
        elif one.kind != "table" and _is_asked(one):
            lines += ["", *_question(one, known.get(one.name), tell)]
    for one in form.fields:
        if one.kind == "table":
            lines += ["", *_table(one, known.get(one.name), tell)]
    return "\n".join(lines) + "\n"


def _computed(column: Column, tell: Tell) -> str:
    what = column.compute.spoken if column.compute else ""
    return f"# {column.label} — {tell(say('computed: {what}; leave out', what=what))}"


def _is_asked(column: Column) -> bool:
    return column.kind != "signature" or column.picture


def _how() -> Said:
    return say("Write each answer after its equals sign. Lines that begin with # are not read.")


def _question(column: Column, known: object, tell: Tell) -> Iterator[str]:
    yield f"# {column.label} — {_asked(column, tell)}"
    yield from (f"#   {note}" for note in _notes(column, tell))
    yield f"{column.name} = {_start(column, known)}"


def _asked(column: Column, tell: Tell) -> str:
    kind = tell(KIND_WORDS[column.kind])
    if column.required and column.default is None:
        return tell(say("{kind}, required", kind=kind))
    if column.need:
        when = column.need.term.spoken
        return tell(say("{kind}, required when {rule}", kind=kind, rule=when))
    return tell(say("{kind}, may stay empty", kind=kind))


def _notes(column: Column, tell: Tell) -> Iterator[str]:
    if column.help:
        yield column.help
    if column.choices:
        yield tell(say("choices: {choices}", choices=" / ".join(column.choices)))
    if column.unit:
        yield tell(say("in {unit}", unit=column.unit))
    if how := _HOW.get(column.kind):
        yield tell(how)


def _start(column: Column, known: object) -> str:
    value = column.default
    if not is_blank(known):
        try:
            value = read_value(column, known)
        except WrongValueError:
            value = column.default
    if value is None:
        return "[]" if column.kind == "choices" else '""'
    return toml(value)


def toml(value: object) -> str:
    """A value as TOML writes it: text, number, day, yes or no, or a list of these."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{str(value).translate(_ESCAPED)}"'


def _table(table: Field, known: object, tell: Tell) -> Iterator[str]:
    # An optional table is written as comments: an empty row would have to be answered.
    rows = known if isinstance(known, list) else []
    mark = "" if table.required or rows else "# "
    yield f"# {table.label} — {_asked(table, tell)}"
    yield from (f"#   {note}" for note in _notes(table, tell))
    for row in rows or [{}]:
        yield f"{mark}[[{table.name}]]"
        for column in table.columns:
            if column.compute:
                yield _computed(column, tell)
            elif _is_asked(column):
                yield from _cell(column, row.get(column.name), mark, tell)


def _cell(column: Column, known: object, mark: str, tell: Tell) -> Iterator[str]:
    *notes, line = _question(column, known, tell)
    yield from notes
    yield mark + line


#: What a person calls each kind that is asked.
KIND_WORDS: Mapping[str, Said] = {
    "text": say("a line of text"),
    "longtext": say("text"),
    "date": say("a date"),
    "datetime": say("a date with a time"),
    "integer": say("a whole number"),
    "decimal": say("a number"),
    "money": say("an amount"),
    "choice": say("one of the choices"),
    "choices": say("some of the choices"),
    "yesno": say("yes or no"),
    "phone": say("a telephone number"),
    "idcard": say("an ID-card number"),
    "credit_code": say("a credit code"),
    "email": say("an e-mail address"),
    "person": say("a person"),
    "department": say("a department"),
    "customer": say("a customer"),
    "file": say("a file"),
    "table": say("a table"),
    "image": say("a picture"),
    "signature": say("a picture of the signature or seal"),
}

_HOW: Mapping[str, Said] = {
    "date": say("like 2026-03-05"),
    "datetime": say("like 2026-03-05 14:30"),
    "money": say("like 1234.50"),
    "yesno": say("是 or 否"),
    "choices": say('like ["…", "…"]'),
    "image": say("the name of a PNG or JPEG file beside this one"),
    "signature": say("the name of a PNG or JPEG file beside this one"),
    "longtext": say('several lines stand between """ and """'),
    "table": say("copy these lines for each further row"),
}
