"""The acts of a handover: every refusal with its words, and what always holds of a checklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput, NotAllowed
from docgen.model import handover_acts as acts
from docgen.model.handover import (
    OF_THE_PLACE,
    PORTABLE,
    Handover,
    Kind,
    Line,
    Mark,
    Party,
    State,
    Thing,
)

DAY = dt.date(2026, 2, 28)
ASSET = Thing("asset", "GDZC-1", "电脑", dt.date(2028, 2, 29))
LOAN = Thing("loan", "L000001")
BADGE = Thing("line", "badge", "工牌")
KINDS = sorted({*OF_THE_PLACE, "loan", "copy", "report"})
THINGS = st.lists(
    st.builds(Thing, st.sampled_from(KINDS), st.sampled_from(["1", "2", "箱三"])),
    max_size=6,
    unique_by=lambda one: one.key,
)


def begun(*things: Thing, kind: Kind = Kind.LEAVING, giver: str = "gao") -> Handover:
    return acts.begin(kind, giver=giver, receiver="tan", supervisor="qiao", things=things)


def signed(fact: Handover, *who: str) -> Handover:
    for one in who or fact.people.values():
        fact = acts.sign(fact, by=one, on=DAY)
    return fact


@pytest.mark.parametrize(
    ("giver", "receiver", "supervisor", "field"),
    [
        ("gao", "gao", "qiao", "receiver"),
        ("gao", "tan", "gao", "supervisor"),
        ("gao", "tan", "tan", "supervisor"),
        ("gao", "gao", "gao", "receiver"),
    ],
)
def test_three_parts_are_three_people(
    giver: str, receiver: str, supervisor: str, field: str
) -> None:
    with pytest.raises(BadInput, match="two parts") as caught:
        acts.begin(Kind.LEAVING, giver=giver, receiver=receiver, supervisor=supervisor, things=[])

    assert caught.value.field == field


def test_a_handover_of_nothing_is_handed_at_once() -> None:
    fact = begun()

    assert (fact.state, fact.open_lines) == (State.HANDED, ())
    assert fact.unsigned == (Party.GIVER, Party.RECEIVER, Party.SUPERVISOR)


@pytest.mark.parametrize("kind", list(Kind))
def test_on_a_leaving_all_goes_over_and_else_what_is_of_the_place(kind: Kind) -> None:
    fact = begun(ASSET, LOAN, Thing("report", "Y1"), BADGE, kind=kind)

    of_the_place = ["asset:GDZC-1", "line:badge"]
    every = ["asset:GDZC-1", "loan:L000001", "report:Y1", "line:badge"]
    assert [one.thing.key for one in fact.lines] == (
        every if kind is Kind.LEAVING else of_the_place
    )


@given(THINGS, st.sampled_from(list(Kind)))
def test_to_look_again_changes_nothing(things: list[Thing], kind: Kind) -> None:
    fact = begun(*things, kind=kind)

    assert acts.refreshed(fact, things) == fact


@given(THINGS, THINGS)
def test_after_a_look_the_open_lines_are_what_he_holds(
    before: list[Thing], after: list[Thing]
) -> None:
    fact = acts.refreshed(begun(*before), after)

    assert {one.thing for one in fact.open_lines} == {*after}
    gone = {one.thing.key for one in fact.lines if one.mark is Mark.GONE}
    assert gone == {one.key for one in before} - {one.key for one in after}
    assert len({one.thing.key for one in fact.lines}) == len(fact.lines)


def test_a_changed_label_or_day_is_taken_over_and_the_mark_stays() -> None:
    fact = acts.hand(begun(ASSET), "GDZC-1", by="gao", note="含电源")

    [line] = acts.refreshed(fact, [replace(ASSET, label="笔记本电脑", due=None)]).lines

    assert (line.thing.label, line.thing.due) == ("笔记本电脑", None)
    assert (line.mark, line.by, line.note) == (Mark.HANDED, "gao", "含电源")


def test_what_turns_up_late_takes_the_signatures_back() -> None:
    fact = signed(begun())

    late = acts.refreshed(fact, [ASSET])

    assert (fact.state, late.state, late.signatures) == (State.SIGNED, State.OPEN, ())


def test_what_is_settled_late_leaves_the_signatures() -> None:
    fact = signed(acts.hand(begun(ASSET), "GDZC-1", by="gao"))

    after = acts.refreshed(fact, [])

    assert (after.state, len(after.signatures)) == (State.SIGNED, 3)


def test_after_the_end_the_checklist_stands_still() -> None:
    closed = acts.close(signed(begun()))

    assert acts.refreshed(closed, [ASSET]) is closed


@pytest.mark.parametrize("by", ["gao", "tan", "qiao"])
def test_each_of_the_three_notes_what_was_handed(by: str) -> None:
    [line] = acts.hand(begun(BADGE), "badge", by=by, note=" 工牌一枚 ").lines

    assert (line.mark, line.by, line.note) == (Mark.HANDED, by, "工牌一枚")


@pytest.mark.parametrize("name", ["badge", "line:badge", "  badge  ", "line:badge\n"])
def test_a_thing_is_named_by_number_or_by_kind_and_number(name: str) -> None:
    assert acts.line_named(begun(BADGE, ASSET), name).thing == BADGE


@pytest.mark.parametrize("name", ["", " ", "badg", "Badge", "key:badge", "工牌", "line:"])
def test_what_is_not_on_the_checklist_is_not_found(name: str) -> None:
    with pytest.raises(BadInput, match="is not one thing") as caught:
        acts.line_named(begun(BADGE, ASSET), name)

    assert caught.value.why == "nothing that is held has this number"
    assert caught.value.field == "item"


def test_a_number_that_several_have_is_told_as_such_until_one_is_settled() -> None:
    one, other = Thing("key", "7"), Thing("asset", "7")
    fact = begun(one, other)

    with pytest.raises(BadInput) as caught:
        acts.hand(fact, "7", by="gao")
    left = acts.refreshed(fact, [other])

    assert caught.value.why == "several have this number"
    assert acts.line_named(left, "7").thing == other


def test_what_is_settled_is_no_longer_handed() -> None:
    fact = acts.refreshed(begun(ASSET), [])

    with pytest.raises(BadInput, match="is not one thing"):
        acts.hand(fact, "GDZC-1", by="gao")


def test_to_hand_something_takes_the_signatures_back() -> None:
    fact = signed(acts.hand(begun(ASSET), "GDZC-1", by="gao"), "gao", "tan")

    again = acts.hand(fact, "GDZC-1", by="tan", note="缺电源")

    assert (fact.unsigned, again.signatures) == ((Party.SUPERVISOR,), ())


@pytest.mark.parametrize("kind", ["loan", "copy", "permit", "report"])
def test_what_hangs_on_the_person_is_accepted_and_not_handed(kind: str) -> None:
    fact = begun(Thing(kind, "7"))

    with pytest.raises(BadInput, match="cannot be handed on"):
        acts.hand(fact, "7", by="gao")
    accepted = acts.accept(fact, "7", by="tan", note="三日内归还")

    assert (accepted.lines[0].mark, accepted.state) == (Mark.ACCEPTED, State.HANDED)


@pytest.mark.parametrize("thing_kind", sorted(OF_THE_PLACE))
@pytest.mark.parametrize("kind", [Kind.TRANSFER, Kind.ROTATION])
def test_only_what_is_his_own_to_use_is_taken_along(kind: Kind, thing_kind: str) -> None:
    fact = begun(Thing(thing_kind, "7"), kind=kind)

    if thing_kind in PORTABLE:
        assert acts.hand(fact, "7", by="qiao", keep=True).lines[0].mark is Mark.KEPT
    else:
        with pytest.raises(BadInput, match="cannot be taken along"):
            acts.hand(fact, "7", by="qiao", keep=True)


@pytest.mark.parametrize("by", ["gao", "tan"])
def test_only_the_supervisor_lets_somebody_take_things_along(by: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        acts.hand(begun(ASSET, kind=Kind.TRANSFER), "GDZC-1", by=by, keep=True)

    assert "supervisor" in str(caught.value.reasons[0].text)


@pytest.mark.parametrize("by", ["", "lena", "GAO", "gao "])
def test_strangers_take_no_part(by: str) -> None:
    fact = begun(ASSET, giver="")

    tried: list[Callable[[], object]] = [
        lambda: acts.hand(fact, "GDZC-1", by=by),
        lambda: acts.accept(fact, "GDZC-1", by=by, note="知悉"),
        lambda: acts.sign(begun(giver=""), by=by, on=DAY),
    ]
    for act in tried:
        with pytest.raises(NotAllowed, match="is not yours"):
            act()


@pytest.mark.parametrize("note", ["", " ", "\n\t", "　"])
def test_nothing_is_accepted_without_a_word(note: str) -> None:
    with pytest.raises(BadInput, match="without a word") as caught:
        acts.accept(begun(LOAN), "L000001", by="tan", note=note)

    assert caught.value.field == "note"


@pytest.mark.parametrize(("length", "taken"), [(1, True), (300, True), (301, False)])
def test_a_note_is_one_line(*, length: int, taken: bool) -> None:
    fact = begun(LOAN)

    if taken:
        [line] = acts.accept(fact, "L000001", by="tan", note=f" {'知' * length} ").lines
        assert len(line.note) == length
    else:
        with pytest.raises(BadInput, match="too long"):
            acts.accept(fact, "L000001", by="tan", note="知" * length)


def test_nobody_signs_while_something_is_open_and_all_of_it_is_listed() -> None:
    with pytest.raises(BadInput, match="2 things are still open") as caught:
        acts.sign(begun(ASSET, LOAN), by="gao", on=DAY)

    first, second = (one.text for one in caught.value.details)
    assert "GDZC-1 电脑, due 2028-02-29" in first
    assert "L000001" in second
    assert "due" not in second
    assert [one.field for one in caught.value.details] == ["asset:GDZC-1", "loan:L000001"]


def test_who_is_missing_is_told_when_it_is_closed_too_early() -> None:
    with pytest.raises(BadInput, match="not signed by all") as caught:
        acts.close(signed(begun(), "tan"))

    assert caught.value.why == "missing: giver, supervisor"


@pytest.mark.parametrize("end", [State.CLOSED, State.WITHDRAWN])
def test_nothing_is_done_after_the_end(end: State) -> None:
    done = replace(begun(ASSET), ended=end)

    tried: list[Callable[[], object]] = [
        lambda: acts.hand(done, "GDZC-1", by="gao"),
        lambda: acts.accept(done, "GDZC-1", by="tan", note="知悉"),
        lambda: acts.sign(done, by="gao", on=DAY),
        lambda: acts.close(done),
        lambda: acts.withdraw(done),
    ]
    for act in tried:
        with pytest.raises(BadInput, match="is over") as caught:
            act()
        assert end.said in caught.value.why


@given(st.permutations(["gao", "tan", "qiao"]))
def test_the_three_sign_in_any_order(order: list[str]) -> None:
    fact = begun()

    for turn, who in enumerate(order):
        fact = acts.sign(fact, by=who, on=DAY)
        assert len(fact.unsigned) == 2 - turn

    assert acts.close(fact).state is State.CLOSED
    assert [one.by for one in fact.signatures] == order


@pytest.mark.parametrize(
    ("asked", "leaves", "days", "fits"),
    [
        ("2026-03-02", "2026-03-02", 0, True),
        ("2026-03-02", "2026-03-01", 0, False),
        ("2026-03-02", "2026-04-01", 30, True),
        ("2026-03-02", "2026-03-31", 30, False),
        ("2028-01-30", "2028-02-29", 30, True),
        ("2027-01-30", "2027-02-28", 30, False),
        ("2026-12-31", "2028-01-01", 366, True),
    ],
)
def test_a_leaving_is_told_so_many_days_ahead(
    *, asked: str, leaves: str, days: int, fits: bool
) -> None:
    first, last = dt.date.fromisoformat(asked), dt.date.fromisoformat(leaves)

    if fits:
        acts.refuse_short_notice(first, last, days)
    else:
        with pytest.raises(BadInput, match=f"{leaves} is too soon") as caught:
            acts.refuse_short_notice(first, last, days)
        assert caught.value.field == "leaves_on"


def test_the_words_of_kinds_states_marks_and_parties_differ() -> None:
    for every in (Kind, State, Mark, Party):
        assert len({one.said for one in every}) == len(every)
    assert [one.word for one in Kind] == ["调动", "轮换", "离职"]


def test_what_can_be_taken_along_goes_with_the_place_else() -> None:
    assert PORTABLE <= OF_THE_PLACE
    assert Line(BADGE).mark is Mark.OPEN
