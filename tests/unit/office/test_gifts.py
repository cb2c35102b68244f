"""Gifts in the office: who decides, what the budget allows, what is banned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.support.desks import Cast, filed, log
from tests.support.offices import person
from tests.support.visits import budget

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.gifting import State
from docgen.office import gifts
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Person
from docgen.register.models_visits import Gift


@pytest.fixture
def place(office: Office, folk: Cast, known: Customer) -> str:
    """The customer's dossier."""
    return str(filed(office, folk.mira, known).dossier)


@pytest.fixture
def qiao(office: Office) -> Person:
    """The leader, who knows no customer."""
    return person(office, "qiao", "manager", unit="总经理室")


def asked(office: Office, who: Person, place: str, price: int = 60, year: int = 1000) -> Gift:
    return gifts.ask(office, who, place, budget(office.today, price=price, year=year))


def test_a_gift_is_asked_for_approved_and_given(
    office: Office, folk: Cast, place: str, qiao: Person
) -> None:
    row = asked(office, folk.mira, place)
    gifts.decide(office, qiao, row.code, agreed=True, note="按价购买并留发票")
    done = gifts.give(office, folk.mira, row.code, Decimal("58.50"))

    assert (done.state, done.actual, done.ended_on) == (State.GIVEN, Decimal("58.50"), office.today)
    assert (done.decided_by, done.note) == (qiao, "按价购买并留发票")
    assert done.item == Item.objects.get(template=gifts.FORM)
    assert done.number == done.item.form_number
    acts = [entry for entry in log() if entry["act"].startswith("gift.")]
    assert [entry["act"] for entry in acts] == ["gift.requested", "gift.approved", "gift.given"]
    assert {entry["obj"] for entry in acts} == {row.code}
    assert all("留发票" not in str(entry) for entry in acts)


def test_nobody_decides_what_he_asked_for(office: Office, folk: Cast, place: str) -> None:
    both = person(office, "both", "manager")
    both.roles = ["clerk", "manager"]
    both.save()
    row = asked(office, both, place)

    for agreed in (True, False):
        with pytest.raises(NotAllowed):
            gifts.decide(office, both, row.code, agreed=agreed)
    with pytest.raises(NotAllowed):
        gifts.decide(office, folk.mira, row.code, agreed=True)

    assert Gift.objects.get().state == State.ASKED
    assert [entry["res"] for entry in log("gift.approved")] == ["deny", "deny"]


def test_what_is_approved_counts_until_it_is_given(
    office: Office, folk: Cast, place: str, qiao: Person
) -> None:
    first, second, third = (asked(office, folk.mira, place, price) for price in (600, 400, 400))
    gifts.decide(office, qiao, first.code, agreed=True)
    assert gifts.used("客户服务部", office.today.year) == 600
    gifts.decide(office, qiao, second.code, agreed=True)

    with pytest.raises(BadInput) as wrong:
        gifts.decide(office, qiao, third.code, agreed=True)
    assert "1000" in wrong.value.why
    gifts.give(office, folk.mira, first.code, Decimal(100))
    gifts.decide(office, qiao, third.code, agreed=True)

    assert gifts.used("客户服务部", office.today.year) == 900
    assert gifts.used("客户服务部", office.today.year - 1) == 0
    assert gifts.used("后勤部", office.today.year) == 0


def test_the_application_knows_what_is_used(
    office: Office, folk: Cast, place: str, qiao: Person
) -> None:
    first = asked(office, folk.mira, place, 600)
    gifts.decide(office, qiao, first.code, agreed=True)

    with pytest.raises(BadInput) as wrong:
        asked(office, folk.mira, place, 401)

    assert "400" in wrong.value.why
    assert asked(office, folk.mira, place, 400).state == State.ASKED


@pytest.mark.parametrize(
    ("name", "value"), [("public_body", True), ("policy_checked", False), ("budget_year", 50)]
)
def test_what_must_not_be_given_is_not_asked_for(
    office: Office, folk: Cast, place: str, name: str, value: object
) -> None:
    papers = Item.objects.count()

    with pytest.raises(BadInput) as wrong:
        gifts.ask(office, folk.mira, place, budget(office.today, **{name: value}))  # type: ignore[arg-type]

    assert wrong.value.field == "gift"
    assert (Gift.objects.count(), Item.objects.count()) == (0, papers)
    assert log("gift.requested")[-1]["res"] == "deny"


