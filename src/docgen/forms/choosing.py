"""Functions that look at a question: ``pick`` a value by a choice, its ``score``, ``given`` or not.

pick(severity, '一般', 1, '较大', 3, '特殊', 7)      pick(deposit, 100, 0)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.errors import say
from docgen.forms.characters import is_blank
from docgen.forms.functions import FLAG, NUMBER
from docgen.forms.nodes import Node, Scope
from docgen.forms.section import meant
from docgen.forms.term import Term, uses, wrong_count
from docgen.forms.wrong import WrongValueError

_ANSWERS = (True, False)


@dataclass(frozen=True, slots=True)
class Picked:
    """The value that stands after the answered choice; blank after none."""

    asked: Node
    cases: tuple[tuple[object, Node], ...]

    def __call__(self, scope: Scope) -> object:
        """The value."""
        answer = self.asked(scope)
        return next((node(scope) for case, node in self.cases if case == answer), "")


@dataclass(frozen=True, slots=True)
class Scored:
    """The points of the answered choice."""

    asked: Node
    scores: Mapping[str, int]

    def __call__(self, scope: Scope) -> object:
        """The points, blank without an answer."""
        return self.scores.get(str(self.asked(scope)), "")


@dataclass(frozen=True, slots=True)
class Given:
    """Whether there is an answer; never blank."""

    asked: Node

    def __call__(self, scope: Scope) -> object:
        """True or false."""
        return not is_blank(self.asked(scope))


def pick(terms: Sequence[Term]) -> Term:
    """One value per choice, ``pick(kind, 'a', 1, 'b', 2)``, or for yes and no."""
    asked, *others = terms
    if asked.kind == FLAG:
        if not 0 < len(others) <= len(_ANSWERS):
            raise wrong_count("pick", 1 + len(_ANSWERS))
        return _picked(asked, list(zip(_ANSWERS, others, strict=False)))
    if not asked.outcomes or asked.literal:
        raise WrongValueError(
            say("pick does not go with “{what}”", what=asked.spoken),
            say("it needs a field of the kind choice or yesno first"),
        )
    if not others or len(others) % 2:
        raise WrongValueError(
            say("pick is not given pairs"),
            say("write pick(field, 'choice', value, 'choice', value)"),
        )
    cases = list(zip(others[::2], others[1::2], strict=True))
    for case, _ in cases:
        if not (case.literal and case.outcomes):
            raise WrongValueError(
                say("pick has “{what}” where a choice should stand", what=case.spoken),
                say("write pick(field, 'choice', value, 'choice', value)"),
            )
        if case.outcomes[0] not in asked.outcomes:
            raise WrongValueError(
                say("“{what}” is never {text}", what=asked.spoken, text=case.spoken),
                meant(case.outcomes[0], asked.outcomes),
            )
    return _picked(asked, [(case.outcomes[0], value) for case, value in cases])


def _picked(asked: Term, cases: Sequence[tuple[object, Term]]) -> Term:
    values = [value for _, value in cases]
    if len({value.kind for value in values}) > 1:
        raise WrongValueError(
            say("pick gives different kinds"), say("give only numbers, only texts or only days")
        )
    closed = all(value.outcomes for value in values)
    return Term(
        kind=values[0].kind,
        node=Picked(asked.node, tuple((case, value.node) for case, value in cases)),
        uses=uses((asked, *values)),
        outcomes=tuple(text for value in values for text in value.outcomes) if closed else (),
        spoken=f"按{asked.spoken}取值",
    )


def score(terms: Sequence[Term], scores: Mapping[str, int]) -> Term:
    """The points of a choice that has ``scores``."""
    if len(terms) != 1:
        raise wrong_count("score", 1)
    if not scores:
        raise WrongValueError(
            say("“{what}” has no scores", what=terms[0].spoken),
            say("name a field of the kind choice with scores = {{ … }}"),
        )
    spoken = f"{terms[0].spoken}得分"
    node = Scored(terms[0].node, scores)
    return replace(terms[0], kind=NUMBER, node=node, outcomes=(), spoken=spoken)


def given(terms: Sequence[Term]) -> Term:
    """Whether a question is answered."""
    if len(terms) != 1:
        raise wrong_count("given", 1)
    spoken = f"已填{terms[0].spoken}"
    node = Given(terms[0].node)
    return replace(terms[0], kind=FLAG, node=node, outcomes=(), spoken=spoken)
