"""What need not be typed into a form: facts of customer, dossier, person, company and the day.

    customer.name  dossier.number  person.unit  previous.handler  company.phone  today

A field names the ones it takes in the order in which they are asked. ``previous`` is the newest
form of the same kind (``previous``), read only if a field that is still blank asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.forms import answers
from docgen.forms.characters import is_blank
from docgen.forms.form import Field, Form
from docgen.forms.occasion import Occasion
from docgen.model.calendar import WorkCalendar
from docgen.model.customer import CustomerKind
from docgen.model.grades import Grade
from docgen.office import previous
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Person

_PREVIOUS = "previous"


def known(
    office: Office,
    who: Person,
    form: Form,
    raw: Mapping[str, object],
    *,
    customer: Customer | None,
    dossier: Dossier | None = None,
) -> dict[str, object]:
    """What is known for each field that names where it may be known from.

    Args:
        office: The office.
        who: Who fills the form.
        form: Its questions.
        raw: What was answered; nothing is looked up for those.
        customer: Whom it is about, if anybody.
        dossier: Where it goes, if that is open already.
    """
    facts = known_facts(office, who, customer)
    if dossier is not None:
        facts |= dossier_facts(office, dossier)
    if customer is not None and any(_asks_previous(one, raw, facts) for one in form.fields):
        facts |= previous.facts(office, who, form, customer, dossier)
    return answers.prefill(form, facts)


def _asks_previous(asked: Field, raw: Mapping[str, object], facts: Mapping[str, object]) -> bool:
    """Whether the previous form is the first place left where its answer may stand."""
    if not is_blank(raw.get(asked.name)):
        return False
    for name in asked.prefill:
        if name.partition(".")[0] == _PREVIOUS:
            return True
        if not is_blank(facts.get(name)):
            return False
    return False


def known_facts(office: Office, who: Person, customer: Customer | None) -> dict[str, object]:
    """Facts of the customer, the person, the company and the day."""
    facts: dict[str, object] = {
        "company.name": office.settings.company,
        "person.name": who.name,
        "person.unit": who.unit,
        "today": office.today,
    }
    facts |= {f"company.{name}": fact for name, fact in office.settings.facts.items()}
    if customer is not None:
        names = ("name", "address", "phone", "contact", "legal_person", "email", "credit_code")
        facts |= {f"customer.{name}": getattr(customer, name) for name in names}
        kind = "企业" if customer.kind == CustomerKind.COMPANY else "个人"
        facts |= {
            "customer.id": customer.code,
            "customer.id_card": customer.id_number,
            "customer.kind": kind,
        }
    return {key: fact for key, fact in facts.items() if fact}


def dossier_facts(office: Office, dossier: Dossier) -> dict[str, object]:
    """Facts of the dossier that a form goes into."""
    return {
        "dossier.number": str(dossier),
        "dossier.title": dossier.title,
        "dossier.key": dossier.key,
        "dossier.unit": dossier.unit,
        "dossier.grade": Grade.of_rank(dossier.rank).mark,
        "dossier.opened_on": office.local(dossier.opened_at).date(),
    }


def occasion(office: Office, form: Form) -> Occasion:
    """Today, and the office's working calendar if the form counts in working days."""
    calendar = read_calendar(office.folder) if form.counts_workdays else WorkCalendar()
    return Occasion(office.today, calendar)
