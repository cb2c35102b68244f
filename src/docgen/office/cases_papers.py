"""The papers of a case: filled from what is known, and filed where its rules want them.

A paper goes into the customer's dossier, and into the event's too if the case has one (一事一档,
R-047, G-040); both are filed in the transaction of the step that makes it. The case's own form is
filed when the case is opened and again, as a new version, when it is settled.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.forms import answers
from docgen.forms.form import Form
from docgen.model.customer import EVENT_TYPE
from docgen.office import (
    amending,
    dossiers,
    editions,
    filing,
    journal,
    knowing,
    numbers,
    writing,
)
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.filing import Filed, NewPaper
from docgen.office.writing import Filled
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_cases import Case as Row
from docgen.register.models_cases import CasePaper
from docgen.register.models_custody import DossierLink
from docgen.render.copies import destinations
from docgen.render.pdf import to_pdf


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that is filled and not yet filed: what is filed, and its checked answers."""

    form: Form
    paper: NewPaper
    checked: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EventToBe(Unopened):
    """The event dossier of a grave case, opened with its first paper and linked (R-047)."""

    number: str = ""

    def take(self, office: Office, who: Person) -> Dossier:
        """The dossier of this case, opened now; inside a transaction."""
        row = dossiers.opened(office, who, self.customer, self.kind, self.number)
        others = Dossier.objects.filter(customer=self.customer, state="active").exclude(pk=row.pk)
        for other in others.exclude(type=EVENT_TYPE):
            first, second = sorted((row, other), key=lambda one: one.pk)
            DossierLink.objects.create(
                one=first, other=second, why=f"投诉案件{self.number}", by=who, at=office.now()
            )
            to = {"to": str(other)}
            journal.append(
                office, "dossier.linked", who, obj=str(row), dossier=str(row), n=1, more=to
            )
        return row


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


def file(
    office: Office,
    who: Person,
    row: Row,
    paper: NewPaper,
    then: Callable[[Sequence[Filed]], None],
) -> None:
    """File a paper of a case; the customer's item comes first in what ``then`` is given."""
    places: list[Dossier | Unopened] = [row.dossier, *([row.event] if row.event else [])]
    filing.file_many(office, who, [(place, paper) for place in places], then=then)


def renew(
    office: Office,
    who: Person,
    row: Row,
    paper: NewPaper,
    then: Callable[[Sequence[Filed]], None],
) -> None:
    """File the case's own form again: a new version of each item that it is.

    The event's comes first; ``then`` runs with the customer's, which is the one that counts.
    """
    items = [one.item for one in own(row)]
    for item in items[1:]:
        fresh = Item.objects.get(pk=item.pk)
        amending.add_version(office, who, fresh, paper, base=fresh.head, why=_WHY)
    first = Item.objects.get(pk=items[0].pk)
    amending.add_version(
        office, who, first, paper, base=first.head, why=_WHY, then=lambda filed: then([filed])
    )


_WHY = "结案，填写完整"


def own(row: Row) -> list[CasePaper]:
    """The items that the case's own form is, the customer's first."""
    papers = row.papers.filter(own=True).select_related("item__dossier").order_by("-pk")
    newest: dict[int, CasePaper] = {}
    for one in papers:
        newest.setdefault(one.item.dossier_id, one)
    return sorted(newest.values(), key=lambda one: one.item.dossier_id != row.dossier_id)


def keep(row: Row, step: str, items: Sequence[Item], *, is_own: bool = False) -> None:
    """Note which papers a step made; inside its transaction."""
    CasePaper.objects.bulk_create(
        CasePaper(case=row, step=step, item=item, own=is_own) for item in items
    )
