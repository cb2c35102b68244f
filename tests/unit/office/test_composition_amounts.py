"""Amounts of imported figures as people write them, and those that can be none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.desks import Cast

from docgen.errors import BadInput
from docgen.model.composition import UNNAMED, Part
from docgen.office import compositions
from docgen.office.desk import Office


def shared(office: Office, folk: Cast, folder: Path, *amounts: str) -> list[Part]:
    file = folder / "销售.csv"
    rows = [f'品{turn},"{amount}"' for turn, amount in enumerate(amounts)]
    file.write_text("\n".join(["品名,金额", *rows, ""]), "utf-8")
    return compositions.analyse(office, folk.mira, file, by="品名", amount="金额")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,200.50", "1200.50"),
        ("1，200", "1200"),
        ("１２３", "123"),
        ("0.01", "0.01"),
        ("1e3", "1000"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_an_amount_is_read_as_it_is_written(
    office: Office, folk: Cast, tmp_path: Path, text: str, amount: str
) -> None:
    [found] = shared(office, folk, tmp_path, text)

    assert (found.amount, found.share) == (Decimal(amount), Decimal(100))


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-inf", "1e15", "1e999999", "1000000000000000", "¥5", "五", "1.2.3"]
)
def test_what_can_be_no_amount_is_told_with_its_row(
    office: Office, folk: Cast, tmp_path: Path, text: str
) -> None:
    with pytest.raises(BadInput) as caught:
        shared(office, folk, tmp_path, "5", text)

    [detail] = caught.value.details
    assert f"“{text}” is no amount" in detail.text
    assert "3" in detail.place


def test_a_blank_amount_is_nothing(office: Office, folk: Cast, tmp_path: Path) -> None:
    found = shared(office, folk, tmp_path, "", "5")

    assert [(one.name, one.amount) for one in found] == [("品1", Decimal(5)), ("品0", Decimal(0))]


def test_faults_beyond_twenty_are_counted_and_not_all_told(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="21 thing") as caught:
        shared(office, folk, tmp_path, *["无"] * 21)

    assert len(caught.value.details) == 20


def test_a_row_without_a_class_counts_all_the_same(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "销售.csv"
    file.write_text("品名,金额\n,5\n甲,5\n", "utf-8")

    found = compositions.analyse(office, folk.mira, file, by="品名", amount="金额")

    assert {one.name for one in found} == {UNNAMED, "甲"}
