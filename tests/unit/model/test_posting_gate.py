"""The gate before a departure: nobody goes while anything is missing, and each lack is named."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.postings import RULES

from docgen.errors import BadInput
from docgen.model.calendar import WorkCalendar
from docgen.model.posting import NEXT, Posting, State, refuse_period, refuse_step
from docgen.model.posting_gate import (
    Shown,
    is_too_early,
    lacking,
    lacking_to_approve,
    needs_of,
    shown_by,
)
from docgen.model.posting_rules import SCOPES, Need

DAY = dt.date(2026, 12, 1)
WHO = Posting(State.APPROVED, "外派技术人员", "国内异地", DAY, dt.date(2027, 11, 30))
KEYS = [one.key for one in RULES.needs]


def whole(posting: Posting) -> list[Shown]:
    """Everything that is asked of a posting, in order."""
    until = dt.date(2028, 1, 1)
    return [Shown(one.key, one.passed, until) for one in needs_of(RULES, posting)]


def test_whoever_has_everything_may_go() -> None:
    assert lacking(RULES, WHO, whole(WHO), DAY) == []


@pytest.mark.parametrize("key", [one.key for one in needs_of(RULES, WHO)])
def test_each_thing_that_is_missing_is_named_with_its_rule_and_form(key: str) -> None:
    [lack] = lacking(RULES, WHO, [one for one in whole(WHO) if one.key != key], DAY)

    assert (lack.need.key, str(lack.why)) == (key, "it is missing")
    assert lack.need.source.startswith(("D-", "G-"))
    assert lack.need.forms


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (Shown("health", "复查后再定", dt.date(2027, 5, 1)), "its result is 复查后再定"),
        (Shown("health", "适合派驻", dt.date(2026, 11, 30)), "it ran out on 2026-11-30"),
        (Shown("health", "适合派驻"), "nobody noted until when it holds"),
        (Shown("training", "不合格"), "its result is 不合格"),
        (Shown("training"), "its result is -"),
    ],
)
def test_what_was_shown_last_counts_and_says_why_it_does_not(shown: Shown, why: str) -> None:
    [lack] = lacking(RULES, WHO, [*whole(WHO), shown], DAY)

    assert str(lack.why) == why


def test_on_its_last_day_a_paper_still_holds() -> None:
    assert lacking(RULES, WHO, [*whole(WHO), Shown("health", "适合派驻", DAY)], DAY) == []


def test_a_passport_is_asked_of_those_who_go_abroad_only() -> None:
    asked = {
        scope: {one.key for one in needs_of(RULES, replace(WHO, scope=scope))} for scope in SCOPES
    }

    assert ["passport" in asked[scope] for scope in ("国外", "境外", "国内异地")] == [
        True,
        True,
        False,
    ]


def test_the_approval_form_comes_before_the_approval_and_the_agreement_after_it() -> None:
    before = lacking_to_approve(RULES, WHO, [], DAY)
    early = [one.key for one in RULES.needs if is_too_early(one, State.PLANNED)]

    assert [one.need.key for one in before] == ["approval"]
    assert early == ["agreement"]
    assert not any(is_too_early(one, State.APPROVED) for one in RULES.needs)


@given(
    st.lists(
        st.builds(
            Shown,
            key=st.sampled_from(KEYS),
            result=st.sampled_from(["", "合格", "不合格", "适合派驻"]),
            until=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)),
        ),
        max_size=40,
    ),
    st.sampled_from([one.name for one in RULES.kinds]),
    st.sampled_from(sorted(SCOPES)),
)
def test_nobody_goes_while_anything_is_missing(shown: list[Shown], kind: str, scope: str) -> None:
    posting = replace(WHO, kind=kind, scope=scope)

    found = {one.need.key for one in lacking(RULES, posting, shown, DAY)}

    last = {one.key: one for one in shown}
    for need in needs_of(RULES, posting):
        one = last.get(need.key)
        runs_out = one is not None and one.until is not None and one.until < DAY
        has_day = one is not None and (one.until is not None or not need.expires)
        passed = one is not None and need.passed in ("", one.result)
        assert (need.key in found) is not (has_day and passed and not runs_out)


def test_one_record_shows_what_it_says_and_nothing_else() -> None:
    answers = {
        "check_result": "适合派驻",
        "next_check_on": dt.date(2027, 10, 29),
        "papers": [
            {"name": "身份证明", "valid_until": dt.date(2036, 5, 9)},
            {"name": "健康证明", "valid_until": dt.date(2027, 1, 1)},
        ],
        "insurance": [
            {"kind": "医疗险", "end_on": dt.date(2027, 11, 30)},
            {"kind": "意外险", "end_on": dt.date(2027, 6, 30)},
        ],
    }

    found = shown_by(needs_of(RULES, WHO), "dispatch/posted-person-record", answers, DAY)

    assert found == [
        Shown("particulars"),
        Shown("identity", "", dt.date(2036, 5, 9)),
        Shown("health", "适合派驻", dt.date(2027, 10, 29)),
        Shown("insurance", "", dt.date(2027, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("answers", "results"),
    [
        ({"result": "合格"}, ["合格"]),
        ({"result": "不合格"}, ["不合格"]),
        ({"result": "不合格", "retake_result": "合格"}, ["合格"]),
        (
            {"result": "合格", "safety": [{"result": "合格"}, {"result": "不合格"}]},
            ["合格", "不合格"],
        ),
    ],
)
def test_training_is_passed_as_its_record_says(
    answers: dict[str, object], results: list[str]
) -> None:
    found = shown_by(needs_of(RULES, WHO), "dispatch/training-record", answers, DAY)

    assert [one.result for one in found] == results


def test_what_holds_for_some_months_counts_from_the_day_it_was_made() -> None:
    need = Need("health", "健康证明", "D-018", ("f",), asks=("check_result",), months=12)

    found = shown_by([need], "f", {"check_result": "适合派驻"}, dt.date(2026, 2, 28))

    assert found == [Shown("health", "", dt.date(2027, 2, 28))]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("after", list(State))
def test_a_posting_goes_forward_only(state: State, after: State) -> None:
    if after in NEXT[state]:
        refuse_step(state, after)
    else:
        with pytest.raises(BadInput):
            refuse_step(state, after)


def test_a_month_is_the_least() -> None:
    calendar = WorkCalendar()

    refuse_period(RULES, DAY, dt.date(2026, 12, 31), calendar)

    with pytest.raises(BadInput) as refused:
        refuse_period(RULES, DAY, dt.date(2026, 12, 30), calendar)
    assert "2026-12-31" in str(refused.value.fix)
