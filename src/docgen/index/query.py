"""The search grammar: what people may type, and what it means. Pure.

It is our own and never the engine's, so that a saved search outlives the engine.
docs/spec/search.md is its one-page description.

    query     = term { space term }          all terms must hold
    term      = [ "-" ] [ field ":" ] value  "-" turns it round
    value     = word | '"' phrase '"'        curly and full-width marks count as "
    field     = dossier | item | group | grade | template | unit | customer | number | phone
              | since | until | like, each also in Chinese (index.terms)

``parse`` and ``as_text`` are each other's inverse: what the one gives, the other takes.
"""

from __future__ import annotations

from docgen.errors import BadInput, say
from docgen.index.analysis import visible
from docgen.index.conditions import Condition, Field, Query
from docgen.index.terms import QUOTES, TERM, Misread, condition_of, mended, term_of

LONGEST = 500
_A_FEW_WORDS = 60


def parse(text: str) -> Query:
    """Read what a person typed.

    Raises:
        BadInput: It is empty, longer than 500 characters, has a quotation mark without its
            partner, a field that does not exist, or a value its field cannot have. Its advice
            is the nearest search that can be read, if there is one.
    """
    try:
        return _read(text)
    except Misread as misread:
        fix = say('type a word, a "phrase in quotation marks", or a field such as dossier:42')
        if nearest := _nearest(text):
            fix = say("write {nearest}", nearest=nearest)
        raise BadInput(misread.what, why=misread.why, fix=fix, field="query") from misread


def as_text(query: Query) -> str:
    """A query as it can be typed, kept and read again; a ``like`` that is a sketch is left out."""
    return " ".join(map(term_of, query.conditions))


def _read(text: str) -> Query:
    if len(text) > LONGEST:
        raise _too_long(len(text))
    typed = visible(text.translate(QUOTES))
    if typed.count('"') % 2:
        raise Misread(
            say("a quotation mark has no partner: {query}", query=typed),
            say("a phrase stands between two quotation marks"),
        )
    conditions = (condition_of(found) for found in TERM.finditer(typed) if found[0])
    query = Query(tuple(dict.fromkeys(one for one in conditions if one.value)))
    if not query.conditions:
        raise Misread(
            say("the search is empty"), say("nothing was typed, or nothing that can be seen")
        )
    if sum(one.field is Field.LIKE for one in query.conditions) > 1:
        raise Misread(
            say("the search asks for what is like several papers"),
            say("only one paper can be compared with the others"),
        )
    if len(written := as_text(query)) > LONGEST:
        raise _too_long(len(written))
    return query


def _too_long(length: int) -> Misread:
    return Misread(
        say("the search is {length} characters long", length=length),
        say("a search has at most {most} characters", most=LONGEST),
    )


def _nearest(text: str) -> str:
    """What can be read and is nearest, "" if nothing is: as it was typed, but for its faults."""
    text = text if len(text) <= LONGEST else text[:_A_FEW_WORDS]
    typed = visible(text.translate(QUOTES))
    if typed.count('"') % 2:
        typed = typed[:-1] if typed.endswith('"') else f'{typed}"'
    kept: dict[str, Condition] = {}
    for term, condition in mended(typed):
        if condition.field is Field.LIKE and any(one.field is Field.LIKE for one in kept.values()):
            continue
        longer = {**kept, term: condition}
        if max(len(" ".join(longer)), len(as_text(Query(tuple(longer.values()))))) > LONGEST:
            break
        kept = longer
    return " ".join(kept)
