"""What a posting knows for its forms, what may be noted of it, and what is refused with a word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.support.cases import at as moment
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.posting_rules import SCOPES
from docgen.office import (
    customers,
    postings,
    postings_appraising,
    postings_areas,
    postings_facts,
    postings_list,
    postings_papers,
    postings_rotation,
    postings_rows,
    postings_staff,
    writing,
)
from docgen.office.desk import Office
from docgen.office.postings import Plan
from docgen.office.postings_areas import Figures
from docgen.office.postings_papers import Told, Wish
from docgen.register.models import Dossier, Person
from docgen.register.models_postings import Posting as Row

FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 8, 31)


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning, with two areas."""
    desk = at(office, moment("2026-03-02 09:00"))
    postings_areas.put(desk, folk.mira, "lz", Figures("澜州", 150_000))
    postings_areas.put(desk, folk.mira, "yj", Figures("云津", 250_000))
    return desk


@pytest.fixture(name="plan")
def _plan(desk: Office) -> Plan:
    """A posting that could be."""
    new = customers.NewCustomer(name="骆海宁", phone="199 0000 2001", kind="staff")
    staff = customers.add(desk, founder(), new, unit="客户服务部")
    return Plan(staff.code, "外派技术人员", "国内异地", "澜州驻外机构", FIRST, LAST, "lz")


@pytest.fixture(name="row")
def _row(desk: Office, folk: Cast, plan: Plan) -> Row:
    """A posting that is planned."""
    return postings.open_posting(desk, folk.mira, replace(plan, staff_number="KF0088"))


def form_facts(desk: Office, row: Row, name: str, **given: object) -> dict[str, object]:
    """What a form is filled with from the posting."""
    form = writing.template(desk, name).form
    return postings_facts.answers(desk, row, form, given)


def test_forms_are_filled_from_the_posting(desk: Office, row: Row) -> None:
    approval = form_facts(desk, row, "dispatch/dispatch-approval")
    arrangement = form_facts(desk, row, "dispatch/work-arrangement")

    assert approval["posting_kind"] == "境内异地"
    assert (approval["start_on"], approval["end_on"]) == (FIRST, LAST)
    assert approval["people"] == [
        {
            "name": "骆海宁",
            "unit": "客户服务部",
            "staff_class": "外派技术人员",
            "region": "澜州驻外机构",
        }
    ]
    assert (arrangement["area"], arrangement["area_class"]) == ("澜州", "二类地区")
    assert arrangement["staff_no"] == "KF0088"
    assert "8:00" in str(arrangement["contact_hours"])


def test_what_was_answered_by_hand_wins(desk: Office, row: Row) -> None:
    found = form_facts(desk, row, "dispatch/work-arrangement", area="澜州、桐溪")

    assert found["area"] == "澜州、桐溪"


def test_a_word_that_a_form_does_not_know_is_left_to_the_clerk(
    desk: Office, folk: Cast, plan: Plan
) -> None:
    row = postings.open_posting(desk, folk.mira, replace(plan, kind="站长"))

    assert "staff_class" not in form_facts(desk, row, "dispatch/work-arrangement")
    assert "people" not in form_facts(desk, row, "dispatch/dispatch-approval")
    assert form_facts(desk, row, "dispatch/monthly-appraisal")["staff_class"] == "站长"


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_each_scope_has_a_word_of_the_forms(desk: Office, row: Row, scope: str) -> None:
    row.scope = scope

    found = form_facts(desk, row, "dispatch/training-record")

    assert found["posting_kind"] == ("境内异地" if scope == "国内异地" else "境外")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scope": "月球"}, "scope"),
        ({"host": " "}, "host"),
        ({"host": "澜" * 121}, "host"),
        ({"host": "澜\x07州"}, "host"),
        ({"staff_number": "K\n1"}, "staff_number"),
        ({"ends": dt.date(2026, 3, 30)}, "to"),
        ({"ends": dt.date(2026, 1, 1)}, "to"),
        ({"starts": dt.date.max, "ends": dt.date.max}, "to"),
        ({"starts": dt.date.min}, "to"),
        ({"area_since": dt.date(2026, 3, 3)}, "area-since"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    desk: Office, folk: Cast, plan: Plan, change: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        postings.open_posting(desk, folk.mira, replace(plan, **change))  # type: ignore[arg-type]

    assert (refused.value.field, Row.objects.count()) == (field, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "宇航员"},
        {"area": "xx"},
        {"more_areas": ("xx",)},
        {"login": "nobody"},
        {"staff": "无"},
    ],
)
def test_what_is_not_there_is_not_found(
    desk: Office, folk: Cast, plan: Plan, change: dict[str, object]
) -> None:
    with pytest.raises(NotFound):
        postings.open_posting(desk, folk.mira, replace(plan, **change))  # type: ignore[arg-type]

    assert Row.objects.count() == 0


def test_only_a_dossier_of_posted_staff_takes_a_posting(
    desk: Office, folk: Cast, plan: Plan
) -> None:
    other = filed(desk, folk.mira, customer(desk)).dossier

    with pytest.raises(BadInput):
        postings.open_posting(desk, folk.mira, replace(plan, staff=str(other)))

    assert isinstance(
        postings_staff.place_of(desk, folk.mira, plan.staff, "KF0088"), postings_staff.StaffToBe
    )


def test_the_key_of_the_dossier_is_the_staff_number(row: Row) -> None:
    assert (row.dossier.type, row.dossier.key) == ("posted-staff", "KF0088")
    assert Dossier.objects.get(pk=row.dossier_id).title.startswith("骆海宁")


