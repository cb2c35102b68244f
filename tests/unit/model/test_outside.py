"""The rules of outside requests in any order: nothing is served that was not approved as it is."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput, NotAllowed
from docgen.model import outside_serving
from docgen.model.outside import Request, Signature, State, approve, close, refuse, withdraw
from docgen.model.outside_kinds import Gives, Kind, Terms
from docgen.model.outside_serving import RULES, Serving, serve
from docgen.model.people import Role

Patch = pytest.MonkeyPatch
DAY = dt.date(2026, 11, 23)
LAST = DAY + dt.timedelta(days=21)
ITEMS = ("0000000001-0001", "0000000001-0002")
STRANGE = "0000000002-0001"
OFFICIAL = Terms(Kind.OFFICIAL, (Role.LEGAL,), 15, Gives.COPY, officers=2)
FOREIGN = Terms(Kind.FOREIGN, (Role.LEGAL, Role.MANAGER), 15, Gives.COPY, permit=True)
CUSTOMER = Terms(Kind.CUSTOMER, (Role.LEGAL,), 15, Gives.COPY, own=True)
AUDIT = Terms(Kind.AUDIT, (Role.MANAGER,), 20, Gives.CONSULT)
NEW = Request(OFFICIAL, "p-1", frozenset(ITEMS), frozenset({"庄知遥", "桑令仪"}), "d1")
#: p-1 registers and serves; p-2 is a lawyer, p-3 a manager, p-4 both, p-5 an archivist.
ROLES = {
    "p-1": {Role.ARCHIVIST, Role.LEGAL},
    "p-2": {Role.LEGAL},
    "p-3": {Role.MANAGER},
    "p-4": {Role.LEGAL, Role.MANAGER},
    "p-5": {Role.ARCHIVIST},
}
GOOD = Serving("p-1", ITEMS, "p-5", "陶安歌")


def signed(one: Request, by: str, *, day: dt.date = DAY, until: dt.date | None = None) -> Request:
    last = day + dt.timedelta(days=21)
    return approve(one, by=by, roles=ROLES[by], today=day, last=last, until=until)


def rules_of(refused: pytest.ExceptionInfo[NotAllowed]) -> list[str]:
    return [reason.rule for reason in refused.value.reasons]


#: Servings that are mostly right, so that many get through.
SERVINGS = st.builds(
    Serving,
    by=st.sampled_from(["p-1", "p-1", "p-4"]),
    items=st.sampled_from([ITEMS, ITEMS[:1], (STRANGE,)]),
    escort=st.sampled_from(["p-5", "p-5", "p-1"]),
    escort_name=st.sampled_from(["陶安歌", "陶安歌", "庄知遥"]),
    escort_may=st.sampled_from([True, True, False]),
    gives=st.sampled_from(Gives),
    are_present=st.sampled_from([True, True, False]),
    without_others=st.booleans(),
)
APPROVALS = st.tuples(
    st.sampled_from(["p-2", "p-3", "p-4", "p-1", "p-5"]), st.sampled_from([None, None, -1, 3, 40])
)
ENDS = st.tuples(st.sampled_from(["refuse", "withdraw", "close"]), st.sampled_from(sorted(ROLES)))
#: A serving, an approval with its last day, an end, days that pass, or a forged request (None).
STEPS = st.one_of(
    SERVINGS, SERVINGS, SERVINGS, APPROVALS, ENDS, st.sampled_from([1, 5, 25]), st.none()
)
BEGUN = st.sampled_from([[], [("p-2", None)], [("p-3", None)], [("p-4", None), ("p-3", 3)]])
TERMS = st.sampled_from([OFFICIAL, FOREIGN, CUSTOMER, AUDIT])
Step = Serving | tuple[str, Any] | int | None


def walked(terms: Terms, begun: list[Step], then: list[Step]) -> None:
    """Take steps as far as the rules let them; what is served is looked at without the rules."""
    one, day, words = replace(NEW, terms=terms), DAY, list[tuple[str, Role, dt.date, str]]()
    for step in [*begun, *then]:
        with contextlib.suppress(BadInput, NotAllowed):
            if isinstance(step, int):
                day += dt.timedelta(days=step)
            elif isinstance(step, Serving):
                before, one = one, serve(one, step, day)
                assert_right(before, step, day, words)
            elif step is None:
                one = replace(one, digest="d2")
            elif step[0] in ROLES:
                until = None if step[1] is None else day + dt.timedelta(days=step[1])
                one = signed(one, step[0], day=day, until=until)
                words.append((step[0], one.signatures[-1].role, day, one.digest))
            elif step[0] == "refuse":
                one = refuse(one, by=step[1], roles=ROLES[step[1]], reason="缺公函")
            else:
                one = (withdraw if step[0] == "withdraw" else close)(one, reason="已办")


def assert_right(
    one: Request, serving: Serving, day: dt.date, words: list[tuple[str, Role, dt.date, str]]
) -> None:
    said = [word for word in words if word[3] == one.digest]
    assert one.state is State.APPROVED
    assert {role for _, role, _, _ in said} >= {*one.terms.approve}
    assert all(role in ROLES[by] and by != "p-1" for by, role, _, _ in said)
    assert len({by for by, _, _, _ in said}) == len(said)
    assert day <= max(at for _, _, at, _ in said) + dt.timedelta(days=21)
    assert one.until is None or day <= one.until
    assert {*serving.items} <= {*ITEMS}
    assert serving.by not in {by for by, _, _, _ in words}
    assert serving.escort != serving.by
    assert serving.escort_name not in one.officers
    assert serving.escort_may
    assert serving.are_present
    assert serving.without_others or not one.terms.own
    assert serving.gives is Gives.CONSULT or one.terms.gives is Gives.COPY


HISTORIES = given(terms=TERMS, begun=BEGUN, then=st.lists(STEPS, max_size=8))


@settings(max_examples=300)
@HISTORIES
def test_nothing_is_served_that_was_not_approved_as_it_is(
    terms: Terms, begun: list[Step], then: list[Step]
) -> None:
    walked(terms, begun, then)


@pytest.mark.parametrize("name", ["state", "approval", "until", "scope", "R6"])
def test_without_a_rule_something_else_is_served(name: str, monkeypatch: Patch) -> None:
    left = {rule: check for rule, check in RULES.items() if rule != name}
    monkeypatch.setattr(outside_serving, "RULES", left)
    quick = settings(max_examples=3000, phases=[Phase.generate], database=None, derandomize=True)

    with pytest.raises(AssertionError):
        quick(HISTORIES(walked))()


OPEN = signed(NEW, "p-2")
FORGED = replace(OPEN, digest="d2")
#: For each rule a serving that it alone stands against.
AGAINST = {
    "state": (close(OPEN), GOOD, DAY),
    "approval": (FORGED, GOOD, DAY),
    "G-016": (replace(OPEN, terms=replace(OFFICIAL, taken=False)), GOOD, DAY),
    "until": (OPEN, GOOD, LAST + dt.timedelta(days=1)),
    "scope": (OPEN, replace(GOOD, items=(STRANGE,)), DAY),
    "R6": (OPEN, replace(GOOD, by="p-2"), DAY),
    "escort": (OPEN, replace(GOOD, escort="p-1"), DAY),
    "present": (OPEN, replace(GOOD, are_present=False), DAY),
    "own": (replace(OPEN, terms=CUSTOMER), GOOD, DAY),
    "gives": (signed(replace(NEW, terms=AUDIT), "p-3"), GOOD, DAY),
}


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_rule_alone_stands_against_it_and_is_missed_without(
    name: str, monkeypatch: Patch
) -> None:
    one, serving, day = AGAINST[name]
    with pytest.raises(NotAllowed) as refused:
        serve(one, serving, day)

    left = {rule: check for rule, check in RULES.items() if rule != name}
    monkeypatch.setattr(outside_serving, "RULES", left)

    assert rules_of(refused) == [name]
    assert serve(one, serving, day).servings == one.servings + len(serving.items)


@pytest.mark.parametrize(
    "serving",
    [
        replace(GOOD, escort_name="桑令仪"),
        replace(GOOD, escort_may=False),
        replace(GOOD, escort="p-1", escort_name="庄知遥"),
    ],
)
def test_who_is_no_escort(serving: Serving) -> None:
    with pytest.raises(NotAllowed) as refused:
        serve(OPEN, serving, DAY)

    assert set(rules_of(refused)) == {"escort"}


def test_every_reason_is_given_at_once() -> None:
    worst = Serving("p-2", (STRANGE, ITEMS[0]), "p-2", "桑令仪", are_present=False)

    with pytest.raises(NotAllowed) as refused:
        serve(close(OPEN), worst, LAST + dt.timedelta(days=9))

    assert rules_of(refused) == ["state", "until", "scope", "R6", "escort", "escort", "present"]


def test_the_straight_way_several_times_and_on_the_last_day() -> None:
    one = serve(serve(OPEN, GOOD, DAY), replace(GOOD, items=ITEMS[:1]), LAST)

    done = close(one, reason=" 查阅完毕 ")

    assert (done.state, done.servings, done.until) == (State.CLOSED, 3, LAST)
    assert done.reason == "查阅完毕"


def test_two_roles_are_two_people() -> None:
    foreign = replace(NEW, terms=FOREIGN)

    half = signed(foreign, "p-4")
    with pytest.raises(NotAllowed) as again:
        signed(half, "p-4")
    with pytest.raises(NotAllowed) as wrong:
        signed(half, "p-2")
    whole = signed(half, "p-3", until=DAY + dt.timedelta(days=5))

    assert (half.state, half.lacking) == (State.REQUESTED, (Role.MANAGER,))
    assert (rules_of(again), rules_of(wrong)) == (["R6"], ["R0"])
    assert (whole.state, whole.until) == (State.APPROVED, DAY + dt.timedelta(days=5))


def test_an_earlier_day_of_the_first_holds_for_the_second() -> None:
    early = DAY + dt.timedelta(days=2)

    half = signed(replace(NEW, terms=FOREIGN), "p-2", until=early)

    assert signed(half, "p-3").until == early


def test_nobody_decides_what_he_registered() -> None:
    with pytest.raises(NotAllowed) as approving:
        signed(NEW, "p-1")
    with pytest.raises(NotAllowed) as refusing:
        refuse(NEW, by="p-1", roles=ROLES["p-1"], reason="不合规定")

    assert rules_of(approving) == rules_of(refusing) == ["R6"]


def test_who_has_not_the_role_decides_nothing() -> None:
    with pytest.raises(NotAllowed) as refused:
        signed(NEW, "p-3")

    assert rules_of(refused) == ["R0"]


@pytest.mark.parametrize("days", [-1, 22])
def test_a_last_day_lies_within_the_terms(days: int) -> None:
    with pytest.raises(BadInput) as refused:
        signed(NEW, "p-2", until=DAY + dt.timedelta(days=days))

    assert refused.value.field == "until"


def test_an_approval_of_something_else_counts_nothing() -> None:
    other = replace(NEW, signatures=(Signature("p-2", Role.LEGAL, "d0"),))

    assert other.lacking == (Role.LEGAL,)


def test_what_was_served_is_closed_not_withdrawn() -> None:
    with pytest.raises(BadInput, match="withdrawn"):
        withdraw(serve(OPEN, GOOD, DAY), reason="撤回")

    assert withdraw(OPEN, reason="撤回").state is State.WITHDRAWN


@pytest.mark.parametrize(
    "step",
    [
        lambda one: signed(one, "p-2"),
        lambda one: refuse(one, by="p-2", roles=ROLES["p-2"], reason="晚了"),
        lambda one: withdraw(one, reason="晚了"),
        close,
    ],
)
def test_what_has_ended_stays_ended(step: Callable[[Request], Request]) -> None:
    for state in (State.REFUSED, State.WITHDRAWN, State.CLOSED):
        with pytest.raises(BadInput, match="cannot be"):
            step(replace(NEW, state=state))


def test_a_reason_is_needed_to_refuse_or_withdraw() -> None:
    with pytest.raises(BadInput) as refusing:
        refuse(NEW, by="p-2", roles=ROLES["p-2"], reason=" ")
    with pytest.raises(BadInput) as withdrawing:
        withdraw(NEW, reason="")

    assert refusing.value.field == withdrawing.value.field == "reason"
