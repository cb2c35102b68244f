"""Accounts: who may make and change them, and what a change means at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.desks import Cast, dossier_of, filed, log
from tests.support.offices import founder, person

from docgen.cli.base import os_login
from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import finding, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Grant, Person


def test_the_operating_system_user_is_an_account(office: Office) -> None:
    assert people.acting(os_login()) == founder()
    assert office.settings.act_as


def test_an_unknown_operating_system_user_is_nobody(office: Office) -> None:
    with pytest.raises(NotAllowed) as refused:
        people.acting("mallory")

    assert [reason.rule for reason in refused.value.reasons] == ["R1"]
    assert "--os-login mallory" in refused.value.fix
    assert office.folder.exists()


def test_an_account_is_meant_by_login_code_or_name(office: Office) -> None:
    row = person(office, "mira")
    Person.objects.filter(pk=row.pk).update(name="米拉")

    for text in ("mira", row.code, str(row.pk), "米拉"):
        assert people.by_login(text) == row


@pytest.mark.parametrize("login", ["mira", "MIRA", " Mira "])
def test_no_two_accounts_are_one_login_to_the_page(office: Office, folk: Cast, login: str) -> None:
    with pytest.raises(BadInput, match="already"):
        people.add(office, founder(), login=login, name="x", unit="x", roles=["clerk"])

    assert list(Person.objects.filter(login__iexact="mira")) == [folk.mira]


def test_a_name_that_two_have_means_nobody(office: Office) -> None:
    person(office, "mira")
    person(office, "mina")
    Person.objects.exclude(login="shen").update(name="王伟")

    with pytest.raises(BadInput) as asked:
        people.by_login("王伟")

    assert "mira, mina" in asked.value.fix


@pytest.mark.parametrize("text", ["nobody", "p-9999", "99999999999999999999", ""])
def test_an_account_that_is_not_there(office: Office, text: str) -> None:
    with pytest.raises(NotFound) as missing:
        people.by_login(text)

    assert missing.value.field == "person"
    assert office.folder.exists()


WRONG_ACCOUNTS: dict[str, tuple[dict[str, Any], str]] = {
    "login twice": ({"login": "mira"}, "login"),
    "operating-system user twice": ({"os_login": os_login()}, "login"),
    "no login": ({"login": "  "}, "login"),
    "unknown role": ({"roles": ["king"]}, "role"),
    "auditor who reads": ({"roles": ["auditor", "clerk"]}, "role"),
    "administrator who audits": ({"roles": ["administrator", "auditor"]}, "role"),
    "unknown grade": ({"clearance": "X"}, "clearance"),
}


@pytest.mark.parametrize("name", WRONG_ACCOUNTS)
def test_a_wrong_account_is_refused(office: Office, folk: Cast, name: str) -> None:
    wrong, field = WRONG_ACCOUNTS[name]
    count = Person.objects.count()
    facts = {"login": "new", "name": "new", "unit": "u", "roles": ["clerk"], **wrong}

    with pytest.raises(BadInput) as refused:
        people.add(office, founder(), **facts)

    assert refused.value.field == field
    assert Person.objects.count() == count
    assert folk.mira.pk


def test_a_new_account_is_an_entry_without_its_name(office: Office) -> None:
    row = people.add(
        office, founder(), login="qin", name="秦朗", unit="审计部", roles=["auditor"], clearance="P"
    )

    entry = log("person.added")[-1]
    assert entry["obj"] == row.code
    assert entry["more"] == {"roles": "auditor", "clearance": "P"}
    assert "秦朗" not in str(entry)


def test_the_founder_manages_people_until_there_is_an_administrator(office: Office) -> None:
    person(office, "mira")
    person(office, "he", "administrator")

    with pytest.raises(NotAllowed):
        person(office, "late")

    administrator = people.by_login("he")
    assert people.change(office, administrator, "mira", clearance="B").clearance == 2


def test_a_clerk_manages_nobody(office: Office, folk: Cast) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: people.add(office, folk.mira, login="x", name="x", unit="u", roles=["clerk"]),
        lambda: people.change(office, folk.mira, "lena", clearance="A"),
        lambda: people.close(office, folk.mira, "lena"),
        lambda: people.everyone(office, folk.mira),
    )

    for act in acts:
        with pytest.raises(NotAllowed):
            act()

    assert [entry["res"] for entry in log()[-4:]] == ["deny"] * 4


def test_nobody_changes_his_own_account(office: Office, folk: Cast) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: people.change(office, founder(), "shen", clearance="A"),
        lambda: people.close(office, founder(), "shen"),
    )

    for act in acts:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert [reason.rule for reason in refused.value.reasons] == ["R8"]
    assert folk.jonas.active


def test_a_change_holds_at_once(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    assert finding.search(office, folk.mira, "漏水").total == 1

    people.change(office, founder(), "mira", unit="企业发展部")
    assert finding.search(office, people.by_login("mira"), "漏水").total == 0

    changed = people.change(office, founder(), "mira", roles=["clerk", "legal"], clearance="B")
    assert (changed.roles, changed.clearance, changed.version) == (["clerk", "legal"], 2, 3)


def test_a_closed_account_ends_at_once(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)

    closed = people.close(office, founder(), "mira")

    assert not closed.active
    with pytest.raises(NotAllowed) as refused:
        finding.search(office, closed, "漏水")
    assert [reason.rule for reason in refused.value.reasons] == ["R1"]


def test_a_change_does_not_open_an_account_that_was_closed_meanwhile(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, shen = people.by_login("mira"), founder()
    people.close(office, shen, "mira")
    monkeypatch.setattr(people, "by_login", lambda _: stale)

    after = people.change(office, shen, "mira", clearance="B")

    assert not after.active
    assert after.clearance == 2
    assert folk.lena.active


def test_a_grant_opens_one_dossier_and_is_given_once(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    lena = people.change(office, founder(), "lena", clearance="C")
    assert finding.search(office, lena, "漏水").total == 0

    people.grant(office, folk.jonas, "lena", dossier_of(known))
    people.grant(office, folk.jonas, "lena", dossier_of(known))

    assert Grant.objects.count() == 1
    assert finding.search(office, lena, "漏水").total == 1


def test_nobody_grants_to_himself_or_without_the_right(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    dossier = dossier_of(known)

    for who, whom in ((folk.jonas, "jonas"), (folk.mira, "lena"), (folk.lena, "lena")):
        with pytest.raises(NotAllowed):
            people.grant(office, who, whom, dossier)

    assert not Grant.objects.exists()


def test_the_list_of_people_is_logged(office: Office, folk: Cast) -> None:
    rows = people.everyone(office, folk.jonas)

    assert [row.login for row in rows] == ["shen", "mira", "jonas", "lena"]
    assert log()[-1]["act"] == "person.listed"
