"""Papers that are like one: whether a complaint came in before, in other words.

``like:0000000042-0007`` in a search becomes the sketch of that paper's own words, and is asked
like any other search, within what the person may know. A paper that he may not know is answered
exactly as one that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from docgen.errors import BadInput, NotFound, say
from docgen.index.conditions import Condition, Field, Query
from docgen.index.paper import Hit
from docgen.index.query import parse
from docgen.index.sketch import least, likeness
from docgen.model.ids import ItemId
from docgen.model.scope import Scope
from docgen.office import indexed
from docgen.office.desk import Office
from docgen.register.models import Item


def resolved(office: Office, query: Query, scope: Scope) -> Query:
    """With the sketch of the paper that others shall be like, itself left out."""
    named = [one for one in query.conditions if one.field is Field.LIKE]
    if not named:
        return query
    [wanted] = named  # the grammar takes one
    item = _known(wanted.value, scope)
    like = indexed.sketch_of(office, item)
    if not like:
        raise BadInput(
            say("{item} has no words that could be compared", item=item),
            why=say("it holds none, or its grade is searched by facts only"),
            fix=say("search for words of its title").by(f"docgen find {item.title}"),
            field="query",
        )
    others = tuple(one for one in query.conditions if one is not wanted)
    itself = Condition(Field.ITEM, str(item), wanted=False)
    return replace(query, conditions=(*others, itself), like=like, least=least(like))


def percents(office: Office, words: str, hits: Sequence[Hit]) -> Mapping[str, int]:
    """How like the named paper each hit is; nothing of a search that names none.

    Ask it only with what that search answered: it does not look at what the person may know.
    """
    item = next((one.value for one in parse(words).conditions if one.field is Field.LIKE), None)
    if item is None:
        return {}
    rows = _of_numbers([item, *(hit.item for hit in hits)])
    sketches = {str(row): indexed.sketch_of(office, row) for row in rows}
    return {hit.item: round(100 * likeness(sketches[item], sketches[hit.item])) for hit in hits}


def _known(text: str, scope: Scope) -> Item:
    """The paper of this number; one that may not be known is answered as one that is not there."""
    row = next(iter(_of_numbers([text])), None)
    if row is None or not scope.admits(row.rank, row.dossier.unit, str(row.dossier)):
        raise NotFound(
            say("There is no item {text}", text=text),
            why=say("nothing was filed under that number"),
            fix=say("look it up").by("docgen find WORDS"),
            field="query",
        )
    return row


def _of_numbers(numbers: Iterable[str]) -> list[Item]:
    """The filed papers among these numbers, with their words."""
    wanted: set[ItemId] = set()
    for number in numbers:
        with suppress(ValueError):
            wanted.add(ItemId.parse(number))
    rows = Item.objects.filter(
        dossier__in={one.dossier.value for one in wanted},
        turn__in={one.turn for one in wanted},
        state="filed",
    )
    named = set(map(str, wanted))
    return [row for row in rows.select_related("dossier", "text") if str(row) in named]
