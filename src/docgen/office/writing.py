"""Filling a form: answers checked, a number given, Word and PDF made, filed if wished.

Either all of it happens or none: a form that cannot be filled, printed or filed uses up no
number and leaves nothing behind.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from docgen.errors import BadInput, Misuse, say
from docgen.forms import answers
from docgen.forms.form import Form
from docgen.forms.questions import questions as ask
from docgen.forms.tables import worded_tables
from docgen.model.access import Act
from docgen.office import (
    customers,
    dossiers,
    editions,
    filing,
    gate,
    journal,
    knowing,
    numbers,
    provenance,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.dossiers import Unopened
from docgen.register.models import Customer, Dossier, Person
from docgen.render import docx
from docgen.render.copies import copy_of, destinations
from docgen.render.folder import TemplateFolder, find_template, list_templates
from docgen.render.pdf import pages, to_pdf, to_pdfs
from docgen.render.pdfjoin import joined

_NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: its number, its bytes, and the item it became if it was filed.

    ``unknown_years`` are those whose holidays were not known when its days were counted;
    ``overlong`` is how many pages it has, if that is more than its form should have, else 0;
    ``copies`` is what stands on each of the copies that its PDF is made of.
    """

    title: str
    number: str
    docx: bytes
    pdf: bytes | None = None
    filed: filing.Filed | None = None
    xlsx: bytes | None = None
    unknown_years: tuple[int, ...] = ()
    overlong: int = 0
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Besides:
    """What is made besides the Word file.

    Args:
        pdf: A PDF.
        copies: A PDF of these copies, each with where it goes.
        xlsx: A workbook of the form's tables.
        archival: The PDF is to be PDF/A-2b.
        then: What else is written in the transaction that makes the paper.
    """

    pdf: bool = False
    copies: Sequence[str] = ()
    xlsx: bool = False
    archival: bool = False
    then: Callable[[Filled], None] | None = None


def templates(office: Office) -> list[str]:
    """The names of all templates of the office."""
    return list_templates(office.folder / "templates")


def template(office: Office, name: str) -> TemplateFolder:
    """One template, by its full name or by its folder's if only one family has it."""
    root = office.folder / "templates"
    full = [known for known in list_templates(root) if known.endswith(f"/{name}")]
    return find_template(root, full[0] if len(full) == 1 else name)


def if_known(office: Office, name: str) -> str:
    """The name as the log may hold it: a template's, never whatever somebody typed."""
    return name if name in templates(office) else ""


def questions(office: Office, who: Person, name: str, customer: str = "") -> str:
    """The blank answers of a form as TOML, known ones filled in."""
    folder = template(office, name)
    gate.ask(office, who, Act.FILL, "form.filled")
    row = customers.show(office, who, customer) if customer else None
    return ask(folder.form, knowing.known(office, who, folder.form, {}, customer=row))


def fill(  # noqa: PLR0913 - each is an option of the command
    office: Office,
    who: Person,
    name: str,
    raw: Mapping[str, object],
    *,
    places: Mapping[str, str] = _NOWHERE,
    customer: str = "",
    dossier: str = "",
    pdf: bool = False,
    copies: bool = False,
    xlsx: bool = False,
    archival: bool = False,
    file: bool = False,
    known: Mapping[str, object] | None = None,
    then: Callable[[Filled], None] | None = None,
) -> Filled:
    """Fill a form; with ``file`` Word, PDF and record become one item of the dossier.

    With ``copies`` the PDF holds each copy of the form, with where it goes on every page. With
    ``xlsx`` a workbook of its tables is made, which is not filed. ``places`` says where each
    answer stands in the sheet it comes from. ``archival`` makes the PDF a PDF/A-2b. ``known`` is
    what was looked up before, else it is looked up now. ``then`` is what else is written in the
    transaction that makes the paper.
    """
    _refuse_archival(pdf=pdf, copies=copies, archival=archival)
    with gate.attempt(office, who, "form.filled", if_known(office, name)):
        folder = template(office, name)
        gate.ask(office, who, Act.FILL, "form.filled")
        words = destinations(folder.form) if copies else []
        besides = Besides(pdf, words, xlsx, archival, then)
        if xlsx:
            _refuse_without_table(folder.form)
        about, place = target(office, who, customer, dossier, file=file)
        if known is None:
            there = place if isinstance(place, Dossier) else None
            known = knowing.known(office, who, folder.form, raw, customer=about, dossier=there)
        return _filled(office, who, folder, raw, known, places=places, place=place, besides=besides)


def _filled(
    office: Office,
    who: Person,
    folder: TemplateFolder,
    raw: Mapping[str, object],
    known: Mapping[str, object],
    *,
    places: Mapping[str, str],
    place: Dossier | Unopened | None,
    besides: Besides,
) -> Filled:
    occasion = knowing.occasion(office, folder.form)
    checked = answers.check(folder.form, raw, known=known, places=places, occasion=occasion)
    editions.keep(office, folder)
    with numbers.reserved(office, who, folder.form, folder.form.name) as number:
        today = office.today
        word = document(office, folder, checked, number, today)
        printed = _printed(office, word, besides) if besides.pdf or besides.copies else None
        values = provenance.context(office, folder.form, checked, number, today)
        sheet = workbook(folder.form, values) if besides.xlsx else None
        years = tuple(sorted(occasion.unknown_years))
        filled = Filled(
            folder.form.title,
            number,
            word,
            printed,
            xlsx=sheet,
            unknown_years=years,
            overlong=_overlong(folder.form, printed, len(besides.copies) or 1),
            copies=tuple(besides.copies),
        )
        then = besides.then
        if place is None:
            _issue(office, who, folder, filled, then)
            return filled
        done = filing.file(
            office,
            who,
            place,
            paper(office, folder, filled, checked, today),
            then=then and (lambda filed: then(replace(filled, filed=filed))),
        )
        return replace(filled, filed=done)


