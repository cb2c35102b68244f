"""Sets of numbers as bits behave like sets of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.index import bits

sets = st.frozensets(st.integers(0, 300), max_size=40)


@given(sets)
def test_a_set_comes_back_in_rising_order(papers: frozenset[int]) -> None:
    assert list(bits.numbers(bits.of(sorted(papers)))) == sorted(papers)


@given(sets, sets)
def test_joining_cutting_and_counting(one: frozenset[int], other: frozenset[int]) -> None:
    first, second = bits.of(sorted(one)), bits.of(sorted(other))

    assert set(bits.numbers(first | second)) == one | other
    assert set(bits.numbers(first & second)) == one & other
    assert set(bits.numbers(first & ~second)) == one - other
    assert first.bit_count() == len(one)


@given(sets)
def test_flags_say_of_each_paper_whether_it_is_in_the_set(papers: frozenset[int]) -> None:
    flags = bits.flags(bits.of(sorted(papers)))

    assert [at for at, flag in enumerate(flags) if flag] == sorted(papers)


@given(st.integers(0, 300))
def test_all_papers_below_a_limit(limit: int) -> None:
    assert list(bits.numbers(bits.below(limit))) == list(range(limit))
