"""Numbers: what is one, how it is spelled, and that spelling and value are the same thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.ids import LAST_TURN, DossierNumber, ItemId

NUMBERS = st.integers(1, 10**10 - 1).map(DossierNumber)
ITEMS = st.builds(ItemId, NUMBERS, st.integers(0, LAST_TURN))


@given(NUMBERS)
def test_a_dossiers_number_reads_back(number: DossierNumber) -> None:
    assert DossierNumber.parse(str(number)) == number
    assert len(str(number)) == 10


@given(ITEMS)
def test_an_items_number_reads_back_with_and_without_urn(item: ItemId) -> None:
    assert ItemId.parse(str(item)) == ItemId.parse(item.urn) == item


@given(ITEMS, ITEMS)
def test_numbers_sort_as_they_are_spelled(one: ItemId, other: ItemId) -> None:
    assert (one < other) == (str(one) < str(other))
    assert (one.dossier < other.dossier) == (str(one.dossier) < str(other.dossier))


def test_the_spelling_is_the_one_that_others_rely_on() -> None:
    item = ItemId(DossierNumber(42), 7)

    assert (str(item.dossier), str(item)) == ("0000000042", "0000000042-0007")
    assert item.urn == "urn:docgen:0000000042-0007"


def test_turn_zero_is_the_sealed_catalogue() -> None:
    assert ItemId.parse("0000000042-0000").turn == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "00000000042",
        "000000004a",
        "٠٠٠٠٠٠٠٠٤٢",
        "0000000042\n",
        "-000000042",
    ],
)
def test_what_is_no_dossiers_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        DossierNumber.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "0000000042",
        "0000000042-7",
        "0000000042-00007",
        "0000000042_0007",
        "urn:docgen:urn:docgen:0000000042-0007",
        "URN:DOCGEN:0000000042-0007",
        " 0000000042-0007",
        "0000000042-0007\n",
    ],
)
def test_what_is_no_items_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        ItemId.parse(text)


@pytest.mark.parametrize("text", ["0000000000", "0000000000-0001"])
def test_number_zero_is_never_given(text: str) -> None:
    parse = ItemId.parse if "-" in text else DossierNumber.parse

    with pytest.raises(ValueError, match=r"^0$"):
        parse(text)


@pytest.mark.parametrize("value", [0, -1, 10**10])
def test_a_dossiers_number_cannot_be_wrong(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        DossierNumber(value)


@pytest.mark.parametrize("turn", [-1, LAST_TURN + 1])
def test_a_turn_cannot_be_wrong(turn: int) -> None:
    with pytest.raises(ValueError, match=str(turn)):
        ItemId(DossierNumber(1), turn)
