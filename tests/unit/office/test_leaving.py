"""Closing an account: it ends at once, and everything its owner has in hand is listed."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import Cast, filed, log
from tests.support.offices import founder, person

from docgen.errors import NotAllowed
from docgen.model.access import Act
from docgen.office import leaving, lending, loans, people, permits
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.register.models_copies import Copy
from docgen.register.models_custody import Transfer
from docgen.register.models_disposal import DestructionList
from docgen.register.models_keeping import Shortening
from docgen.register.models_outside import OutsideRequest

DAY = dt.date(2026, 3, 9)


@pytest.mark.usefixtures("folk")
def test_who_has_nothing_leaves_nothing(office: Office) -> None:
    closed, held = leaving.close(office, founder(), "lena")

    assert (closed.login, closed.active, held) == ("lena", False, [])


def test_all_that_hangs_on_a_person_is_listed(office: Office, folk: Cast, known: Customer) -> None:
    item, secret = filed(office, folk.mira, known), filed(office, folk.jonas, known, grade="A")
    loan = loans.request(office, folk.jonas, str(item), "service")
    permit = permits.request(office, folk.jonas, str(secret), Act.COPY, "service", "核对")
    hers: dict[str, object] = {"proposed_by": folk.jonas, "proposed_at": office.now()}
    Transfer.objects.create(rule="x", unit="u", receiver="r", state="sent", due=DAY, **hers)
    DestructionList.objects.create(kind="expired", state="proposed", reason="x", **hers)
    Shortening.objects.create(item=item, old="a", new="b", reason="x", state="proposed", **hers)
    OutsideRequest.objects.create(
        kind="court",
        state="approved",
        body="法院",
        scope="x",
        requested_by=folk.jonas,
        requested_at=office.now(),
    )
    for holder, state in (
        ("jonas（档案室）", "held"),
        ("jonas（档案室）", "returned"),
        ("他人", "held"),
    ):
        Copy.objects.create(
            item=item,
            kind="controlled",
            holder=holder,
            reason="x",
            since=DAY,
            state=state,
            noted_by=folk.jonas,
            noted_at=office.now(),
            log_index=0,
        )

    _, held = leaving.close(office, person(office, "he", "administrator"), "jonas")

    assert [(one.kind, one.code, one.item, one.state.value) for one in held] == [
        ("loan", loan.code, str(item), "requested"),
        ("copy", "C000001", str(item), "held"),
        ("permit", permit.code, str(secret), "requested"),
        ("transfer", "T000001", "", "sent"),
        ("outside", "OUT-000001", "", "approved"),
        ("destruction", "D000001", "", "proposed"),
        ("shortening", "P000001", str(item), "proposed"),
    ]
    assert all(one.said and one.state.said for one in held)


def test_what_was_lent_is_shut_at_once_and_still_his_to_bring_back(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    people.change(office, founder(), "lena", clearance="C")
    loan = loans.request(office, people.by_login("lena"), str(item), "service")
    loans.approve(office, folk.jonas, loan.code)
    loans.hand_over(office, folk.jonas, loan.code)
    assert lending.open(office, people.by_login("lena"), str(item), "service").files

    gone, held = leaving.close(office, founder(), "lena")

    assert [(one.kind, one.state.value) for one in held] == [("loan", "out")]
    with pytest.raises(NotAllowed) as refused:
        lending.open(office, gone, str(item), "service")
    assert [reason.rule for reason in refused.value.reasons] == ["R1"]
    assert log()[-1]["res"] == "deny"
    assert loans.take_back(office, folk.jonas, loan.code).state == "returned"
