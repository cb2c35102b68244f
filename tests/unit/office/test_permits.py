"""Permits to take papers out: asked for, decided by others, used once, for exactly one thing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.desks import Cast, filed, later, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.access import Act
from docgen.office import controlled, permits
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Person


@pytest.fixture
def secret(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.jonas, known, grade="A")


@pytest.fixture
def gu(office: Office, folk: Cast) -> Person:
    return person(office, "gu", "manager", unit=folk.mira.unit, clearance="A")


def test_a_permit_opens_one_taking(office: Office, folk: Cast, secret: Item, gu: Person) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.DOWNLOAD, "legal", "法院调取")

    approved = permits.approve(office, gu, row.code, days=3)

    assert (approved.state, approved.until) == ("approved", office.today + timedelta(days=3))
    controlled.take(office, folk.jonas, str(secret), "legal")
    assert permits.find(row.code).state == "used"
    assert log("copy.issued")[-1]["more"]["permit"] == row.code
    with pytest.raises(NotAllowed):
        controlled.take(office, folk.jonas, str(secret), "legal")


def test_nobody_decides_on_his_own(office: Office, folk: Cast, secret: Item) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")

    with pytest.raises(NotAllowed) as refused:
        permits.approve(office, folk.jonas, row.code)

    assert "R6" in [one.rule for one in refused.value.reasons]


def test_a_clerk_decides_on_none(office: Office, folk: Cast, secret: Item) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")

    with pytest.raises(NotAllowed):
        permits.approve(office, folk.mira, row.code)


@pytest.mark.parametrize("other", ["act", "purpose", "person", "late"])
def test_it_holds_for_exactly_what_was_asked(
    office: Office, folk: Cast, secret: Item, gu: Person, other: str
) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.DOWNLOAD, "legal", "调取")
    permits.approve(office, gu, row.code)
    who = person(office, "ding", "archivist", clearance="A") if other == "person" else folk.jonas
    purpose = "service" if other == "purpose" else "legal"
    when = later(office, 8) if other == "late" else office

    way = controlled.give if other == "act" else controlled.take

    with pytest.raises(NotAllowed):
        way(when, who, str(secret), purpose)

    assert permits.find(row.code).state == "approved"


def test_another_version_is_another_paper(office: Office, folk: Cast, secret: Item) -> None:
    del office
    before = permits.wanted_of(secret, folk.jonas, Act.COPY, "legal")
    newest = secret.versions.get(n=secret.head)
    newest.files[0]["sha512"] = "0" * 128

    newest.save()

    assert permits.wanted_of(secret, folk.jonas, Act.COPY, "legal") != before


def test_what_no_approval_helps_cannot_be_asked_for(
    office: Office, folk: Cast, secret: Item
) -> None:
    with pytest.raises(NotAllowed) as refused:
        permits.request(office, folk.mira, str(secret), Act.COPY, "legal", "调取")

    assert "R2" in [one.rule for one in refused.value.reasons]


def test_what_needs_no_permit_is_told(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(BadInput, match="needs no permit"):
        permits.request(office, folk.mira, str(item), Act.COPY, "legal", "调取")


def test_one_is_enough(office: Office, folk: Cast, secret: Item, gu: Person) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")

    with pytest.raises(BadInput, match=row.code):
        permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "再次调取")

    permits.refuse(office, gu, row.code, "可在阅览室查阅")
    again = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "再次")
    assert again.code != row.code


def test_a_decided_permit_is_decided(office: Office, folk: Cast, secret: Item, gu: Person) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")
    permits.refuse(office, gu, row.code, "不准")

    with pytest.raises(BadInput, match="not waiting"):
        permits.approve(office, gu, row.code)
    with pytest.raises(BadInput, match="not waiting"):
        permits.refuse(office, gu, row.code, "不准")
    assert permits.find(row.code).remark == "不准"


@pytest.mark.parametrize("days", [0, -1, 31])
def test_days_have_a_limit(office: Office, folk: Cast, secret: Item, gu: Person, days: int) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")

    with pytest.raises(BadInput, match="cannot hold"):
        permits.approve(office, gu, row.code, days=days)

    assert permits.find(row.code).state == "requested"
    assert not permits.find(row.code).approvals.exists()


@pytest.mark.parametrize("why", ["", " ", "行\n行", "x" * 301])
def test_a_reason_is_a_line(office: Office, folk: Cast, secret: Item, why: str) -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", why)


def test_who_sees_which(office: Office, folk: Cast, secret: Item, gu: Person) -> None:
    row = permits.request(office, folk.jonas, str(secret), Act.COPY, "legal", "调取")

    seen = {one: permits.list_permits(office, one) for one in (folk.mira, folk.jonas, gu)}

    assert {one.login: [each.code for each in rows] for one, rows in seen.items()} == {
        "mira": [],
        "jonas": [row.code],
        "gu": [row.code],
    }
    assert permits.list_permits(office, gu, waiting=True)
    permits.refuse(office, gu, row.code, "不准")
    assert not permits.list_permits(office, gu, waiting=True)


@pytest.mark.parametrize("code", ["", "X", "X000009", "x-1", "９"])
def test_a_permit_that_is_not_there(code: str, office: Office) -> None:
    del office
    with pytest.raises(NotFound):
        permits.find(code)
