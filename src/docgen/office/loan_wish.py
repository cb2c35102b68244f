"""What somebody who wants to borrow a paper is shown of it before he asks.

A paper that he may not know of is told like one that is not there. Whoever asks need not know a
paper (R3): that is what the loan is for. But then nothing of it is shown to him beforehand.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from docgen.errors import NotFound
from docgen.model.access import Act
from docgen.model.loan import BINDING, Kind
from docgen.office import gate, lending, loans
from docgen.office.desk import Office
from docgen.register.models import Item, Loan, Person


@dataclass(frozen=True, slots=True)
class Wish:
    """A paper somebody wants.

    Args:
        item: The paper.
        pages: How many pages it has by its description.
        away: Whether somebody has its original, or is promised it.
        waiting: How many wait for its original.
    """

    item: Item
    pages: int | None
    away: bool
    waiting: int


def ask(office: Office, who: Person) -> None:
    """Whether somebody borrows papers at all."""
    gate.ask(office, who, Act.FIND, "loan.requested")


def paper(office: Office, who: Person, text: str) -> Wish | None:
    """The paper with this number, if this person may know of it."""
    item = None
    with contextlib.suppress(NotFound):
        item = lending.item_of(text)
    if item is None or not gate.weigh(office, who, Act.VIEW, paper=gate.paper_of(item)).allow:
        return None
    originals = Loan.objects.filter(item=item, kind__in=[one for one in Kind if one.is_original])
    states = list(originals.values_list("state", flat=True))
    return Wish(
        item, loans.pages_of(item), any(one in BINDING for one in states), states.count("waiting")
    )


def knows(office: Office, who: Person, text: str) -> bool:
    """Whether this person may know that there is such a paper."""
    return paper(office, who, text) is not None
