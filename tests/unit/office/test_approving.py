"""One list of what waits for a decision: who sees what of it, and who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support import waiting as made
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import approving, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Loan, Person
from docgen.register.models_postings import Leave
from docgen.register.models_regrading import Regrading

KINDS = sorted(made.MAKERS)


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known, title="服务合同")


def test_every_kind_of_approval_is_tried_here() -> None:
    assert {one.kind for one in approving.SOURCES} == set(KINDS)


def alone(office: Office, asker: Person, item: Item) -> Iterator[str]:
    """Each kind with one thing of it waiting; it is taken back before the next."""
    for kind, make in made.MAKERS.items():
        with transaction.atomic():
            make(office, asker, item)
            yield kind
            transaction.set_rollback(True)


def test_what_somebody_asked_for_waits_for_another(office: Office, folk: Cast, item: Item) -> None:
    for kind in alone(office, folk.mira, item):
        found = approving.waiting(office, folk.jonas)

        assert [(one.source.kind, one.reasons) for one in found] == [(kind, ())]
        assert found[0].open.asker == folk.mira
        assert found[0].open.wants
        assert found[0].open.about
        assert sum(approving.counts(office, folk.jonas).values()) == 1


def test_what_one_asked_for_oneself_is_shown_with_the_rule_and_not_counted(
    office: Office, folk: Cast, item: Item
) -> None:
    for kind in alone(office, folk.jonas, item):
        found = approving.waiting(office, folk.jonas)

        assert [one.source.kind for one in found] == [kind]
        assert {reason.rule for reason in found[0].reasons} == {"R6"}
        assert sum(approving.counts(office, folk.jonas).values()) == 0


def test_who_decides_on_nothing_hears_of_nothing(office: Office, folk: Cast, item: Item) -> None:
    for kind in alone(office, folk.jonas, item):
        for who in (folk.mira, folk.lena):
            assert approving.waiting(office, who) == [], kind
            assert approving.counts(office, who) == {}, kind


def test_what_is_above_ones_clearance_is_not_there(office: Office, folk: Cast, item: Item) -> None:
    low = person(office, "low", "archivist", unit="档案室", clearance="P")
    low.roles = ["archivist", "manager"]
    low.save()

    for kind in alone(office, folk.mira, item):
        expected = ["gift"] if kind == "gift" else []  # a gift has no grade

        assert [one.source.kind for one in approving.waiting(office, low)] == expected
        assert sum(approving.counts(office, low).values()) == len(expected)


def test_a_manager_of_another_unit_sees_what_he_was_granted(
    office: Office, folk: Cast, item: Item
) -> None:
    qiao = person(office, "qiao", "manager", unit="总经理室", clearance="A")
    kinds = ("loan", "loss", "permit", "regrading")
    for kind in kinds:
        made.MAKERS[kind](office, folk.mira, item)
    before = [approving.counts(office, qiao)[kind] for kind in kinds]
    hidden = approving.waiting(office, qiao)

    people.grant(office, folk.jonas, "qiao", item.dossier)

    granted = people.by_login("qiao")
    assert (before, hidden) == ([0, 0, 0, 0], [])
    assert [approving.counts(office, granted)[kind] for kind in kinds] == [1, 1, 1, 1]
    assert sorted(one.source.kind for one in approving.waiting(office, granted)) == sorted(kinds)


def test_a_loan_is_approved_and_refused_from_the_list(
    office: Office, folk: Cast, item: Item, known: Customer
) -> None:
    other = filed(office, folk.mira, known)
    one, two = made.loan(office, folk.mira, item), made.loan(office, folk.mira, other)

    approving.decide(office, folk.jonas, "loan", one.code, agreed=True)
    approving.decide(office, folk.jonas, "loan", two.code, agreed=False, words="正在整理")

    states = list(Loan.objects.order_by("pk").values_list("state", "reason"))
    assert states == [("approved", ""), ("refused", "正在整理")]
    assert approving.waiting(office, folk.jonas) == []


def test_leave_and_grades_are_decided_by_their_own_verbs(
    office: Office, folk: Cast, item: Item
) -> None:
    leave, grade = made.leave(office, folk.mira, item), made.regrading(office, folk.mira, item)

    approving.decide(office, folk.jonas, "leave", leave.code, agreed=True)
    approving.decide(office, folk.jonas, "regrading", grade.code, agreed=False, words="不必")

    assert Leave.objects.get().state == "agreed"
    assert Regrading.objects.get().state == "refused"
    assert log("leave.agreed")
    assert log("grade.refused")


def test_the_rules_stand_whoever_presses(office: Office, folk: Cast, item: Item) -> None:
    loan = made.loan(office, folk.mira, item)

    with pytest.raises(BadInput) as silent:
        approving.decide(office, folk.jonas, "loan", loan.code, agreed=False)
    with pytest.raises(NotAllowed):
        approving.decide(office, folk.mira, "loan", loan.code, agreed=True)

    assert silent.value.field == "reason"
    assert log("loan.approved")[-1]["res"] == "deny"


def test_what_has_a_page_of_its_own_is_not_decided_here(office: Office, folk: Cast) -> None:
    own = [("nothing", True), ("loss", True), ("case", True), ("extension", False)]

    for kind, agreed in own:
        with pytest.raises(NotFound):
            approving.decide(office, folk.jonas, kind, "L000001", agreed=agreed)


def test_who_has_said_yes_waits_for_the_second(office: Office, folk: Cast, item: Item) -> None:
    row = made.shortening(office, folk.mira, item)
    row.approved_by, row.approved_at = folk.jonas, office.now()
    row.save()

    (one,) = approving.waiting(office, folk.jonas)

    assert [reason.text for reason in one.reasons] == [
        "you have approved it already; somebody else must"
    ]
    assert approving.counts(office, folk.jonas)["shortening"] == 0


def test_the_oldest_comes_first_and_looking_is_an_entry(
    office: Office, folk: Cast, item: Item
) -> None:
    made.gift(office, folk.mira, item)
    loan = made.loan(office, folk.mira, item)
    Loan.objects.filter(pk=loan.pk).update(requested_at=office.now() - dt.timedelta(days=3))

    found = approving.waiting(office, folk.jonas)

    assert [one.source.kind for one in found] == ["loan", "gift"]
    assert log()[-1]["act"] == "approval.listed"
    assert log()[-1]["n"] == 2


def test_counting_asks_little_and_listing_no_more_for_many(
    office: Office, folk: Cast, item: Item
) -> None:
    made.loan(office, folk.mira, item)
    with CaptureQueriesContext(connection) as counted:
        approving.counts(office, folk.jonas)
    with CaptureQueriesContext(connection) as few:
        approving.waiting(office, folk.jonas)
    for _ in range(30):
        made.loan(office, folk.mira, item)

    with CaptureQueriesContext(connection) as many:
        found = approving.waiting(office, folk.jonas)

    assert len(counted) <= 3
    assert len(found) == 31
    assert len(many) == len(few)


def test_auditors_are_refused(office: Office, folk: Cast) -> None:
    assert folk
    ada = person(office, "ada", "auditor", unit="审计部", clearance="P")

    with pytest.raises(NotAllowed):
        approving.waiting(office, ada)

    assert approving.counts(office, ada) == {}
    assert log()[-1]["res"] == "deny"
