"""Fills Word templates. On one machine the same template and answers give the same bytes.

The marks are docxtpl's; how they are read is ``story``'s work, what they may say ``markup``'s,
and how they become code that is kept ``compile``'s.
Values are plain data that ``forms.answers`` has checked; they are escaped, so that no value can
become Word's XML or a mark. A hole is an error that names the field, never a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType

from jinja2.exceptions import SecurityError, TemplateError, UndefinedError

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.characters import nearest, odd_character
from docgen.forms.gaps import Gap
from docgen.forms.pictures import Picture
from docgen.render.compile import Part, compiled
from docgen.render.controlled import Controlled, controlled
from docgen.render.pictures import Album
from docgen.render.record import Origin
from docgen.render.words import words

__all__ = ["fill", "words"]

OUTPUT_LIMIT = 50_000_000
_CODE_NAME = "<template>"
_PLAIN = frozenset({str, Gap, bool, int, Decimal, date, datetime, Picture})
#: What filling can end with besides a document.
_REFUSALS = (BadInput, TemplateError, TypeError, ValueError, ArithmeticError, RecursionError)


def fill(
    docx: bytes,
    context: Mapping[str, object],
    *,
    labels: Mapping[str, str],
    origin: Origin | None = None,
) -> bytes:
    """Write the answers into a Word template.

    Args:
        docx: The template, already looked at by ``preflight`` if it came from outside.
        context: A plain value for every name: str, int, Decimal, date, datetime, bool, Picture,
            a list of texts, or a list of rows (dicts of such values).
        labels: What each name is called on the form, ``items.what`` for a column; for messages
            and the titles of controls.
        origin: What the paper is filled from. With it the paper can be read back after it was
            edited by hand: its values stand in content controls and the file keeps its record.

    Raises:
        BadInput: The template is wrong (quotes the paragraph) or a value is missing or cannot be
            written (names field and label).
        TypeError: A value is not plain data.
    """
    if not _are_plain(context.values()):
        _check_values(context, labels)
    template = compiled(docx) if origin is None else controlled(docx, origin, tuple(labels.items()))
    album = Album()
    parts = [(part.story.part, _filled(part, context, labels, album)) for part in template.parts]
    if isinstance(template, Controlled):
        parts.append((template.record_part, template.record(context)))
    if album:
        return template.packing.pack(parts, dict(album.parts(template.fixed)))
    return template.packing.pack(parts)


def _filled(
    part: Part, context: Mapping[str, object], labels: Mapping[str, str], album: Album
) -> bytes:
    """The part's XML with the values in it."""
    try:
        return part.fill(context, OUTPUT_LIMIT, album)
    except _REFUSALS as why:
        _check_values(context, labels)
        refusal = _refusal(why, part, labels)
        if refusal is why:
            raise
        raise refusal from why


def _refusal(why: Exception, part: Part, labels: Mapping[str, str]) -> BadInput:
    """What is to be said of an error that no single value explains."""
    line = _line(part, why.__traceback__)
    place = part.story.place(line)
    if isinstance(why, UndefinedError):
        return _hole(str(why.message), place, labels)
    if isinstance(why, SecurityError):
        return _refused(say("it asks for what a template may not see"), place)
    if isinstance(why, BadInput):
        return _unwritable(why, place) if line else why
    return _refused(say("{error}", error=why), place)


def _are_plain(values: Iterable[object]) -> bool:
    """A quick look whether all values are of the plain types, or lists or rows of such."""
    for value in values:
        if type(value) in _PLAIN:
            continue
        if isinstance(value, dict):
            row = value.values()
            if not (_PLAIN.issuperset(map(type, row)) or _are_plain(row)):
                return False
        elif not (isinstance(value, list) and _are_plain(value)):
            return False
    return True


def _check_values(context: Mapping[str, object], labels: Mapping[str, str]) -> None:
    """Look at every value closely; refuse what is missing or cannot be written, with its name."""
    faults = [fault for name, value in context.items() for fault in _faults(name, value, labels)]
    if faults:
        first = faults[0]
        raise BadInput(
            say("“{label}” cannot be written into the document", label=first.label),
            why=first.text,
            fix=say("correct the answer to {field}", field=first.field),
            field=first.field,
            details=faults,
        )


def _faults(
    name: str, value: object, labels: Mapping[str, str], place: str = ""
) -> Iterator[Detail]:
    if isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _faults(name, each, labels, say("row {number}", number=number))
    elif isinstance(value, Mapping):
        for column, each in value.items():
            yield from _faults(f"{name}.{column}", each, labels, place)
    elif value is None:
        yield Detail(say("it has no value"), name, labels.get(name, name), place)
    elif isinstance(value, str):
        odd = odd_character(value, lines=True)
        if odd:
            yield Detail(odd, name, labels.get(name, name), place)
    elif not isinstance(value, (bool, int, Decimal, date, Picture)):
        raise TypeError(name, type(value))


def _hole(name: str, place: Said, labels: Mapping[str, str]) -> BadInput:
    """A name without a value: forgotten by the caller, or unknown to the form."""
    if name in labels:
        return BadInput(
            say("“{label}” has no value", label=labels[name]),
            why=say("the template needs it at {place}", place=place),
            fix=say("answer {field}", field=name),
            field=name,
        )
    return (
        _unknown_column(name[1:], place, labels)
        if name[0] == "."
        else _unknown(
            say("The template asks for “{name}”, which its form does not have", name=name),
            name,
            place,
            nearest(name, labels),
        )
    )


def _unknown_column(name: str, place: Said, labels: Mapping[str, str]) -> BadInput:
    columns = [each.rpartition(".")[2] for each in labels if "." in each]
    what = say("The template asks for a column “{name}”, which no table has", name=name)
    return _unknown(what, name, place, nearest(name, columns))


def _unknown(what: Said, name: str, place: Said, near: str) -> BadInput:
    fix = say("correct the name in Word, or add the field to form.toml")
    if near:
        fix = say("did you mean “{near}”?", near=near)
    return BadInput(what, why=say("it stands at {place}", place=place), fix=fix, field=name)


def _unwritable(why: BadInput, place: Said) -> BadInput:
    """A filter's complaint, with the paragraph in which the filter stands."""
    return BadInput(
        why.what,
        why=say("{why}, at {place}", why=why.why, place=place),
        fix=why.fix,
        field=why.field,
    )


def _refused(why: Said, place: Said) -> BadInput:
    return BadInput(
        say("The Word template cannot be filled"),
        why=say("{why}, at {place}", why=why, place=place),
        fix=say("correct that paragraph in Word"),
    )


def _line(part: Part, trace: TracebackType | None) -> int:
    """The line of the template at which an error arose; 0 if it did not arise in the template."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _CODE_NAME:
            line = part.line(trace.tb_lineno)
        trace = trace.tb_next
    return line
