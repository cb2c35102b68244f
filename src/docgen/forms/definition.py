"""From the text of a ``form.toml`` to a ``Form``, or to one ``BadInput`` with every mistake in it.

Groups and retention classes are just words here; the office's dossier types say which it has.
"""

from __future__ import annotations

import re

from docgen.errors import BadInput, say
from docgen.forms.binding import Names
from docgen.forms.characters import shown
from docgen.forms.declared import read_rules
from docgen.forms.fields import read_fields
from docgen.forms.form import Column, Copy, Field, Form, Rule, Signature
from docgen.forms.kinds import FAMILIES
from docgen.forms.numbering import parse_pattern
from docgen.forms.ordering import steps_of
from docgen.forms.section import Faults, Section
from docgen.forms.source import load_toml
from docgen.model.grades import Grade

__all__ = ["Column", "Copy", "Field", "Form", "Rule", "Signature", "parse_form"]

_KEYS = (
    *("title", "title_en", "family", "source", "number", "grade", "group"),
    *("retention", "copies", "sign", "field", "check", "pages"),
    *("filler", "approver", "deadline", "filed"),
)
_MOST_PAGES = 500
_SOURCE = re.compile(r"[FRCDSG]-\d{3}", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)


def parse_form(text: str, *, name: str, file: str) -> Form:
    """Read a form's questions and rules.

    Args:
        text: The content of ``form.toml``.
        name: The template's name, ``complaint/complaint-record``.
        file: What to call the file in messages.

    Raises:
        BadInput: It is not TOML, or not a form; ``details`` holds every mistake with its line.
    """
    data = load_toml(text, file=file)
    top = Section(data, (), Faults.of(text, file))
    top.refuse_unknown(_KEYS)
    fields = read_fields(top)
    form = Form(
        name=name,
        title=top.text("title", required=True),
        title_en=top.text("title_en"),
        family=_family(top, name),
        source=_source(top),
        number=_number(top),
        grade=_grade(top),
        group=_word(top, "group", ""),
        retention=_word(top, "retention", "permanent"),
        copies=_copies(top),
        sign=_sign(top),
        fields=fields,
        checks=read_rules(top, Names({one.name: one for one in fields})),
        steps=steps_of(top, fields),
        filler=top.text("filler"),
        approver=top.text("approver"),
        deadline=top.text("deadline"),
        filed=top.text("filed"),
        pages=_pages(top),
    )
    top.faults.refuse()
    return form


def _family(top: Section, name: str) -> str:
    family = top.one_of("family", FAMILIES)
    folder, slash, _ = name.partition("/")
    if family and slash and folder != family:
        said = shown(folder)
        text = say("the family is {family}, the folder {folder}", family=family, folder=said)
        top.add("family", text, say("move the folder, or write the folder's family"))
    return family


def _source(top: Section) -> tuple[str, ...]:
    source = top.texts("source")
    for one in source:
        if not _SOURCE.fullmatch(one):
            text = say("“{id}” is no id of the rulebook", id=shown(one))
            top.add("source", text, say("write ids like F-120, with F, R, C, D, S or G"))
    return source


def _number(top: Section) -> str:
    number = top.text("number")
    if number or "number" in top.data:
        try:
            parse_pattern(number)
        except BadInput as fault:
            top.add("number", say("number: {fault}", fault=fault.why), fault.fix)
    return number


def _grade(top: Section) -> Grade:
    text = top.text("grade", default=Grade.C.code)
    try:
        return Grade.parse(text)
    except ValueError:
        codes = ", ".join(f"{grade.code} {grade.mark}" for grade in Grade)
        what = say("grade “{grade}” is unknown", grade=shown(text))
        top.add("grade", what, say("use one of: {codes}", codes=codes))
        return Grade.C


def _word(top: Section, key: str, default: str) -> str:
    word = top.text(key, default=default)
    if key in top.data and not _WORD.fullmatch(word):
        text = say("{key} “{word}” is not a plain word", key=key, word=shown(word))
        top.add(key, text, say("use small letters, digits, - and _, beginning with a letter"))
    return word


def _pages(top: Section) -> int:
    pages = top.data.get("pages", 0)
    if type(pages) is int and (0 < pages <= _MOST_PAGES or "pages" not in top.data):
        return pages
    text = say("pages is not a whole number from 1 to {limit}", limit=_MOST_PAGES)
    top.add("pages", text, say("write a whole number, or drop pages"))
    return 0


def _copies(top: Section) -> tuple[Copy, ...]:
    copies = top.listed("copies")
    for one in copies:
        one.refuse_unknown(("to",))
    return tuple(Copy(one.text("to", required=True)) for one in copies)


def _sign(top: Section) -> tuple[Signature, ...]:
    return tuple(_signature(one) for one in top.listed("sign"))


def _signature(one: Section) -> Signature:
    one.refuse_unknown(("role", "label"))
    role = one.text("role", required=True)
    if role and not _WORD.fullmatch(role):
        text = say("role “{role}” is not a plain word", role=shown(role))
        one.add("role", text, say("use small letters, digits, - and _, beginning with a letter"))
    return Signature(role, one.text("label", required=True))
