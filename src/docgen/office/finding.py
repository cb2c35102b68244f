"""Searching: the person's scope goes into the query, so nothing he may not know can leak.

What is found shows index data (G-012). Words of the paper around the place are shown only of
papers that the person may read on his own standing, which is what the scope admits, and never of
the highest grade: its words are read in the paper, on an entry of its own.
"""

from __future__ import annotations

from dataclasses import replace

from docgen.index.paper import Hit, Result
from docgen.index.query import parse
from docgen.model.access import Act, visible_to
from docgen.model.grades import Grade
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
    return replace(result, hits=tuple(map(_without_words, result.hits)))


def _without_words(hit: Hit) -> Hit:
    return replace(hit, snippet="", spans=()) if hit.rank >= Grade.A.rank else hit
