"""Looking after the office from the page: who may, and that he looked.

Whoever may manage people may look at settings, rules, backups, errands and health; none of these
shows a paper.
"""

from __future__ import annotations

from docgen.model.access import Act
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

EVENT = "office.inspected"


def ask(office: Office, who: Person) -> None:
    """Whether this person looks after the office; a refusal is logged."""
    gate.ask(office, who, Act.MANAGE_PEOPLE, EVENT)


def look(office: Office, who: Person, what: str) -> None:
    """The same, and that he looked at one side of it: its ``rules``, its ``health``."""
    ask(office, who)
    with one_transaction():
        journal.append(office, EVENT, who, obj=what)
