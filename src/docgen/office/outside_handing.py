"""Serving the papers of an outside request: as controlled copies, or to be looked at in the office.

All papers are checked before the first is served. Then each is served by itself: the gate decides,
the copy has its number, its row and its entry ``outside.served`` are durable, and only then is it
handed on. What was handed on before one failed stays served, and the register says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.model import outside_serving as rules
from docgen.model.access import Act
from docgen.model.outside_kinds import Gives, Kind
from docgen.model.outside_serving import Serving
from docgen.model.people import APART, READERS
from docgen.office import controlled, disposal, gate, journal, lending, people
from docgen.office.desk import Office, one_transaction
from docgen.office.outside_facts import (
    fact_of,
    find,
    holder,
    outside_fact,
    outside_rules,
    paper_of,
)
from docgen.register.models import Item, Person
from docgen.register.models_outside import OutsideRequest, OutsideServing

EVENT = "outside.served"


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is there when papers are served, and what was looked at.

    Args:
        escort: The account of whoever stays with the visitors.
        officers: The visitors are here and showed their credentials again.
        without_others: Somebody looked: nothing in the papers is about anybody else.
    """

    escort: str
    officers: bool = False
    without_others: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """A paper that was served, and the copy that may leave; none for one looked at here."""

    row: OutsideServing
    given: controlled.Given | None


def serve(
    office: Office,
    who: Person,
    code: str,
    texts: Sequence[str],
    presence: Presence,
    *,
    gives: Gives = Gives.COPY,
) -> Iterator[Served]:
    """Serve papers within the scope of an approved request; each as it is taken from the answer.

    Raises:
        NotAllowed: A rule stands against one of them; then none is served.
    """
    request = find(code)
    items = list({item.pk: item for item in map(lending.item_of, texts)}.values())
    escort = people.by_login(presence.escort)
    serving = Serving(
        by=who.code,
        items=tuple(map(str, items)),
        escort=escort.code,
        escort_name=escort.name,
        escort_may=_may_know(escort, items),
        gives=gives,
        are_present=presence.officers,
        without_others=presence.without_others,
    )
    gate.ask(office, who, Act.LIST_OUTSIDE, EVENT, paper=paper_of(request))
    with disposal.logged(office, who, EVENT, request.code):
        rules.serve(fact_of(outside_rules(office), request), serving, office.today)
    for item in items:
        _ask(office, who, request, item)
    return (_served(office, who, request, item, escort, serving) for item in items)


def _ask(office: Office, who: Person, request: OutsideRequest, item: Item) -> None:
    gate.ask(
        office,
        who,
        Act.SERVE_OUTSIDE,
        EVENT,
        paper=gate.paper_of(item),
        purpose=Kind(request.kind).purpose,
        outside=outside_fact(request),
    )


def _may_know(escort: Person, items: Sequence[Item]) -> bool:
    """Whether somebody may stand by: his account is open, and he is cleared for the papers."""
    acting = gate.as_acting(escort)
    reads = bool(acting.roles & READERS) and not acting.roles & APART
    return acting.active and reads and all(item.rank <= acting.rank for item in items)


def _served(
    office: Office,
    who: Person,
    request: OutsideRequest,
    item: Item,
    escort: Person,
    serving: Serving,
) -> Served:
    """Serve one paper: the copy and its entry, then the request's own row and entry."""
    given = None
    if serving.gives is Gives.COPY:
        given = controlled.give(
            office,
            who,
            str(item),
            Kind(request.kind).purpose,
            act=Act.SERVE_OUTSIDE,
            holder=holder(request),
            basis=(request.code,),
            outside=outside_fact(request),
        )
    # It may have ended while the copy was made; then nothing is handed on.
    with disposal.logged(office, who, EVENT, request.code), one_transaction():
        row = OutsideRequest.objects.select_for_update().get(pk=request.pk)
        rules.serve(fact_of(outside_rules(office), row), serving, office.today)
        made = _note(office, who, row, item, escort, given)
    return Served(made, given)


def _note(
    office: Office,
    who: Person,
    request: OutsideRequest,
    item: Item,
    escort: Person,
    given: controlled.Given | None,
) -> OutsideServing:
    gives = Gives.COPY if given else Gives.CONSULT
    index = journal.append(
        office,
        EVENT,
        who,
        about=item,
        why=Kind(request.kind).purpose,
        basis=[request.code],
        n=1,
        sha512=hashlib.sha512(given.pdf).hexdigest() if given else "",
        notes={"notice": request.notice},
        more={"kind": request.kind, "gives": gives.value, "escort": escort.code}
        | ({"copy": given.copy.code} if given else {}),
    )
    return request.servings.create(
        item=item,
        gives=gives,
        copy=given.copy if given else None,
        served_by=who,
        escort=escort,
        at=office.now(),
        log_index=index,
    )
