"""Facts are asked and counted by value, and files that do not fit are noticed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index import bits, columns
from docgen.index.columns import Column
from docgen.index.lines import Damaged

facts = st.lists(st.sampled_from(["", "维修", "走访", "\udcff"]), min_size=1, max_size=9)


def column(values: list[str]) -> Column:
    """The fact of each paper, as a column has it."""
    known = list(dict.fromkeys(values))
    return Column(known, [known.index(one) for one in values])


@given(facts, st.sampled_from([0, 64]))
def test_papers_are_found_by_a_value(values: list[str], few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW", few)

        found = column(values).where("维修".__eq__)

    assert list(bits.numbers(found)) == [at for at, one in enumerate(values) if one == "维修"]


@given(facts, st.sets(st.integers(0, 8)), st.sampled_from([0, 64]))
def test_only_the_papers_asked_for_are_counted(
    values: list[str], asked: set[int], few: int
) -> None:
    papers = sorted(at for at in asked if at < len(values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW", few)

        counts = column(values).counts(bits.of(papers))

    assert Counter(counts) == Counter(values[at] for at in papers)


@given(facts)
def test_columns_come_back(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    folder = tmp_path_factory.mktemp("columns")

    columns.write(folder, [values, reversed(values)])

    first, second = columns.read(folder, 2, len(values))
    assert first.counts(bits.below(len(values))) == second.counts(bits.below(len(values)))
    assert first.where(values[0].__eq__) & 1


@pytest.mark.parametrize(("wanted", "papers"), [(2, 2), (1, 3), (2, 3)])
def test_columns_of_another_segment_are_noticed(wanted: int, papers: int, tmp_path: Path) -> None:
    columns.write(tmp_path, [["甲", "乙"]])

    with pytest.raises(Damaged):
        columns.read(tmp_path, wanted, papers)
