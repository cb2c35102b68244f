"""Answers from wherever they come: a file, a sheet with one row, the command line, a keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.errors import BadInput, Detail, Misuse, say
from docgen.forms import answers
from docgen.forms.form import Form
from docgen.forms.occasion import Occasion
from docgen.model.access import Act
from docgen.office import gate, knowing, writing
from docgen.office.desk import Office
from docgen.office.pictures import with_pictures
from docgen.register.models import Dossier, Person
from docgen.render import rows

_SHEETS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Given:
    """Answers as they were given.

    Args:
        answers: By field name, not yet checked.
        places: Where each stands in its sheet, for the faults.
        remarks: What was read otherwise than it stands in the sheet.
    """

    answers: dict[str, object]
    places: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """A form before it is answered: its questions, what is known, and what it computes with."""

    form: Form
    known: Mapping[str, object]
    occasion: Occasion


def read(office: Office, who: Person, name: str, data: Path | None, sets: Sequence[str]) -> Given:
    """The answers of a file and of ``name=value`` texts; the latter win."""
    with gate.attempt(office, who, "form.filled", writing.if_known(office, name)):
        form = writing.template(office, name).form
        given = _of_file(form, data) if data else Given({})
        typed = with_pictures(form, dict(map(_pair, sets)), None)
        kept = {path: given.places[path] for path in given.places if path not in typed}
        return Given(given.answers | typed, kept, given.remarks)


def open_form(
    office: Office,
    who: Person,
    name: str,
    given: Mapping[str, object],
    *,
    customer: str,
    dossier: str,
) -> Open:
    """What is needed to ask for the answers that are missing still."""
    with gate.attempt(office, who, "form.filled", writing.if_known(office, name)):
        form = writing.template(office, name).form
        gate.ask(office, who, Act.FILL, "form.filled")
        about, place = writing.target(office, who, customer, dossier, file=False)
        there = place if isinstance(place, Dossier) else None
        known = knowing.known(office, who, form, given, customer=about, dossier=there)
        return Open(form, known, knowing.occasion(office, form))


def _pair(one: str) -> tuple[str, str]:
    name, equals, value = one.partition("=")
    if not equals:
        raise Misuse(
            say("--set {one} says nothing", one=one),
            why=say("an answer is given as name=value"),
            fix=say("write for instance 一般").by("--set severity=一般"),
        )
    return name.strip(), value


def _of_file(form: Form, file: Path) -> Given:
    folder = file.absolute().parent
    if file.suffix.lower() in _SHEETS:
        given = _of_sheet(form, _read(file), str(file))
    else:
        given = Given(answers.parse_answers(_read(file), file=str(file)))
    return Given(with_pictures(form, given.answers, folder), given.places, given.remarks)


def _of_sheet(form: Form, data: bytes, file: str) -> Given:
    # That an answer is missing is said by the checker, once it is known what is known.
    sheet = rows.read(data, file=file, form=form, known=[one.name for one in form.fields])
    if len(sheet.rows) != 1:
        several = say("it has {count} rows with answers", count=len(sheet.rows))
        batch = say("fill a form for each row in a batch").by(f"docgen batch {form.name} {file}")
        raise BadInput(
            say("{file} is not the answers to one form", file=file),
            why=several if sheet.rows else say("it has a heading, but no row with answers"),
            fix=batch if sheet.rows else say("write the answers below the headings"),
            file=file,
        )
    row = sheet.rows[0]
    return Given(row.answers, row.places, (*sheet.remarks, *row.remarks))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(
            say("The answers cannot be read: {error}", error=error.strerror or error),
            why=say("there is no such file, or it may not be opened"),
            fix=say("check the name, or make a blank one").by("docgen questions TEMPLATE"),
            file=str(file),
        ) from error
