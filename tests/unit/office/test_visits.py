"""Plans, reports and cards in the office: who may, what is kept, what it owes."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime

import pytest
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import customer, founder, person
from tests.support.visits import NEW_CARD, alarm, daily, scored

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.duty import State as Owed
from docgen.office import (
    customer_classes,
    duties,
    duties_rolling,
    rebuilding,
    visits,
    visits_cards,
    visits_daily,
    visits_duties,
    visits_month,
    visits_papers,
    writing,
)
from docgen.office.desk import Office
from docgen.office.visits import Wish
from docgen.register.models import Customer, Item
from docgen.register.models_duties import OwedDuty
from docgen.register.models_visits import CardChange, CustomerCard, Visit, VisitPaper, VisitPlan

#: Monday, 2 March 2026, 10:00 where the office is.
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def monday(office: Office) -> Office:
    """The office on that Monday."""
    return at(office, MONDAY)


@pytest.fixture
def graded(monday: Office, folk: Cast, known: Customer) -> Customer:
    """The customer, of grade A, with a dossier."""
    filed(monday, folk.mira, known)
    customer_classes.grade(monday, folk.mira, known.code, {}, given="A", reason="战略客户")
    return known


def on(office: Office, day: int, hour: int = 2) -> Office:
    """The office on a day of March 2026."""
    return at(office, datetime(2026, 3, day, hour, tzinfo=UTC))


def planned() -> list[str]:
    return [f"{one.planned_on} {one.grade}" for one in Visit.objects.order_by("planned_on")]


def test_a_plan_follows_the_grade_and_is_not_doubled(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    made = visits.make(monday, folk.mira, Wish("2026-03", goods="滤芯"))
    again = visits.make(monday, folk.mira, Wish("2026-03", topics="库存"))

    assert planned() == ["2026-03-02 A", "2026-03-17 A"]
    assert again.visits == ()
    plan = VisitPlan.objects.get()
    assert (plan.goods, plan.topics, plan.unit) == ("滤芯", "库存", "客户服务部")
    [first, _] = log("visit.planned")
    assert first["n"] == len(made.visits) == 2
    assert first["more"]["period"] == "2026-03"
    del graded


def test_the_rest_of_a_month_is_planned_and_the_last_visit_counts(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    visits_daily.report(monday, folk.mira, daily(graded.code))

    visits.make(on(monday, 20), folk.mira, Wish("2026-04"))

    assert [str(one.planned_on) for one in Visit.objects.exclude(plan=None)] == [
        "2026-04-01",
        "2026-04-16",
    ]


def test_an_ungraded_customer_is_planned_only_once_he_has_a_grade(
    monday: Office, folk: Cast, known: Customer
) -> None:
    everybody = visits.make(monday, folk.mira, Wish("2026-03"))
    named = visits.make(monday, folk.mira, Wish("2026-03", customers=(known.code,)))

    assert everybody.warnings == ()
    assert [known.name in one for one in named.warnings] == [True]
    assert planned() == []


def test_what_a_day_cannot_hold_is_said(monday: Office, folk: Cast, graded: Customer) -> None:
    rules = monday.folder / "rules" / "visits.toml"
    rules.write_text(rules.read_text("utf-8").replace("every = 15", "every = 1"), "utf-8")
    rules.write_text(rules.read_text("utf-8").replace("per_day    = 6", "per_day = 1"), "utf-8")

    made = visits.make(on(monday, 30), folk.mira, Wish("2026-03"))

    assert [one.planned_on for one in made.visits] == [dt.date(2026, 3, 30), dt.date(2026, 3, 31)]
    assert made.warnings == ()
    second = customer(monday, "晋江海风五金商行")
    customer_classes.grade(monday, folk.mira, second.code, {}, given="A", reason="新")
    rules.write_text(rules.read_text("utf-8").replace("per_day = 1", "per_day = 2"), "utf-8")
    Visit.objects.all().delete()
    third = customer(monday, "翠屿家居用品有限公司")
    customer_classes.grade(monday, folk.mira, third.code, {}, given="A", reason="新")
    full = visits.make(on(monday, 31), folk.mira, Wish("2026-03"))
    assert len(full.visits) == 2
    assert [third.name in one for one in full.warnings] == [True]
    del graded


def test_the_areas_salesman_visits_for_a_reason_only(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    first = visits_daily.report(monday, folk.mira, daily(graded.code, **NEW_CARD))
    card = CustomerCard.objects.get()
    card.answers["salesman"] = "mira"
    card.save()

    left_out = visits.make(monday, folk.mira, Wish("2026-04"))
    other = person(monday, "tang")
    by_another = visits.make(monday, folk.mira, Wish("2026-05", visitor=other.login))
    reasoned = visits.make(monday, folk.mira, Wish("2026-04", reason="客户指定"))
    again = visits_daily.report(on(monday, 3), folk.mira, daily(graded.code))

    assert ["G-038" in one for one in first.warnings] == [True]
    assert left_out.visits == ()
    assert ["C-053" in one for one in left_out.warnings] == [True]
    assert {one.visitor for one in by_another.visits} == {other}
    assert {one.reason for one in reasoned.visits} == {"客户指定"}
    assert ["C-053" in one for one in again.warnings] == [True]


@pytest.mark.parametrize("period", ["", "2026-13", "下月", "26-03"])
def test_what_is_no_period_is_refused(monday: Office, folk: Cast, period: str) -> None:
    with pytest.raises(BadInput) as wrong:
        visits.make(monday, folk.mira, Wish(period))

    assert wrong.value.field == "period"


@pytest.mark.parametrize("name", ["goods", "topics", "special", "reason"])
def test_what_a_plan_says_is_one_short_line(monday: Office, folk: Cast, name: str) -> None:
    for text in ("长" * 301, "两\n行"):
        with pytest.raises(BadInput) as wrong:
            visits.make(monday, folk.mira, Wish("2026-03", **{name: text}))

        assert wrong.value.field == name


def test_a_plan_ends_the_duty_of_making_it(monday: Office, folk: Cast, graded: Customer) -> None:
    duties_rolling.catch_up(on(monday, 25))
    before = OwedDuty.objects.get(rule="visit-plan", unit="客户服务部", state=Owed.OPEN)

    visits.make(on(monday, 25), folk.mira, Wish("2026-04"))

    before.refresh_from_db()
    assert before.nominal == dt.date(2026, 3, 31)
    assert (before.state, before.ended_by) == (Owed.DONE, folk.mira)
    del graded


def test_a_report_is_filed_for_each_customer_and_makes_the_planned_visit(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    second = customer(monday, "晋江海风五金商行")
    visits.make(monday, folk.mira, Wish("2026-03"))

    done = visits_daily.report(on(monday, 5), folk.mira, daily(graded.code, second.name))

    assert [item.dossier.customer for item in done.items] == [graded, second]
    assert {item.form_number for item in done.items} == {done.paper.number}
    made = Visit.objects.filter(visited_on=dt.date(2026, 3, 5)).order_by("pk")
    assert [(one.customer, str(one.planned_on), one.grade) for one in made] == [
        (graded, "2026-03-02", "A"),
        (second, "None", ""),
    ]
    assert [
        str(one.customer) for one in visits.list_visits(on(monday, 20), folk.mira, late=True)
    ] == [graded.code]
    [entry] = log("visit.reported")
    assert (entry["n"], entry["more"]) == (2, {"kind": "daily", "day": "2026-03-05"})


def test_a_report_ends_the_duty_of_its_day(monday: Office, folk: Cast, graded: Customer) -> None:
    rules = monday.folder / "rules" / "duties.toml"
    text = rules.read_text("utf-8").replace('"巡访人员" = []', '"巡访人员" = ["mira"]')
    rules.write_text(text, "utf-8")
    duties_rolling.catch_up(monday)
    duties_rolling.catch_up(on(monday, 3))

    visits_daily.report(on(monday, 3), folk.mira, daily(graded.code))

    rows = OwedDuty.objects.filter(rule="daily-visit-report", person=folk.mira).order_by("due")
    states = {str(one.due): one.state for one in rows}
    assert states["2026-03-03"] == Owed.DONE
    assert states["2026-03-02"] == Owed.OPEN


def test_a_card_keeps_each_change_with_what_stood_there(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    visits_daily.report(monday, folk.mira, daily(graded.code, **NEW_CARD))
    first = CustomerCard.objects.get()
    visits_daily.report(on(monday, 5), folk.mira, daily(graded.code, address="样例路30号"))
    visits_daily.report(on(monday, 6), folk.mira, daily(graded.code))

    card = CustomerCard.objects.get()
    assert card.version == 2
    assert card.item != first.item
    assert card.answers["address"] == "样例路30号"
    assert card.answers["business"] == "五金"
    assert card.answers["level"] == "A"
    [*_, last] = visits_cards.history(graded)
    assert (last.field, last.before, last.after) == ("address", "样例路28号", "样例路30号")
    cards = Item.objects.filter(template=visits_cards.CARD, dossier__customer=graded)
    assert cards.count() == 2


def test_the_first_card_begins_with_one_that_was_filed_by_hand(
    monday: Office, folk: Cast, known: Customer
) -> None:
    by_hand = {
        "level": "C",
        "address": "老路1号",
        "business": "水暖",
        "salesman": "孟样例",
        "contacts": [{"name": "洪样例", "post": "店主"}],
    }
    writing.fill(monday, folk.mira, visits_cards.CARD, by_hand, customer=known.code, file=True)

    told = visits_daily.report(monday, folk.mira, daily(known.code, address="新路2号"))

    card = CustomerCard.objects.get()
    assert card.answers["contacts"] == [{"name": "洪样例", "post": "店主"}]
    assert (card.answers["salesman"], card.answers["level"]) == ("孟样例", "C")
    changes = CardChange.objects.filter(paper=told.paper)
    assert changes.get(field="address").before == "老路1号"
    assert not changes.filter(field="business").exists()


def test_a_card_of_somebody_who_was_not_visited_is_refused_and_nothing_is_left(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    second = customer(monday, "晋江海风五金商行")
    given = daily(graded.code) | {"cards": [{"customer_name": second.code, "address": "别处"}]}
    papers = Item.objects.count()

    with pytest.raises(BadInput) as wrong:
        visits_daily.report(monday, folk.mira, given)

    assert wrong.value.field == "cards"
    assert (Item.objects.count(), Visit.objects.count(), VisitPaper.objects.count()) == (
        papers,
        0,
        0,
    )
    assert log("visit.reported")[-1]["res"] == "deny"


def test_a_first_card_without_what_it_must_have_names_the_field(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    with pytest.raises(BadInput) as wrong:
        visits_daily.report(monday, folk.mira, daily(graded.code, address="样例路"))

    assert "business" in {one.field for one in wrong.value.details}
    assert CustomerCard.objects.count() == 0


def test_a_report_without_customers_or_about_an_unknown_one_is_refused(
    monday: Office, folk: Cast
) -> None:
    with pytest.raises(BadInput):
        visits_daily.report(monday, folk.mira, {"visits": "谁"})
    with pytest.raises(NotFound):
        visits_daily.report(monday, folk.mira, daily("查无此人"))


def test_who_does_not_know_a_customer_reports_nothing_of_him(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    with pytest.raises(NotFound):
        visits_daily.report(monday, folk.lena, daily(graded.code))
    assert visits.list_visits(monday, folk.lena) == []


def test_a_scored_visit_makes_the_visit_and_a_bad_one_proposes_a_complaint(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    good = scored(monday.today, quality_score="优良", attitude_score="一般")
    bad = scored(monday.today, quality_score="合格", attitude_score="不好")

    first = visits_papers.call(monday, folk.mira, graded.code, good)
    second = visits_papers.call(monday, folk.mira, graded.code, bad)

    assert first.warnings == ()
    assert ["服务态度" in one and str(second.paper.item) in one for one in second.warnings] == [
        True
    ]
    duty = OwedDuty.objects.get(rule="complaint-proposal")
    assert (duty.unit, duty.subject) == ("总经理室", str(second.paper.item))
    assert Visit.objects.filter(customer=graded, visited_on=monday.today).count() == 2


def test_an_urgent_report_is_owed_an_answer_by_the_time_it_asks_for(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    qiao = person(monday, "qiao", "manager", unit="总经理室")
    now = monday.local(monday.now())

    done = visits_papers.urgent(monday, folk.mira, graded.code, alarm(now))

    duty = OwedDuty.objects.get(rule="urgent-report")
    assert (str(duty.due), str(duty.time)) == ("2026-03-02", "15:00:00")
    assert duty.deadline == MONDAY + dt.timedelta(hours=5)
    assert duty.subject == str(done.paper.item)
    assert duties.done(monday, qiao, duty.code).state == Owed.DONE


def test_a_leader_without_the_rule_in_his_own_file_is_told_all_the_same(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    rules = monday.folder / "rules" / "duties.toml"
    rules.write_text("catch_up = 31\n[ladders]\nstandard = []\n", "utf-8")
    qiao = person(monday, "qiao", "manager", unit="总经理室")

    visits_papers.urgent(monday, folk.mira, graded.code, alarm(monday.local(monday.now())))

    duty = OwedDuty.objects.get()
    assert duty.title == "批示巡访紧急报告"
    assert duties.done(monday, qiao, duty.code).state == Owed.DONE


def test_a_month_is_collected_from_its_days_and_ends_its_duty(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    duties_rolling.catch_up(at(monday, datetime(2026, 3, 31, 2, tzinfo=UTC)))
    owed = OwedDuty.objects.get(
        rule="monthly-visit-report", unit="客户服务部", nominal=dt.date(2026, 4, 5)
    )
    visits.make(monday, folk.mira, Wish("2026-03"))
    visits_daily.report(on(monday, 5), folk.mira, daily(graded.code, **NEW_CARD))
    alarmed = visits_papers.urgent(
        on(monday, 9), folk.mira, graded.code, alarm(monday.local(datetime(2026, 3, 9, tzinfo=UTC)))
    )

    found = visits_month.collected(folk.mira, "2026-03")

    assert found["visitors"] == [
        {"person": "mira", "area": "样例片区", "planned": 2, "done": 1}
        | {"a": 1, "b": 0, "c": 0, "d": 0, "new": 0}
    ]
    assert (found["daily_count"], found["cards_count"], found["customers_total"]) == (1, 1, 1)
    assert found["effect"] == "3月5日 mira：当场补单"
    assert str(found["urgent"]).startswith(alarmed.paper.number)
    more = {"market": "平稳", "suggestions": "无", "next_month": "无", "shortfall": "节日"}
    done = visits_month.report(on(monday, 31), folk.mira, "2026-03", graded.code, more)
    owed.refresh_from_db()
    assert owed.state == Owed.DONE
    assert done.paper.answers["suggestions"] == "无"


def test_a_month_is_one_month_of_ones_own_unit(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    visits_daily.report(monday, folk.mira, daily(graded.code))

    with pytest.raises(BadInput) as wrong:
        visits_month.draft(monday, folk.mira, "2026-Q1")

    assert wrong.value.field == "period"
    assert visits_month.collected(folk.lena, "2026-03")["daily_count"] == 0
    assert "daily_count = 1" in visits_month.draft(monday, folk.mira, "2026-03")


@pytest.mark.parametrize(
    ("kind", "rule", "following"),
    [
        ("company", "safety-check", "2027-03-02"),
        ("household", "safety-check-home", "2028-03-02"),
    ],
)
def test_a_safety_check_owes_the_next_one(
    monday: Office, folk: Cast, known: Customer, kind: str, rule: str, following: str
) -> None:
    known.kind = kind
    known.save()

    _, due = visits_duties.checked(monday, folk.mira, known.code, monday.today)
    _, later = visits_duties.checked(on(monday, 20), folk.mira, known.code, None)

    assert due == following
    assert later[:4] == following[:4]
    rows = OwedDuty.objects.filter(rule=rule, subject=known.code).order_by("pk")
    assert [one.state for one in rows] == [Owed.DONE, Owed.OPEN]


def test_an_auditor_plans_and_reports_nothing(monday: Office, graded: Customer) -> None:
    auditor = person(monday, "shenji", "auditor", unit="审计部", clearance="A")

    with pytest.raises(NotAllowed):
        visits.make(monday, auditor, Wish("2026-03"))
    with pytest.raises(NotAllowed):
        visits.list_visits(monday, auditor)
    del graded


def test_a_lost_register_comes_back_with_its_visits(
    monday: Office, folk: Cast, graded: Customer
) -> None:
    visits_daily.report(monday, folk.mira, daily(graded.code, **NEW_CARD))
    told = [(one.field, one.after) for one in visits_cards.history(graded)]

    (monday.folder / "register.sqlite3").unlink()
    rebuilding.rebuild(monday.folder, lambda there: (there, founder()))

    assert [(one.field, one.after) for one in CardChange.objects.order_by("pk")] == told
    assert Visit.objects.get().paper == VisitPaper.objects.get()
