"""Shares of sales: ties, thirds, names with blanks, and figures that cannot be shared out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.composition import UNNAMED, Part, parts

FIGURES = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙", " 甲 ", "", "a"]),
        st.decimals(0, 10**9, places=2),
    ),
    min_size=1,
    max_size=12,
)


def made(*figures: tuple[str, str]) -> list[Part]:
    return parts((name, Decimal(amount)) for name, amount in figures)


def test_one_class_is_the_whole() -> None:
    assert made(("甲", "0.01")) == [Part("甲", Decimal("0.01"), 1, Decimal(100), Decimal(100))]


def test_thirds_run_up_to_a_hundred_though_their_shares_do_not() -> None:
    found = made(("丙", "1"), ("甲", "1"), ("乙", "1"))

    assert [str(one.share) for one in found] == ["33.3"] * 3
    assert [str(one.running) for one in found] == ["33.3", "66.7", "100.0"]


def test_equal_amounts_stand_by_name() -> None:
    found = made(("c", "5"), ("a", "5"), ("b", "7"), ("A", "5"))

    assert [one.name for one in found] == ["b", "A", "a", "c"]


@pytest.mark.parametrize(
    ("amount", "share"), [("1", "0.1"), ("0.5", "0.1"), ("0.49", "0.0"), ("500", "33.3")]
)
def test_half_a_tenth_goes_up(amount: str, share: str) -> None:
    rest = "999" if amount == "1" else "1000" if amount == "500" else str(1000 - Decimal(amount))

    found = {one.name: one for one in made(("大", rest), ("小", amount))}

    assert str(found["小"].share) == share


def test_blanks_around_a_name_make_no_other_class() -> None:
    found = made(("甲", "1"), (" 甲", "2"), ("甲　", "3"))

    assert [(one.name, one.amount, one.lines) for one in found] == [("甲", Decimal(6), 3)]


def test_lines_without_a_class_are_one_of_their_own() -> None:
    found = made(("", "3"), ("  ", "1"), ("　", "0"), ("甲", "4"))

    assert [(one.name, one.lines) for one in found] == [("甲", 1), (UNNAMED, 3)]


def test_a_class_of_nothing_is_still_told() -> None:
    [first, last] = made(("甲", "0"), ("乙", "3"))

    assert (first.name, last.name) == ("乙", "甲")
    assert (last.share, last.running, last.lines) == (Decimal(0), Decimal(100), 1)


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ([], "nothing to share out"),
        ([("甲", "0")], "nothing to share out"),
        ([("甲", "0.00"), ("乙", "-0")], "nothing to share out"),
        ([("甲", "5"), ("乙", "-0.01")], "negative"),
        ([("甲", "-5"), ("甲", "9")], "negative"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(figures: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        made(*figures)


def test_figures_are_read_once_and_may_be_a_stream() -> None:
    def stream() -> Iterator[tuple[str, Decimal]]:
        for turn in range(200):
            yield f"品{turn % 2}", Decimal(1)

    assert [(one.name, one.lines, one.share) for one in parts(stream())] == [
        ("品0", 100, Decimal(50)),
        ("品1", 100, Decimal(50)),
    ]


@given(FIGURES)
def test_the_order_of_the_lines_changes_nothing(figures: list[tuple[str, Decimal]]) -> None:
    if not sum(amount for _, amount in figures):
        return

    assert parts(figures) == parts(list(reversed(figures)))


@given(FIGURES)
def test_the_running_sum_never_falls_and_each_share_is_of_the_whole(
    figures: list[tuple[str, Decimal]],
) -> None:
    whole = sum((amount for _, amount in figures), Decimal())
    if not whole:
        return

    found = parts(figures)

    running = [one.running for one in found]
    assert running == sorted(running)
    assert running[-1] == 100
    for one in found:
        assert abs(one.amount * 100 / whole - one.share) <= Decimal("0.05")
