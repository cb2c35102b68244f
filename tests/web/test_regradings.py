"""Other grades on pages: proposed, agreed by unit and archive, refused, withdrawn."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desks import Cast, cast_there, dossier_of, filed
from tests.support.offices import person
from tests.support.pages import client
from tests.support.papers import customer_there, plain

from docgen.office.desk import Office
from docgen.register.models import Item
from docgen.register.models_regrading import Regrading

LIST = "/registers/grades/"


@pytest.fixture
def there(office: Office) -> Cast:
    """The three, a head of mira's unit, and a paper."""
    folk = cast_there()
    filed(office, folk.mira, customer_there(), title="报价单")
    person(office, "qiao", "manager", clearance="A")
    return folk


def proposed(login: str = "mira", number: str = "", grade: str = "B") -> Regrading:
    """What somebody proposed on the page."""
    target = number or str(Item.objects.get())
    sent = {"number": target, "grade": grade, "reason": "含有未公开的报价"}
    answer = client(login).post(f"{LIST}propose/", sent)
    row = Regrading.objects.latest("pk")
    assert answer["Location"] == f"{LIST}{row.code}/"
    return row


def sent(login: str, row: Regrading, act: str, **words: str) -> int:
    """What the page answers to a step."""
    return client(login).post(f"{LIST}{row.code}/{act}/", words).status_code


@pytest.mark.usefixtures("there")
def test_unit_and_archive_agree_and_the_grade_changes() -> None:
    row = proposed()

    listed = client("jonas").get(LIST).content.decode()
    answers = [sent("qiao", row, "approve"), sent("jonas", row, "approve")]

    assert f"{LIST}{row.code}/" in listed
    assert answers == [302, 302]
    assert Item.objects.get().rank == 2
    assert "No change of grade waits" in plain(client("jonas").get(LIST).content)
    assert row.code in plain(client("jonas").get(f"{LIST}?all").content)


@pytest.mark.usefixtures("there")
def test_a_dossier_is_proposed_from_its_page() -> None:
    number = str(dossier_of(customer_there()))

    form = client("mira").get(f"/dossiers/{number}/").content.decode()
    row = proposed(number=number)

    assert f'action="{LIST}propose/"' in form
    assert (row.item, str(row.dossier)) == (None, number)
    assert f"/dossiers/{number}/" in client("mira").get(f"{LIST}{row.code}/").content.decode()


@pytest.mark.usefixtures("there")
def test_the_paper_and_the_approvals_lead_to_the_proposal() -> None:
    row = proposed()

    of_item = client("mira").get(f"/items/{row.number}/").content.decode()
    of_list = client("qiao").get("/approvals/").content.decode()

    assert f'href="{LIST}{row.code}/"' in of_item
    assert f'href="{LIST}{row.code}/"' in of_list


@pytest.mark.usefixtures("there")
def test_whoever_proposed_it_takes_it_back_and_nobody_else() -> None:
    row = proposed()

    own = client("mira").get(f"{LIST}{row.code}/").content.decode()
    answers = [sent("qiao", row, "withdraw"), sent("mira", row, "withdraw")]

    assert f"{row.code}/withdraw/" in own
    assert f"{row.code}/approve/" not in own
    assert answers == [403, 302]
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert f"{row.code}/withdraw/" not in client("mira").get(f"{LIST}{row.code}/").content.decode()


@pytest.mark.usefixtures("there")
def test_a_refusal_needs_a_reason_and_keeps_the_grade() -> None:
    row = proposed()

    empty, said = sent("qiao", row, "refuse"), sent("qiao", row, "refuse", reason="内容已经公开")

    assert (empty, said) == (422, 302)
    assert "内容已经公开" in plain(client("mira").get(f"{LIST}{row.code}/").content)
    assert Item.objects.get().rank == 1


@pytest.mark.usefixtures("there")
def test_who_agreed_already_sees_why_he_does_not_again() -> None:
    row = proposed()
    sent("qiao", row, "approve")

    page = plain(client("qiao").get(f"{LIST}{row.code}/").content)

    assert "you have approved it already" in page


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "wrong", [{}, {"number": "0000000099"}, {"number": "x-1"}, {"grade": "Z"}, {"reason": " "}]
)
def test_what_is_wrong_comes_back(wrong: dict[str, str]) -> None:
    given = {"number": str(Item.objects.get()), "grade": "B", "reason": "报价"}
    full = {**given, **wrong} if wrong else {}

    answer = client("mira").post(f"{LIST}propose/", full)

    assert answer.status_code in {404, 422}
    assert not Regrading.objects.exists()


@pytest.mark.usefixtures("there")
def test_above_ones_clearance_there_is_no_proposal() -> None:
    row = proposed(login="jonas", grade="A")

    seen = [client("mira").get(f"{LIST}{code}/").status_code for code in (row.code, "G999999")]

    assert seen == [404, 404]
    assert row.code not in client("mira").get(LIST).content.decode()
    assert f'href="{LIST}' not in client("mira").get(f"/items/{row.number}/").content.decode()


@pytest.mark.usefixtures("there")
def test_there_are_three_steps_and_no_other() -> None:
    row = proposed()

    assert sent("jonas", row, "delete") == 404


def test_more_proposals_ask_no_more_of_the_register(office: Office, there: Cast) -> None:
    proposed()
    counts = []
    for n in range(2):
        with CaptureQueriesContext(connection) as asked:
            client("mira").get(LIST)
        counts.append(len(asked))
        item = filed(office, there.mira, customer_there(), title=f"报价单{n}")
        proposed(number=str(item))

    assert counts[1] == counts[0]
