"""Who owes what the calendar brings: each person or each unit that a duty's rule names.

A unit without anybody, and a group without members, owes nothing; ``docgen duty rules`` says how
many hold each duty, so that none is left lying unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docgen.model.duty import Duties, Rule
from docgen.model.people import READERS
from docgen.register.models import Person


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who owes: a person, or the unit together."""

    unit: str
    person: Person | None = None

    @property
    def code(self) -> str:
        """What stands in the duty's key for him."""
        return self.person.code if self.person else self.unit


def working() -> list[Person]:
    """The people who work with papers and whose accounts are open."""
    rows = Person.objects.filter(active=True).order_by("pk")
    return [one for one in rows if not READERS.isdisjoint(one.roles)]


def holders(duties: Duties, rule: Rule, people: Iterable[Person]) -> list[Holder]:
    """Who owes this duty."""
    named = {login for group in rule.groups for login in duties.groups.get(group, ())}
    fitting = [
        one
        for one in people
        if (not rule.units or one.unit in rule.units)
        and (not rule.roles or not rule.roles.isdisjoint(one.roles))
        and (not rule.groups or one.login in named or one.code in named)
    ]
    if rule.by_unit:
        return [Holder(unit) for unit in dict.fromkeys(one.unit for one in fitting)]
    return [Holder(one.unit, one) for one in fitting]
