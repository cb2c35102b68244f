"""Filling a form: answers checked, a number given, Word and PDF made, filed if wished.

Either all of it happens or none: a form that cannot be filled, printed or filed uses up no
number and leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import BadInput, Misuse, OutsideFailed, say
from docgen.forms import answers
from docgen.forms.questions import questions as ask
from docgen.model.access import Act
from docgen.model.customer import CustomerKind
from docgen.office import customers, dossiers, filing, gate, journal, numbers
from docgen.office.desk import Office, one_transaction
from docgen.office.dossiers import Unopened
from docgen.register.models import Customer, Dossier, Person
from docgen.render import docx
from docgen.render.folder import TemplateFolder, find_template, list_templates
from docgen.render.lint import Remark, check_template
from docgen.render.pdf import to_pdf


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: its number, its bytes, and the item it became if it was filed."""

    title: str
    number: str
    docx: bytes
    pdf: bytes | None = None
    filed: filing.Filed | None = None


def templates(office: Office) -> list[str]:
    """The names of all templates of the office."""
    return list_templates(office.folder / "templates")


def template(office: Office, name: str) -> TemplateFolder:
    """One template, by its full name or by its folder's if only one family has it."""
    root = office.folder / "templates"
    full = [known for known in list_templates(root) if known.endswith(f"/{name}")]
    return find_template(root, full[0] if len(full) == 1 else name)


def _if_known(office: Office, name: str) -> str:
    """The name as the log may hold it: a template's, never whatever somebody typed."""
    return name if name in templates(office) else ""


def check(office: Office, name: str) -> list[Remark]:
    """What a colleague would say about a template."""
    return check_template(template(office, name))


def known_facts(office: Office, who: Person, customer: Customer | None) -> dict[str, object]:
    """What need not be typed: facts of the customer, the person and the company."""
    facts: dict[str, object] = {
        "company.name": office.settings.company,
        "person.name": who.name,
        "person.unit": who.unit,
        "today": office.today,
    }
    facts |= {f"company.{name}": fact for name, fact in office.settings.facts.items()}
    if customer is not None:
        names = (
            "name",
            "address",
            "phone",
            "contact",
            "legal_person",
            "email",
            "credit_code",
        )
        facts |= {f"customer.{name}": getattr(customer, name) for name in names}
        kind = "企业" if customer.kind == CustomerKind.COMPANY else "个人"
        facts |= {
            "customer.id": customer.code,
            "customer.id_card": customer.id_number,
            "customer.kind": kind,
        }
    return {key: fact for key, fact in facts.items() if fact}


def questions(office: Office, who: Person, name: str, customer: str = "") -> str:
    """The blank answers of a form as TOML, known ones filled in."""
    folder = template(office, name)
    gate.ask(office, who, Act.FILL, "form.filled")
    row = customers.show(office, who, customer) if customer else None
    return ask(folder.form, answers.prefill(folder.form, known_facts(office, who, row)))


def fill(
    office: Office,
    who: Person,
    name: str,
    raw: Mapping[str, object],
    *,
    customer: str = "",
    dossier: str = "",
    pdf: bool = False,
    file: bool = False,
) -> Filled:
    """Fill a form; with ``file`` Word, PDF and record become one item of the dossier."""
    with gate.attempt(office, who, "form.filled", _if_known(office, name)):
        folder = template(office, name)
        gate.ask(office, who, Act.FILL, "form.filled")
        about, place = _target(office, who, customer, dossier, file=file)
        return _filled(office, who, folder, raw, about=about, place=place, pdf=pdf)


def _filled(
    office: Office,
    who: Person,
    folder: TemplateFolder,
    raw: Mapping[str, object],
    *,
    about: Customer | None,
    place: Dossier | Unopened | None,
    pdf: bool,
) -> Filled:
    known = answers.prefill(folder.form, known_facts(office, who, about))
    checked = answers.check(folder.form, raw, known=known)
    with numbers.reserved(office, who, folder.form, folder.form.name) as number:
        context = {
            **checked,
            "number": number,
            "grade_mark": folder.form.grade.mark,
            "company": office.settings.company,
            "today": office.today,
        }
        word = docx.fill(folder.docx, context, labels=folder.form.labels)
        printed = to_pdf(word, seconds=office.settings.pdf_seconds) if pdf else None
        filled = Filled(folder.form.title, number, word, printed)
        if place is None:
            _issue(office, who, folder, filled)
            return filled
        done = filing.file(office, who, place, _paper(folder, filled, raw))
        return replace(filled, filed=done)