def _printed(office: Office, word: bytes, besides: Besides) -> bytes:
    """The paper as PDF, or all its copies one after the other."""
    seconds = office.settings.pdf_seconds
    if not besides.copies:
        return to_pdf(word, seconds=seconds, archival=besides.archival)
    return copies_of(word, besides.copies, seconds)


def copies_of(word: bytes, copies: Sequence[str], seconds: float) -> bytes:
    """A PDF of these copies of a paper, one after the other."""
    papers = [copy_of(word, one) for one in copies]
    return joined(to_pdfs(papers, seconds=seconds))


def _overlong(form: Form, printed: bytes | None, copies: int) -> int:
    """The pages of one copy, if the answers pushed the form beyond those it should have."""
    if not (form.pages and printed):
        return 0
    count = pages(printed) // copies
    return count if count > form.pages else 0


def workbook(form: Form, values: Mapping[str, object]) -> bytes:
    """The tables of a form as an Excel workbook."""
    from docgen.render.register_sheet import register_sheet  # noqa: PLC0415  slow, seldom needed

    return register_sheet(form, values)


def _refuse_archival(*, pdf: bool, copies: bool, archival: bool) -> None:
    if not archival or (pdf and not copies):
        return
    raise Misuse(
        say("It is not clear what --archival is to do"),
        why=say("--copies puts PDFs together, and what is put together is no PDF/A-2b any more")
        if copies
        else say("it says what kind of PDF to make, and none is made"),
        fix=say("leave out --copies or --archival") if copies else say("add --pdf"),
        field="archival",
    )


def _refuse_without_table(form: Form) -> None:
    if not worded_tables(form):
        raise Misuse(
            say("“{title}” has no table that could become a workbook", title=form.title),
            why=say("--xlsx is for registers, lists and reports"),
            fix=say("leave out the workbook").by("--xlsx"),
            field="xlsx",
        )


def document(
    office: Office,
    folder: TemplateFolder,
    checked: Mapping[str, object],
    number: str,
    today: dt.date,
) -> bytes:
    """The Word file of a form; asks neither clock nor register, so any process may make it."""
    return provenance.written(
        folder, provenance.context(office, folder.form, checked, number, today)
    )


def target(
    office: Office, who: Person, customer: str, dossier: str, *, file: bool
) -> tuple[Customer | None, Dossier | Unopened | None]:
    """Whom the form is about and where it goes."""
    if not (customer or dossier):
        if file:
            raise _nowhere()
        return None, None
    about = customers.resolve(who, customer) if customer else None
    if not file:
        return about or dossiers.resolve(who, dossier).customer, None
    place = dossiers.place_for(office, who, dossier or customer)
    if about and about != place.customer:
        raise BadInput(
            say("Dossier {dossier} is not of {customer}", dossier=dossier, customer=about.name),
            why=say("it belongs to {customer}", customer=place.customer.name),
            fix=say("leave out --dossier or --customer"),
            field="dossier",
        )
    return place.customer, place


def _nowhere() -> Misuse:
    return Misuse(
        say("It is not clear in whose dossier the form belongs"),
        why=say("--file was given without a customer or a dossier"),
        fix=say("add --customer ID or --dossier NUMBER"),
        field="customer",
    )


def _issue(
    office: Office,
    who: Person,
    folder: TemplateFolder,
    filled: Filled,
    then: Callable[[Filled], None] | None,
) -> None:
    """A form that leaves without being filed: its number is used and the log says so."""
    with one_transaction():
        if then is not None:
            then(filled)
        numbers.issued(filled.number, None)
        journal.append(
            office,
            "form.filled",
            who,
            obj=folder.form.name,
            grade=folder.form.grade.code,
            sha512=hashlib.sha512(filled.docx).hexdigest(),
            more={"number": filled.number} if filled.number else {},
        )


def paper(
    office: Office,
    folder: TemplateFolder,
    filled: Filled,
    checked: Mapping[str, object],
    today: dt.date,
) -> filing.NewPaper:
    """A filled form as it is filed: Word, PDF, its words, and what it was made from.

    ``checked`` and ``today`` are those that ``document`` was given.
    """
    form = folder.form
    name = f"{form.title} {filled.number}".strip()
    files = {f"{name}.docx": filled.docx}
    if filled.pdf is not None:
        files[f"{name}.pdf"] = filled.pdf
    values = provenance.context(office, form, checked, filled.number, today)
    return filing.NewPaper(
        files=files,
        title=form.title,
        group=form.group,
        text=docx.words(filled.docx),
        grade=form.grade,
        template=form.name,
        number=filled.number,
        made=provenance.made(office, folder, values) | provenance.printed(filled.copies),
    )
