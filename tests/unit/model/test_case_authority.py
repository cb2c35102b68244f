"""Who decides: the table of severity and amount at its edges, and amounts as people write them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.support.cases import begun

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


@pytest.mark.parametrize(("severity", "amount"), [("一般", "5000.01"), ("较大", "1e9")])
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
        ("百元", "0"),
        ("nan", "0"),
        ("sNaN", "0"),
        ("Infinity", "Infinity"),
    ],
)
def test_an_amount_is_a_number_one_can_compare(text: object, amount: str) -> None:
    """What is no amount is none; it must not stop a decision with an error of arithmetic."""
    assert money_of(text) == Decimal(amount)
    open_end = Authority("总经理")
    assert decider(case_of("一般", *TABLE, open_end), text) in {*TABLE, open_end}


def test_a_line_without_units_is_open_to_all_and_one_with_units_to_those_alone() -> None:
    line = Authority("总经理", units=("总经理室",))

    refuse_other_units(Authority("总经理"), "")
    refuse_other_units(line, "总经理室")

    for unit in ("", "总经理", "总经理室 ", "總經理室"):
        with pytest.raises(NotAllowed) as refused:
            refuse_other_units(line, unit)
        assert [one.rule for one in refused.value.reasons] == ["G-023"]
        assert refused.value.fix.endswith("总经理室")
