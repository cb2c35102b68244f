"""The survey in the office: one round a year, one answer each, what follows from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.support.desks import Cast, filed, log
from tests.support.offices import customer, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.duty import State as Owed
from docgen.office import duties_rolling, surveys
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, ItemText
from docgen.register.models_duties import OwedDuty
from docgen.register.models_visits import SurveyAnswer, SurveyRound

YEAR = 2026
PLAN = {
    "findings": "响应慢",
    "goal": "八十分",
    "problems": [
        {
            "problem": "慢",
            "measure": "排班",
            "unit": "客户服务部",
            "person": "mira",
            "due_on": dt.date(2027, 5, 1),
        }
    ],
}


@pytest.fixture
def place(office: Office, folk: Cast, known: Customer) -> str:
    """The customer's dossier, while a round is open."""
    surveys.open_round(office, folk.mira, YEAR, office.today, sent=3)
    return str(filed(office, folk.mira, known).dossier)


def test_a_unit_has_one_round_a_year(office: Office, folk: Cast, place: str) -> None:
    other = person(office, "tang", unit="企业发展部")
    surveys.open_round(office, other, YEAR, office.today)
    surveys.open_round(office, folk.mira, YEAR + 1, office.today)

    with pytest.raises(BadInput) as wrong:
        surveys.open_round(office, folk.mira, YEAR, office.today)

    assert wrong.value.field == "year"
    assert SurveyRound.objects.count() == 3
    assert [entry["obj"] for entry in log("survey.opened") if entry["res"] == "allow"] == [
        *("M000001", "M000002", "M000003"),
    ]
    del place


@pytest.mark.parametrize(
    ("year", "days", "sent"), [(1999, 0, 0), (3000, 0, 0), (2026, -1, 0), (2026, 0, -1)]
)
def test_a_round_that_cannot_be_is_refused(
    office: Office, folk: Cast, year: int, days: int, sent: int
) -> None:
    day = office.today + dt.timedelta(days=days)

    with pytest.raises(BadInput):
        surveys.open_round(office, folk.mira, year, day, sent=sent)

    assert SurveyRound.objects.count() == 0


def test_answers_are_filed_with_the_points_that_are_printed(
    office: Office, folk: Cast, place: str
) -> None:
    scores = {"response_score": "非常满意", "skill_score": "一般", "honesty_score": "不满意"}

    kept, warnings = surveys.answer(office, folk.mira, YEAR, place, {**scores, "method": "电话"})

    assert kept.points == {"response_score": 100, "skill_score": 60, "honesty_score": 30}
    assert ["诚信" in one for one in warnings] == [True]
    text = ItemText.objects.get(item=kept.item).body
    assert "80.0" in text or "80" in text
    assert OwedDuty.objects.get(rule="complaint-proposal").subject == str(kept.item)
    [entry] = log("survey.answered")
    assert (entry["obj"], entry["more"]) == (str(kept.item), {"round": "M000001"})


def test_points_that_the_office_changed_in_its_form_count(
    office: Office, folk: Cast, place: str
) -> None:
    form = office.folder / "templates" / surveys.FORM / "form.toml"
    form.write_text(form.read_text("utf-8").replace('"满意" = 80', '"满意" = 88'), "utf-8")

    kept, _ = surveys.answer(office, folk.mira, YEAR, place, {"response_score": "满意"})

    assert kept.points == {"response_score": 88}


def test_a_customer_answers_once_and_in_an_open_round_only(
    office: Office, folk: Cast, place: str
) -> None:
    surveys.answer(office, folk.mira, YEAR, place, {"overall_score": "满意"})

    with pytest.raises(BadInput) as twice:
        surveys.answer(office, folk.mira, YEAR, place, {})
    surveys.close(office, folk.mira, YEAR)
    second = customer(office, "晋江海风五金商行")
    with pytest.raises(BadInput) as late:
        surveys.answer(office, folk.mira, YEAR, second.code, {})
    with pytest.raises(BadInput):
        surveys.close(office, folk.mira, YEAR)
    with pytest.raises(NotFound):
        surveys.answer(office, folk.mira, YEAR + 5, place, {})

    assert (twice.value.field, late.value.field) == ("customer", "year")
    assert SurveyAnswer.objects.count() == 1


