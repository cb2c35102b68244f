"""The small language of ``compute``, ``check`` and ``required_if``: from text to a tree.

    quantity * price        sum(items.amount)       days(start, end) + 1
    start + 3 workdays      severity in ('较大', '特殊')    sum(items.amount where kind == '奖励')

Names of fields, numbers, texts in straight quotes, ``+ - * /``, comparisons, ``in``, ``and or
not``, brackets, lengths of time and calls of the functions that ``functions`` names. Nothing
else exists: no attribute, no index, no loop. What names and kinds mean is ``binding``'s work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from docgen.errors import say
from docgen.forms.characters import shown
from docgen.forms.wrong import WrongValueError

#: Lengths of time that may follow a number: ``start + 3 workdays``.
UNITS = ("days", "workdays", "months", "years", "hours")
COMPARING = ("<", "<=", "==", "!=", ">=", ">")
_WORDS = frozenset(("and", "or", "not", "in", "where", *UNITS))
_LONGEST, _DEEPEST = 500, 20
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|'(?P<text>[^'\n]*)'|\"(?P<text2>[^\"\n]*)\""
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|(?P<sign><=|>=|==|!=|[-+*/()<>,]))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text that stands there itself."""

    value: int | Decimal | str


@dataclass(frozen=True, slots=True)
class Name:
    """A field, a column beside, or a table's column ``items.amount``."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A sign, a word, a function or a length of time with what it works on.

    ``how`` tells them apart: "sign" (also ``and``, ``or``, ``not``, ``in``, ``where``), "call"
    or "length".
    """

    how: str
    name: str
    parts: tuple[Syntax, ...]


Syntax = Literal | Name | Operation


def parse(text: str) -> Syntax:
    """The tree of an expression.

    Raises:
        WrongValueError: It is none, with the place where reading stopped.
    """
    if len(text) > _LONGEST:
        raise WrongValueError(
            say("the expression has {length} characters", length=len(text)),
            say("write at most {limit}; compute a part in a field of its own", limit=_LONGEST),
        )
    reader = _Reader(_tokens(text), text)
    tree = reader.whole()
    if reader.peek():
        raise reader.stuck()
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if not found:
            rest = text[place:].strip()
            raise WrongValueError(
                say("“{rest}” cannot be read in “{text}”", rest=shown(rest), text=shown(text)),
                say("use half-width signs, names of fields, and texts in 'straight quotes'"),
            )
        kind = str(found.lastgroup)
        token = (kind.removesuffix("2"), found[kind])
        tokens.append(("sign", token[1]) if token[1] in _WORDS and kind == "name" else token)
        place = found.end()
    return tokens


class _Reader:
    """Reads tokens from the left, one level of binding strength per method."""

    def __init__(self, tokens: list[tuple[str, str]], text: str) -> None:
        self._tokens, self._text, self._at, self._depth = tokens, text, 0, 0

    def peek(self) -> str:
        """The sign or word that comes next; "" for the end or anything else than a sign."""
        if self._at == len(self._tokens):
            return ""
        kind, text = self._tokens[self._at]
        return text if kind == "sign" else "…"

    def stuck(self) -> WrongValueError:
        """The sentence for a place where something else was expected."""
        near = self._tokens[self._at][1] if self._at < len(self._tokens) else ""
        what = say("“{text}” breaks off", text=shown(self._text))
        if near:
            what = say("“{text}” is not understood at “{near}”", text=shown(self._text), near=near)
        return WrongValueError(what, say("compare it with the examples of the author's guide"))

    def _take(self, *signs: str) -> str:
        found = self.peek()
        if found not in signs:
            return ""
        self._at += 1
        return found

    def whole(self) -> Syntax:
        """An expression of any strength."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise WrongValueError(
                say("“{text}” is nested too deep", text=shown(self._text)),
                say("compute a part in a field of its own"),
            )
        tree = self._all_of()
        while self._take("or"):
            tree = Operation("sign", "or", (tree, self._all_of()))
        self._depth -= 1
        return tree

    def _all_of(self) -> Syntax:
        tree = self._denied()
        while self._take("and"):
            tree = Operation("sign", "and", (tree, self._denied()))
        return tree

    def _denied(self) -> Syntax:
        if self._take("not"):
            return Operation("sign", "not", (self._compared(),))
        return self._compared()

    def _compared(self) -> Syntax:
        left = self._sum()
        if sign := self._take(*COMPARING):
            return Operation("sign", sign, (left, self._sum()))
        if self._take("in"):
            several = self.peek() == "("
            return Operation("sign", "in", (left, *(self._list() if several else (self._sum(),))))
        return left

    def _sum(self) -> Syntax:
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = Operation("sign", sign, (tree, self._product()))
        return tree

    def _product(self) -> Syntax:
        tree = self._lengthened()
        while sign := self._take("*", "/"):
            tree = Operation("sign", sign, (tree, self._lengthened()))
        return tree

    def _lengthened(self) -> Syntax:
        tree = self._atom()
        unit = self._take(*UNITS)
        return Operation("length", unit, (tree,)) if unit else tree

    def _atom(self) -> Syntax:
        if self._take("-"):
            return Operation("sign", "-", (Literal(0), self._atom_after_minus()))
        if self._take("("):
            tree = self.whole()
            self._expect(")")
            return tree
        if self._at == len(self._tokens):
            raise self.stuck()
        kind, text = self._tokens[self._at]
        if kind == "number":
            self._at += 1
            return Literal(Decimal(text) if "." in text else int(text))
        if kind == "text":
            self._at += 1
            return Literal(text)
        return self._named(text)

    def _atom_after_minus(self) -> Syntax:
        if self.peek() == "-":
            raise self.stuck()
        return self._atom()

    def _named(self, text: str) -> Syntax:
        called = self._tokens[self._at + 1 : self._at + 2] == [("sign", "(")]
        if self.peek() not in ("…", "where", *UNITS):
            raise self.stuck()
        self._at += 1
        return Operation("call", text, self._list()) if called else Name(text)

    def _list(self) -> tuple[Syntax, ...]:
        self._expect("(")
        parts: list[Syntax] = []
        while not parts or self._take(","):
            part = self.whole()
            if self._take("where"):
                part = Operation("sign", "where", (part, self.whole()))
            parts.append(part)
        self._expect(")")
        return tuple(parts)

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self.stuck()
