"""Dossiers: one active file a key, told to those alone who may know of it."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, dossier_of, filed, holding, log, paper
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.customer import DOSSIER_TYPE, CustomerKind
from docgen.office import customers, dossiers, filing, people
from docgen.office.customers import NewCustomer
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.register.models import Customer, Dossier


def test_numbers_count_up_and_are_never_used_again(office: Office, folk: Cast) -> None:
    rows = [customer(office, f"样例{n}公司") for n in range(3)]

    numbers = [str(dossiers.open_dossier(office, folk.mira, row)) for row in rows]

    assert numbers == ["0000000001", "0000000002", "0000000003"]
    Dossier.objects.filter(number=3).delete()
    again = dossiers.open_dossier(office, folk.mira, rows[2])
    assert str(again) == "0000000004"


def test_a_second_active_dossier_is_refused(office: Office, folk: Cast, known: Customer) -> None:
    dossiers.open_dossier(office, folk.mira, known)
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        dossiers.open_dossier(office, folk.mira, known)

    assert refused.value.field == "key"
    assert "R-026" in refused.value.why
    assert holding(office) == before
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["obj"]) == ("dossier.opened", "deny", known.code)


def test_another_key_or_a_closed_one_makes_room(
    office: Office, folk: Cast, known: Customer
) -> None:
    first = dossiers.open_dossier(office, folk.mira, known)

    second = dossiers.open_dossier(office, folk.mira, known, key="二期")
    Dossier.objects.filter(pk=first.pk).update(state="closed")
    third = dossiers.open_dossier(office, folk.mira, known)

    assert {first.key, second.key, third.key} == {known.code, "二期"}


def test_the_database_itself_refuses_two_active_ones(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that both looked and saw none: the second one fails and changes nothing."""
    first = dossiers.open_dossier(office, folk.mira, known)
    monkeypatch.setattr(Dossier.objects, "filter", lambda **_: Dossier.objects.none())

    with pytest.raises(Exception, match="could not be written"):
        dossiers.open_dossier(office, folk.mira, known)

    assert list(Dossier.objects.all()) == [first]


@pytest.mark.parametrize("kind", list(CustomerKind))
def test_a_customers_kind_decides_the_type(office: Office, folk: Cast, kind: CustomerKind) -> None:
    row = customers.add(office, folk.mira, NewCustomer("样例", kind=kind))

    dossier = dossiers.open_dossier(office, folk.mira, row)

    wanted = office.rules.dossier_type(DOSSIER_TYPE[kind])
    assert (dossier.type, dossier.rank) == (wanted.name, wanted.grade.rank)
    assert (dossier.retention, dossier.unit) == (wanted.retention, folk.mira.unit)


def test_an_unknown_type_is_not_there(office: Office, folk: Cast, known: Customer) -> None:
    with pytest.raises(NotFound) as missing:
        dossiers.open_dossier(office, folk.mira, known, kind="custmer")

    assert "customer" in missing.value.why
    assert not Dossier.objects.exists()


def test_a_dossier_shows_its_papers_by_group_and_what_it_lacks(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known, title="服务合同", group="sales")
    filed(office, folk.mira, known, title="照片", group="media")

    contents = dossiers.show(office, folk.mira, known.code)

    there = {group.key: [item.title for item in items] for group, items in contents.groups if items}
    assert there == {"sales": ["服务合同"], "media": ["照片"]}
    assert [(lack.kind, lack.title) for lack in contents.missing] == [("required", "客户资料表")]
    assert (log()[-1]["act"], log()[-1]["dossier"]) == ("dossier.viewed", "0000000001")


def test_a_paper_above_ones_clearance_is_neither_shown_nor_missing(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.jonas, known, title="服务合同", group="sales", grade="A")

    seen = dossiers.show(office, folk.mira, "1")
    whole = dossiers.show(office, folk.jonas, "1")

    assert [item for _, items in seen.groups for item in items] == []
    assert "服务合同" not in {lack.title for lack in seen.missing}
    assert [item.title for _, items in whole.groups for item in items] == ["服务合同"]


def test_lists_count_the_papers_one_may_know_of(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    filed(office, folk.jonas, known, grade="B")

    assert [n for _, n in dossiers.list_dossiers(office, folk.mira)] == [1]
    assert [n for _, n in dossiers.list_dossiers(office, folk.jonas)] == [2]
    assert dossiers.list_dossiers(office, folk.lena) == []
    assert dossiers.list_dossiers(office, folk.mira, "household") == []
    assert [entry["n"] for entry in log("dossier.listed")] == [1, 1, 0, 0]


def test_a_dossier_one_may_not_know_of_is_not_there(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)

    for text in ("1", "0000000001", known.code, known.name, "77"):
        with pytest.raises(NotFound):
            dossiers.show(office, folk.lena, text)


def test_a_grant_below_ones_clearance_does_not_help(
    office: Office, folk: Cast, known: Customer
) -> None:
    """Need-to-know is one condition, clearance the other."""
    filed(office, folk.mira, known)

    people.grant(office, folk.jonas, "lena", dossier_of(known))

    assert list(dossiers.visible(folk.lena)) == []


def test_an_auditor_sees_no_dossier(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    auditor = person(office, "qin", "auditor", clearance="A")

    with pytest.raises(NotAllowed):
        dossiers.list_dossiers(office, auditor)

    assert list(dossiers.visible(auditor)) == []


def test_several_dossiers_of_one_customer_are_asked_about(
    office: Office, folk: Cast, known: Customer
) -> None:
    dossiers.open_dossier(office, folk.mira, known)
    dossiers.open_dossier(office, folk.mira, known, key="二期")

    with pytest.raises(BadInput) as asked:
        dossiers.resolve(folk.mira, known.code)

    assert "0000000001, 0000000002" in asked.value.fix


def test_the_first_paper_opens_the_dossier(office: Office, folk: Cast, known: Customer) -> None:
    place = dossiers.place_for(office, folk.mira, known.code)
    assert isinstance(place, Unopened)
    size = len(log())

    item = filing.file(office, folk.mira, place, paper()).item

    assert str(item) == "0000000001-0001"
    assert [entry["act"] for entry in log()[size:]] == ["dossier.opened", "item.filed"]
    assert isinstance(dossiers.place_for(office, folk.mira, known.code), Dossier)


def test_whoever_was_quicker_opened_it(office: Office, folk: Cast, known: Customer) -> None:
    place = dossiers.place_for(office, folk.mira, known.code)
    filed(office, founder(), known)

    item = filing.file(office, folk.mira, place, paper()).item

    assert str(item) == "0000000001-0002"
    assert Dossier.objects.count() == 1
