"""Signs and functions of expressions over bound terms: kinds compared, nodes made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from docgen.errors import say
from docgen.forms import reckoning
from docgen.forms.functions import DAY, FLAG, FUNCTIONS, LENGTH, NUMBER, SAME, TIME
from docgen.forms.nodes import Applied, Constant, Gathered, Joined, OfOccasion
from docgen.forms.term import Term, refuse_kind, uses, wrong_count
from docgen.forms.wrong import WrongValueError

_UNITS = {"days": "日", "workdays": "个工作日", "months": "个月", "years": "年", "hours": "小时"}
_SPOKEN = {"+": "+", "-": "−", "*": "×", "/": "÷", "and": "且", "or": "或"}
_PLUS: Mapping[str, Callable[..., object]] = {
    "days": reckoning.plus_days,
    "months": reckoning.plus_months,
    "years": reckoning.plus_years,
    "hours": reckoning.plus_hours,
}
_SIGNS: Mapping[str, Callable[..., object]] = {
    "+": reckoning.add,
    "-": reckoning.subtract,
    "*": reckoning.multiply,
    "/": reckoning.divide,
}


def gathered(name: str, terms: Sequence[Term]) -> Term:
    """``sum``, ``count`` and the like, of a column or of several values."""
    function = FUNCTIONS[name]
    for term in terms:
        refuse_kind(name, term, *sorted(function.takes[0]))
    if function.gives == SAME and len({term.kind for term in terms}) > 1:
        raise WrongValueError(
            say("{name} is given different kinds", name=name),
            say("give it only numbers, or only days"),
        )
    nodes = tuple(term.node for term in terms)
    return Term(
        kind=terms[0].kind if function.gives == SAME else function.gives,
        node=Gathered(function.run, nodes),
        uses=uses(terms),
        spoken=_called(function.title, terms),
    )


def applied(name: str, terms: Sequence[Term]) -> Term:
    """A function of single values."""
    function = FUNCTIONS[name]
    if len(terms) != len(function.takes):
        raise wrong_count(name, len(function.takes))
    for term, kinds in zip(terms, function.takes, strict=True):
        refuse_kind(name, term, *sorted(kinds))
    nodes = tuple(term.node for term in terms)
    return Term(
        kind=function.gives,
        node=(OfOccasion if function.occasion else Applied)(function.run, nodes),
        uses=(*uses(terms), "calendar()") if function.occasion else uses(terms),
        outcomes=function.outcomes,
        spoken=_called(function.title, terms),
    )


def _called(title: str, terms: Sequence[Term]) -> str:
    return f"{title}（{'、'.join(term.spoken for term in terms)}）"


def lengthened(unit: str, count: Term) -> Term:
    """``3 workdays``: a length that a day can be put off by."""
    refuse_kind(unit, count, NUMBER)
    spoken = f"{count.spoken} {_UNITS[unit]}"
    return replace(count, kind=LENGTH, outcomes=(unit,), spoken=spoken, literal=False)


def counted(sign: str, parts: Sequence[Term]) -> Term:
    """``+ - * /`` of numbers, and a day before or after another."""
    left, right = parts
    if right.kind == LENGTH and sign in "+-":
        return _later(sign, left, right)
    if {left.kind, right.kind} <= {DAY, TIME} and sign == "-":
        raise WrongValueError(
            say("two days are not subtracted with a sign"),
            say("write days(start, end), which says which one comes first"),
        )
    for part in parts:
        refuse_kind(sign, part, NUMBER)
    nodes = tuple(part.node for part in parts)
    spoken = f"{left.spoken} {_SPOKEN[sign]} {right.spoken}"
    return Term(kind=NUMBER, node=Applied(_SIGNS[sign], nodes), uses=uses(parts), spoken=spoken)


def _later(sign: str, day: Term, length: Term) -> Term:
    (unit,) = length.outcomes
    refuse_kind(unit, day, *((TIME,) if unit == "hours" else (DAY, TIME)))
    count = length.node
    if sign == "-":
        count = Applied(reckoning.subtract, (Constant(0), count))
    term = Term(
        kind=day.kind,
        node=day.node,
        uses=uses((day, length)),
        spoken=f"{day.spoken} {_SPOKEN[sign]} {length.spoken}",
    )
    if unit == "workdays":
        node = OfOccasion(reckoning.plus_workdays, (day.node, count))
        return replace(term, kind=DAY, node=node, uses=(*term.uses, "calendar()"))
    return replace(term, node=Applied(_PLUS[unit], (day.node, count)))


def joined(word: str, parts: Sequence[Term]) -> Term:
    """``and`` and ``or``."""
    for part in parts:
        refuse_kind(word, part, FLAG)
    nodes = tuple(part.node for part in parts)
    spoken = f" {_SPOKEN[word]} ".join(part.spoken for part in parts)
    return Term(kind=FLAG, node=Joined(word == "or", nodes), uses=uses(parts), spoken=spoken)
