"""Reading a kind of complaint case: what each key becomes, and that the parts must fit together."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from docgen.errors import BadInput, NotAllowed
from docgen.model.case_authority import money_of, refuse_other_units
from docgen.model.case_file import parse_case
from docgen.model.case_profile import Authority, Does, Profile
from docgen.model.span import Span

BASE: Mapping[str, Any] = {
    "title": "样例投诉",
    "number": "{yy}{month:02}{seq:02}",
    "form": "complaint/complaint-record",
    "unit": "企业发展部",
    "controller": "总经理室",
    "severity": [{"name": "一般", "within": "1 workdays"}, {"name": "重大", "event": True}],
    "authority": [{"approver": "主管", "up_to": 1000}, {"approver": "总经理"}],
    "ladder": [{"after": "1 workdays"}, {"after": "3 days", "escalate": True}],
    "standard": [{"key": "penalty", "title": "罚扣基准"}],
    "step": [
        {"key": "decide", "title": "核决", "does": "decide", "needs": ["outcome"]},
        {"key": "inform", "title": "告知", "does": "inform", "within": "at once"},
        {"key": "settle", "title": "办结", "does": "settle", "form": "case"},
        {"key": "visit", "title": "回访", "does": "visit", "after": "settle", "within": "6 hours"},
        {"key": "pay", "title": "赔付", "together": True, "when": {"ways": ["赔款"]}},
    ],
}


def parsed(**changes: object) -> Profile:
    return parse_case({**copy.deepcopy(dict(BASE)), **changes}, name="sample", file="sample.toml")


def steps(*changed: Mapping[str, object]) -> list[dict[str, object]]:
    """The steps, with changes to those whose key is named; a new key comes last."""
    kept: dict[object, dict[str, object]] = {one["key"]: dict(one) for one in BASE["step"]}
    for change in changed:
        kept[change["key"]] = {**kept.get(change["key"], {}), **change}
    return list(kept.values())


def test_each_key_becomes_what_it_says() -> None:
    kind = parsed(
        about=["content"],
        liaison_after="2 days",
        gravest="重大",
        untracked={"category": ["人为"]},
        fill={"closed_on": "case.settled_on"},
    )

    assert (kind.name, kind.title, kind.unit) == ("sample", "样例投诉", "企业发展部")
    assert kind.severity("一般").within == Span(1, "workdays")
    assert kind.severity("重大").event
    assert [one.after for one in kind.ladder] == [Span(1, "workdays"), Span(3, "days")]
    assert kind.step("inform").within == Span(0, "days")
    assert kind.step("visit").within == Span(6, "hours")
    assert kind.step("pay").when == {"ways": ("赔款",)}
    assert (kind.step("decide").does, kind.step("pay").does) == (Does.DECIDE, Does.WORK)
    assert kind.liaison_after == Span(2, "days")
    assert kind.standard("penalty").rows == ()
    assert kind.counts_workdays
    assert not parsed(ladder=[{"after": "1 days"}]).counts_workdays
    assert not parsed(ladder=[]).counts_workdays


def test_names_that_are_not_there_are_the_programmers_mistake() -> None:
    kind = parsed()

    for ask in (kind.step, kind.severity, kind.standard):
        with pytest.raises(KeyError):
            ask("gone")


@pytest.mark.parametrize(
    "key", ["title", "number", "form", "unit", "controller", "severity", "step"]
)
def test_what_every_kind_needs_may_not_be_missing(key: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_case(
            {name: one for name, one in BASE.items() if name != key}, name="s", file="s.toml"
        )

    assert wrong.value.field == key
    assert wrong.value.file == "s.toml"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"titel": "x"}, "titel"),
        ({"title": ["x"]}, "title"),
        ({"severity": "一般"}, "severity"),
        ({"severity": ["一般"]}, "severity"),
        ({"severity": [{"within": "1 days"}]}, "severity.name"),
        ({"severity": [{"name": "一般", "within": 1}]}, "severity.within"),
        ({"severity": [{"name": "一般", "levels": 6}]}, "severity.levels"),
        ({"authority": [{"approver": "甲", "up_to": -1}]}, "authority.up_to"),
        ({"authority": [{"approver": "甲", "severity": ["无"]}]}, "authority.severity"),
        ({"authority": [{"approver": "甲", "severity": "一般"}]}, "authority.severity"),
        ({"ladder": [{"after": "at the weekend"}]}, "ladder.after"),
        ({"liaison_after": "soon"}, "liaison_after"),
        ({"untracked": ["category"]}, "untracked"),
        ({"fill": {"a": 1}}, "fill"),
        ({"gravest": "特大"}, "gravest"),
        ({"about": "content"}, "about"),
        ({"step": steps({"key": "pay", "after": "decided"})}, "step.after"),
        ({"step": steps({"key": "decide", "after": "visit"})}, "step.after"),
        ({"step": steps({"key": "pay", "standard": "loss"})}, "step.standard"),
        ({"step": steps({"key": "pay", "does": "settle"})}, "step.does"),
        ({"step": steps({"key": "visit", "skip": True})}, "step.skip"),
        ({"step": steps({"key": "visit", "does": "work"})}, "step"),
        ({"step": steps({"key": "decide", "does": "approve"})}, "step"),
        ({"step": [*steps(), {"key": "pay", "title": "再付"}]}, "step.key"),
        ({"step": steps({"key": "pay", "when": "always"})}, "step.when"),
        ({"step": steps({"key": "pay", "together": "yes"})}, "step.together"),
        ({"step": steps({"key": "pay", "source": "C-001"})}, "step.source"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(changes: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parsed(**changes)

    assert wrong.value.field == field
    assert wrong.value.why
    assert wrong.value.fix


@pytest.mark.parametrize(
    ("amount", "approver"),
    [("0", "主管"), ("1000", "主管"), ("1000.01", "总经理"), ("99999999", "总经理")],
)
def test_the_first_line_of_the_table_that_covers_the_amount_decides(
    amount: str, approver: str
) -> None:
    line = parsed().authority("一般", Decimal(amount))

    assert line is not None
    assert line.approver == approver


def test_a_line_for_other_severities_is_passed_over() -> None:
    kind = parsed(authority=[{"approver": "总经理", "severity": ["重大"]}])

    assert kind.authority("一般", Decimal(0)) is None
    assert kind.authority("重大", Decimal(0)) == Authority("总经理", ("重大",))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("", 0), (None, 0), ("3,600.50", "3600.50"), ("３，６００", 3600), ("没有", 0), (12, 12)],
)
def test_an_amount_is_read_as_it_was_answered(text: object, amount: object) -> None:
    assert money_of(text) == Decimal(str(amount))


def test_whoever_is_not_of_the_units_of_a_line_is_told_who_is() -> None:
    line = Authority("总经理", units=("总经理室", "董事会"))

    refuse_other_units(line, "董事会")
    refuse_other_units(Authority("总经理"), "后勤部")
    with pytest.raises(NotAllowed, match="decided by somebody else") as refused:
        refuse_other_units(line, "后勤部")
    assert "总经理室" in str(refused.value)
