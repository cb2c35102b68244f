"""Facts are asked and counted by value, and files that do not fit are noticed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index import bits, columns
from docgen.index.columns import Column, Values
from docgen.index.lines import Damaged

words = st.sampled_from(["", "维修", "走访", "\udcff"])
facts = st.lists(words, min_size=1, max_size=9)
segments = st.lists(facts, max_size=4)


def column(values: list[str], known: Values) -> Column:
    """The fact of each paper, as a column of a segment has it."""
    return Column(known.numbered(values))


@given(segments, facts)
def test_papers_are_found_by_a_value(before: list[list[str]], values: list[str]) -> None:
    known = Values()
    for others in before:
        column(others, known)

    found = column(values, known).where(known.where("维修".__eq__))

    assert list(bits.numbers(found)) == [at for at, one in enumerate(values) if one == "维修"]


@given(facts, facts, st.sets(words))
def test_a_value_has_one_number_in_all_segments(
    first: list[str], second: list[str], wanted: set[str]
) -> None:
    known = Values()
    columns_ = [column(first, known), column(second, known)]

    chosen = known.among([*wanted, "nowhere"])

    for one, values in zip(columns_, (first, second), strict=True):
        having = [at for at, value in enumerate(values) if value in wanted]
        assert list(bits.numbers(one.where(chosen))) == having


@given(segments, st.sets(st.integers(0, 8)), st.sampled_from([0, 2, 64]))
def test_only_the_papers_asked_for_are_counted(
    each: list[list[str]], asked: set[int], few: int
) -> None:
    known = Values()
    papers = [sorted(at for at in asked if at < len(values)) for values in each]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW", few)

        found = [column(values, known) for values in each]
        counts = columns.counted(list(zip(found, map(bits.of, papers), strict=True)))

    expected = Counter(
        values[at] for values, of_segment in zip(each, papers, strict=True) for at in of_segment
    )
    assert dict(known.most(counts, 9)) == {one: n for one, n in expected.items() if one}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 9])
def test_the_most_frequent_values_come_first_then_by_value(count: int) -> None:
    known = Values()
    of_papers = column(["", "", "", "", "甲", "乙", "乙", "乙", "丙", "丙", "丁", "丁"], known)
    counts = columns.counted([(of_papers, bits.below(12))])

    found = known.most(counts, count)

    assert found == [("乙", 3), ("丁", 2), ("丙", 2), ("甲", 1)][:count]


def test_what_no_paper_has_any_more_is_not_among_the_most_frequent() -> None:
    known = Values()
    of_papers = column(["甲", "乙"], known)

    assert known.most(columns.counted([(of_papers, 0b10)]), 9) == [("乙", 1)]
    assert known.most({}, 9) == []


@given(facts)
def test_columns_come_back(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    folder = tmp_path_factory.mktemp("columns")
    known = {"group": Values(), "unit": Values()}

    columns.write(folder, [values, reversed(values)])

    found = columns.read(folder, known, len(values))
    assert found["group"].where(known["group"].where(values[0].__eq__)) & 1
    assert found["unit"].where(known["unit"].where(values[-1].__eq__)) & 1
    counts = {
        fact: columns.counted([(one, bits.below(len(values)))]) for fact, one in found.items()
    }
    most = [known[fact].most(of_fact, 9) for fact, of_fact in counts.items()]
    assert most[0] == most[1]


@pytest.mark.parametrize(("wanted", "papers"), [(2, 2), (1, 3), (2, 3)])
def test_columns_of_another_segment_are_noticed(wanted: int, papers: int, tmp_path: Path) -> None:
    columns.write(tmp_path, [["甲", "乙"]])

    with pytest.raises(Damaged):
        columns.read(tmp_path, {str(fact): Values() for fact in range(wanted)}, papers)
