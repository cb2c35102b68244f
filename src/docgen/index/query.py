"""The search grammar: what people may type, and what it means. Pure.

It is our own and never the engine's, so that a saved search outlives the engine.
docs/spec/search.md is its one-page description.

    query     = term { space term }          all terms must hold
    term      = [ "-" ] [ field ":" ] value  "-" turns it round
    value     = word | '"' phrase '"'        curly and full-width marks count as "
    field     = dossier | group | grade | template | customer | number | since | until
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from docgen.errors import BadInput, say
from docgen.index.analysis import normalise, visible
from docgen.index.conditions import Condition, Field, Query, comparable

LONGEST = 500

_NAMES: Mapping[str, Field] = MappingProxyType(
    {field.value: field for field in Field if field is not Field.TEXT}
    | {
        "案卷": Field.DOSSIER,
        "分组": Field.GROUP,
        "密级": Field.GRADE,
        "模板": Field.TEMPLATE,
        "客户": Field.CUSTOMER,
        "编号": Field.NUMBER,
        "自": Field.SINCE,
        "至": Field.UNTIL,
    }
)
_QUOTES = str.maketrans(dict.fromkeys("“”„＂", '"'))
_TERM = re.compile(
    r"""
    (?P<minus>[-－](?=\S))?
    (?: (?P<field>[A-Za-z]+|案卷|分组|密级|模板|客户|编号|自|至) [:：] )?
    (?: "(?P<phrase>[^"]*)" | (?P<word>[^\s"]*) )
    """,
    re.VERBOSE,
)


def parse(text: str) -> Query:
    """Read what a person typed.

    Raises:
        BadInput: It is empty, longer than 500 characters, has a quotation mark without its
            partner, a field that does not exist, or a value its field cannot have.
    """
    if len(text) > LONGEST:
        raise BadInput(
            say("the search is {length} characters long", length=len(text)),
            why=say("a search has at most {most} characters", most=LONGEST),
            fix=say("search for a few words of the text"),
            field="query",
        )
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise _unbalanced(visible(text))
    conditions = (_condition(found) for found in _TERM.finditer(text) if found[0])
    seen = tuple(dict.fromkeys(one for one in conditions if one.value))
    if not seen:
        raise BadInput(
            say("the search is empty"),
            why=say("nothing was typed, or nothing that can be seen"),
            fix=say('type a word, a "phrase in quotation marks", or a field such as dossier:42'),
            field="query",
        )
    return Query(seen)


def _unbalanced(text: str) -> BadInput:
    nearest = text.removesuffix('"').rstrip() if text.endswith('"') else f'{text}"'
    return BadInput(
        say("a quotation mark has no partner: {query}", query=text),
        why=say("a phrase stands between two quotation marks"),
        fix=say("write {nearest}", nearest=nearest or '"…"'),
        field="query",
    )


def _condition(found: re.Match[str]) -> Condition:
    raw = found["word"] if found["phrase"] is None else found["phrase"]
    field = _field(found["field"], visible(raw)) if found["field"] else Field.TEXT
    if field is not Field.TEXT and not normalise(raw):
        raise BadInput(
            say("the search has nothing after {name}:", name=found["field"]),
            why=say("the value follows the colon without a space"),
            fix=say(
                'write it like {name}:value, or "{name}:" to look for just that',
                name=found["field"],
            ),
            field="query",
        )
    return Condition(field, comparable(field, raw), wanted=found["minus"] is None)


def _field(name: str, raw: str) -> Field:
    known = _NAMES.get(name.casefold())
    if known:
        return known
    nearest = get_close_matches(name.casefold(), _NAMES, n=1, cutoff=0.5)
    text = f'"{name}:{raw}"'
    fix = say("write {text} to look for just that", text=text)
    if nearest:
        near = f"{nearest[0]}:{raw}"
        fix = say("write {near}, or {text} to look for just that", near=near, text=text)
    raise BadInput(
        say("there is no search field {name}", name=name),
        why=say("the fields are {fields}", fields=" ".join(f.value for f in Field if f.value)),
        fix=fix,
        field="query",
    )
