"""What an archivist may write down of a paper: places, carriers, barcodes, titles, pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.model.description import (
    Carrier,
    Place,
    barcode,
    bracketed,
    carrier,
    page_ranges,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("一号库", "一号库"),
        ("一号库/03/2/05", "一号库 03柜 2层 05盒"),
        (" 一号库 / 03柜 / 2 /", "一号库 03柜 2层"),
    ],
)
def test_a_place_is_read_and_printed(text: str, said: str) -> None:
    assert str(Place.parse(text)) == said


@pytest.mark.parametrize("text", ["a/b/c/d/e", "一号库//2", "/", "/03", "库" * 21, "一号\n库"])
def test_no_place(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Place.parse(text)

    assert refused.value.field == "place"


@pytest.mark.parametrize("text", ["photo", "PHOTO ", "照片"])
def test_a_carrier_is_read_by_code_and_word(text: str) -> None:
    assert carrier(text) is Carrier.PHOTO


def test_no_carrier() -> None:
    with pytest.raises(BadInput, match="stone"):
        carrier("stone")


def test_every_carrier_has_a_word_of_its_own() -> None:
    assert len({each.word for each in Carrier}) == len(Carrier)


def test_barcodes() -> None:
    assert barcode(" DA-000123 ") == "DA-000123"
    assert barcode("") == ""
    for wrong in ("档案", "DA 1", "x" * 41):
        with pytest.raises(BadInput):
            barcode(wrong)


def test_a_title_of_the_archivists_own_is_bracketed_once() -> None:
    assert bracketed("情况说明", made_up=True) == "[情况说明]"
    assert bracketed("[情况说明]", made_up=True) == "[情况说明]"
    assert bracketed("情况说明", made_up=False) == "情况说明"


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([], []),
        ([1], ["1"]),
        ([3], ["1-3"]),
        ([2, 1, 4], ["1", "3", "4-7"]),
        ([2, 1], ["1", "3"]),
        ([2, None, 4, 1], ["1", "3", "", ""]),
        ([2, None], ["1", "3"]),
    ],
)
def test_page_numbers_run_through_until_nobody_counted(
    pages: list[int | None], said: list[str]
) -> None:
    assert page_ranges(pages) == said


@given(st.lists(st.integers(min_value=1, max_value=300), min_size=1))
def test_the_last_page_is_the_sum_of_all(pages: list[int]) -> None:
    said = page_ranges(pages)

    assert int(said[-1].split("-")[-1]) == sum(pages)
    assert [int(one.split("-")[0]) for one in said] == [
        1 + sum(pages[:turn]) for turn in range(len(pages))
    ]
