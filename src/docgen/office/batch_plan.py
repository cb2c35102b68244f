"""What a batch is to do: the rows of a data sheet, whom each is about, and what is wrong with them.

Nothing is written here. A row is checked in whichever process asks, by ``answered``; the plan
itself is made once, before the processes part, and never changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.errors import BadInput, Detail, Problem, say
from docgen.forms import answers
from docgen.forms.form import Form
from docgen.forms.headings import labelled, loose
from docgen.forms.occasion import Occasion
from docgen.model.access import Act
from docgen.office import customers, dossiers, filing, gate, knowing, writing
from docgen.office.batch_corrected import CUSTOMER, Corrections, corrected
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.intake import read_file
from docgen.office.pictures import with_pictures
from docgen.register.models import Dossier, Person
from docgen.render import rows
from docgen.render.folder import TemplateFolder
from docgen.render.rows import Row, Sheet

#: What the column may be called that says whom a row is about.
HEADINGS = ("客户编号", "客户号", "案卷号", "customer", "customer id")
#: Where the form itself may say it, the surest first.
_SOURCES = ("customer.id", "customer.credit_code", "customer.id_card", "customer.name")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for.

    Args:
        template: The template's name.
        rows: The data sheet.
        mapping: Headings, each with the field it stands for.
        customer_column: The heading of the column that says whom a row is about; "" for the
            usual ones.
        pdf: One PDF for each form.
        archival: As PDF/A-2b.
        merged: The name of one PDF that holds all; "" for none.
        zipped: One ZIP file instead of single files.
        file: File each form in its customer's dossier.
        skip_wrong: Leave wrong rows out instead of doing nothing.
        jobs: How many processes; 0 for one on each core.
        ignored: Headings of columns that are not to be read.
        corrections: What stands in some rows instead, by the row's number and the field.
    """

    template: str
    rows: Path
    mapping: Mapping[str, str] = field(default_factory=dict)
    customer_column: str = ""
    pdf: bool = False
    archival: bool = False
    merged: str = ""
    zipped: bool = False
    file: bool = False
    skip_wrong: bool = False
    jobs: int = 0
    ignored: Sequence[str] = ()
    corrections: Corrections = field(default_factory=dict)

    @property
    def printed(self) -> bool:
        """Whether PDFs are made at all."""
        return self.pdf or bool(self.merged)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a row.

    Args:
        row: The row as Excel numbers it.
        detail: What is wrong; its place is the cell.
        value: What stands there.
    """

    row: int
    detail: Detail
    value: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch before it begins.

    Args:
        wanted: What was asked for.
        folder: The template.
        sheet: The rows.
        rows_sha256: The digest of the file that holds them.
        about: Whom each row is about, in the words of the sheet; "" for nobody.
        said_by: The field that says so, or ``customer`` for a column of its own.
        numbers: The rows as Excel numbers them.
        known: What need not be typed, by those words.
        places: Where the forms about them are filed; only with ``file``.
        faults: What is wrong with whom, by those words.
        occasion: Day and calendar that the answers are computed with.
    """

    wanted: Wanted
    folder: TemplateFolder
    sheet: Sheet
    rows_sha256: str
    about: list[str]
    said_by: list[str]
    numbers: list[int]
    known: Mapping[str, Mapping[str, object]]
    places: Mapping[str, Dossier | Unopened]
    faults: Mapping[str, Detail]
    occasion: Occasion

    def __len__(self) -> int:
        return len(self.about)

    def row(self, turn: int) -> Row:
        """A row by its turn from 0."""
        return self.sheet.rows[turn]

    def answered(self, row: Row, turn: int) -> dict[str, object]:
        """The checked answers of a row; ``BadInput`` with all its faults."""
        return answers.check(
            self.folder.form,
            with_pictures(self.folder.form, row.answers, self.wanted.rows.absolute().parent),
            known=self.known.get(self.about[turn], {}),
            places=row.places,
            occasion=self.occasion,
        )

    @property
    def pictured(self) -> bool:
        """Whether answers may hold pictures, which are too large to be kept for long."""
        columns = (column for one in self.folder.form.fields for column in (one, *one.columns))
        return any(column.pictured for column in columns)

    def look(self, row: Row, turn: int) -> tuple[Mapping[str, object], list[Fault]]:
        """The checked answers of a row, or none and what is wrong with it."""
        faults, checked = self._about_nobody(row, turn), dict[str, object]()
        try:
            checked = self.answered(row, turn)
        except BadInput as refusal:
            # What is not known because nobody knows the customer is no fault of its own.
            follow = {one.detail.field for one in faults} | self._unknown(row) if faults else ()
            faults += [_fault(row, one) for one in refusal.details if one.field not in follow]
        return ({}, faults) if faults else (checked, [])

    def _about_nobody(self, row: Row, turn: int) -> list[Fault]:
        """What is wrong with whom a row is about."""
        about, by = self.about[turn], self.said_by[turn]
        if about not in self.faults:
            return []
        told, asked, place = self.faults[about], self.folder.form.field(by), row.places[by]
        field, label = (asked.name, asked.label) if asked else ("", say("customer"))
        return [Fault(row.number, Detail(told.text, field, label, place, told.fix), about)]

    def _unknown(self, row: Row) -> set[str]:
        """The fields that the row leaves to what is known of its customer."""
        form = self.folder.form
        return {one.name for one in form.fields if one.prefill and one.name not in row.answers}


