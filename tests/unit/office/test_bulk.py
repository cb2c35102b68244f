"""Many rows at once: as Django would have written them, or none."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.offices import founder

from docgen.errors import OutsideFailed
from docgen.office.desk import Office, one_transaction
from docgen.register.bulk import insert_each, newest
from docgen.register.models import IssuedNumber

NOW = dt.datetime(2026, 3, 5, 9, 30, 0, 120, tzinfo=dt.UTC)


def row(number: str = "", seq: int = 0) -> IssuedNumber:
    return IssuedNumber(
        number=number,
        seq=seq,
        series="s",
        template="t",
        state="reserved",
        issued_by=founder(),
        issued_at=NOW,
        holder="1",
    )


def facts(number: str) -> dict[str, object]:
    found = IssuedNumber.objects.values().get(number=number)
    return {key: value for key, value in found.items() if key not in {"id", "number", "seq"}}


@pytest.mark.usefixtures("office")
def test_the_rows_are_those_that_django_writes() -> None:
    row("by Django", 1).save()

    with one_transaction():
        insert_each(row(), ("number", "seq"), [("'; --", 2), ("乙", 3)])

    rows = IssuedNumber.objects.order_by("seq").values_list("number", "seq")
    assert list(rows) == [("by Django", 1), ("'; --", 2), ("乙", 3)]
    assert facts("乙") == facts("'; --") == facts("by Django")


def test_one_that_is_there_already_and_none_is_written(office: Office) -> None:
    with pytest.raises(OutsideFailed), one_transaction():
        insert_each(row(), ("number", "seq"), [("甲", 1), ("乙", 2), ("甲", 3)])

    assert office.folder.exists()
    assert not IssuedNumber.objects.exists()


@pytest.mark.usefixtures("office")
def test_the_newest_row_is_the_one_with_the_highest_key() -> None:
    assert newest(IssuedNumber) == -1

    row("a", 1).save()
    row("b", 2).save()

    assert newest(IssuedNumber) == IssuedNumber.objects.latest("pk").pk
