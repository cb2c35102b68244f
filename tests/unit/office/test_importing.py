"""Taking in a spreadsheet of customers: all rows are right, or nothing is added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.desks import Cast, dump, log
from tests.support.offices import customer, person

from docgen.config import shipped
from docgen.errors import BadInput, NotAllowed
from docgen.office import importing
from docgen.office.desk import Office
from docgen.register.models import Customer

HEAD = "名称,类型,统一社会信用代码,电话\n"


def sheet(folder: Path, text: str, name: str = "customers.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_customers_are_taken_in(office: Office, folk: Cast) -> None:
    planned = importing.plan(office, folk.mira, shipped("demo") / "customers.csv")
    added = [row for _, row in importing.carry_out(office, folk.mira, planned)]

    assert len(added) == Customer.objects.count() == 13
    kinds = set(Customer.objects.values_list("kind", flat=True))
    assert kinds == {"company", "person", "household", "staff"}
    assert len(log("customer.added")) == 13


def test_nothing_is_added_unless_all_rows_are_right(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    rows = "甲公司,公司,,0755-55550101\n,公司,,\n乙公司,猫,91990000MA5AMP0XX1,12\n"
    before = dump(office)

    with pytest.raises(BadInput) as refused:
        importing.plan(office, folk.mira, sheet(tmp_path, HEAD + rows))

    places = [(str(detail.place), detail.field) for detail in refused.value.details]
    assert places == [
        ("row 3", "name"),
        ("row 4", "credit_code"),
        ("row 4", "phone"),
        ("row 4", "kind"),
    ]
    assert refused.value.file.endswith("customers.csv")
    assert dump(office) == before


def test_whom_the_register_has_already_is_left_out(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    rows = f"{known.name},公司,,\n甲公司,公司,,\n甲 公司,公司,,\n"

    planned = importing.plan(office, folk.mira, sheet(tmp_path, HEAD + rows))
    done = list(importing.carry_out(office, folk.mira, planned))

    assert [one.same_as for one in planned] == [(known.code,), (), ("row 3",)]
    assert [row is not None for _, row in done] == [False, True, False]
    assert Customer.objects.count() == 2


def test_an_interrupted_import_adds_just_what_is_missing(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    path = sheet(tmp_path, HEAD + "".join(f"样例{n}公司,公司,,\n" for n in range(5)))
    steps: Iterator[object] = importing.carry_out(
        office, folk.mira, importing.plan(office, folk.mira, path)
    )
    next(steps)
    next(steps)
    assert Customer.objects.count() == 2

    again = list(importing.carry_out(office, folk.mira, importing.plan(office, folk.mira, path)))

    assert [row is not None for _, row in again] == [False, False, True, True, True]
    assert Customer.objects.count() == 5


def test_an_empty_column_does_not_hide_another_of_its_kind(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    path = sheet(tmp_path, "名称,电话,联系电话\n甲公司,0755-55550101,\n")

    (planned,) = importing.plan(office, folk.mira, path)

    assert (planned.new.name, planned.new.phone) == ("甲公司", "0755-55550101")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("customers.txt", HEAD),
        ("customers.csv", ""),
        ("customers.csv", "名称,名称\n甲,乙\n"),
        ("customers.xlsx", "no workbook"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    office: Office, folk: Cast, tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(BadInput) as refused:
        importing.plan(office, folk.mira, sheet(tmp_path, text, name))

    assert refused.value.file.endswith(name)


def test_a_table_without_names_is_refused_row_by_row(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        importing.plan(office, folk.mira, sheet(tmp_path, "电话\n0755-55550101\n"))

    assert [detail.field for detail in refused.value.details] == ["name"]


def test_who_may_not_add_learns_nothing_from_a_plan(office: Office, tmp_path: Path) -> None:
    customer(office)
    administrator = person(office, "he", "administrator")

    with pytest.raises(NotAllowed):
        importing.plan(office, administrator, sheet(tmp_path, HEAD + "甲公司,公司,,\n"))

    assert (log()[-1]["act"], log()[-1]["res"]) == ("customer.added", "deny")


def test_a_column_that_would_be_lost_is_refused_once_with_the_nearest_name(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    rows = "名称,联系电活,喜好\n甲公司,0755-55550101,茶\n乙公司,0755-55550102,\n"

    with pytest.raises(BadInput) as refused:
        importing.plan(office, folk.mira, sheet(tmp_path, rows))

    first, second = refused.value.details
    assert (str(first.text), str(first.fix)) == (
        "a customer has nothing called “联系电活”",
        "did you mean “联系电话”?",
    )
    assert (str(second.text), second.place) == (
        "a customer has nothing called “喜好”",
        "the headings",
    )