def _target(
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


def _issue(office: Office, who: Person, folder: TemplateFolder, filled: Filled) -> None:
    """A form that leaves without being filed: its number is used and the log says so."""
    with one_transaction():
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


def _paper(folder: TemplateFolder, filled: Filled, raw: Mapping[str, object]) -> filing.NewPaper:
    form = folder.form
    record = json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    name = f"{form.title} {filled.number}".strip()
    files = {f"{name}.docx": filled.docx}
    if filled.pdf is not None:
        files[f"{name}.pdf"] = filled.pdf
    return filing.NewPaper(
        files=files,
        title=form.title,
        group=form.group,
        text=docx.words(filled.docx),
        grade=form.grade,
        template=form.name,
        number=filled.number,
        made={
            "template": form.name,
            "template_sha256": folder.sha256,
            "answers": json.loads(record),
            "answers_sha256": hashlib.sha256(record.encode()).hexdigest(),
        },
    )


def read_answers(
    office: Office, who: Person, name: str, data: Path | None, sets: Sequence[str]
) -> dict[str, object]:
    """The answers of a file and of ``name=value`` texts; the latter win."""
    with gate.attempt(office, who, "form.filled", _if_known(office, name)):
        raw: dict[str, object] = {}
        if data is not None:
            raw = dict(answers.parse_answers(_read(data), file=str(data)))
        for one in sets:
            field, equals, value = one.partition("=")
            if not equals:
                raise Misuse(
                    say("--set {one} says nothing", one=one),
                    why=say("an answer is given as name=value"),
                    fix=say("write for instance: --set severity=一般"),
                )
            raw[field.strip()] = value
        return raw


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(
            say("The answers cannot be read: {error}", error=error.strerror or error),
            why=say("there is no such file, or it may not be opened"),
            fix=say("check the name; docgen questions TEMPLATE makes a blank one"),
            file=str(file),
        ) from error


def check_out(out: Path) -> None:
    """Before anything is filled: the folder to write to is there and can be written."""
    folder = out if out.is_dir() else out.absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        raise BadInput(
            say("Nothing can be written to {folder}", folder=folder),
            why=say("there is no such folder, or the operating system forbids it"),
            fix=say("choose another place with --out"),
            file=str(folder),
        )


def write_out(
    office: Office, who: Person, filled: Filled, out: Path | None, here: Path
) -> tuple[Path, Path | None]:
    """Write Word and PDF beside each other; never over a file that is there.

    If the disk refuses, nothing of it is left; the number of a form that is not filed
    becomes void, because no paper bears it.
    """
    name = f"{filled.title} {filled.number}".strip()
    path = out or here / f"{name}.docx"
    word = _free(path / f"{name}.docx" if path.is_dir() else path.with_suffix(".docx"))
    printed = None if filled.pdf is None else word.with_suffix(".pdf")
    try:
        word.write_bytes(filled.docx)
        if printed and filled.pdf:
            printed.write_bytes(filled.pdf)
    except OSError as error:
        for path in filter(None, (word, printed)):
            path.unlink(missing_ok=True)
        if filled.filed is None:
            numbers.void(office, who, filled.number)
        raise _not_written(filled, word, error) from error
    return word, printed


def _not_written(filled: Filled, word: Path, error: OSError) -> OutsideFailed:
    fix = say("make room or choose another place with --out, and fill it again")
    if filled.filed:
        item = filled.filed.item
        fix = say("it is filed: docgen get {item} --purpose service --out FOLDER", item=item)
    return OutsideFailed(
        say("{file} cannot be written: {error}", file=word, error=error.strerror or error),
        why=say("the disk refused"),
        fix=fix,
        file=str(word),
    )


def _free(path: Path) -> Path:
    """This path, or the next one like it that neither a Word file nor a PDF has yet."""
    turn, free = 1, path
    while free.exists() or free.with_suffix(".pdf").exists():
        turn += 1
        free = path.with_name(f"{path.stem} ({turn}){path.suffix}")
    return free
