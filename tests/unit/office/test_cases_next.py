"""What can be done next in a case, by whom, and what a step asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import desks
from tests.support.offices import person

from docgen.office import cases, cases_asked, cases_list, cases_next, cases_opening, people
from docgen.office.desk import Office
from docgen.register.models_cases import Case


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with mira, jonas, lena and a customer."""
    return desks(tmp_path / "office")


@pytest.fixture
def case(office: Office) -> Case:
    """A case that mira took in."""
    given = {"channel": "来电", "content": "加油枪计量不准"}
    wish = cases_opening.Intake(profile="oil", customer="K000001", given=given)
    return cases_opening.open_case(office, people.by_login("mira"), wish).row


def names(office: Office, case: Case, login: str = "mira") -> list[str]:
    """The turns that are offered."""
    one = cases_list.seen(office, case)
    return [each.name for each in cases_next.turns(office, people.by_login(login), one)]


def to_the_decision(office: Office, case: Case) -> None:
    """Work on until a head decides."""
    mira = people.by_login("mira")
    cases.step(office, mira, case.number, "contact", {"contacted_units": "油站"})
    cases.skip(office, mira, case.number, "investigate", remark="当场已查明")
    cases.step(office, mira, case.number, "opinion", {"opinion": "致歉"})
    case.refresh_from_db()


def test_the_first_step_is_next_and_nothing_speaks_against_it(office: Office, case: Case) -> None:
    one = cases_list.seen(office, case)

    [step] = cases_next.steps(office, people.by_login("mira"), one)

    assert (step.rule.key, step.against, step.late) == ("contact", (), False)


def test_whoever_took_it_in_does_not_decide_and_hears_why(office: Office, case: Case) -> None:
    to_the_decision(office, case)
    one = cases_list.seen(office, case)

    [mine] = cases_next.steps(office, people.by_login("mira"), one)
    [other] = cases_next.steps(office, people.by_login("jonas"), one)

    assert mine.against
    assert other.against == ()
    assert other.authority is not None
    assert other.authority.approver == "主管领导"


def test_an_open_case_becomes_graver_and_nothing_else_yet(office: Office, case: Case) -> None:
    assert names(office, case) == ["raise"]


def test_a_decided_case_may_be_contested(office: Office, case: Case) -> None:
    to_the_decision(office, case)
    given = {"approval": "同意", "outcome": "成立"}

    cases.step(office, people.by_login("jonas"), case.number, "approve", given)
    case.refresh_from_db()

    assert names(office, case) == ["raise", "object", "not-accepted"]


def test_a_step_asks_what_it_needs_and_the_facts_without_a_field(
    office: Office, case: Case
) -> None:
    to_the_decision(office, case)
    fact = cases_list.seen(office, case).case

    asked = cases_asked.in_step(office, people.by_login("jonas"), case, fact, "approve")

    found = {one.name: (one.kind, one.required) for one in asked.form.fields}
    assert found == {"approval": ("longtext", True), "outcome": ("choice", True)}
    assert asked.makes == ""


def test_a_step_with_a_paper_asks_the_papers_questions(office: Office, case: Case) -> None:
    fact = cases_list.seen(office, case).case

    asked = cases_asked.in_step(office, people.by_login("mira"), case, fact, "visit")

    assert asked.makes == "投诉回访记录"
    assert asked.values["complaint_number"] == case.number
    assert not [one for one in asked.form.fields if one.compute]


def test_opening_asks_nothing_that_a_later_step_asks(office: Office) -> None:
    kind, asked = cases_asked.to_open(office, people.by_login("mira"), "oil", "K000001")

    later = {name for one in kind.steps for name in (*one.fields, *one.needs)}
    assert not later & {one.name for one in asked.form.fields}
    assert asked.values["customer_name"] == "深圳市样例物业服务有限公司"


def test_who_opens_no_cases_is_refused(office: Office) -> None:
    root = person(office, "root", "administrator")

    with pytest.raises(Exception, match="may not do this"):
        cases_asked.refuse_strangers(office, root)


def test_what_is_known_is_told_with_its_labels(office: Office, case: Case) -> None:
    told = dict(cases_asked.answered(office, cases_list.seen(office, case).case))

    assert told["投诉内容"] == "加油枪计量不准"
    assert "T" not in told["投诉时间"]