@pytest.mark.parametrize("actual", [Decimal("60.01"), Decimal(-1)])
def test_a_gift_costs_no_more_than_was_approved(
    office: Office, folk: Cast, place: str, qiao: Person, actual: Decimal
) -> None:
    row = asked(office, folk.mira, place)
    gifts.decide(office, qiao, row.code, agreed=True)

    with pytest.raises(BadInput) as wrong:
        gifts.give(office, folk.mira, row.code, actual)

    assert wrong.value.field == "actual"
    assert Gift.objects.get().actual is None


def test_no_step_is_taken_twice_or_out_of_turn(
    office: Office, folk: Cast, place: str, qiao: Person
) -> None:
    row = asked(office, folk.mira, place)

    with pytest.raises(BadInput):
        gifts.give(office, folk.mira, row.code, Decimal(1))
    gifts.decide(office, qiao, row.code, agreed=False, note="不必")
    with pytest.raises(BadInput):
        gifts.decide(office, qiao, row.code, agreed=True)

    assert Gift.objects.get().state == State.REFUSED


def test_somebody_quicker_is_not_written_over(
    office: Office, folk: Cast, place: str, qiao: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(office, folk.mira, place)
    monkeypatch.setattr(gifts, "find", lambda *_: Gift.objects.select_related("by").get(pk=row.pk))
    stale = gifts.find(office, qiao, row.code)
    Gift.objects.filter(pk=row.pk).update(version=2)
    monkeypatch.setattr(gifts, "find", lambda *_: stale)

    with pytest.raises(BadInput):
        gifts.decide(office, qiao, row.code, agreed=True)

    assert Gift.objects.get().state == State.ASKED


def test_what_was_received_is_declared_and_handed_in_to_another(
    office: Office, folk: Cast, known: Customer, qiao: Person
) -> None:
    row = gifts.declare(office, folk.mira, known.code, "茶叶两盒", Decimal(200))

    with pytest.raises(NotAllowed):
        gifts.hand_in(office, folk.mira, row.code)
    done = gifts.hand_in(office, qiao, row.code, "存办公室")

    assert (done.state, done.decided_by, done.ended_on) == (State.HANDED_IN, qiao, office.today)
    assert done.item is None
    assert gifts.used("客户服务部", office.today.year) == 0


def test_a_head_declares_but_does_not_take_in_his_own(
    office: Office, known: Customer, folk: Cast
) -> None:
    own = gifts.declare(office, folk.jonas, known.code, "月饼", Decimal(80))

    with pytest.raises(NotAllowed):
        gifts.hand_in(office, folk.jonas, own.code)


def test_a_banned_way_ends_at_once(office: Office, folk: Cast, place: str, known: Customer) -> None:
    rules = office.folder / "rules" / "visits.toml"
    text = rules.read_text("utf-8").replace('"approve"', '"ban"').replace('"declare"', '"ban"')
    rules.write_text(text, "utf-8")

    with pytest.raises(BadInput) as given:
        asked(office, folk.mira, place)
    with pytest.raises(BadInput) as received:
        gifts.declare(office, folk.mira, known.code, "茶叶", Decimal(1))

    assert given.value.what != received.value.what
    assert "G-039" in given.value.why
    assert Gift.objects.count() == 0


@pytest.mark.parametrize("what", ["", "  ", "两\n行", "长" * 301])
def test_what_was_received_is_said_in_one_line(
    office: Office, folk: Cast, known: Customer, what: str
) -> None:
    with pytest.raises(BadInput) as wrong:
        gifts.declare(office, folk.mira, known.code, what, Decimal(1))

    assert wrong.value.field == "what"


def test_the_register_shows_what_one_may_know_of(
    office: Office, folk: Cast, place: str, known: Customer, qiao: Person
) -> None:
    row = asked(office, folk.mira, place)
    gifts.declare(office, folk.mira, known.code, "茶叶", Decimal(1))

    assert len(gifts.list_gifts(office, folk.mira)) == 2
    assert gifts.list_gifts(office, qiao, "asked") == [row]
    assert gifts.list_gifts(office, folk.lena) == []
    with pytest.raises(NotFound):
        gifts.find(office, folk.lena, row.code)
    for code in ("P000099", "P", "L000001", "一"):
        with pytest.raises(NotFound):
            gifts.find(office, folk.mira, code)
    assert [entry["n"] for entry in log("gift.listed")] == [2, 1, 0]


def test_a_gift_of_another_day_is_dated_so(
    office: Office, folk: Cast, place: str, qiao: Person
) -> None:
    row = asked(office, folk.mira, place)
    gifts.decide(office, qiao, row.code, agreed=True)
    day = office.today - dt.timedelta(days=1)

    assert gifts.give(office, folk.mira, row.code, Decimal(60), day).ended_on == day
