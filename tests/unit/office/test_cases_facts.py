"""What a case puts into its papers, and which answers a step takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.support.cases import begun, done, up_to

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.forms.form import Form
from docgen.model.case import Case
from docgen.office import cases_facts, cases_rows
from docgen.office.desk import Office
from docgen.render.folder import find_template


@pytest.fixture(name="handling", scope="module")
def _handling() -> Form:
    return find_template(shipped("templates"), "complaint/complaint-handling").form


@pytest.fixture(name="known")
def _known(office: Office) -> Office:
    return office


def told(office: Office, case: Case) -> dict[str, object]:
    return cases_facts.sources(office, case)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (True, "是"),
        (False, "否"),
        (3, 3),
        (Decimal("3.50"), "3.50"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (dt.datetime.fromisoformat("2026-03-02T09:30"), "2026-03-02T09:30:00"),
        (["折让", "退货"], ["折让", "退货"]),
        ([{"name": "甲", "note": "", "n": 1}], [{"name": "甲", "n": 1}]),
    ],
)
def test_an_answer_is_kept_so_that_a_form_reads_it_again(value: object, kept: object) -> None:
    assert cases_facts.as_kept(value) == kept


def test_what_is_computed_is_not_kept(handling: Form) -> None:
    rows = [{"unit": "商品部", "what": "调查", "due_on": dt.date(2026, 3, 2), "overdue": 3}]

    kept = cases_facts.plain(handling, {"style": "CS-071", "demand": "", "stages": rows})

    assert kept == {
        "style": "CS-071",
        "stages": [{"unit": "商品部", "what": "调查", "due_on": "2026-03-02"}],
    }


def test_a_rule_fills_what_its_form_asks_and_the_case_knows(handling: Form) -> None:
    rule = {
        "received_on": "case.received_on",
        "remark": "case.summary",
        "style": "=CS-071",
        "cause": "case.cause",
    }
    known = {"case.received_on": dt.date(2026, 3, 2), "case.summary": "缩水", "case.cause": ""}

    found = cases_facts.fill(rule, known, handling)

    assert found == {"received_on": dt.date(2026, 3, 2), "style": "CS-071"}


def test_the_sources_of_a_case_follow_its_steps(known: Office) -> None:
    case = up_to(begun("clothing"), "report", "2026-03-05 10:00", reason="洗后缩水")
    case = done(case, "report", "2026-03-06 10:00")

    sources = told(known, case)

    assert sources["step.investigate.done"] == dt.date(2026, 3, 5)
    assert sources["step.report.since"] == dt.date(2026, 3, 5)
    assert sources["step.report.done"] == dt.date(2026, 3, 6)
    assert "step.cause.done" not in sources
    assert sources["case.received_on"] == dt.date(2026, 3, 2)
    assert sources["case.decided_on"] is None


def test_the_day_of_the_decision_is_known_once_it_is_taken(known: Office) -> None:
    case = up_to(begun("oil"), "approve", "2026-03-02 10:00")
    assert told(known, case)["case.decided_on"] is None

    case = up_to(done(case, "approve", "2026-03-03 10:00"), "visit", "2026-03-04 10:00")

    assert told(known, case)["case.decided_on"] == dt.date(2026, 3, 3)
    assert told(known, case)["case.settled_on"] == dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("缩水", "缩水"),
        ("  第一行\n第二行  ", "第一行 第二行"),
        ("长" * 50, "长" * 50),
        ("长" * 51, "长" * 49 + "…"),
        ("", ""),
    ],
)
def test_what_it_is_about_is_one_short_line(text: str, line: str) -> None:
    case = begun("oil")
    object.__setattr__(case, "facts", {"content": text})

    assert cases_facts.summary(case) == line


def test_a_step_takes_its_own_answers_and_corrections_but_no_others(handling: Form) -> None:
    case = begun("clothing")

    allowed = cases_facts.allowed_in(case, case.profile.step("cause"), handling)

    assert {"cause", "responsible_unit", "category", "contact_phone", "sample"} <= allowed
    assert allowed.isdisjoint({"decision", "ways", "outcome", "stages", "closed_on", "loss"})


def test_every_wrong_answer_is_named_at_once(handling: Form) -> None:
    given = {"cause": "预缩不足", "category": "天气", "decision": "同意", "outcome": "也许"}

    with pytest.raises(BadInput) as wrong:
        cases_facts.answered(handling, given, {"cause", "category", "outcome"})

    assert [one.field for one in wrong.value.details] == ["category", "decision", "outcome"]
    assert wrong.value.details[0].label == "投诉分类"
    assert "成立" in wrong.value.details[2].fix


def test_answers_are_read_as_their_fields_ask(handling: Form) -> None:
    given = {"amount": "3,600", "ways": "折让、退货", "tracked": "是", "cause": " "}

    found = cases_facts.answered(handling, given, {"amount", "ways", "tracked", "cause"})

    assert found == {"amount": "3600.00", "ways": ["折让", "退货"], "tracked": "是", "cause": ""}


def test_the_units_of_a_kind_are_all_that_have_a_part_in_it() -> None:
    units = cases_rows.units(begun("clothing").profile)

    assert {"市场客户服务科", "总经理室", "商品部", "生产单位", "业务部门"} <= units
