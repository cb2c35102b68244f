"""Who decides: the table of severity and amount at its edges, and amounts as people write them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.support.cases import begun, done, up_to

from docgen.errors import BadInput, NotAllowed
from docgen.model.case import Case
from docgen.model.case_authority import decider, money_of, refuse_other_units
from docgen.model.case_profile import Authority

TABLE = (
    Authority("科长", ("一般",), Decimal(1000)),
    Authority("经理", ("一般", "较大"), Decimal(5000)),
    Authority("总经理", ("特殊",)),
)


def case_of(severity: str, *table: Authority) -> Case:
    case = begun("oil", severity)
    return replace(case, profile=replace(case.profile, authorities=table or TABLE))


@pytest.mark.parametrize(
    ("severity", "amount", "approver"),
    [
        ("一般", None, "科长"),
        ("一般", "", "科长"),
        ("一般", "1000", "科长"),
        ("一般", "1,000.00", "科长"),
        ("一般", "1000.01", "经理"),
        ("一般", "5000", "经理"),
        ("较大", 0, "经理"),
        ("较大", Decimal("4999.99"), "经理"),
        ("特殊", "99999999999999999999", "总经理"),
    ],
)
def test_the_first_line_that_covers_severity_and_amount(
    severity: str, amount: object, approver: str
) -> None:
    assert decider(case_of(severity), amount).approver == approver


@pytest.mark.parametrize(("severity", "amount"), [("一般", "5000.01"), ("较大", "100万元")])
def test_above_the_last_line_nobody_decides(severity: str, amount: str) -> None:
    with pytest.raises(BadInput) as refused:
        decider(case_of(severity), amount)

    assert refused.value.field == "authority"
    assert severity in refused.value.why
    assert "rules/cases/oil.toml" in refused.value.why
    assert "G-010" in refused.value.fix


def test_the_order_of_the_lines_is_that_of_the_file() -> None:
    all_of_it, small = Authority("总经理"), Authority("科长", up_to=Decimal(1000))

    assert decider(case_of("一般", all_of_it, small), "1").approver == "总经理"
    assert decider(case_of("一般", small, all_of_it), "1").approver == "科长"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0.005", "0.005"),
        ("-5", "-5"),
        ("1，234，567.8", "1234567.8"),
        (" 12 ", "12"),
        (3.5, "3.5"),
        (Decimal("7.10"), "7.10"),
        (False, "0"),
        ("无", "0"),
        ("3600元", "3600"),
        ("¥3,600.00", "3600"),
        ("人民币 ３，６００ 元整", "3600"),
        ("3.6万元", "36000"),
    ],
)
def test_an_amount_is_a_number_one_can_compare(text: object, amount: str) -> None:
    """As people write it; a unit behind it must not make it count as nothing."""
    assert money_of(text) == Decimal(amount)
    open_end = Authority("总经理")
    assert decider(case_of("一般", *TABLE, open_end), text) in {*TABLE, open_end}


@pytest.mark.parametrize(
    "text", ["百元", "nan", "sNaN", "Infinity", "1e9", "3.600.5", "3600元/月", "约3600", "元", True]
)
def test_what_is_no_amount_decides_nothing_and_is_said(text: object) -> None:
    for read in (money_of, lambda one: decider(case_of("一般"), one)):
        with pytest.raises(BadInput, match="is no amount") as refused:
            read(text)
        assert (refused.value.field, "3600" in refused.value.fix) == ("amount", True)


def test_an_amount_is_refused_in_the_step_that_asks_for_it() -> None:
    case = up_to(begun("clothing"), "opinion", "2026-03-02 10:00")

    with pytest.raises(BadInput, match="三千六” is no amount"):
        done(case, "opinion", "2026-03-02 11:00", amount="三千六")
    with pytest.raises(BadInput, match="is no amount"):
        done(replace(case, facts={**case.facts, "amount": "不详"}), "opinion", "2026-03-02 11:00")

    kept = done(case, "opinion", "2026-03-02 11:00", amount="3600元")
    assert kept.facts["amount"] == "3600元"


def test_a_line_without_units_is_open_to_all_and_one_with_units_to_those_alone() -> None:
    line = Authority("总经理", units=("总经理室",))

    refuse_other_units(Authority("总经理"), "")
    refuse_other_units(line, "总经理室")

    for unit in ("", "总经理", "总经理室 ", "總經理室"):
        with pytest.raises(NotAllowed) as refused:
            refuse_other_units(line, unit)
        assert [one.rule for one in refused.value.reasons] == ["G-023"]
        assert refused.value.fix.endswith("总经理室")
