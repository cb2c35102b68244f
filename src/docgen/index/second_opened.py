"""One state of an index of the library ``tantivy``, open for reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tantivy import DocAddress, Searcher
from tantivy import Query as Asked

from docgen.index import second_schema as names
from docgen.index.second_folder import Reading, Stamp, verify
from docgen.index.second_schema import Kept, Noted, schema, whole

_READING = Reading()


@dataclass(frozen=True, slots=True)
class Opened:
    """A state that stays readable when its files are deleted.

    Args:
        folder: Where it lies.
        stamp: What changes when the folder, or another state of it, becomes the valid one.
        index: The library's index.
        searcher: Its state.
    """

    folder: Path
    stamp: tuple[Stamp | None, Stamp | None]
    index: tantivy.Index
    searcher: Searcher

    @classmethod
    def open(cls, folder: Path, stamp: tuple[Stamp | None, Stamp | None]) -> Opened:
        """Open what a folder holds now; ``IndexBroken`` if that is not whole."""
        verify(folder, thoroughly=False)
        with _READING:
            index = tantivy.Index(schema(), str(folder), reuse=True)
            names.register_tokenizers(index)
            index.config_reader("manual")
            return cls(folder, stamp, index, index.searcher())

    def noted(self) -> Noted:
        """What was committed together with the papers."""
        with _READING:
            entry = Asked.term_query(schema(), names.STATE, whole(names.STATE), "basic")
            [(_, place)] = self.searcher.search(entry, 1).hits
            return Noted.of(self.searcher.doc(place))

    def sequences(self, items: Collection[str]) -> Mapping[str, int]:
        """Those of some items that are in, and the outbox sequences they were indexed at."""
        if not items:
            return {}
        with _READING:
            terms = [whole(item) for item in items]
            asked = Asked.term_set_query(schema(), names.ITEM, terms)
            found = self.searcher.search(asked, len(terms)).hits
            kept = [self._kept(place) for _, place in found]
            return {one.paper.item: one.at for one in kept}

    def papers(self) -> Iterator[Kept]:
        """All papers."""
        with _READING:
            asked = Asked.range_query(schema(), names.AT, tantivy.FieldType.Integer, -(2**63))
            for _, place in self.searcher.search(asked, max(1, self.searcher.num_docs)).hits:
                yield self._kept(place)

    def _kept(self, place: DocAddress) -> Kept:
        return Kept.of(self.searcher.doc(place))
