"""Customers: never two of one without asking, and known only to whom they concern."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.desks import Cast, dossier_of, filed, log
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, NotAllowed, NotFound, Problem
from docgen.office import customers, people
from docgen.office.customers import NewCustomer, SameCustomer
from docgen.office.desk import Office
from docgen.register.models import Customer

CODE = "91990000MA5AMP0XXH"
ID = "99000019900101005X"

SAME: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "name": ({"name": "样例公司"}, {"name": "样例公司"}),
    "name with blanks": ({"name": "样例公司"}, {"name": " 样 例 公司 "}),
    "name in wide letters": ({"name": "ABC公司"}, {"name": "ａｂｃ公司"}),
    "name with other brackets": ({"name": "样例(深圳)公司"}, {"name": "样例（深圳）公司"}),
    "credit code": ({"name": "甲", "credit_code": CODE}, {"name": "乙", "credit_code": CODE}),
    "credit code in small letters": (
        {"name": "甲", "credit_code": CODE},
        {"name": "乙", "credit_code": CODE.lower()},
    ),
    "ID number": ({"name": "甲", "id_number": ID}, {"name": "乙", "id_number": ID}),
    "ID number with a small x": (
        {"name": "甲", "id_number": ID},
        {"name": "乙", "id_number": ID.lower() + " "},
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_customer_is_asked_about_and_never_merged(
    office: Office, folk: Cast, name: str
) -> None:
    first, second = SAME[name]
    row = customers.add(office, folk.mira, NewCustomer(**first))

    with pytest.raises(SameCustomer) as asked:
        customers.add(office, folk.mira, NewCustomer(**second))

    assert row.code in asked.value.why
    assert "--separate" in asked.value.fix
    assert Customer.objects.count() == 1
    assert customers.add(office, folk.mira, NewCustomer(**second), separate=True).pk != row.pk


def test_others_are_not_asked_about(office: Office, folk: Cast) -> None:
    customers.add(office, folk.mira, NewCustomer("样例公司", phone="0755-55550101"))

    customers.add(office, folk.mira, NewCustomer("样例二公司", phone="0755-55550101"))

    assert Customer.objects.count() == 2


WRONG: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({"name": ""}, {"name"}),
    "a name of signs": ({"name": "（）"}, {"name"}),
    "credit code": ({"name": "甲", "credit_code": CODE[:-1] + "1"}, {"credit_code"}),
    "ID number": ({"name": "甲", "id_number": "990000199001010000"}, {"id_number"}),
    "phone": ({"name": "甲", "phone": "12"}, {"phone"}),
    "e-mail": ({"name": "甲", "email": "a@"}, {"email"}),
    "kind": ({"name": "甲", "kind": "cat"}, {"kind"}),
    "all": (
        {"name": "", "kind": "cat", "phone": "1", "email": "a", "credit_code": "1"},
        {"name", "kind", "phone", "email", "credit_code"},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_fault_is_said_at_once(office: Office, folk: Cast, name: str) -> None:
    values, fields = WRONG[name]

    with pytest.raises(BadInput) as refused:
        customers.add(office, folk.mira, NewCustomer(**values))

    assert {detail.field for detail in refused.value.details} == fields
    assert refused.value.field in fields
    assert not Customer.objects.exists()


def test_who_may_not_add_is_refused_in_the_log(office: Office) -> None:
    auditor = person(office, "qin", "auditor", clearance="P")

    with pytest.raises(NotAllowed):
        customers.add(office, auditor, NewCustomer("样例公司"))

    assert (log()[-1]["act"], log()[-1]["res"]) == ("customer.added", "deny")


def test_a_customer_is_known_to_his_unit_and_to_the_archive(
    office: Office, folk: Cast, known: Customer
) -> None:
    auditor = person(office, "qin", "auditor", clearance="A")

    assert list(customers.visible(folk.mira)) == [known]
    assert list(customers.visible(folk.jonas)) == [known]
    assert list(customers.visible(folk.lena)) == []
    assert list(customers.visible(auditor)) == []


def test_a_grant_of_a_dossier_makes_its_customer_known(
    office: Office, folk: Cast, known: Customer
) -> None:
    customer(office, "样例二公司")
    filed(office, folk.mira, known)

    people.grant(office, folk.jonas, "lena", dossier_of(known))

    assert list(customers.visible(folk.lena)) == [known]


def test_lists_count_what_one_may_know_of(office: Office, folk: Cast, known: Customer) -> None:
    customer(office, "杭州虚构服饰有限公司")

    found = {
        who.login: [row.code for row in customers.list_customers(office, who, "样例")]
        for who in (folk.mira, folk.lena)
    }

    assert found == {"mira": [known.code], "lena": []}
    assert [entry.get("n") for entry in log("customer.listed")] == [1, 0]
    assert len(customers.list_customers(office, folk.mira)) == 2
    assert customers.list_customers(office, folk.mira, "55550101")


def test_one_customer_is_meant_by_id_dossier_or_name(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)

    for text in ("K000001", "k1", "0000000001", known.name, "样例物业", " 样例 物业 "):
        assert customers.resolve(folk.mira, text) == known


def test_an_exact_name_wins_over_longer_ones(office: Office, folk: Cast) -> None:
    short = customer(office, "样例公司")
    customer(office, "样例公司深圳分公司")

    assert customers.resolve(folk.mira, "样例公司") == short


def test_a_name_that_could_be_several_is_asked_about(office: Office, folk: Cast) -> None:
    customer(office, "样例一公司")
    customer(office, "样例二公司")

    with pytest.raises(BadInput) as asked:
        customers.resolve(folk.mira, "样例")

    assert "K000001 样例一公司" in asked.value.fix
    assert asked.value.field == "customer"


@pytest.mark.parametrize("text", ["K000001", "样例物业", "0000000001", "K" + "9" * 30, "", "！"])
def test_what_one_may_not_know_of_is_not_there(
    office: Office, folk: Cast, known: Customer, text: str
) -> None:
    filed(office, folk.mira, known)

    with pytest.raises(NotFound) as missing:
        customers.resolve(folk.lena, text)

    assert known.name not in str(missing.value).replace(text, "")
    assert missing.value.field == "customer"


def test_looking_at_a_customer_is_an_entry(office: Office, folk: Cast, known: Customer) -> None:
    assert customers.show(office, folk.mira, known.code) == known

    assert (log()[-1]["act"], log()[-1]["obj"]) == ("customer.viewed", known.code)


def test_the_founder_sees_what_every_unit_keeps(office: Office, known: Customer) -> None:
    other = customers.add(office, founder(), NewCustomer("他部门客户"), unit="后勤部")

    assert set(customers.visible(founder())) == {known, other}


def test_many_are_looked_up_as_one_is(office: Office, folk: Cast) -> None:
    for name in ("甲公司", "乙公司", "乙公司（二厂）", "丙公司"):
        customers.add(office, folk.mira, NewCustomer(name))
    texts = ["K000001", "甲 公司", "乙公司", "二厂", "公司", "K000099", "丁公司", "k000004", " "]

    found = dict(customers.resolve_each(folk.mira, texts))

    for text in texts:
        one = found[text]
        if isinstance(one, Problem):
            with pytest.raises(type(one)) as caught:
                customers.resolve(folk.mira, text)
            assert str(caught.value) == str(one)
        else:
            assert customers.resolve(folk.mira, text) == one
    assert found["甲 公司"] == found["K000001"]
    assert isinstance(found["公司"], BadInput)
    assert dict(customers.resolve_each(folk.lena, ["甲公司"]))["甲公司"] != found["K000001"]