def test_a_paper_of_another_dossier_proves_nothing(desk: Office, folk: Cast, row: Row) -> None:
    other = filed(desk, folk.mira, customer(desk))

    with pytest.raises(BadInput):
        postings_papers.note(desk, folk.mira, row.code, "health", Told(str(other), "适合派驻"))
    with pytest.raises(NotFound):
        postings_papers.note(desk, folk.mira, row.code, "tan", Told())
    with pytest.raises(BadInput):
        postings_papers.note(desk, folk.mira, row.code, "health", Told(result="很" * 17))

    assert not row.facts.exists()


def test_a_certificate_without_a_day_holds_as_long_as_such_things_do(
    desk: Office, folk: Cast, row: Row
) -> None:
    [health] = postings_papers.note(desk, folk.mira, row.code, "health", Told(result="适合派驻"))
    [insured] = postings_papers.note(desk, folk.mira, row.code, "insurance", Told())

    assert (health.until, insured.until) == (dt.date(2027, 3, 2), None)
    assert log("posting.noted")[0]["more"] == {
        "state": "planned",
        "need": "health",
        "until": "2027-03-02",
    }


def test_a_form_makes_its_own_paper_only(desk: Office, folk: Cast, row: Row) -> None:
    need = postings_rows.rules(desk).need("agreement")

    found = [postings_papers.template_of(need, form) for form in ("", need.forms[1])]

    assert found == ["dispatch/dispatch-agreement", "dispatch/dispatch-contract"]
    with pytest.raises(BadInput):
        postings_papers.template_of(need, "dispatch/work-log")
    with pytest.raises(BadInput):
        postings_papers.make(desk, folk.mira, row.code, "agreement", Wish())


def test_a_refused_posting_takes_no_papers(desk: Office, folk: Cast, row: Row) -> None:
    postings.decide(desk, folk.jonas, row.code, agree=False, reason="编制已满")

    with pytest.raises(BadInput):
        postings_papers.note(desk, folk.mira, row.code, "health", Told(result="适合派驻"))
    with pytest.raises(BadInput):
        postings.decide(desk, folk.jonas, row.code, agree=True)


def score(number: str) -> postings_appraising.Score:
    return postings_appraising.Score(FIRST.replace(day=1), Decimal(number), "评语")


@pytest.mark.parametrize("number", ["-0.01", "100.01", "101"])
def test_a_score_is_of_a_hundred(desk: Office, folk: Cast, row: Row, number: str) -> None:
    with pytest.raises(BadInput):
        postings_appraising.appraise(desk, folk.mira, row.code, score(number))


def test_nobody_is_appraised_or_moved_before_he_departs(desk: Office, folk: Cast, row: Row) -> None:
    with pytest.raises(BadInput):
        postings_appraising.appraise(desk, folk.mira, row.code, score("80"))
    with pytest.raises(BadInput):
        postings_rotation.notify(desk, folk.mira, row.code, "yj", LAST, Wish())

    assert postings_rotation.proposals(desk, folk.mira) == []
    assert postings_rotation.notice_of(row) is None


def away(row: Row, **more: object) -> Row:
    """The posting as if it had begun."""
    Row.objects.filter(pk=row.pk).update(
        state="departed", departed_on=FIRST, area_since=FIRST, **more
    )
    return Row.objects.get(pk=row.pk)


def test_a_notice_names_the_area_and_the_day(desk: Office, folk: Cast, row: Row) -> None:
    there = away(row)
    given = {"report_to": "云津驻外机构", "reasons": ["其他"], "contact_phone": "010-5555 0188"}

    postings_rotation.notify(desk, folk.mira, row.code, "yj", LAST, Wish(given=given))
    notice = postings_rotation.notice_of(there)

    assert notice
    assert (notice.note, notice.valid_until) == ("yj", LAST)
    assert postings_rows.find(desk, folk.mira, row.code).area_id == row.area_id
    with pytest.raises(BadInput):
        postings_rotation.notify(desk, folk.mira, row.code, "lz", LAST, Wish(given=given))


def test_one_sees_ones_own_posting_and_a_head_those_of_his_place(
    desk: Office, folk: Cast, row: Row, plan: Plan
) -> None:
    luo, zhan = (person(desk, name, unit="澜州站") for name in ("luo", "zhan"))
    away(row, account=luo)

    before = [one.code for one in postings_list.list_postings(desk, luo)]
    none = postings_list.list_postings(desk, zhan)
    head = postings.open_posting(desk, folk.mira, _of(desk, plan, "湛站长", "zhan"))
    away(head)
    led = [one.code for one in postings_list.list_postings(desk, zhan)]

    assert (before, none, led) == ([row.code], [], [row.code, head.code])
    assert [one.code for one in postings_list.list_postings(desk, folk.mira, area="yj")] == []


def _of(desk: Office, plan: Plan, name: str, login: str) -> Plan:
    new = customers.NewCustomer(name=name, phone="199 0000 2002", kind="staff")
    staff = customers.add(desk, founder(), new, unit="客户服务部")
    return replace(plan, staff=staff.code, kind="站长", login=login)


def test_of_those_who_are_posted_only_the_head_assesses(
    desk: Office, folk: Cast, row: Row, plan: Plan
) -> None:
    luo, zhan = person(desk, "luo"), person(desk, "zhan")
    away(row, account=luo)
    head = postings.open_posting(desk, folk.mira, _of(desk, plan, "湛站长", "zhan"))
    away(head)

    def refused(who: Person, code: str) -> str:
        with pytest.raises(NotAllowed) as wrong:
            postings_appraising.appraise(desk, who, code, score("80"))
        return str(wrong.value.reasons[0].text)

    assert refused(luo, row.code) == "nobody appraises himself"
    assert refused(luo, head.code) == "those who are posted do not assess each other"
    assert postings_appraising.appraise(desk, zhan, row.code, score("80")).score == 80
