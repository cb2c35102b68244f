"""Comparisons of an expression: ``<= == in not``, with texts held against the choices there are."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from docgen.errors import say
from docgen.forms.functions import DAY, FLAG, IDCARD, LIST, NUMBER, TEXT, TIME
from docgen.forms.nodes import Applied
from docgen.forms.occasion import plain_day
from docgen.forms.section import meant
from docgen.forms.term import Term, refuse_kind, uses
from docgen.forms.wrong import WrongValueError

_RUN: Mapping[str, Callable[..., object]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_SPOKEN = {"<": "＜", "<=": "≤", "==": "＝", "!=": "≠", ">=": "≥", ">": "＞"}
_ORDERED = (NUMBER, DAY, TIME)
_DATED = frozenset((DAY, TIME))
_WORDS = frozenset((TEXT, IDCARD))


def compared(sign: str, parts: Sequence[Term]) -> Term:
    """Two values of one kind; a day and a time by their days."""
    left, right = parts
    mixed = left.kind != right.kind
    if mixed and not any({left.kind, right.kind} <= kinds for kinds in (_DATED, _WORDS)):
        raise WrongValueError(
            say(
                "“{one}” and “{other}” are of different kinds", one=left.spoken, other=right.spoken
            ),
            say("compare two days, two numbers or two texts"),
        )
    if sign not in ("==", "!="):
        refuse_kind(sign, left, *_ORDERED)
    elif left.kind == LIST:
        raise WrongValueError(
            say("“{what}” holds several choices", what=left.spoken),
            say("write 'choice' in field"),
        )
    _refuse_strange(left, right)
    nodes = tuple(_plain(part) if mixed else part.node for part in parts)
    spoken = f"{left.spoken} {_SPOKEN[sign]} {right.spoken}"
    return Term(kind=FLAG, node=Applied(_RUN[sign], nodes), uses=uses(parts), spoken=spoken)


def _plain(part: Term) -> Applied:
    return Applied(plain_day if part.kind in _DATED else str, (part.node,))


def _refuse_strange(one: Term, other: Term) -> None:
    """Refuse a comparison with a text that is none of the choices, mistyped for instance."""
    for asked, text in ((one, other), (other, one)):
        strange = set(text.outcomes) - set(asked.outcomes)
        if text.literal and asked.outcomes and strange:
            raise WrongValueError(
                say("“{what}” is never {text}", what=asked.spoken, text=text.spoken),
                meant(min(strange), asked.outcomes),
            )


def listed_in(_: str, parts: Sequence[Term]) -> Term:
    """``severity in ('较大', '特殊')``, or ``'其他' in scopes`` for a field of several choices."""
    left, *others = parts
    if len(others) == 1 and others[0].kind == LIST:
        refuse_kind("in", left, TEXT)
        _refuse_strange(left, others[0])
        holds = Applied(operator.contains, (others[0].node, left.node))
        spoken = f"{others[0].spoken} 含 {left.spoken}"
        return Term(kind=FLAG, node=holds, uses=uses(parts), spoken=spoken)
    for other in others:
        if not other.literal:
            raise WrongValueError(
                say("in is followed by “{what}”", what=other.spoken),
                say("write in ('one', 'other') with texts in straight quotes"),
            )
        refuse_kind("in", other, left.kind)
        _refuse_strange(left, other)
    spoken = f"{left.spoken} 为 {'、'.join(other.spoken for other in others)}"
    nodes = (left.node, *(other.node for other in others))
    return Term(kind=FLAG, node=Applied(_is_one_of, nodes), uses=left.uses, spoken=spoken)


def _is_one_of(value: object, *others: object) -> bool:
    return value in others


def negated(_: str, parts: Sequence[Term]) -> Term:
    """``not``; blank stays blank."""
    (part,) = parts
    refuse_kind("not", part, FLAG)
    node = Applied(operator.not_, (part.node,))
    return Term(kind=FLAG, node=node, uses=part.uses, spoken=f"非（{part.spoken}）")
