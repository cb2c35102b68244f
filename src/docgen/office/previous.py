"""The newest form of the same kind that was filed for a customer, as a source of answers.

It is a paper like any other and is read through the same door: only by a person who may read it,
with the purpose of customer service, and with an entry in the log. Whoever may not read it gets
nothing, and no refusal is logged, because he did not ask for it.
"""

from __future__ import annotations

from docgen.forms.form import Form
from docgen.model.access import Act
from docgen.office import dossiers, gate, lending
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.render.embed import record_in
from docgen.render.package import Package
from docgen.render.record import Record

PURPOSE = "service"


def facts(
    office: Office, who: Person, form: Form, customer: Customer, dossier: Dossier | None
) -> dict[str, object]:
    """Its answers as ``previous.`` and the name; nothing if there is none or he may not read it.

    Answers that the paper shows only masked are not in it. Of one customer's dossiers all are
    looked through, unless ``dossier`` says which.
    """
    item = _newest(who, form, customer, dossier)
    if item is None or not _may_read(office, who, item):
        return {}
    opened = lending.open(office, who, str(item), PURPOSE)
    word = next((data for name, data in opened.files.items() if name.endswith(".docx")), None)
    text = record_in(Package.read(word)) if word else ""
    if not text:
        return {}
    values = Record.from_json(text).values(form)
    return {f"previous.{name}": value for name, value in values.items()}


def _newest(who: Person, form: Form, customer: Customer, dossier: Dossier | None) -> Item | None:
    rows = Item.objects.filter(
        template=form.name,
        state="filed",
        dossier__customer=customer,
        dossier__in=dossiers.visible(who),
    )
    if dossier is not None:
        rows = rows.filter(dossier=dossier)
    return rows.order_by("-filed_at", "-turn").select_related("dossier").first()


def _may_read(office: Office, who: Person, item: Item) -> bool:
    paper = gate.paper_of(item)
    return gate.weigh(office, who, Act.READ, paper=paper, purpose=PURPOSE).allow
