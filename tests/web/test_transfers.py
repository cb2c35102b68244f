"""Transfers on pages: due, proposed, sent, checked paper by paper, accepted or taken back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from tests.support.desks import filed, log
from tests.support.pages import client, office_with_pages
from tests.support.papers import customer_there, plain
from tests.web.test_reach import undone

from docgen.office import opening, people, transfers
from docgen.office.desk import Office
from docgen.register.connect import connect
from docgen.register.models import Item
from docgen.register.models_copies import Copy
from docgen.register.models_custody import Transfer
from docgen.web import desk


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office in which mira's unit holds two repair papers."""
    office = office_with_pages(tmp_path_factory.mktemp("transfers") / "office")
    for n in (1, 2):
        filed(office, people.by_login("mira"), customer_there(), title=f"维修{n}", group="repair")
    return office


@pytest.fixture
def office(place: Office) -> Iterator[Office]:
    """The same, served; what a test does is taken back at its end."""
    connect(place.folder / opening.REGISTER)
    with undone():
        yield desk.use(place)


@pytest.fixture
def papers(office: Office) -> list[str]:
    """The numbers of the two."""
    del office
    return [str(item) for item in Item.objects.order_by("pk")]


@pytest.fixture
def row(office: Office, papers: list[str]) -> Transfer:
    """Both on one list."""
    del papers
    [made] = transfers.propose(office, people.by_login("mira"), days=400)
    return made


def page(login: str, url: str) -> str:
    """The words of a page that is there."""
    answer = client(login).get(url)
    assert answer.status_code == 200, answer.content.decode()
    return plain(answer.content)


def state(row: Transfer) -> str:
    """Where it stands now."""
    row.refresh_from_db()
    return row.state


def test_what_is_due_is_put_on_a_list(papers: list[str]) -> None:
    browser = client("mira")
    due = page("mira", "/transfers/?days=366")

    made = browser.post("/transfers/propose/", {"unit": "客户服务部", "days": "366"})
    again = browser.post("/transfers/propose/", {"unit": "客户服务部", "days": "366"}, follow=True)

    assert all(one in due for one in papers)
    assert "on no list yet" in due
    assert made["Location"] == "/transfers/T000001/"
    assert "Nothing is due that is not on a list already" in plain(again.content)
    assert "on a list" in page("mira", "/transfers/?days=366")
    assert "T000001" in page("jonas", "/transfers/?tab=proposed")


@pytest.mark.usefixtures("papers")
def test_the_form_names_the_unit_of_what_is_due_not_the_archivist_s_own(papers: list[str]) -> None:
    archivist = people.by_login("jonas")
    assert archivist.unit != "客户服务部"

    shown = client("jonas").get("/transfers/?days=366").content.decode()

    assert papers[0] in shown
    assert re.search(r'<input id="[^"]+-unit" name="unit" type="text" value="客户服务部"', shown)


def test_another_unit_sees_and_proposes_nothing_of_it() -> None:
    assert "Nothing is due" in page("lena", "/transfers/?days=366")

    answer = client("lena").post("/transfers/propose/", {"unit": "客户服务部", "days": "366"})

    assert answer.status_code == 403
    assert Transfer.objects.count() == 0


def test_papers_are_handed_over_and_checked_one_by_one(row: Transfer, papers: list[str]) -> None:
    url = f"/transfers/{row.code}/"
    first, second = papers

    sent = client("mira").post(f"{url}send/", {"copy": second})
    findings = {f"piece-{second}": "returned", f"note-{second}": "待补签字", "rest": "on"}
    accepted = client("jonas").post(f"{url}accept/", findings)

    assert sent["Location"] == accepted["Location"] == url
    assert state(row) == "accepted"
    assert Copy.objects.get().holder == "客户服务部"
    text = page("mira", url)
    assert "待补签字" in text
    assert f"{first}" in text
    assert log("transfer.accepted")[-1]["more"]["returned"] == 1


def test_a_difference_without_words_comes_back_as_it_was_typed(
    row: Transfer, papers: list[str]
) -> None:
    url = f"/transfers/{row.code}/"
    client("mira").post(f"{url}send/")
    findings = {f"piece-{papers[0]}": "differs", f"note-{papers[1]}": "首页有污渍"}

    answer = client("jonas").post(f"{url}accept/", findings)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert '<option value="differs" selected>' in text
    assert 'value="首页有污渍"' in text
    assert "the difference or the reason is missing" in text
    assert "nobody has checked it" in text
    assert state(row) == "sent"


@pytest.mark.usefixtures("papers")
def test_what_is_late_wants_its_reason(row: Transfer) -> None:
    Transfer.objects.filter(pk=row.pk).update(due=dt.date(2020, 6, 30))
    url = f"/transfers/{row.code}/"

    without = client("mira").post(f"{url}send/")
    with_reason = client("mira").post(f"{url}send/", {"late_reason": "人员变动"})

    assert (without.status_code, with_reason.status_code) == (422, 302)
    assert "days late" in plain(without.content)
    assert 'name="late_reason"' in without.content.decode()
    assert "人员变动" in page("jonas", url)


def test_nobody_accepts_what_he_sent_himself(row: Transfer) -> None:
    url = f"/transfers/{row.code}/"
    client("shen").post(f"{url}send/")

    answer = client("shen").post(f"{url}accept/", {"rest": "on"})

    assert answer.status_code == 403
    assert "<code>R6</code>" in answer.content.decode()
    assert state(row) == "sent"


def test_a_list_is_withdrawn(row: Transfer) -> None:
    answer = client("mira").post(f"/transfers/{row.code}/withdraw/", follow=True)

    assert "T000001: withdrawn" in plain(answer.content)
    assert state(row) == "withdrawn"


@pytest.mark.parametrize("login", ["lena", "mira"])
def test_a_strange_list_is_as_if_it_were_not_there(row: Transfer, login: str) -> None:
    code = row.code if login == "lena" else "T000099"
    browser = client(login)

    answers = [
        browser.get(f"/transfers/{code}/"),
        browser.post(f"/transfers/{code}/send/"),
        browser.post(f"/transfers/{code}/print/", {"as": "docx"}),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert state(row) == "proposed"


def test_an_act_that_is_none_is_not_found(row: Transfer) -> None:
    assert client("mira").post(f"/transfers/{row.code}/burn/").status_code == 404


def test_the_list_is_printed_with_one_number(row: Transfer) -> None:
    url = f"/transfers/{row.code}/print/"

    first = client("mira").post(url, {"as": "docx"})
    again = client("jonas").post(url, {"as": "docx"})

    row.refresh_from_db()
    assert first.content.startswith(b"PK")
    assert row.list_number
    assert first["Content-Disposition"] == again["Content-Disposition"]
    assert client("mira").get(url).status_code == 405
