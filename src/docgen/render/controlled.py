"""A template compiled for papers that can be read back: controls, bookmarks and the record.

The words, and how they look, are those of the plain paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from docgen.render.compile import Compiled, part_of, readable, unfilled
from docgen.render.controls import add_controls
from docgen.render.embed import record_part, with_store, writer
from docgen.render.marks import Mark
from docgen.render.packing import Packing
from docgen.render.record import Origin
from docgen.render.story import PROPERTIES

_KEPT = 100
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Controlled(Compiled):
    """A compiled template whose papers tell what they were made from.

    Args:
        record_part: The name of the part that the record stands in.
        record: Makes that part from a paper's values.
    """

    record_part: str
    record: Callable[[Mapping[str, object]], bytes]


@lru_cache(maxsize=_KEPT)
def controlled(docx: bytes, origin: Origin, labels: tuple[tuple[str, str], ...]) -> Controlled:
    """Compile a template with its controls, or take it from those compiled lately.

    Raises:
        BadInput: It is no Word file, or its marks are wrong; all faults at once.
    """
    package, read = readable(docx)
    main, digest = package.main(), hashlib.sha256(docx).hexdigest()
    marks: list[Mark] = []
    parts = []
    for story in read:
        tree = story.language.parse("\n".join(story.lines))
        if story.part != PROPERTIES:
            marks += add_controls(tree, len(marks), bookmark_prefix(digest), dict(labels))
        parts.append(part_of(story, tree, is_main=story.part == main))
    store = record_part(package)
    fixed = unfilled(with_store(package, store), parts)
    return Controlled(tuple(parts), fixed, Packing(fixed), store, writer(origin, digest, marks))


def bookmark_prefix(digest: str) -> str:
    """What the bookmarks of a template's papers begin with; another version has another."""
    return f"dg_{digest[:_DIGITS]}_"
