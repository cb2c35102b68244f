"""Filling a form: answers checked, a number given, Word and PDF made, filed if wished.

Either all of it happens or none: a form that cannot be filled, printed or filed uses up no
number and leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import Misuse, NotFound, say
from docgen.forms import answers
from docgen.forms.characters import nearest
from docgen.forms.questions import questions as ask
from docgen.model.access import Act
from docgen.model.customer import CustomerKind
from docgen.office import customers, dossiers, filing, gate, journal, numbers
from docgen.office.desk import Office, one_transaction
from docgen.office.dossiers import Unopened
from docgen.register.models import Customer, Dossier, Person
from docgen.render import docx
from docgen.render.folder import TemplateFolder, list_templates, read_template
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
    """One template; an unknown name is answered with the nearest one."""
    known = templates(office)
    if name not in known:
        short = [full for full in known if full.partition("/")[2] == name]
        if len(short) != 1:
            near = nearest(name, known)
            raise NotFound(
                say("There is no template {name}", name=name),
                why=say("the templates lie in {folder}", folder=office.folder / "templates"),
                fix=say("did you mean {near}? See docgen template list", near=near)
                if near
                else say("see docgen template list"),
                field="template",
            )
        name = short[0]
    return read_template(office.folder / "templates" / name, name)


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
    row = customers.resolve(who, customer) if customer else None
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
    folder = template(office, name)
    gate.ask(office, who, Act.FILL, "form.filled")
    about, place = _target(office, who, customer, dossier, file=file)
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
    if not file:
        about = customers.resolve(who, customer) if customer else None
        return about or dossiers.resolve(who, dossier).customer, None
    place = dossiers.place_for(office, who, dossier or customer)
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


def write_out(filled: Filled, out: Path | None, here: Path) -> tuple[Path, Path | None]:
    """Write Word and PDF beside each other; never over a file that is there."""
    name = f"{filled.title} {filled.number}".strip()
    path = out or here / f"{name}.docx"
    if path.is_dir():
        path = path / f"{name}.docx"
    word = _free(path.with_suffix(".docx"))
    word.write_bytes(filled.docx)
    if filled.pdf is None:
        return word, None
    printed = word.with_suffix(".pdf")
    printed.write_bytes(filled.pdf)
    return word, printed


def _free(path: Path) -> Path:
    """This path, or the next one like it that neither a Word file nor a PDF has yet."""
    turn, free = 1, path
    while free.exists() or free.with_suffix(".pdf").exists():
        turn += 1
        free = path.with_name(f"{path.stem} ({turn}){path.suffix}")
    return free
