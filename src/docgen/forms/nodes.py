"""An expression ready to run: small values that give an answer for the answers of a form.

"" is a blank here as in every checked answer, and a blank makes whatever needs it blank; only
functions that gather (``sum``, ``count`` …) pass over blanks. Nodes are plain values, so that
a form can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from docgen.forms.occasion import NoOccasionError, Occasion


@dataclass(slots=True)
class Scope:
    """What an expression sees: the form's answers, the row it stands in, day and calendar."""

    values: Mapping[str, object]
    occasion: Occasion | None = None
    row: Mapping[str, object] | None = None


class Node(Protocol):
    """Anything that gives a value in a scope."""

    def __call__(self, scope: Scope) -> object:
        """The value, "" if something it needs is blank."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a text."""

    value: object

    def __call__(self, scope: Scope) -> object:
        """The value itself."""
        del scope
        return self.value


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question of the form."""

    name: str

    def __call__(self, scope: Scope) -> object:
        """The answer."""
        return scope.values.get(self.name, "")


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer in another column of the same row."""

    name: str

    def __call__(self, scope: Scope) -> object:
        """The answer."""
        return "" if scope.row is None else scope.row.get(self.name, "")


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of a table from top to bottom, of the rows where ``where`` holds.

    ``column`` is "" when the rows themselves are meant, to be counted.
    """

    table: str
    column: str = ""
    where: Node | None = None

    def __call__(self, scope: Scope) -> object:
        """The cells."""
        rows = scope.values.get(self.table)
        found = rows if isinstance(rows, list) else []
        if self.where is not None:
            here = Scope(scope.values, scope.occasion)
            found = [row for row in found if self._holds(here, row)]
        return [row.get(self.column, "") for row in found] if self.column else found

    def _holds(self, here: Scope, row: Mapping[str, object]) -> bool:
        here.row = row
        return self.where is not None and self.where(here) is True


@dataclass(frozen=True, slots=True)
class Applied:
    """A function of values; blank as soon as one of them is."""

    function: Callable[..., object]
    parts: tuple[Node, ...]

    def __call__(self, scope: Scope) -> object:
        """The function's value."""
        values = []
        for part in self.parts:
            value = part(scope)
            if value == "":
                return ""
            values.append(value)
        return self.function(*values)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A function of those values that are there; blank if none is."""

    function: Callable[[list[object]], object]
    parts: tuple[Node, ...]

    def __call__(self, scope: Scope) -> object:
        """The function's value."""
        values: list[object] = []
        for part in self.parts:
            value = part(scope)
            values += value if isinstance(value, list) else [value]
        return self.function([value for value in values if value not in ("", [])])


@dataclass(frozen=True, slots=True)
class OfOccasion:
    """A function of the day and the calendar besides its values."""

    function: Callable[..., object]
    parts: tuple[Node, ...] = ()

    def __call__(self, scope: Scope) -> object:
        """The function's value; ``NoOccasionError`` if whoever checks gave none."""
        if scope.occasion is None:
            raise NoOccasionError
        values = [part(scope) for part in self.parts]
        return "" if "" in values else self.function(scope.occasion, *values)


@dataclass(frozen=True, slots=True)
class Joined:
    """``and`` and ``or``: decided as soon as one side decides; otherwise blank if one is."""

    decider: bool
    parts: tuple[Node, ...]

    def __call__(self, scope: Scope) -> object:
        """True, false or blank."""
        values = [part(scope) for part in self.parts]
        if self.decider in values:
            return self.decider
        return "" if "" in values else not self.decider
