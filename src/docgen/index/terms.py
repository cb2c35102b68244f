"""One term of a search: how it is read, how it is written, and what it may have meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from docgen.errors import say
from docgen.index.analysis import normalise, visible
from docgen.index.conditions import Condition, Field
from docgen.index.values import Unfit, comparable, shown

# A customer's pinyin is asked for with the customer's name.
FIELDS = tuple(field for field in Field if field not in {Field.TEXT, Field.PINYIN})
_CHINESE = {
    "案卷": Field.DOSSIER,
    "件号": Field.ITEM,
    "分组": Field.GROUP,
    "密级": Field.GRADE,
    "模板": Field.TEMPLATE,
    "部门": Field.UNIT,
    "客户": Field.CUSTOMER,
    "编号": Field.NUMBER,
    "电话": Field.PHONE,
    "自": Field.SINCE,
    "至": Field.UNTIL,
    "相似": Field.LIKE,
}
_NAMES: Mapping[str, Field] = MappingProxyType(
    {field.value: field for field in FIELDS} | {"from": Field.SINCE, "to": Field.UNTIL} | _CHINESE
)
_BOTH = [f"{field.value}={chinese}" for chinese, field in _CHINESE.items()]

QUOTES = str.maketrans(dict.fromkeys("“”„＂", '"'))
_NAME = "[A-Za-z]+|" + "|".join(_CHINESE)
TERM = re.compile(
    rf"""
    (?P<minus>[-－](?=\S))?
    (?: (?P<name>{_NAME}) [:：] )?
    (?: "(?P<phrase>[^"]*)" | (?P<word>[^\s"]*) )
    """,
    re.VERBOSE,
)
_GAP = re.compile(rf"((?:^|\s)[-－]?(?:{_NAME})[:：])\s+(?=[^\s\-－])(?!(?:{_NAME})[:：])")
_TYPED_PINYIN = re.compile("(?=.*[a-z])[a-z0-9]+")


class Misread(Exception):
    """A search cannot be read.

    Args:
        what: What is wrong.
        why: The reason.
        nearest: Terms that may have been meant, the nearest first.
    """

    def __init__(self, what: str, why: str, *nearest: str) -> None:
        super().__init__(what)
        self.what, self.why, self.nearest = what, why, nearest


def condition_of(term: re.Match[str]) -> Condition:
    """What a term means; ``Misread`` if nothing."""
    raw, name, wanted = _raw(term), term["name"], not term["minus"]
    if not name:
        return Condition(Field.TEXT, normalise(raw), wanted)
    field = _NAMES.get(name.casefold())
    if not field:
        raise _unknown(term)
    try:
        value = comparable(field, raw) if normalise(raw) else ""
    except Unfit as unfit:
        what = say("the search cannot use {name}:{raw}", name=name, raw=visible(raw))
        raise Misread(what, unfit.why, *_instead(term, unfit)) from unfit
    if not value:
        what = say("the search has nothing after {name}:", name=name)
        raise Misread(what, say("the value follows the colon without a space"))
    if field is Field.LIKE and not wanted:
        what = say("the search asks for what is unlike a paper")
        raise Misread(what, say("only what is like one can be looked for"), f"{name}:{value}")
    if field is Field.CUSTOMER and not term["phrase"] and _TYPED_PINYIN.fullmatch(value):
        field = Field.PINYIN
    return Condition(field, value, wanted)


def term_of(condition: Condition) -> str:
    """A condition as a term that means it.

    Quotation marks cannot be looked for: of a value with some the longest piece is written.
    """
    pieces = condition.value.translate(QUOTES).split('"')
    if len(pieces) > 1:
        return term_of(replace(condition, value=max(pieces, key=len).strip()))
    field = Field.CUSTOMER if condition.field is Field.PINYIN else condition.field
    before = "" if condition.wanted else "-"
    before += f"{field.value}:" if field.value else ""
    value = shown(field, condition.value)
    plain = TERM.fullmatch(before + value)
    with suppress(Misread):
        if plain and condition_of(plain) == condition:
            return plain[0]
    return f'{before}"{value}"'


def mended(typed: str) -> Iterator[tuple[str, Condition]]:
    """The terms of a search with what they mean, for each that has no meaning the nearest.

    Args:
        typed: Its quotation marks are ``"`` and in pairs.
    """
    for term in TERM.finditer(_GAP.sub(r"\1", typed)):
        near = (TERM.fullmatch(text) for text in _nearest(term))
        for one in filter(None, near):
            with suppress(Misread):
                if (condition := condition_of(one)).value:
                    yield one[0], condition
                    break


def _nearest(term: re.Match[str]) -> Iterator[str]:
    yield term[0]
    try:
        condition_of(term)
    except Misread as misread:
        yield from misread.nearest
        yield f'{_minus(term)}"{term["name"]}:{visible(_raw(term))}"'


def _instead(term: re.Match[str], unfit: Unfit) -> Iterator[str]:
    """The nearest value, else the value as a word."""
    if unfit.nearest:
        name = unfit.field.value if unfit.field else term["name"]
        yield f"{_minus(term)}{name}:{unfit.nearest}"
    yield term_of(Condition(Field.TEXT, normalise(_raw(term)), not term["minus"]))


def _unknown(term: re.Match[str]) -> Misread:
    near = get_close_matches(term["name"].casefold(), _NAMES, n=1, cutoff=0.5)
    value = term[0].partition(term["name"])[2]
    return Misread(
        say("there is no search field {name}", name=term["name"]),
        say("the fields are {fields}", fields=" ".join(_BOTH)),
        *(f"{_minus(term)}{name}{value}" for name in near),
    )


def _minus(term: re.Match[str]) -> str:
    return term["minus"] or ""


def _raw(term: re.Match[str]) -> str:
    return term["word"] if term["phrase"] is None else term["phrase"]
