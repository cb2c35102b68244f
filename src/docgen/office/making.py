"""Filling a paper that another verb files in its own transaction: checked, numbered, printed.

A case, a posting, a visit make papers from what they know. The number is taken back if anything
fails before the paper is filed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.forms import answers
from docgen.forms.form import Form
from docgen.office import editions, knowing, numbers, writing
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.office.writing import Filled
from docgen.register.models import Customer, Person
from docgen.render.copies import destinations
from docgen.render.pdf import to_pdf


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that is filled and not yet filed: what is filed, and its checked answers."""

    form: Form
    paper: NewPaper
    checked: Mapping[str, object]


@contextlib.contextmanager
def made(
    office: Office,
    who: Person,
    name: str,
    raw: Mapping[str, object],
    *,
    customer: Customer | None,
    number: str = "",
    pdf: bool = False,
) -> Iterator[Made]:
    """A paper, filled; its number is taken back if the block fails.

    Args:
        office: The office.
        who: Who fills it.
        name: Its template.
        raw: Its answers as far as they are not known otherwise.
        customer: Whom it is about, if anybody.
        number: A number that was given out already; else the form's own series gives one.
        pdf: Make a PDF of all its copies too.
    """
    folder = writing.template(office, name)
    known = knowing.known(office, who, folder.form, raw, customer=customer)
    occasion = knowing.occasion(office, folder.form)
    checked = answers.check(folder.form, raw, known=known, occasion=occasion)
    editions.keep(office, folder)
    own = contextlib.nullcontext(number)
    with own if number else numbers.reserved(office, who, folder.form, folder.form.name) as given:
        word = writing.document(office, folder, checked, given, office.today)
        copies = destinations(folder.form) if pdf and len(folder.form.copies) > 1 else []
        printed = _printed(office, word, copies) if pdf else None
        filled = Filled(folder.form.title, given, word, printed, copies=tuple(copies))
        paper = writing.paper(office, folder, filled, checked, office.today)
        yield Made(folder.form, paper, checked)


def _printed(office: Office, word: bytes, copies: Sequence[str]) -> bytes:
    seconds = office.settings.pdf_seconds
    return writing.copies_of(word, copies, seconds) if copies else to_pdf(word, seconds=seconds)
