"""What is under way in a demo office: something waits on each page, for the person it waits for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.demo import demo_office

from docgen.cli import demo, demo_desk
from docgen.office import (
    auditing,
    cases_list,
    drafts,
    loan_desk,
    loans,
    outside,
    people,
    saved_searches,
)
from docgen.office.desk import Office
from docgen.register.models import Item

LOGINS = ("shen", "lin", "zhou", "gu")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = demo_office(tmp_path / "office")
    filed = {
        (item.title, item.dossier.customer.name): str(item)
        for item in Item.objects.select_related("dossier__customer")
    }
    folk = {login: people.by_login(login) for login in LOGINS}
    facts = demo._shipped("desk.toml")
    made = replace(demo_desk.meanwhile(made, folk, facts["loans"], filed), now=_four_weeks_on)
    demo_desk.begin(made, folk, facts, filed)
    return made


def _four_weeks_on() -> dt.datetime:
    """Today, where the office was founded now and not weeks ago."""
    now = demo_desk.weeks_ago()
    return now + 2 * (dt.datetime.now(dt.UTC) - now)


def test_something_waits_for_everybody(office: Office) -> None:
    lin, zhou, shen, gu = (people.by_login(one) for one in ("lin", "zhou", "shen", "gu"))

    late = cases_list.overdue(office, zhou)
    kept, lent, queued, asked = sorted(loans.list_loans(office, shen), key=lambda one: one.code)
    (request,) = outside.list_requests(office, gu)
    (draft,) = drafts.mine(office, lin)

    assert {one.step.key for one in late} == {"handle"}
    assert (lent.state, lent.borrower, queued.item) == ("out", gu, lent.item)
    assert (kept.state, queued.state, asked.state) == ("out", "waiting", "requested")
    assert request.row.state == "requested"
    assert draft.customer == "武汉假想通信技术有限公司"
    assert [one.name for one in saved_searches.listed(office, lin)] == ["漏水投诉"]


def test_one_original_is_overdue_and_the_log_runs_forward_through_the_weeks(
    office: Office,
) -> None:
    shen = people.by_login("shen")

    (line,) = loan_desk.desk(office, shen, "overdue").lines
    entries = auditing.entries(office, shen)

    times = [str(one["t"]) for one in entries]
    assert line.row.borrower == people.by_login("lin")
    assert line.row.due is not None
    assert line.row.due < office.today <= line.row.due + dt.timedelta(weeks=4)
    assert line.rung is not None
    assert times == sorted(times)
    assert not [one for one in entries if "clk" in one]
    assert times[0][:10] < str(office.now())[:10]
