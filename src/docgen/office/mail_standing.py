"""How reminders by mail stand: where they go, how many went, and whether the server lets us in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from docgen.office import inspecting, mailing
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_reminders import Reminder

_NEWEST = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """Reminders by state, the newest of them, and accounts that have no address."""

    states: dict[str, int]
    newest: list[Reminder]
    homeless: list[str]


def standing(office: Office) -> Standing:
    """How it stands."""
    counted = Reminder.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
    rows = Reminder.objects.select_related("person").order_by("-pk")[:_NEWEST]
    known = office.settings.mail.addresses
    logins = Person.objects.filter(active=True).order_by("login").values_list("login", flat=True)
    return Standing(dict(counted), list(rows), [one for one in logins if one not in known])


def try_server(office: Office, who: Person) -> None:
    """Talk to the mail server and send nothing; ``OutsideFailed`` says what is wrong."""
    inspecting.ask(office, who)
    with mailing.connected(office.settings.mail):
        pass
