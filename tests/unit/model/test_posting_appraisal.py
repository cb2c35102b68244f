"""Ranking of a quarter and who assesses whom, at their edges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.postings import RULES

from docgen.model.posting_appraisal import Ranked, Seat, average, ranking, unfit_assessor

SCORES = st.dictionaries(
    st.text("abcd高谭", min_size=1, max_size=3),
    st.lists(st.decimals(0, 100, places=2), max_size=3),
    max_size=8,
)
HEAD, APART = RULES.kind("站长"), RULES.kind("财务站长")
PLAIN, OTHER = RULES.kind("外派技术人员"), RULES.kind("驻外文员")


def scores(*texts: str) -> list[Decimal]:
    return [Decimal(one) for one in texts]


@pytest.mark.parametrize(
    ("given_scores", "mean"),
    [
        (("60",), "60.00"),
        (("59.99", "60.01"), "60.00"),
        (("60", "60", "59.99"), "60.00"),
        (("60", "60", "59.98"), "59.99"),
        (("0", "0", "0"), "0.00"),
        (("100", "100", "100"), "100.00"),
        (("0.01", "0"), "0.01"),
        (("33.33", "33.33", "33.34"), "33.33"),
    ],
)
def test_an_average_has_two_digits_and_half_a_cent_goes_up(
    given_scores: tuple[str, ...], mean: str
) -> None:
    assert str(average(tuple(scores(*given_scores)))) == mean


def test_nobody_is_ranked_without_a_score() -> None:
    assert ranking({}) == []
    assert ranking({"高": [], "谭": []}) == []


def test_one_person_is_first_even_with_nothing() -> None:
    assert ranking({"高": scores("0")}) == [Ranked(1, "高", Decimal("0.00"), (Decimal(0),))]


@pytest.mark.parametrize(("months", "whole"), [(1, False), (2, False), (3, True)])
def test_three_months_are_a_whole_quarter(*, months: int, whole: bool) -> None:
    [found] = ranking({"高": scores("80") * months})

    assert found.is_whole is whole


def test_all_equal_are_all_first_by_name() -> None:
    found = ranking({"c": scores("70"), "a": scores("60", "80"), "b": scores("70", "70", "70")})

    assert [(one.rank, one.name) for one in found] == [(1, "a"), (1, "b"), (1, "c")]


def test_after_three_that_share_the_second_place_comes_the_fifth() -> None:
    given_scores = {name: scores("80") for name in "bcd"} | {"a": scores("90"), "e": scores("10")}

    found = ranking(given_scores)

    assert [(one.rank, one.name) for one in found] == [
        (1, "a"),
        (2, "b"),
        (2, "c"),
        (2, "d"),
        (5, "e"),
    ]


def test_averages_that_look_alike_share_a_place() -> None:
    found = ranking({"a": scores("80.00", "80.01", "80.00"), "b": scores("80")})

    assert [(one.rank, str(one.average)) for one in found] == [(1, "80.00"), (1, "80.00")]


def test_scores_from_an_iterator_are_kept() -> None:
    [found] = ranking({"高": iter(scores("70", "90"))})

    assert (found.scores, found.average) == ((Decimal(70), Decimal(90)), Decimal(80))


@given(SCORES)
def test_a_place_is_one_more_than_the_number_of_better_ones(
    given_scores: dict[str, list[Decimal]],
) -> None:
    found = ranking(given_scores)

    assert {one.name for one in found} == {name for name, each in given_scores.items() if each}
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    for one in found:
        assert one.rank == 1 + sum(other.average > one.average for other in found)


@given(SCORES)
def test_the_order_in_which_people_are_given_changes_nothing(
    given_scores: dict[str, list[Decimal]],
) -> None:
    turned = dict(reversed(given_scores.items()))

    assert ranking(turned) == ranking(given_scores)


@pytest.mark.parametrize("kind", [HEAD, APART, PLAIN, OTHER], ids=lambda kind: str(kind.name))
def test_headquarters_assesses_everybody(kind: object) -> None:
    assert unfit_assessor(None, Seat(RULES.kind(getattr(kind, "name", "")), "澜州")) is None


@pytest.mark.parametrize(
    ("seat", "of", "why"),
    [
        (Seat(PLAIN, "澜州"), Seat(PLAIN, "澜州"), "those who are posted do not assess each other"),
        (Seat(APART, "澜州"), Seat(PLAIN, "澜州"), "those who are posted do not assess each other"),
        (Seat(PLAIN, "澜州"), Seat(HEAD, "澜州"), "those who are posted do not assess each other"),
        (Seat(HEAD, "澜州"), Seat(PLAIN, "云津"), "assesses its own people only"),
        (Seat(HEAD, "澜州"), Seat(HEAD, "云津"), "assesses its own people only"),
        (Seat(HEAD, "澜州"), Seat(PLAIN, "澜州 "), "assesses its own people only"),
        (Seat(HEAD, "澜州"), Seat(HEAD, "澜州"), "headquarters assesses 站长"),
        (Seat(HEAD, "澜州"), Seat(APART, "澜州"), "headquarters assesses 财务站长"),
    ],
)
def test_of_the_posted_only_the_head_assesses_his_own_people(
    seat: Seat, of: Seat, why: str
) -> None:
    found = unfit_assessor(seat, of)

    assert found is not None
    assert why in found


@pytest.mark.parametrize("kind", [PLAIN, OTHER], ids=["technician", "clerk"])
def test_a_head_assesses_whoever_is_below_him(kind: object) -> None:
    of = Seat(RULES.kind(getattr(kind, "name", "")), "澜州")

    assert unfit_assessor(Seat(HEAD, "澜州"), of) is None
