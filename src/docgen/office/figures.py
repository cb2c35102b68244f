"""Figures of the office for the home page: counted by the database, within what one may know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from docgen.model.loan import State as LoanState
from docgen.office import duties, outside_desk
from docgen.office.counting import by_unit, by_week
from docgen.office.desk import Office
from docgen.register.models import Item, Loan, Person

#: A figure of some weeks looks at so many of the newest rows, however many there are.
_NEWEST = 5000


def filed(office: Office, who: Person) -> Mapping[str, int]:
    """The papers somebody filed, week by week, among his newest."""
    newest = Item.objects.filter(filed_by=who).order_by("-pk").values("pk")[:_NEWEST]
    return by_week(office, Item.objects.filter(pk__in=newest), "filed_at")


def lent(office: Office) -> Mapping[str, int]:
    """The papers that were handed over at the loan desk, week by week, of the newest loans."""
    newest = Loan.objects.order_by("-pk").values("pk")[:_NEWEST]
    return by_week(office, Loan.objects.filter(pk__in=newest), "out_at")


def outside(office: Office, who: Person) -> Mapping[str, int]:
    """The outside requests that somebody may know of, week by week."""
    return by_week(office, outside_desk.visible(who), "requested_at")


def late_duties(office: Office) -> Mapping[str, int]:
    """The duties that are late now, by unit."""
    return by_unit(duties.open_rows().filter(deadline__lt=office.now()), "unit")


def late_loans(office: Office) -> Mapping[str, int]:
    """The loans that are past their day, by the borrower's unit."""
    return by_unit(Loan.objects.filter(state=LoanState.OUT, due__lt=office.today), "borrower__unit")


def accounts() -> Mapping[str, int]:
    """The open accounts, by role."""
    held = Person.objects.filter(active=True).values_list("roles", flat=True)
    return Counter(role for roles in held for role in roles)
