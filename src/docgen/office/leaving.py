"""Closing an account, and what its owner still has in hand (还清手续; 保守国家秘密法 2024 art. 46).

The account is closed whatever is found: access ends with it at once. The list is what the office
asks back from him, or gives to somebody else; it names numbers, never titles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from docgen.errors import Said, say
from docgen.model import copies, disposal, loan, outside, permit, transfer
from docgen.office import people
from docgen.office.desk import Office
from docgen.office.issuing import reader
from docgen.register.models import Loan, Person
from docgen.register.models_copies import Copy
from docgen.register.models_custody import Transfer
from docgen.register.models_disposal import DestructionList
from docgen.register.models_keeping import Shortening
from docgen.register.models_outside import OutsideRequest
from docgen.register.models_permits import Permit


class _State(Protocol):
    @property
    def value(self) -> str: ...
    @property
    def said(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that still hangs on a person.

    Args:
        kind: loan, copy, permit, transfer, outside, destruction or shortening.
        said: The kind as people say it.
        code: Its number.
        item: The paper's number, if it is about one paper.
        state: Where it stands.
    """

    kind: str
    said: Said
    code: str
    item: str
    state: _State


def close(office: Office, who: Person, login: str) -> tuple[Person, list[Held]]:
    """Close an account, and tell what its owner still has in hand."""
    row = people.close(office, who, login)
    return row, list(held_by(row))


def held_by(row: Person) -> Iterator[Held]:
    """What a person has out, and what he asked for and nobody has ended yet."""
    lent = Loan.objects.filter(borrower=row, state__in=loan.OPEN)
    yield from _each("loan", say("paper on loan"), loan.State, lent)
    own = Q(holder=reader(row)) | Q(noted_by=row, holder__startswith=f"{row.name}（")
    for copy in Copy.objects.filter(own, state=copies.State.HELD).order_by("pk"):
        number = copy.number or copy.code
        yield Held("copy", say("copy"), number, str(copy.item), copies.State.HELD)
    asked = Permit.objects.filter(asked_by=row, state__in=("requested", "approved"))
    yield from _each("permit", say("permit"), permit.State, asked)
    sent = Transfer.objects.filter(proposed_by=row, state__in=transfer.OPEN)
    yield from _each("transfer", say("transfer"), transfer.State, sent)
    taken = OutsideRequest.objects.filter(requested_by=row, state__in=("requested", "approved"))
    yield from _each("outside", say("outside request"), outside.State, taken)
    lists = DestructionList.objects.filter(proposed_by=row, state__in=disposal.OPEN)
    yield from _each("destruction", say("destruction list"), disposal.State, lists)
    shorter = Shortening.objects.filter(proposed_by=row, state=disposal.State.PROPOSED)
    yield from _each("shortening", say("shorter period"), disposal.State, shorter)


def _each(
    kind: str, said: Said, states: Callable[[str], _State], rows: QuerySet[Any]
) -> Iterator[Held]:
    for row in rows.order_by("pk"):
        yield Held(kind, said, row.code, str(getattr(row, "item", "")), states(row.state))
