"""A dossier with all that is known of it, looked up once and told in one entry of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects

from docgen.model.access import Act
from docgen.model.description import Place
from docgen.model.loan import State
from docgen.office import completeness, copies, describing, dossiers, gate, journal, links, seals
from docgen.office.completeness import Review
from docgen.office.desk import Office, one_transaction
from docgen.office.dossiers import Contents
from docgen.office.links import Reference
from docgen.office.seals import Told
from docgen.register.models import Dossier, Item, Loan, Person
from docgen.register.models_cases import Case
from docgen.register.models_copies import Copy
from docgen.register.models_custody import DossierStage
from docgen.register.models_disposal import Hold


@dataclass(frozen=True, slots=True)
class Seen:
    """A dossier as far as a person may know of it.

    Args:
        contents: Its facts and its papers, group by group.
        review: What it lacks, and the four measures.
        references: The dossiers it refers to.
        seal: Its newest seal.
        copies: The copies of its papers that somebody holds, by paper.
        loans: The loans by which its papers are out, by paper.
        holds: What keeps it or papers of it from being destroyed.
        cases: The complaint cases in it, the newest first.
        stages: The stages it came to.
        place: Where it stands.
        barcode: The one on its volume.
    """

    contents: Contents
    review: Review
    references: Sequence[Reference]
    seal: Told | None
    copies: Mapping[int, Sequence[Copy]]
    loans: Mapping[int, Loan]
    holds: Sequence[Hold]
    cases: Sequence[Case]
    stages: Sequence[DossierStage]
    place: Place
    barcode: str

    @property
    def row(self) -> Dossier:
        """Its own row."""
        return self.contents.dossier


def show(office: Office, who: Person, text: str) -> Seen:
    """Look at a dossier."""
    row = dossiers.resolve(who, text)
    gate.ask(office, who, Act.VIEW, "dossier.viewed", paper=gate.dossier_paper(row))
    found = _seen(office, who, row)
    with one_transaction():
        journal.append(office, "dossier.viewed", who, obj=str(row), dossier=str(row))
    return found


def _seen(office: Office, who: Person, row: Dossier) -> Seen:
    prefetch_related_objects([row], "stages")
    contents = dossiers.contents(office, who, row)
    items = [item for _, some in contents.groups for item in some]
    may_list = gate.weigh(office, who, Act.LIST_CASES).allow
    return Seen(
        contents=contents,
        review=completeness.review(office, who, row),
        references=links.references(who, row),
        seal=seals.told(office, who, row),
        copies=copies.held(items),
        loans=_out(items),
        holds=_holds(row, items),
        cases=list(row.cases.order_by("-pk")) if may_list else [],
        stages=sorted(row.stages.all(), key=lambda one: one.on),
        place=describing.place_of(row),
        barcode=describing.barcode_of(row),
    )


def _out(items: Sequence[Item]) -> Mapping[int, Loan]:
    rows = Loan.objects.filter(item__in=items, state=State.OUT).select_related("borrower")
    return {one.item_id: one for one in rows}


def _holds(row: Dossier, items: Sequence[Item]) -> Sequence[Hold]:
    """Those on the dossier, its customer, or papers of it that the person may know of."""
    places = Q(dossier=row) | Q(customer=row.customer_id) | Q(item__in=items)
    return list(Hold.objects.filter(places, released_at=None).order_by("pk"))
