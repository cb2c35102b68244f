"""Whatever is added, removed, added late or rebuilt, in any order: the index holds what it should.

The model is a dictionary: for each item the latest sequence it was written or removed at, and
its paper, or nothing if it was removed.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.support.index_scan import EVERYTHING, SAMPLE, assert_lawful, paper

from docgen.index import embedded
from docgen.index.embedded import Embedded
from docgen.index.paper import Paper
from docgen.index.query import parse

TURNS = st.integers(1, 4)
PAPERS = st.lists(
    st.builds(lambda turn, rank, word: paper(turn, rank=rank, body=word), TURNS, st.integers(0, 3),
              st.sampled_from(["投诉压力", "退款", "发票压力"])),
    max_size=4,
)  # fmt: skip


class IndexMachine(RuleBasedStateMachine):
    """An index and the dictionary it must equal."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        folder = self.closing.enter_context(TemporaryDirectory())
        self.closing.enter_context(patch.multiple(embedded, MANY=2, SMALL_SIZES=(2, 4)))
        self.index = Embedded(Path(folder))
        self.index.replace_with((), upto=0)
        self.sequence = 0
        self.latest: dict[str, tuple[int, Paper | None]] = {}

    def teardown(self) -> None:
        self.closing.close()

    @rule(papers=PAPERS, step=st.integers(-3, 2))
    def add(self, papers: list[Paper], step: int) -> None:
        upto = max(0, self.sequence + step)

        self.index.add(papers, upto=upto)

        for item, one in {one.item: one for one in papers}.items():
            self._write(item, one, upto)
        self.sequence = max(self.sequence, upto)

    @rule(turns=st.lists(TURNS, max_size=3), step=st.integers(-3, 2))
    def remove(self, turns: list[int], step: int) -> None:
        upto = max(0, self.sequence + step)
        items = [paper(turn).item for turn in turns]

        self.index.remove(items, upto=upto)

        for item in items:
            self._write(item, None, upto)
        self.sequence = max(self.sequence, upto)

    @rule()
    def rebuild(self) -> None:
        self.index.replace_with(self._papers(), upto=self.sequence)

        for item, (at, one) in self.latest.items():
            self.latest[item] = (self.sequence if one else at, one)

    @rule()
    def open_again(self) -> None:
        self.index = Embedded(self.index._root)

    def _write(self, item: str, one: Paper | None, upto: int) -> None:
        if self.latest.get(item, (0, None))[0] <= upto:
            self.latest[item] = (upto, one)

    def _papers(self) -> list[Paper]:
        return [one for _, one in self.latest.values() if one]

    @invariant()
    def holds_what_it_should(self) -> None:
        assert self.index.sequence() == self.sequence
        for typed in ("dossier:42", "压力", f"customer:{SAMPLE.customer}", "发票压力"):
            assert_lawful(self.index, self._papers(), parse(typed), EVERYTHING)


TestIndexMachine = IndexMachine.TestCase
TestIndexMachine.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
