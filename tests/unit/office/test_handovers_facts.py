"""The papers of a handover: tables by the checklist, without what is settled or taken along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import cast

import pytest
from tests.support.cases import at
from tests.support.desks import Cast
from tests.support.desks import at as clock
from tests.support.handovers import Field, field

from docgen.model.handover import Handover, Kind, Line, Mark, Thing
from docgen.office import assets, cases_opening, handovers_facts
from docgen.office.assets import NewThing
from docgen.office.cases_opening import Intake
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.register.models_cases import Case
from docgen.register.models_postings import Handover as Row

KEY = Thing("key", "YS-1", "库房钥匙")
EMPTY = Handover(Kind.LEAVING, "p-1", "p-2", "p-3")


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast, known: Customer) -> Office:
    """The office on a Monday morning."""
    assert folk
    assert known
    return clock(office, at("2026-03-02 09:00"))


@pytest.fixture(name="posted")
def _posted(desk: Office) -> Field:
    return field(desk)


@pytest.fixture(name="row")
def _row(desk: Office, posted: Field) -> Row:
    """A handover of gao to tan, begun at night."""
    assets.add(desk, posted.qiao, NewThing("key", "YS-1", "库房钥匙"), posted.old.code)
    return Row(
        posting=posted.old,
        kind="leaving",
        successor=posted.tan,
        supervisor=posted.qiao,
        asked_on=dt.date(2026, 2, 28),
        leaves_on=dt.date(2026, 4, 30),
        opened_at=dt.datetime(2026, 2, 28, 16, 30, tzinfo=dt.UTC),
    )


def of(*lines: Line) -> Handover:
    return replace(EMPTY, lines=lines)


def test_an_empty_checklist_fills_no_table(desk: Office, row: Row) -> None:
    known = handovers_facts.handover(desk, row, EMPTY)

    tables = ("stations", "open_cases", "spare_units", "papers", "accounts", "assets", "keys")
    assert [known[name] for name in tables] == [[]] * len(tables)
    assert (known["risks"], known["reason"], known["area"]) == ("", "离职", "粤东区域")
    assert known["handover_start"] == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        (Mark.OPEN, True),
        (Mark.HANDED, True),
        (Mark.ACCEPTED, True),
        (Mark.KEPT, False),
        (Mark.GONE, False),
    ],
)
def test_what_is_settled_or_taken_along_is_not_on_the_paper(
    desk: Office, row: Row, mark: Mark, *, shown: bool
) -> None:
    fact = of(Line(KEY, mark), Line(Thing("line", "badge", "工牌"), mark))

    known = handovers_facts.handover(desk, row, fact)

    assert (bool(known["keys"]), bool(known["risks"])) == (shown, shown)


def test_what_has_no_table_is_told_in_words_with_day_and_note(desk: Office, row: Row) -> None:
    fact = of(
        Line(Thing("loan", "L000001", "", dt.date(2028, 2, 29)), Mark.ACCEPTED, note="三日内还"),
        Line(Thing("line", "badge", "工牌")),
        Line(Thing("papers", "p-1", "12")),
    )

    told = str(handovers_facts.handover(desk, row, fact)["risks"]).splitlines()

    assert told == [
        "借阅未还：L000001，2028-02-29到期（三日内还）",
        "其他事项：工牌",
        "经手归档、由部门保管的资料：12件",
    ]


def test_a_case_came_in_on_the_offices_day(
    desk: Office, posted: Field, row: Row, known: Customer
) -> None:
    given = {"channel": "来电", "content": "计量不准"}
    wish = Intake(profile="oil", customer=known.code, given=given)
    case = cases_opening.open_case(desk, posted.qiao, wish).row
    night = dt.datetime(2026, 2, 28, 16, 30, tzinfo=dt.UTC)
    Case.objects.filter(pk=case.pk).update(received_at=night)

    found = handovers_facts.handover(desk, row, of(Line(Thing("case", case.number))))

    [told] = cast("list[dict[str, object]]", found["open_cases"])
    assert told["received_on"] == dt.date(2026, 3, 1)
    assert (told["number"], told["successor"]) == (case.number, "tan")


def test_the_clearance_says_of_each_kind_whether_there_was_any(desk: Office, row: Row) -> None:
    some = handovers_facts.clearance(desk, row, of(Line(KEY, Mark.HANDED)))
    none = handovers_facts.clearance(desk, row, EMPTY)

    assert (some["keys_state"], some["cases_state"]) == ("已办", "不涉及")
    assert (none["keys_state"], none["handover_state"]) == ("不涉及", "已办")
    assert (none["assets"], none["surveyed_on"], none["handover_number"]) == ([], "", "")
    assert (none["accounts_state"], none["accounts_note"]) == (
        "未办",
        "系统账号随交接办结停用",
    )


@pytest.mark.parametrize(
    ("kind", "word"), [("物业外服人员", "外服"), ("外派技术人员", "驻外"), ("站长", "驻外")]
)
def test_a_resignation_names_the_kind_of_staff(
    desk: Office, row: Row, kind: str, word: str
) -> None:
    row.posting.kind = kind

    known = handovers_facts.resignation(desk, row, EMPTY)

    assert (known["staff_kind"], known["applied_on"]) == (word, dt.date(2026, 2, 28))
