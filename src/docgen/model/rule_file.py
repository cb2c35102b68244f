"""What the readers of rules files share: a key that is not right, and how that is told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from docgen.errors import BadInput, Said, say


class Wrong(Exception):
    """A key that is not right, why, and what to write instead; ``telling`` names the file."""

    def __init__(self, key: str, why: str, instead: str) -> None:
        """Keep the three."""
        super().__init__(key)
        self.key, self.why, self.instead = key, why, instead


@contextlib.contextmanager
def telling(file: str, what: Callable[[str], Said]) -> Iterator[None]:
    """Tell of a wrong key as ``BadInput``, which names file and key.

    Args:
        file: The rules file.
        what: The sentence about a key of this file.
    """
    try:
        yield
    except Wrong as wrong:
        raise BadInput(
            what(wrong.key),
            why=wrong.why,
            fix=say("write for instance: {instead}", instead=wrong.instead),
            file=file,
            field=wrong.key,
        ) from wrong


def refuse_unknown(table: Mapping[str, object], known: Collection[str], before: str = "") -> None:
    """``Wrong`` for a key that means nothing, with the one that was probably meant.

    Args:
        table: A table of the file.
        known: The keys it may have.
        before: What stands before a key's name where a mistake is told: ``duty.``.
    """
    for key in table:
        if key not in known:
            near = (get_close_matches(key, list(known), 1) or [", ".join(known)])[0]
            raise Wrong(before + key, say("there is no such key"), near)


def refuse_twice(names: Sequence[str], key: str, instead: str) -> None:
    """``Wrong`` for a name that stands there twice."""
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Wrong(key, say("{key} stands there twice", key=twice), instead)


def leaf(where: str) -> str:
    """A key without the table it stands in: ``within`` of ``step.within``."""
    return where.rpartition(".")[2]


def flag(where: str, value: object) -> bool:
    """True or false, and nothing that only looks like it."""
    if not isinstance(value, bool):
        raise Wrong(where, say("it is true or false"), f"{leaf(where)} = true")
    return value


def texts(where: str, value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise Wrong(where, say("it must be a list of texts"), f'{leaf(where)} = ["…"]')
    return tuple(value)
