"""A bound expression: what it gives, what it needs, and how messages call it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import say
from docgen.forms.functions import DAY, FLAG, LENGTH, LIST, NUMBER, TABLE, TIME
from docgen.forms.nodes import Node, Scope
from docgen.forms.occasion import NoOccasionError
from docgen.forms.wrong import WrongValueError

_KINDS_SAID = {
    NUMBER: say("a number"),
    DAY: say("a date"),
    TIME: say("a date with a time"),
    FLAG: say("yes or no"),
    LIST: say("some of the choices"),
    TABLE: say("a table"),
    LENGTH: say("a length of time"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An expression that fits its form.

    Args:
        kind: What it gives, one of the kinds of ``functions``.
        node: What runs.
        uses: The questions it needs, ``total``, ``items.amount``; also ``calendar()``, ``today()``.
        many: Whether it is a whole column.
        outcomes: Every text it can give, the unit of a length; empty if they cannot be listed.
        literal: Whether it stands in the expression itself.
        spoken: How messages write it, with labels instead of names.
        text: The whole expression as it was written; "" for a part of one.
    """

    kind: str
    node: Node
    uses: tuple[str, ...] = ()
    many: bool = False
    outcomes: tuple[str, ...] = ()
    literal: bool = False
    spoken: str = ""
    text: str = ""

    def value(self, scope: Scope) -> object:
        """Its value, "" if something it needs is blank.

        Raises:
            WrongValueError: It is beyond all numbers or days.
            NoOccasionError: It needs the day or the calendar, and the scope has none.
        """
        try:
            return self.node(scope)
        except NoOccasionError:
            raise
        except (ArithmeticError, ValueError):
            # Exact numbers and checked days can only fail by leaving every bound.
            raise WrongValueError(
                say("“{what}” is too large or too far away", what=self.spoken),
                say("check the numbers and days it is computed from"),
            ) from None


def said_kind(kind: str) -> str:
    """A kind as a sentence names it."""
    return _KINDS_SAID.get(kind, say("text"))


def uses(terms: Sequence[Term]) -> tuple[str, ...]:
    """The questions that several terms need, each once."""
    return tuple(dict.fromkeys(name for term in terms for name in term.uses))


def refuse_kind(name: str, term: Term, *kinds: str) -> None:
    """Refuse a term of another kind than the function or sign ``name`` takes."""
    if term.kind not in kinds:
        kind, wanted = said_kind(term.kind), said_kind(kinds[0])
        raise WrongValueError(
            say("{name} does not go with “{what}”", name=name, what=term.spoken),
            say("it needs {wanted}, and this is {kind}", wanted=wanted, kind=kind),
        )


def refuse_columns(terms: Sequence[Term]) -> None:
    """Refuse a whole column where one value must stand."""
    column = next((term for term in terms if term.many), None)
    if column:
        raise WrongValueError(
            say("“{name}” is a whole column, not one value", name=column.uses[0]),
            say("wrap a column in sum(…), count(…), min(…) or the like"),
        )


def wrong_count(name: str, count: int) -> WrongValueError:
    """The sentence for a function with too many or too few values."""
    return WrongValueError(
        say("{name} does not take so many values", name=name),
        say("give it {count}, with commas between them", count=count),
    )
