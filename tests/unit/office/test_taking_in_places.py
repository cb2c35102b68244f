"""Which dossier is meant by a name on an old folder."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, dossier_of, log
from tests.support.offices import customer, founder
from tests.support.taking import places

from docgen.errors import BadInput, NotAllowed, NotFound, Problem
from docgen.office import dossiers
from docgen.office.desk import Office
from docgen.office.taking_in_places import ToOpen, label, title
from docgen.register.models import Customer, Dossier

COMPANY = "深圳市样例物业服务有限公司"


@pytest.fixture
def dossier(office: Office, known: Customer) -> Dossier:
    return dossiers.open_dossier(office, founder(), known)


def test_a_dossier_by_its_names(office: Office, folk: Cast, dossier: Dossier) -> None:
    names = [
        *("0000000001", "KH-00001", "K000001", "k000001", " K000001 ", COMPANY),
        *(f"KH-00001 {COMPANY}", f"KH-00001\u3000{COMPANY}", f"K000001 {COMPANY}"),
        "0000000001 样例物业",
    ]

    found = {name: places(office, folk.mira).find(name) for name in names}

    assert found == dict.fromkeys(names, dossier)


@pytest.mark.usefixtures("dossier")
def test_half_a_name_is_nobodys(office: Office, folk: Cast) -> None:
    halves = ["1", "0000000009", "深圳", "样例物业", "K000009", "K", "0000000009 样例物业", ""]

    for name in halves:
        with pytest.raises(NotFound):
            places(office, folk.mira).find(name)


@pytest.mark.usefixtures("dossier")
def test_a_number_and_a_name_must_fit(office: Office, folk: Cast) -> None:
    with pytest.raises(BadInput, match="“广州某公司” does not fit the dossier 0000000001"):
        places(office, folk.mira).find("KH-00001 广州某公司")


def test_a_customer_of_two_dossiers_is_not_enough(
    office: Office, folk: Cast, known: Customer, dossier: Dossier
) -> None:
    other = dossiers.open_dossier(office, founder(), known, kind="unit", key="3栋-502")

    with pytest.raises(BadInput, match="has 2 dossiers"):
        places(office, folk.mira).find("K000001")
    assert places(office, folk.mira).find("K000001 3栋-502") == other
    assert places(office, folk.mira, "customer").find("K000001") == dossier


def test_two_customers_of_one_name(office: Office, folk: Cast, known: Customer) -> None:
    twin = customer(office, "另一公司")
    Customer.objects.filter(pk=twin.pk).update(name=known.name, plain_name=known.plain_name)

    with pytest.raises(BadInput, match="could be 2 or more customers"):
        places(office, folk.mira).find(COMPANY)


@pytest.mark.usefixtures("dossier")
def test_whoever_may_not_know_of_a_dossier_does_not_find_it(office: Office, folk: Cast) -> None:
    with pytest.raises(NotFound):
        places(office, folk.lena).find("0000000001")


def test_a_mapped_name(office: Office, folk: Cast, dossier: Dossier) -> None:
    assert places(office, folk.mira, 旧柜一="K000001").find("旧柜一") == dossier


def test_a_dossier_is_opened_only_if_that_was_asked_for(
    office: Office, folk: Cast, known: Customer
) -> None:
    with pytest.raises(NotFound, match="There is no open dossier"):
        places(office, folk.mira).find("K000001")
    place = places(office, folk.mira, "customer").find("K000001")

    assert isinstance(place, ToOpen)
    assert (place.customer, place.key) == (known, "K000001")
    assert label(place) == "new: 客户档案 K000001 of K000001"
    assert title(place) == f"{COMPANY} 客户档案"
    assert not Dossier.objects.exists()


@pytest.mark.usefixtures("known")
def test_a_dossier_of_another_type_needs_its_key(office: Office, folk: Cast) -> None:
    found = places(office, folk.mira, "unit")

    with pytest.raises(BadInput) as told:
        found.find("K000001")
    place = found.find("K000001 3栋-502")

    assert told.value.why == "it needs its 房号"
    assert isinstance(place, ToOpen)
    assert place.key == "3栋-502"


@pytest.mark.usefixtures("dossier")
def test_a_refusal_is_asked_and_logged_once(office: Office, folk: Cast) -> None:
    type(folk.lena).objects.filter(pk=folk.mira.pk).update(roles=["manager"])
    folk.mira.refresh_from_db()
    found = places(office, folk.mira)
    place = found.find("K000001")

    for _ in range(3):
        with pytest.raises(NotAllowed):
            found.check(place, "other", None)

    assert [entry["res"] for entry in log("item.filed")] == ["deny"]


def test_a_group_by_its_names(office: Office, folk: Cast, dossier: Dossier) -> None:
    found = places(office, folk.mira)
    names = ("a", "sales", "签约及合同资料", "a 签约及合同资料", "A、签约及合同资料")

    assert {found.group(dossier, name) for name in names} == {"sales"}
    assert {found.group(dossier, name) for name in ("维修", "")} == {""}


def test_a_dossier_opens_once_with_its_first_paper(
    office: Office, folk: Cast, known: Customer
) -> None:
    place = places(office, folk.mira, "customer").find("K000001")
    assert isinstance(place, ToOpen)

    first = place.take(office, folk.mira)
    second = place.take(office, folk.mira)

    assert first == second == dossier_of(known)


def test_a_name_is_looked_up_once(office: Office, folk: Cast, dossier: Dossier) -> None:
    found = places(office, folk.mira)
    found.find("K000001")
    Dossier.objects.filter(pk=dossier.pk).update(state="closed")

    assert found.find("K000001") == dossier
    with pytest.raises(Problem):
        places(office, folk.mira).find("K000001")