def test_an_option_that_is_not_printed_is_refused_and_uses_no_number(
    office: Office, folk: Cast, place: str
) -> None:
    with pytest.raises(BadInput) as wrong:
        surveys.answer(office, folk.mira, YEAR, place, {"overall_score": "挺好"})
    kept, _ = surveys.answer(office, folk.mira, YEAR, place, {"overall_score": "满意"})

    assert [one.field for one in wrong.value.details] == ["overall_score"]
    assert kept.item.form_number.endswith("0001")


def test_what_a_round_says_and_the_years_before_it(office: Office, folk: Cast, place: str) -> None:
    second = customer(office, "晋江海风五金商行").code
    surveys.answer(office, folk.mira, YEAR, place, {"response_score": "满意"})
    surveys.answer(
        office, folk.mira, YEAR, second, {"response_score": "一般", "overall_score": "一般"}
    )
    surveys.open_round(office, folk.mira, YEAR + 1, office.today)
    surveys.answer(office, folk.mira, YEAR + 1, place, {"overall_score": "非常满意"})

    first = surveys.show(office, folk.mira, YEAR)
    later = surveys.show(office, folk.mira, YEAR + 1)

    assert first.result.by_question == {
        "response_score": Decimal("70.0"),
        "overall_score": Decimal("60.0"),
    }
    assert (first.result.average, first.result.passed) == (Decimal("66.7"), 1)
    assert first.trend == ((YEAR, Decimal("66.7")),)
    assert later.trend == ((YEAR, Decimal("66.7")), (YEAR + 1, Decimal("100.0")))
    assert first.labels["response_score"] == "响应速度"
    assert [entry["obj"] for entry in log("survey.viewed")] == ["M000001", "M000002"]


def test_the_pass_line_is_a_setting(office: Office, folk: Cast, place: str) -> None:
    surveys.answer(office, folk.mira, YEAR, place, {"response_score": "满意"})
    rules = office.folder / "rules" / "visits.toml"
    rules.write_text(rules.read_text("utf-8").replace("pass_mark  = 70", "pass_mark = 81"), "utf-8")

    assert surveys.show(office, folk.mira, YEAR).result.passed == 0


def test_closing_ends_the_yearly_duty_and_owes_the_plan(
    office: Office, folk: Cast, known: Customer
) -> None:
    boss = person(office, "tang", unit="企业发展部")
    later = office.today.replace(month=11, day=20)
    duties_rolling.catch_up(office)
    yearly = OwedDuty.objects.filter(rule="satisfaction-survey", unit=boss.unit)
    surveys.open_round(office, boss, later.year, max(later, office.today))

    surveys.close(office, boss, later.year)

    assert {one.state for one in yearly if one.nominal and one.nominal.year == later.year} <= {
        Owed.DONE
    }
    assert OwedDuty.objects.get(rule="survey-plan").subject == "M000001"
    del known, folk


def test_the_plan_takes_its_figures_from_the_round(office: Office, folk: Cast, place: str) -> None:
    surveys.answer(office, folk.mira, YEAR, place, {"overall_score": "满意"})
    with pytest.raises(BadInput) as early:
        surveys.plan(office, folk.mira, YEAR, place, PLAN)
    surveys.close(office, folk.mira, YEAR)

    item = surveys.plan(office, folk.mira, YEAR, place, PLAN)

    assert early.value.field == "year"
    text = ItemText.objects.get(item=item).body
    for told in ("80.0", "响应慢", "排班"):
        assert told in text
    assert OwedDuty.objects.get(rule="survey-plan").state == Owed.DONE
    assert log("survey.planned")[-1]["obj"] == str(item)


def test_whoever_may_not_file_leaves_nothing_behind(office: Office, folk: Cast, place: str) -> None:
    leader = person(office, "leader", "manager")
    auditor = person(office, "shenji", "auditor", clearance="A")
    papers = Item.objects.count()

    with pytest.raises(NotAllowed):
        surveys.answer(office, leader, YEAR, place, {"overall_score": "满意"})
    with pytest.raises(NotAllowed):
        surveys.show(office, auditor, YEAR)

    assert (Item.objects.count(), SurveyAnswer.objects.count()) == (papers, 0)
    del folk
