"""A handover's rules: states follow from checklist and signatures, and who may say what."""

from __future__ import annotations

import datetime as dt

import pytest

from docgen.errors import BadInput, NotAllowed
from docgen.model import handover_acts as acts
from docgen.model.handover import Handover, Kind, Mark, State, Thing

DAY = dt.date(2026, 3, 2)
LOAN, CASE, KEY = Thing("loan", "L000001"), Thing("case", "260301"), Thing("key", "260301")


def begun(*things: Thing, kind: Kind = Kind.LEAVING, giver: str = "gao") -> Handover:
    return acts.begin(kind, giver=giver, receiver="tan", supervisor="qiao", things=things)


def signed(fact: Handover) -> Handover:
    for who in fact.people.values():
        fact = acts.sign(fact, by=who, on=DAY)
    return fact


def test_the_state_follows_from_checklist_and_signatures() -> None:
    fact = begun(CASE)
    handed = acts.hand(fact, "260301", by="gao")

    states = [fact, handed, signed(handed), acts.close(signed(handed)), acts.withdraw(fact)]

    assert [one.state for one in states] == [
        State.OPEN,
        State.HANDED,
        State.SIGNED,
        State.CLOSED,
        State.WITHDRAWN,
    ]


def test_who_has_no_account_signs_on_paper_only() -> None:
    fact = signed(begun(giver=""))

    assert [one.by for one in fact.signatures] == ["tan", "qiao"]
    assert acts.close(fact).state is State.CLOSED


def test_what_comes_back_is_settled_and_what_comes_again_is_open_again() -> None:
    fact = begun(LOAN)

    back = acts.refreshed(fact, [])
    again = acts.refreshed(signed(back), [LOAN])

    assert [back.lines[0].mark, again.lines[0].mark] == [Mark.GONE, Mark.OPEN]
    assert again.signatures == ()
    assert acts.refreshed(acts.withdraw(fact), []).lines == fact.lines


def test_two_things_with_one_number_are_told_apart() -> None:
    fact = begun(CASE, KEY)

    with pytest.raises(BadInput, match="not one thing"):
        acts.hand(fact, "260301", by="gao")
    fact = acts.hand(fact, "key:260301", by="gao")

    assert [one.thing for one in fact.open_lines] == [CASE]


@pytest.mark.parametrize(
    ("kind", "by", "thing"),
    [
        (Kind.LEAVING, "qiao", Thing("asset", "A")),
        (Kind.TRANSFER, "qiao", Thing("key", "A")),
        (Kind.TRANSFER, "gao", Thing("asset", "A")),
        (Kind.TRANSFER, "lena", Thing("asset", "A")),
    ],
    ids=["leaving", "not portable", "giver", "stranger"],
)
def test_not_everything_is_taken_along(kind: Kind, by: str, thing: Thing) -> None:
    fact = begun(thing, kind=kind)

    with pytest.raises((BadInput, NotAllowed)):
        acts.hand(fact, "A", by=by, keep=True)


@pytest.mark.parametrize(
    ("by", "note"), [("gao", "知"), ("qiao", "知"), ("tan", " "), ("tan", "长" * 301)]
)
def test_only_the_receiver_accepts_and_with_a_note(by: str, note: str) -> None:
    with pytest.raises((BadInput, NotAllowed)):
        acts.accept(begun(LOAN), "L000001", by=by, note=note)


def test_nobody_signs_twice_and_nothing_is_done_after_the_end() -> None:
    fact = signed(begun())
    closed = acts.close(fact)

    with pytest.raises(BadInput, match="already"):
        acts.sign(fact, by="tan", on=DAY)
    with pytest.raises(BadInput, match="signed by all"):
        acts.close(begun())
    for act in (acts.close, acts.withdraw):
        with pytest.raises(BadInput, match="over"):
            act(closed)


def test_a_leaving_is_told_ahead() -> None:
    with pytest.raises(BadInput) as early:
        acts.refuse_short_notice(DAY, DAY + dt.timedelta(days=29), 30)

    assert "2026-04-01" in str(early.value.why)
    acts.refuse_short_notice(DAY, DAY + dt.timedelta(days=30), 30)
