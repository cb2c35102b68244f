"""Lists of cases: by kind, state and month, what is late, the review, the chain, the register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.cases import at
from tests.support.desks import Cast, cast, log
from tests.support.desks import at as clock
from tests.support.offices import customer, new_office

from docgen.errors import BadInput, NotFound
from docgen.office import cases, cases_changing, cases_list, cases_opening, cases_register
from docgen.office.cases_opening import Intake
from docgen.office.desk import Office
from docgen.office.opening import REGISTER
from docgen.register.connect import connect


@pytest.fixture(scope="module", name="made")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Cast]:
    """An office with a settled case, its successor, and one that nobody has touched."""
    office = clock(new_office(tmp_path_factory.mktemp("cases") / "office"), at("2026-03-02 09:00"))
    folk = cast(office)
    known = customer(office)
    given = {"channel": "来电", "content": "=1+1 计量不准"}
    wish = Intake("oil", known.code, given=given)
    number = cases_opening.open_case(office, folk.mira, wish).row.number
    cases.step(office, folk.mira, number, "contact", {"contacted_units": "计量站"})
    cases.skip(office, folk.mira, number, "investigate", remark="无须到场")
    cases.step(office, folk.mira, number, "opinion", {"opinion": "退差价"})
    cases.step(office, folk.jonas, number, "approve", {"approval": "同意", "outcome": "成立"})
    informed = {"informed_at": "2026-03-02T10:00", "informed_by": "电话", "acceptance": "接受"}
    cases.step(office, folk.mira, number, "inform", informed)
    cases.step(office, folk.mira, number, "settle", {"result": "已办"})
    cases_changing.not_accepted(office, folk.mira, number, {}, "要求加倍")
    april = clock(office, at("2026-04-07 09:00"))
    gas = {
        "kind": "燃气报修",
        "station": "城南维修队",
        "channel": "来电",
        "model": "灶前阀",
        "warranty": "保修期内",
        "fault": "漏气",
        "repairer": "mira",
    }
    cases_opening.open_case(april, folk.mira, Intake("gas", known.code, given=gas))
    return april, folk


@pytest.fixture
def place(made: tuple[Office, Cast]) -> tuple[Office, Cast]:
    """The office, whatever other office was looked at meanwhile."""
    connect(made[0].folder / REGISTER)
    return made


def numbers(found: list[cases_list.Seen]) -> list[str]:
    return [one.row.number for one in found]


def test_lists_are_narrowed_by_kind_state_and_month(place: tuple[Office, Cast]) -> None:
    office, folk = place

    def listed(**wish: str) -> list[str]:
        return numbers(cases_list.list_cases(office, folk.mira, **wish))

    assert listed() == ["260301", "260302", "260401"]
    assert listed(profile="gas") == ["260401"]
    assert listed(state="not-accepted") == ["260301"]
    assert listed(month="2026-03") == ["260301", "260302"]
    assert listed(month="2026-03", state="open") == ["260302"]
    with pytest.raises(NotFound):
        listed(profile="water")


def test_what_is_late_comes_longest_first(place: tuple[Office, Cast]) -> None:
    office, folk = place
    later = clock(office, at("2026-04-10 09:00"))

    late = cases_list.overdue(later, folk.mira)

    assert [(one.row.number, one.step.key) for one in late] == [
        ("260302", "contact"),
        ("260401", "dispatch"),
    ]
    assert [one.days for one in late] == [27, 3]
    assert log("case.listed")[-1]["more"] == {"aid": "overdue"}


def test_the_review_lists_what_was_settled_last_month(place: tuple[Office, Cast]) -> None:
    office, folk = place

    assert numbers(cases_list.review(office, folk.mira)) == ["260301"]
    assert numbers(cases_list.review(office, folk.mira, "2026-04")) == []
    assert [one["more"]["month"] for one in log("case.reviewed")] == ["2026-03", "2026-04"]


def test_a_chain_is_seen_from_both_ends(place: tuple[Office, Cast]) -> None:
    office, folk = place

    first, second = (cases_list.show(office, folk.mira, number) for number in ("260301", "260302"))

    assert list(first.chain) == list(second.chain) == ["260301", "260302"]
    assert list(cases_list.show(office, folk.mira, "260401").chain) == []
    listed = {one.row.number: one for one in cases_list.list_cases(office, folk.mira)}
    assert {number: list(one.chain) for number, one in listed.items()} == {
        number: list(cases_list.show(office, folk.mira, number).chain) for number in listed
    }


def test_a_list_asks_no_more_for_many_cases_than_for_one(place: tuple[Office, Cast]) -> None:
    office, folk = place
    asked = []

    for kind in ("oil", ""):
        with CaptureQueriesContext(connection) as questions:
            found = cases_list.list_cases(office, folk.mira, profile=kind)
            cases_register.workbook(office, found)
        asked.append((len(found), len(questions)))

    (few, once), (many, again) = asked
    assert few < many
    assert again <= once


def test_the_register_tells_each_case_in_one_row(
    place: tuple[Office, Cast], tmp_path: Path
) -> None:
    office, folk = place
    found = cases_list.list_cases(office, folk.mira)
    book = tmp_path / "登记追踪表.xlsx"

    cases_register.write(office, book, found)

    told = [
        dict(zip(cases_register.HEADS, cases_register.row(office, one), strict=True))
        for one in found
    ]
    assert [one["投诉编号"] for one in told] == ["260301", "260302", "260401"]
    assert (told[0]["后案"], told[1]["前案"], told[2]["后案"]) == ("260302", "260301", "")
    assert (told[0]["结案日"], told[0]["核决"]) == ("2026-03-02", "成立")
    assert (told[1]["当前步骤"], told[1]["应完成日"]) == ("联系有关部门查明情况", "2026-03-03")
    assert told[1]["投诉内容摘要"] == "=1+1 计量不准"
    with pytest.raises(BadInput):
        cases_register.write(office, book, found)
    assert book.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-02", dt.date(2026, 2, 1), dt.date(2026, 3, 1)),
        ("2026-12", dt.date(2026, 12, 1), dt.date(2027, 1, 1)),
        (" 2024-02 ", dt.date(2024, 2, 1), dt.date(2024, 3, 1)),
    ],
)
def test_a_month_has_a_first_day_and_the_next_one(
    text: str, first: dt.date, after: dt.date
) -> None:
    assert cases_list.months(text) == (first, after)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "März", "2026-03-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as wrong:
        cases_list.months(text)

    assert wrong.value.field == "month"
