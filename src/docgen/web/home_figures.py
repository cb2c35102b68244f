"""The few figures of the home page: for each role those of its own work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from docgen.errors import say
from docgen.model.people import Role
from docgen.office import figures
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.web import charts
from docgen.web.charts import Chart

#: No page has more.
_MOST = 2


def _filed(office: Office, who: Person) -> Chart:
    return charts.columns(say("Papers you filed, by week"), figures.filed(office, who))


def _lent(office: Office, _: Person) -> Chart:
    return charts.columns(say("Papers handed over, by week"), figures.lent(office))


def _asked(office: Office, who: Person) -> Chart:
    return charts.columns(say("Outside requests, by week"), figures.outside(office, who))


def _late_duties(office: Office, _: Person) -> Chart:
    return charts.ranked(say("Late duties, by unit"), figures.late_duties(office))


def _late_loans(office: Office, _: Person) -> Chart:
    return charts.ranked(say("Overdue loans, by unit"), figures.late_loans(office))


def _accounts(_: Office, __: Person) -> Chart:
    counted = {Role(role).said: n for role, n in figures.accounts().items()}
    return charts.ranked(say("Accounts, by role"), counted)


_Made = Callable[[Office, Person], Chart]
_OF: Mapping[Role, tuple[_Made, ...]] = {
    Role.ARCHIVIST: (_lent, _late_loans),
    Role.MANAGER: (_late_duties, _late_loans),
    Role.LEGAL: (_asked,),
    Role.CLERK: (_filed,),
    Role.AUDITOR: (_late_loans, _late_duties),
    Role.ADMINISTRATOR: (_accounts,),
}


def of(office: Office, who: Person, roles: Collection[Role]) -> list[Chart]:
    """The drawings for somebody; each is made once."""
    made = dict.fromkeys(_makers(roles))
    return [one(office, who) for one in [*made][:_MOST]]


def _makers(roles: Collection[Role]) -> Iterator[_Made]:
    for role in _OF:
        if role in roles:
            yield from _OF[role]
