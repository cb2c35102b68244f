"""What is under way in a demo office: something waits on each page, for the person it waits for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.demo import demo_office

from docgen.cli import demo, demo_desk
from docgen.office import (
    cases_list,
    drafts,
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
    demo_desk.begin(made, folk, demo._shipped("desk.toml"), filed)
    return made


def test_something_waits_for_everybody(office: Office) -> None:
    lin, zhou, shen, gu = (people.by_login(one) for one in ("lin", "zhou", "shen", "gu"))

    late = cases_list.overdue(office, zhou)
    lent, asked = sorted(loans.list_loans(office, shen), key=lambda one: one.code)
    (request,) = outside.list_requests(office, gu)
    (draft,) = drafts.mine(office, lin)

    assert {one.step.key for one in late} == {"handle"}
    assert (lent.state, lent.borrower, asked.state) == ("out", gu, "requested")
    assert request.row.state == "requested"
    assert draft.customer == "武汉假想通信技术有限公司"
    assert [one.name for one in saved_searches.listed(office, lin)] == ["漏水投诉"]