def make(office: Office, who: Person, wanted: Wanted) -> Plan:
    """Read template and sheet and find out whom each row is about.

    Raises:
        BadInput: Template or file is wrong, or the sheet has no rows.
        NotAllowed: This person may not fill forms.
    """
    with gate.attempt(office, who, "form.filled", writing.if_known(office, wanted.template)):
        folder = writing.template(office, wanted.template)
        gate.ask(office, who, Act.FILL, "form.filled")
        data = read_file(wanted.rows, office)
        sheet = _read(data, wanted, folder.form)
        lines, about, by = _about(sheet, wanted, folder.form)
        known, places, faults = _targets(office, who, folder.form, about, file=wanted.file)
        digest = hashlib.sha256(data).hexdigest()
        occasion = knowing.occasion(office, folder.form)
        return Plan(
            wanted, folder, sheet, digest, about, by, lines, known, places, faults, occasion
        )


def _read(data: bytes, wanted: Wanted, form: Form) -> Sheet:
    headings = dict.fromkeys(HEADINGS, CUSTOMER)
    headings |= {one: f"ignored {n}" for n, one in enumerate(wanted.ignored)}
    mapping = dict(wanted.mapping)
    if wanted.customer_column and not _own_field(wanted, form):
        mapping[wanted.customer_column] = CUSTOMER
    sheet = rows.read(
        data,
        file=wanted.rows.name,
        form=form,
        mapping=mapping,
        extra=headings,
        known=[one.name for one in form.fields if one.prefill],
    )
    if not sheet.rows:
        raise BadInput(
            say("{file} has no rows to fill in", file=wanted.rows),
            why=say("below its headings every row is empty"),
            fix=say("write one row for each form"),
            file=str(wanted.rows),
        )
    return replace(sheet, rows=corrected(sheet.rows, wanted.corrections))


def _own_field(wanted: Wanted, form: Form) -> str:
    """The form's own field that the column answers which says whom a row is about; or ""."""
    heading = wanted.customer_column
    meant = loose(wanted.mapping.get(heading, heading))
    for one in form.fields if heading else ():
        if meant in {loose(one.name), loose(one.label), loose(labelled(one))}:
            return one.name
    return ""


def _about(sheet: Sheet, wanted: Wanted, form: Form) -> tuple[list[int], list[str], list[str]]:
    """The number of each row, whom it is about, and what says so.

    That is the column that was named, else one of its own, else, for filing, the form's field.
    """
    own = _own_field(wanted, form)
    by = {source: one.name for one in reversed(form.fields) for source in one.prefill}
    names = [by[source] for source in _SOURCES if source in by] if wanted.file else []
    told = [(row.number, *_said(row, own, names)) for row in sheet.rows]
    return [one for one, _, _ in told], [one for _, one, _ in told], [one for _, _, one in told]


def _said(row: Row, own: str, names: list[str]) -> tuple[str, str]:
    """Whom a row is about, and the field that says so."""
    if not own and row.extra.get(CUSTOMER):
        return row.extra[CUSTOMER], CUSTOMER
    for name in [own] if own else names:
        about = row.answers.get(name)
        if isinstance(about, str) and about:
            return about, name
    return "", own or CUSTOMER


def _targets(
    office: Office, who: Person, form: Form, about: list[str], *, file: bool
) -> tuple[dict[str, Mapping[str, object]], dict[str, Dossier | Unopened], dict[str, Detail]]:
    """What is known of each customer, where his forms go, and whom nobody knows."""
    known: dict[str, Mapping[str, object]] = {}
    places: dict[str, Dossier | Unopened] = {}
    faults: dict[str, Detail] = {}
    if file:
        faults[""] = Detail(
            say("it is not clear in whose dossier the form belongs"),
            fix=say("add a column 客户编号 with the customer's id, or do not file them").by(
                "--file"
            ),
        )
    known[""] = knowing.known(office, who, form, {}, customer=None)
    for text, found in customers.resolve_each(who, {one for one in about if one}):
        if isinstance(found, Problem):
            faults[text] = Detail(found.what, fix=found.fix)
            continue
        place = None
        if file:
            try:
                place = places[text] = dossiers.place_for(office, who, text)
                filing.may_file(office, who, place, form.group, form.grade, form.name)
            except Problem as problem:
                faults[text] = Detail(problem.what, fix=problem.fix)
        dossier = place if isinstance(place, Dossier) else None
        known[text] = knowing.known(office, who, form, {}, customer=found, dossier=dossier)
    return known, places, faults


def _fault(row: Row, detail: Detail) -> Fault:
    value = row.answers.get(detail.field, "")
    shown = value if isinstance(value, str) else str(value)
    return Fault(row.number, _placed(detail, row.places.get(detail.field, "")), shown[:_SHOWN])


def _placed(detail: Detail, place: str) -> Detail:
    if not place or place == detail.place:
        return detail
    return Detail(detail.text, detail.field, detail.label, place, detail.fix)
