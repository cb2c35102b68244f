"""ocfl-py as a second judge: its validator with the layout that docgen's archives have.

ocfl-py does not know layout 0007 by itself; it takes further layouts through its registry.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ocfl import StorageRoot
from ocfl.layout import Layout
from ocfl.layout_registry import add_layout
from ocfl.validator import Validator
from tests.support.offices import Folder, content

from docgen.archive import layout

_judged: dict[bytes, list[str]] = {}


def _start(self: object) -> None:
    """Name the layout, and take each of its parameters as it is."""
    vars(self).update(
        NAME=layout.EXTENSION,
        DESCRIPTION="n-tuple omit prefix",
        PARAMS={
            "delimiter": lambda value: _must_be(value, ":"),
            "tupleSize": lambda value: _must_be(value, 2),
            "numberOfTuples": lambda value: _must_be(value, 5),
            "zeroPadding": lambda value: _must_be(value, "left"),
            "reverseObjectRoot": lambda value: _must_be(value, other=False),
        },
    )


def _must_be(value: object, other: object) -> None:
    if value != other:
        raise ValueError(value)


def _path(self: object, identifier: str) -> str:
    """Extension 0007 spelt out: pairs of the first ten characters after the last colon."""
    assert self
    rest = identifier.rpartition(":")[2]
    padded = rest.rjust(10, "0")
    return "/".join([*(padded[at : at + 2] for at in range(0, 10, 2)), rest])


_LAYOUT = type("Layout0007", (Layout,), {"__init__": _start, "identifier_to_path": _path})


def learn() -> None:
    """Teach ocfl-py the layout."""
    add_layout(layout.EXTENSION, _LAYOUT)


def problems(root: Path) -> list[str]:
    """Everything ocfl-py has against a storage root and its objects, warnings too."""
    seen = _digest(content(root))
    if seen not in _judged:
        _judged[seen] = _problems(root)
    return _judged[seen]


def _digest(found: Folder) -> bytes:
    """Walks come to the same few folders again and again: each is judged once."""
    digest = hashlib.sha256()
    for name, file in sorted(found.items()):
        digest.update(f"{name}\n{len(file[1]) if file else None}\n".encode())
        digest.update(file[1] if file else b"")
    return digest.digest()


def _problems(root: Path) -> list[str]:
    learn()
    judge = StorageRoot(root=str(root))
    found = [] if judge.validate(log_warnings=False) else ["root", *map(str, judge.log.messages)]
    found += [f"{place}: {text}" for place, text in judge.errors]
    for place in judge.object_paths():
        urn = json.loads((root / place / "inventory.json").read_bytes())["id"]
        if place != judge.object_path(urn):
            found.append(f"{urn} lies at {place}")
        one = Validator(log_warnings=True)
        if not one.validate_object(str(root / place)) or one.status_str():
            found.append(one.status_str(prefix=place))
    return found
