"""Searching: the person's scope goes into the query, so nothing he may not know can leak."""

from __future__ import annotations

from docgen.index.paper import Result
from docgen.index.query import parse
from docgen.model.access import Act, visible_to
from docgen.office import gate, journal, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person


def search(office: Office, who: Person, words: str, *, limit: int = 20, offset: int = 0) -> Result:
    """What this person may know of that matches; papers filed a moment ago are found."""
    query = parse(words)
    gate.ask(office, who, Act.FIND, "archive.searched")
    upkeep.catch_up(office, wait=True)
    scope = visible_to(gate.as_acting(who))
    result = office.index.search(query, scope, limit=limit, offset=offset)
    with one_transaction():
        journal.append(office, "archive.searched", who, n=result.total, notes={"words": words})
    return result
