"""Bars on long work: a verb goes through its steps with one; its caller says what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

_Step = TypeVar("_Step")


class Bar(Protocol):
    """Goes through long work and shows how far it is."""

    def __call__(self, steps: Iterable[_Step], length: int) -> Iterator[_Step]:
        """Go through ``steps``, of which there are ``length``."""


def silently(steps: Iterable[_Step], length: int) -> Iterator[_Step]:
    """No bar at all."""
    del length
    yield from steps
