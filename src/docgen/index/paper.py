"""What the index knows of an item, and what a search gives back.

A ``Paper`` is a flat copy of facts that live in the register and of the text taken from the
originals: it can be thrown away and made again. Ids are plain text here, because the index
compares and cuts text and gives nobody a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Paper:
    """What is indexed of one item.

    Args:
        item: The item's id, ``0000000042-0007``; one paper for each.
        title: The item's title.
        number: The document number printed on it, or "".
        customer: The customer's name.
        dossier: The dossier's number, ten digits.
        template: The form it was filled from, ``complaint/complaint-record``, or "".
        group: The key of its group in the dossier.
        rank: The rank of its grade, 0 to 3.
        unit: The unit that keeps the dossier; need-to-know is decided by it.
        date: The paper's own date; the newest comes first.
        body: The text of the originals. Leave it empty for grades that are indexed by
            their facts only.
        pinyin: The customer's name as people type it in Latin letters, initials and syllables:
            ``szyb shenzhenyangben`` (``index.pinyin``).
        sketch: What the words of this paper are like, to find similar ones (``index.sketch``).
    """

    item: str
    title: str
    number: str
    customer: str
    dossier: str
    template: str
    group: str
    rank: int
    unit: str
    date: date
    body: str
    pinyin: str = ""
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper that was found, with about 60 characters around the first place.

    ``spans`` are the places of the searched words in ``snippet``: (from, to) in characters.
    """

    item: str
    title: str
    customer: str
    dossier: str
    template: str
    date: date
    rank: int
    number: str
    snippet: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a search found among the papers that the person may know of.

    Args:
        total: How many papers match.
        hits: Those that were asked for.
        took_ms: The time it took.
        facets: For each facet that was asked for, its values and how many of all papers that
            match have them: the most frequent first, then by value.
    """

    total: int
    hits: tuple[Hit, ...]
    took_ms: float
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
