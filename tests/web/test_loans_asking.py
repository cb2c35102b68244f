"""Asking for a paper on the page: what is shown beforehand, what is refused, waiting for one."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.offices import person
from tests.support.pages import client

from docgen.office import loans
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Loan


@pytest.fixture
def folk(office: Office) -> Cast:  # noqa: ARG001  the office has them
    return cast_there()


@pytest.fixture
def item(office: Office, folk: Cast) -> Item:
    return filed(office, folk.mira, Customer.objects.get(), title="服务合同")


def ask(login: str, item: object, **more: str) -> tuple[int, str]:
    """Send the form; the status, and where it leads or the page that comes back."""
    typed = {"item": str(item), "kind": "paper", "purpose": "service", "go": "request", **more}
    answer = client(login).post("/loans/new/", typed)
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def test_the_form_shows_the_paper_to_who_may_know_it(item: Item) -> None:
    hers = client("mira").get(f"/loans/new/?item={item}").content.decode()
    strange = client("lena").get(f"/loans/new/?item={item}").content.decode()
    nowhere = client("lena").get("/loans/new/?item=0000000099-0001").content.decode()

    assert "服务合同" in hers
    assert "服务合同" not in strange
    assert Customer.objects.get().name not in strange
    assert ("aside" in strange, "aside" in nowhere) == (True, True)


def test_a_colleague_of_another_unit_may_ask_for_what_he_does_not_know(
    office: Office, item: Item
) -> None:
    person(office, "tan", unit="后勤部")

    status, where = ask("tan", item, kind="electronic")

    assert (status, where) == (302, "/loans/L000001/")
    assert "服务合同" not in client("tan").get(where).content.decode()


def test_what_is_above_somebodys_clearance_is_as_if_it_were_not_there(item: Item) -> None:
    there = ask("lena", item)
    nowhere = ask("lena", "0000000099-0001")

    assert (there[0], nowhere[0]) == (422, 422)
    for _, page in (there, nowhere):
        assert "There is nothing here that you may see" in page
        assert "R2" not in page
    assert log("loan.requested")[-1]["res"] == "deny"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"kind": "parchment"}, "service"),
        ({"purpose": "curiosity"}, "curiosity"),
        ({"item": ""}, ""),
    ],
)
def test_a_form_that_is_wrong_comes_back(item: Item, typed: dict[str, str], value: str) -> None:
    wanted = {"item": str(item), **typed}

    status, page = ask("mira", wanted.pop("item"), **wanted)

    assert status in {403, 422}
    assert 'role="alert"' in page
    assert not Loan.objects.exists()
    assert f'value="{item if "item" not in typed else value}"' in page


def test_who_comes_second_waits(office: Office, folk: Cast, item: Item) -> None:
    person(office, "noa")
    first = loans.request(office, folk.mira, str(item), "service", "paper")
    loans.approve(office, folk.jonas, first.code)

    status, page = ask("noa", item)
    waiting = ask("noa", item, go="reserve")
    seen = client("jonas").get("/loans/?tab=queue").content.decode()

    assert status == 403
    assert "<code>promised</code>" in page
    assert 'value="reserve" class="main"' in page
    assert waiting == (302, "/loans/L000002/")
    assert "L000002" in seen
    assert Loan.objects.get(pk=2).state == "waiting"


def test_nobody_waits_for_what_is_there(item: Item) -> None:
    status, page = ask("mira", item, go="reserve")

    assert status == 422
    assert "is there" in page
    assert not Loan.objects.exists()


def test_a_file_on_screen_is_asked_for_without_a_queue(
    office: Office, folk: Cast, item: Item
) -> None:
    loans.request(office, folk.mira, str(item), "service", "paper")
    person(office, "noa")

    status, where = ask("noa", item, kind="electronic")

    assert (status, where) == (302, "/loans/L000002/")


def test_papers_that_are_read_in_place_say_so(office: Office, folk: Cast) -> None:
    secret = filed(office, folk.jonas, Customer.objects.get(), grade="A")
    person(office, "noa", clearance="A")

    status, page = ask("noa", secret)
    in_place = ask("noa", secret, kind="in-place")

    assert status == 403
    assert "<code>in-place-only</code>" in page
    assert "ask again" in page
    assert in_place[0] == 302


def test_what_is_typed_is_text_and_nothing_else(item: Item) -> None:
    hostile = '"><script>alert(1)</script>{{7*7}}'

    _, page = ask("mira", hostile)
    shown = client("mira").get("/loans/new/", {"item": hostile}).content.decode()

    assert item
    for text in (page, shown):
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text
