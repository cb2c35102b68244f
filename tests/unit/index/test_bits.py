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


@given(st.lists(st.booleans(), max_size=40))
def test_flags(flags: list[bool]) -> None:
    papers = bits.where(flags)

    assert list(bits.numbers(papers)) == [at for at, flag in enumerate(flags) if flag]
