"""Who owes what the calendar brings: each person or each unit that a duty's rule names.

A unit without anybody, and a group without members, owes nothing; ``docgen duty rules`` says how
many hold each duty, so that none is left lying unseen. Whoever is posted belongs to the groups of
his kind while it lasts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from docgen.model.duty import Duties, Rule
from docgen.model.people import READERS
from docgen.register.models import Person


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody in a staff group for some time; ``until`` is the last day, if it has come."""

    group: str
    person: Person
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who owes: a person, or the unit together; from one day to another if they are."""

    unit: str
    person: Person | None = None
    since: dt.date = dt.date.min
    until: dt.date | None = None

    @property
    def code(self) -> str:
        """What stands in the duty's key for him."""
        return self.person.code if self.person else self.unit

    def owes(self, day: dt.date) -> bool:
        """Whether the turn of a day is his."""
        return self.since <= day and (self.until is None or day <= self.until)


def working() -> list[Person]:
    """The people who work with papers and whose accounts are open."""
    rows = Person.objects.filter(active=True).order_by("pk")
    return [one for one in rows if not READERS.isdisjoint(one.roles)]


def holders(
    duties: Duties, rule: Rule, people: Iterable[Person], stays: Iterable[Stay] = ()
) -> list[Holder]:
    """Who owes this duty.

    Args:
        duties: All duties, with the staff groups.
        rule: This one.
        people: Who works here.
        stays: Who belongs to a staff group by a posting.
    """
    named = {login for group in rule.groups for login in duties.groups.get(group, ())}
    there = list(people)
    fitting = [
        Holder(one.unit, one)
        for one in there
        if _fits(rule, one) and (not rule.groups or one.login in named or one.code in named)
    ]
    always, open_ = {one.code for one in fitting}, {one.pk for one in there}
    fitting += [
        Holder(one.person.unit, one.person, one.since, one.until)
        for one in stays
        if one.group in rule.groups and one.person.pk in open_
        if _fits(rule, one.person) and one.person.code not in always
    ]
    if rule.by_unit:
        return [Holder(unit) for unit in dict.fromkeys(one.unit for one in fitting)]
    return fitting


def _fits(rule: Rule, one: Person) -> bool:
    return (not rule.units or one.unit in rule.units) and (
        not rule.roles or not rule.roles.isdisjoint(one.roles)
    )
