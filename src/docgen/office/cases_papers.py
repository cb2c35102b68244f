"""The papers of a case: filed where its rules want them; ``making`` fills them.

A paper goes into the customer's dossier, and into the event's too if the case has one (一事一档,
R-047, G-040); both are filed in the transaction of the step that makes it. The case's own form is
filed when the case is opened and again, as a new version, when it is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.model.customer import EVENT_TYPE
from docgen.office import (
    amending,
    dossiers,
    filing,
    journal,
)
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.filing import Filed, NewPaper
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_cases import Case as Row
from docgen.register.models_cases import CasePaper
from docgen.register.models_custody import DossierLink


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
