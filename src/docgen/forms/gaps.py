"""An answer that is missing and may be: nothing to every rule and filter, but a place on paper.

A field says in ``form.toml`` what is to be seen where its answer is missing: ``missing = "error"``
(nothing: it must be answered), ``"blank"`` (a line to write on), ``"keep"`` (the mark, to be
filled later) or ``"highlight"`` (its label, marked yellow). How that looks in Word is
``render.written``'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Self

ERROR: Final = "error"
BLANK: Final = "blank"
KEEP: Final = "keep"
HIGHLIGHT: Final = "highlight"
POLICIES = (ERROR, BLANK, KEEP, HIGHLIGHT)


class Gap(str):
    """An empty text that knows how its place is shown.

    Args:
        name: The field, or ``row.what`` for a column, as it stands in a mark.
        label: What the clerk calls it.
        policy: ``BLANK``, ``KEEP`` or ``HIGHLIGHT``.
    """

    __slots__ = ("label", "name", "policy")

    name: str
    label: str
    policy: str

    def __new__(cls, name: str, label: str, policy: str) -> Self:
        """Make the empty text."""
        gap = super().__new__(cls, "")
        gap.name, gap.label, gap.policy = name, label, policy
        return gap

    def __reduce__(self) -> tuple[type[Gap], tuple[str, str, str]]:
        """What it is made of again in another process."""
        return type(self), (self.name, self.label, self.policy)


def left_open(values: Mapping[str, object]) -> list[str]:
    """What the clerk calls the answers that are still missing, those in rows of tables too."""
    return [gap.label for gap in _gaps(values.values())]


def _gaps(values: Iterable[object]) -> Iterator[Gap]:
    for value in values:
        if isinstance(value, Gap):
            yield value
        elif isinstance(value, list):
            for row in value:
                yield from _gaps(row.values() if isinstance(row, Mapping) else ())
