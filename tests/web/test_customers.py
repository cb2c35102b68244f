"""Customers on the page: found by any fragment, looked at, added, corrected, taken in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.pages import client

from docgen.errors import BadInput
from docgen.office import customer_editing, customer_finding, customers
from docgen.office.customers import NewCustomer, SameCustomer
from docgen.office.desk import Office
from docgen.register.models import Customer


@pytest.fixture
def people(office: Office) -> Cast:
    """The three, and some customers beside the one that is there."""
    there = cast_there()
    for name, phone in (("云州市样云燃气有限公司", "0755-55550199"), ("单雄信", "13900000000")):
        customers.add(office, there.mira, NewCustomer(name, phone=phone))
    customers.add(office, there.jonas, NewCustomer("档案室自己的客户"))
    return there


def first() -> Customer:
    """The customer that was there before."""
    return Customer.objects.earliest("pk")


@pytest.mark.parametrize(
    "words", ["样云", "云州市", "yzsyy", "YZYY", "yunzhou", "55550199", "K000002", "k2", "样云燃气"]
)
def test_a_customer_is_found_by_any_fragment(words: str, office: Office, people: Cast) -> None:
    found = customer_finding.find(office, people.mira, words)

    assert [one.name for one in found.rows] == ["云州市样云燃气有限公司"]
    assert found.total == 1


def test_one_with_papers_is_found_by_the_sound_the_search_knows(
    office: Office, people: Cast
) -> None:
    paper = filed(office, people.mira, Customer.objects.get(name="单雄信"))

    by_sound = customer_finding.find(office, people.mira, "shanxiongxin")
    by_number = customer_finding.find(office, people.mira, str(paper.dossier))

    assert [one.name for one in by_sound.rows] == ["单雄信"]
    assert [one.name for one in by_number.rows] == ["单雄信"]


@pytest.mark.parametrize("words", ["。", "xyzzy", "9999999999", "档案室自己"])
def test_others_are_not_found(words: str, office: Office, people: Cast) -> None:
    assert customer_finding.find(office, people.mira, words).total == 0


def test_the_list_is_paged_and_one_entry(office: Office, people: Cast) -> None:
    page = customer_finding.find(office, people.jonas, "", first=1, count=2)

    assert [one.pk for one in page.rows] == [2, 3]
    assert page.total == 4
    assert log()[-1]["act"] == "customer.listed"
    assert log()[-1]["n"] == 4


def test_dossiers_that_one_may_not_know_are_not_beside_a_customer(
    office: Office, people: Cast
) -> None:
    row = first()
    filed(office, people.mira, row)
    row.dossiers.update(rank=3)

    [mine] = customer_finding.find(office, people.mira, row.code).rows
    [his] = customer_finding.find(office, people.jonas, row.code).rows

    assert mine.seen == []  # type: ignore[attr-defined]
    assert len(his.seen) == 1  # type: ignore[attr-defined]


@pytest.mark.usefixtures("people")
def test_the_page_of_the_list_and_its_part() -> None:
    whole = client("mira").get("/customers/", {"q": "样云"}).content.decode()
    part = client("mira").get("/customers/", {"q": "样云"}, headers={"HX-Request": "true"})

    assert "/customers/K000002/" in whole
    assert "<html" in whole
    assert "<html" not in part.content.decode()


@pytest.mark.usefixtures("people")
def test_the_page_of_one_has_facts_and_dossiers(office: Office) -> None:
    paper = filed(office, cast_there().mira, first())

    text = client("mira").get(f"/customers/{first().code}/").content.decode()

    assert f"/dossiers/{paper.dossier}/" in text
    assert first().phone in text
    assert log()[-1]["act"] == "customer.viewed"


@pytest.mark.usefixtures("people")
def test_an_unknown_one_is_like_none() -> None:
    hidden = client("mira").get("/customers/K000004/")
    missing = client("mira").get("/customers/K000099/")

    assert (hidden.status_code, missing.status_code) == (404, 404)


@pytest.mark.usefixtures("people")
def test_adding_one_leads_to_his_page() -> None:
    sent = {"name": "新客户样例", "kind": "household", "phone": "0755-55550111"}

    answer = client("mira").post("/customers/new/", sent)

    made = Customer.objects.get(name="新客户样例")
    assert answer["Location"] == f"/customers/{made.code}/"
    assert (made.kind, made.unit) == ("household", cast_there().mira.unit)


@pytest.mark.usefixtures("people")
def test_one_who_seems_to_be_there_is_asked_about() -> None:
    mira, sent = client("mira"), {"name": "单雄信", "kind": "person", "address": "样例路 1 号"}

    asked = mira.post("/customers/new/", sent)
    added = mira.post("/customers/new/", {**sent, "separate": "1"})

    assert asked.status_code == 422
    assert 'name="separate"' in asked.content.decode()
    assert 'value="样例路 1 号"' in asked.content.decode()
    assert added.status_code == 302
    assert Customer.objects.filter(name="单雄信").count() == 2


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "样", "phone": "abc"}, "phone"),
        ({"name": "样", "credit_code": "1"}, "credit_code"),
        ({"name": "样", "email": "nobody"}, "email"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(sent: Mapping[str, str], field: str) -> None:
    answer = client("mira").post("/customers/new/", {"kind": "person", **sent})

    assert answer.status_code == 422
    assert f'id="w-{field}"' in answer.content.decode()


def changed(row: Customer, **facts: str) -> NewCustomer:
    """The facts of a customer with some changed."""
    there = customer_editing.facts_of(row)
    return NewCustomer(**{name: getattr(there, name) for name in NewCustomer.__slots__} | facts)


def test_a_correction_is_written_told_and_found(office: Office, people: Cast) -> None:
    row = first()
    filed(office, people.mira, row)

    now = customer_editing.edit(
        office, people.mira, row.code, changed(row, name="改名样例公司"), version=row.version
    )

    assert (now.version, now.dossiers.get().title.split()[0]) == (2, "改名样例公司")
    assert log("customer.edited")[-1]["more"] == {"facts": "name"}
    assert client("mira").get("/search/", {"q": "改名样例"}).content.decode().count("改名样例") > 1


def test_two_at_once_do_not_undo_each_other(office: Office, people: Cast) -> None:
    row = first()
    customer_editing.edit(
        office, people.mira, row.code, changed(row, phone="0755-55550222"), version=1
    )

    with pytest.raises(BadInput, match="changed meanwhile"):
        customer_editing.edit(
            office, people.jonas, row.code, changed(row, address="别处"), version=1
        )

    assert first().phone == "0755-55550222"
    assert first().address == row.address


def test_saving_what_is_there_writes_nothing(office: Office, people: Cast) -> None:
    row = first()

    now = customer_editing.edit(office, people.mira, row.code, changed(row), version=1)

    assert now.version == 1
    assert log("customer.edited") == []


def test_a_correction_that_makes_two_alike_is_asked_about(office: Office, people: Cast) -> None:
    row = Customer.objects.get(name="单雄信")
    new = changed(row, name=first().name)

    with pytest.raises(SameCustomer):
        customer_editing.edit(office, people.mira, row.code, new, version=1)
    now = customer_editing.edit(office, people.mira, row.code, new, version=1, separate=True)

    assert now.name == first().name


def test_the_kind_stays(office: Office, people: Cast) -> None:
    row = first()

    now = customer_editing.edit(
        office, people.mira, row.code, changed(row, kind="staff"), version=1
    )

    assert now.kind == row.kind


@pytest.mark.usefixtures("people")
def test_the_form_of_a_correction_has_the_version_and_notices_another() -> None:
    mira, code = client("mira"), first().code
    form = mira.get(f"/customers/{code}/edit/").content.decode()
    sent = {"name": first().name, "phone": "0755-55550333", "version": "1"}

    done = mira.post(f"/customers/{code}/edit/", sent)
    late = mira.post(f"/customers/{code}/edit/", {**sent, "phone": "0755-55550444"})

    assert 'name="version" value="1"' in form
    assert done.status_code == 302
    assert late.status_code == 422
    assert "0755-55550444" in late.content.decode()
    assert first().phone == "0755-55550333"


def sheet(text: str) -> SimpleUploadedFile:
    """A CSV file as it is sent."""
    return SimpleUploadedFile("客户.csv", text.encode())


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("button", "there"), [("check", 0), ("add", 1)])
def test_a_sheet_is_looked_at_before_it_is_taken_in(button: str, there: int) -> None:
    text = "名称,电话\n导入样例,0755-55550555\n单雄信,13900000000\n"

    answer = client("mira").post("/customers/import/", {"file": sheet(text), button: "1"})

    assert answer.status_code == 200
    assert "导入样例" in answer.content.decode()
    assert Customer.objects.filter(name="导入样例").count() == there
    assert Customer.objects.filter(name="单雄信").count() == 1


@pytest.mark.usefixtures("people")
def test_a_wrong_sheet_adds_nobody() -> None:
    before = Customer.objects.count()

    wrong = client("mira").post(
        "/customers/import/", {"file": sheet("名称,电话\n好,x\n"), "add": "1"}
    )
    none = client("mira").post("/customers/import/", {"add": "1"})

    assert (wrong.status_code, none.status_code) == (422, 422)
    assert Customer.objects.count() == before
