"""Whom and where a posting is about: his dossier as posted staff, his account, his area."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.errors import BadInput, NotFound, say
from docgen.model.ids import DossierNumber
from docgen.model.posting import OVER
from docgen.office import customers, dossiers, people
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.register.models import Dossier, Person
from docgen.register.models_postings import Area
from docgen.register.models_postings import Posting as Row

TYPE = "posted-staff"


@dataclass(frozen=True, slots=True)
class StaffToBe(Unopened):
    """The dossier that a posted person gets with his first posting; its key is his 工号."""

    number: str = ""

    def take(self, office: Office, who: Person) -> Dossier:
        """The dossier, opened now; inside a transaction."""
        return dossiers.opened(office, who, self.customer, self.kind, self.number)


def place_of(office: Office, who: Person, text: str, number: str) -> Dossier | StaffToBe:
    """The dossier of a posted person, by its number, his id or his name."""
    if text.isdecimal() and len(text) <= len(str(DossierNumber(1))):
        row = dossiers.resolve(who, text)
        if row.type == TYPE:
            return row
        raise BadInput(
            say("{dossier} is no dossier of posted staff", dossier=row),
            why=say("it is of type {kind}", kind=row.type),
            fix=say("give the person's id or name"),
            field="staff",
        )
    customer = customers.resolve(who, text)
    there = dossiers.visible(who).filter(customer=customer, type=TYPE, state="active").first()
    kind = office.rules.dossier_type(TYPE)
    return there or StaffToBe(customer, kind, number or customer.code)


def refuse_second(dossier: Dossier) -> None:
    """``BadInput`` if somebody has a posting that is not over."""
    there = Row.objects.filter(dossier=dossier).exclude(state__in=OVER).first()
    if there is not None:
        raise BadInput(
            say("{name} has the posting {code} already", name=there.name, code=there.code),
            why=say("nobody is posted twice at the same time"),
            fix=say("go on with the posting {code}", code=there.code).by(
                f"docgen posting show {there.code}"
            ),
            field="staff",
        )


def area_of(key: str) -> Area:
    """The area with this key."""
    row = Area.objects.filter(key=key.strip()).first()
    if row is None:
        raise NotFound(
            say("There is no area {key}", key=key),
            why=say("these are known: {names}", names=_known()),
            fix=say("add it to the areas").by("docgen posting area KEY --title …"),
            field="area",
        )
    return row


def account_of(login: str) -> Person:
    """The account of whoever is posted; it must be open."""
    row = people.by_login(login)
    if row.active:
        return row
    raise BadInput(
        say("The account {login} is closed", login=login),
        why=say("nobody can work with it"),
        fix=say("give another one"),
        field="login",
    )


def _known() -> str:
    return ", ".join(Area.objects.order_by("key").values_list("key", flat=True)[:20]) or "-"
