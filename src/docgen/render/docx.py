"""Fills Word templates. The same template and answers always give the same bytes.

The marks are docxtpl's; how they are read is ``story``'s work, what they may say ``markup``'s.
Values are plain data that ``forms.answers`` has checked; they are escaped, so that no value can
become Word's XML or a mark. A hole is an error that names the field, never a blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import TracebackType

from docxtpl import DocxTemplate
from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from lxml import etree

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.characters import nearest, odd_character
from docgen.render.package import Package, local, parse_xml, xml_bytes
from docgen.render.story import Story, stories
from docgen.render.words import words

__all__ = ["fill", "words"]

OUTPUT_LIMIT = 50_000_000
_CODE_NAME = "<template>"
_FIRST_DRAWING = 1000
_KEPT = 32


@dataclass(frozen=True, slots=True)
class _Compiled:
    package: Package
    parts: tuple[tuple[Story, Template], ...]


def fill(docx: bytes, context: Mapping[str, object], *, labels: Mapping[str, str]) -> bytes:
    """Write the answers into a Word template.

    Args:
        docx: The template, already looked at by ``preflight`` if it came from outside.
        context: A plain value for every name: str, int, Decimal, date, datetime, bool, a list of
            texts, or a list of rows (dicts of such values).
        labels: What each name is called on the form, ``items.what`` for a column; for messages.

    Raises:
        BadInput: The template is wrong (quotes the paragraph) or a value is missing or cannot be
            written (names field and label).
        TypeError: A value is not plain data.
    """
    _check_values(context, labels)
    compiled = _compiled(docx)
    parts = dict(compiled.package.parts)
    main = compiled.package.main()
    for story, template in compiled.parts:
        source = _render(story, template, context, labels)
        parts[story.part] = _finished(source, story, is_main=story.part == main)
    return Package(parts).pack()


@lru_cache(maxsize=_KEPT)
def _compiled(docx: bytes) -> _Compiled:
    package = Package.read(docx)
    read = stories(package)
    faults = [fault.detail for story in read for fault in story.faults]
    if faults:
        raise BadInput(
            say("The Word template cannot be used"),
            why=say("{fault} at {place}", fault=faults[0].text, place=faults[0].place),
            fix=faults[0].fix,
            details=faults,
        )
    return _Compiled(package, tuple((story, _template(story)) for story in read))


def _template(story: Story) -> Template:
    if story.tree is None:
        raise ValueError(story.part)
    return story.language.from_string(story.tree)


def _render(
    story: Story, template: Template, context: Mapping[str, object], labels: Mapping[str, str]
) -> str:
    """The part's XML with the values in it."""
    try:
        return "".join(_capped(template.generate(context))).replace("\n", "")
    except UndefinedError as why:
        raise _hole(why, story, labels) from why
    except SecurityError as why:
        raise _refused(story, why, say("it asks for what a template may not see")) from why
    except BadInput as why:
        raise _unwritable(story, why) from why
    except (TemplateError, TypeError, RecursionError) as why:
        raise _refused(story, why, say("{error}", error=why)) from why


def _capped(chunks: Iterator[str]) -> Iterator[str]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > OUTPUT_LIMIT:
            raise BadInput(
                say("The filled document becomes too large"),
                why=say("it has more than {limit} characters", limit=OUTPUT_LIMIT),
                fix=say("fill it with fewer rows, or in several documents"),
            )
        yield chunk


def _finished(source: str, story: Story, *, is_main: bool) -> bytes:
    """Check that the part is still XML; in the document itself let docxtpl mend its tables."""
    try:
        root = parse_xml(source.encode())
        if is_main:
            root = _mended(source)
    except (etree.XMLSyntaxError, AttributeError, TypeError, ValueError) as why:
        raise BadInput(
            say("The filled document would not open in Word"),
            why=say("a mark in {part} stands where Word keeps no text", part=story.part),
            fix=say("write marks only into ordinary text, and repeat whole rows or paragraphs"),
        ) from why
    return xml_bytes(etree.tostring(root, encoding="unicode"))


def _mended(source: str) -> etree._Element:
    """Let docxtpl set the columns of tables whose cells were repeated; number drawings anew."""
    root: etree._Element = DocxTemplate("").fix_tables(source)
    drawings = (node for node in root.iter() if local(node) == "docPr")
    for number, drawing in enumerate(drawings, start=_FIRST_DRAWING):
        drawing.set("id", str(number))
    return root


def _check_values(context: Mapping[str, object], labels: Mapping[str, str]) -> None:
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
    elif not isinstance(value, (bool, int, Decimal, date)):
        raise TypeError(name, type(value))


def _hole(why: UndefinedError, story: Story, labels: Mapping[str, str]) -> BadInput:
    """A name without a value: forgotten by the caller, or unknown to the form."""
    name = str(why.message)
    place = story.place(_line(why.__traceback__))
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


def _unwritable(story: Story, why: BadInput) -> BadInput:
    """A filter's complaint, with the paragraph in which the filter stands."""
    place = story.place(_line(why.__traceback__))
    return BadInput(
        why.what,
        why=say("{why}, at {place}", why=why.why, place=place),
        fix=why.fix,
        field=why.field,
    )


def _refused(story: Story, error: Exception, why: Said) -> BadInput:
    place = story.place(_line(error.__traceback__))
    return BadInput(
        say("The Word template cannot be filled"),
        why=say("{why}, at {place}", why=why, place=place),
        fix=say("correct that paragraph in Word"),
    )


def _line(trace: TracebackType | None) -> int:
    """The line of the template at which an error arose; 0 if it did not arise in the template."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _CODE_NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
