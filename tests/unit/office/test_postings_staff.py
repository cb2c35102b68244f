"""Whom and where a posting is about: dossiers, accounts and areas by what people type."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, dossier_of, filed
from tests.support.handovers import Field, field
from tests.support.offices import founder

from docgen.errors import BadInput, NotFound
from docgen.model.posting import OVER, State
from docgen.office import customers, people, postings_staff
from docgen.office.desk import Office, one_transaction
from docgen.office.postings_staff import StaffToBe
from docgen.register.models import Customer, Dossier
from docgen.register.models_postings import Area, Posting


@pytest.fixture(name="posted")
def _posted(office: Office, folk: Cast) -> Field:
    assert folk
    return field(office)


def newcomer(office: Office) -> Customer:
    new = customers.NewCustomer(name="骆海宁", phone="199 0000 2001", kind="staff")
    return customers.add(office, founder(), new, unit="客户服务部")


def test_somebody_known_is_found_by_dossier_id_and_name(office: Office, posted: Field) -> None:
    there = posted.old.dossier

    for text in (str(there), str(there.number), there.customer.code, there.customer.name):
        assert postings_staff.place_of(office, posted.qiao, text, "") == there


def test_a_dossier_of_another_type_is_no_posted_persons(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)

    with pytest.raises(BadInput, match="no dossier of posted staff") as caught:
        postings_staff.place_of(office, folk.mira, str(dossier_of(known)), "")

    assert caught.value.field == "staff"


@pytest.mark.parametrize("number", ["", "KF0088"])
def test_a_newcomer_gets_a_dossier_with_his_number_or_his_id(
    office: Office, posted: Field, number: str
) -> None:
    luo = newcomer(office)
    before = Dossier.objects.count()

    place = postings_staff.place_of(office, posted.qiao, "骆海宁", number)

    assert isinstance(place, StaffToBe)
    assert Dossier.objects.count() == before
    with one_transaction():
        made = place.take(office, posted.qiao)
    assert (made.type, made.key, made.customer) == ("posted-staff", number or luo.code, luo)
    assert postings_staff.place_of(office, posted.qiao, "骆海宁", "别号") == made


def test_whoever_may_not_see_the_dossier_does_not_learn_of_it(
    office: Office, folk: Cast, posted: Field
) -> None:
    with pytest.raises(NotFound):
        postings_staff.place_of(office, folk.lena, str(posted.old.dossier), "")


@pytest.mark.parametrize("text", ["", "没有的人", "99999999999", "K999999"])
def test_whom_nobody_knows_is_not_found(office: Office, posted: Field, text: str) -> None:
    with pytest.raises((NotFound, BadInput)) as caught:
        postings_staff.place_of(office, posted.qiao, text, "")

    assert caught.value.fix


@pytest.mark.parametrize("state", list(State))
def test_nobody_is_posted_twice_at_a_time(posted: Field, state: State) -> None:
    Posting.objects.filter(pk=posted.old.pk).update(state=state)

    if state in OVER:
        postings_staff.refuse_second(posted.old.dossier)
    else:
        with pytest.raises(BadInput, match=posted.old.code):
            postings_staff.refuse_second(posted.old.dossier)


@pytest.mark.parametrize("key", ["east", " east "])
def test_an_area_is_found_by_its_key(posted: Field, key: str) -> None:
    assert postings_staff.area_of(key) == posted.old.area


@pytest.mark.parametrize("key", ["", "EAST", "粤东区域", "west"])
def test_an_unknown_area_is_answered_with_those_there_are(posted: Field, key: str) -> None:
    assert posted

    with pytest.raises(NotFound) as caught:
        postings_staff.area_of(key)

    assert caught.value.why == "these are known: east, north"
    assert caught.value.field == "area"


def test_of_many_areas_twenty_are_named_and_of_none_a_dash(office: Office) -> None:
    assert office

    with pytest.raises(NotFound) as none:
        postings_staff.area_of("x")
    Area.objects.bulk_create(Area(key=f"a{turn:02}", title="样例") for turn in range(25))
    with pytest.raises(NotFound) as many:
        postings_staff.area_of("x")

    assert none.value.why == "these are known: -"
    assert many.value.why.endswith("a18, a19")


def test_the_account_of_somebody_posted_is_open(office: Office, posted: Field) -> None:
    assert postings_staff.account_of("gao") == posted.gao
    people.close(office, founder(), "gao")

    with pytest.raises(BadInput, match="account gao is closed") as caught:
        postings_staff.account_of("gao")

    assert caught.value.field == "login"
    with pytest.raises(NotFound):
        postings_staff.account_of("nobody")
