"""The copies register on pages: noted on the paper, listed, looked at again, ended, printed."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.pages import client
from tests.support.papers import customer_there, plain

from docgen.office.desk import Office
from docgen.register.models import Item
from docgen.register.models_copies import Copy

LIST = "/registers/copies/"
SENT = {"holder": "财务部", "reason": "付款依据", "kind": "photocopy", "since": "2026-03-02"}


@pytest.fixture
def there(office: Office) -> Cast:
    """The three, and a paper."""
    folk = cast_there()
    filed(office, folk.mira, customer_there(), title="服务合同")
    return folk


def noted(**changes: str) -> Copy:
    """A copy that mira noted on the paper's page."""
    answer = client("mira").post(f"/items/{Item.objects.get()}/note-copy/", {**SENT, **changes})
    assert answer.status_code == 302
    return Copy.objects.latest("pk")


def ended(row: Copy, login: str = "mira", act: str = "end", **words: str) -> int:
    """What the page answers to a step."""
    return client(login).post(f"{LIST}{row.code}/{act}/", words).status_code


@pytest.mark.usefixtures("there")
def test_a_copy_is_noted_listed_and_comes_back() -> None:
    row = noted()

    listed = plain(client("jonas").get(LIST).content)
    answer = ended(row, how="returned", on="2026-03-03")

    row.refresh_from_db()
    assert "财务部" in listed
    assert "2027-03-02" in listed
    assert answer == 302
    assert (row.state, str(row.ended_on)) == ("returned", "2026-03-03")
    assert "Nobody holds a copy" in plain(client("mira").get(LIST).content)
    assert row.code in plain(client("mira").get(f"{LIST}?which=ended").content)


@pytest.mark.usefixtures("there")
def test_it_is_looked_at_again_and_stays() -> None:
    row = noted()

    answer = ended(row, act="review", until="2028-12-31")

    row.refresh_from_db()
    assert answer == 302
    assert (row.state, str(row.until)) == ("held", "2028-12-31")
    assert log("copy.reviewed")


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "wrong", [{"holder": " "}, {"reason": ""}, {"since": "gestern"}, {"until": "2020-01-01"}]
)
def test_what_is_wrong_comes_back_with_what_was_typed(wrong: dict[str, str]) -> None:
    answer = client("mira").post(f"/items/{Item.objects.get()}/note-copy/", {**SENT, **wrong})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Copy.objects.exists()


@pytest.mark.usefixtures("there")
def test_a_lost_copy_needs_a_remark() -> None:
    row = noted()

    assert [ended(row, how="lost"), ended(row, how="lost", remark="失窃，已报案")] == [422, 302]


@pytest.mark.usefixtures("there")
def test_it_is_narrowed_down_and_a_wrong_number_is_said() -> None:
    noted()
    item = str(Item.objects.get())

    found = [
        "财务部" in plain(client("mira").get(LIST, query).content)
        for query in ({"holder": "财务"}, {"holder": "人事"}, {"item": item}, {"which": "due"})
    ]
    wrong = client("mira").get(LIST, {"item": "0000000001-0999"})

    assert found == [True, False, True, False]
    assert wrong.status_code == 422
    assert 'value="0000000001-0999"' in wrong.content.decode()


@pytest.mark.usefixtures("there")
def test_the_register_is_a_workbook_too() -> None:
    noted()

    answer = client("jonas").get(f"{LIST}?as=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "财务部" in cells
    assert log("copy.listed")[-1]["more"] == {"aid": "copies"}


@pytest.mark.usefixtures("there")
def test_more_copies_ask_no_more_of_the_register() -> None:
    counts = []
    for _ in range(2):
        noted()
        with CaptureQueriesContext(connection) as asked:
            client("mira").get(LIST)
        counts.append(len(asked))
        noted()

    assert counts[1] == counts[0]


@pytest.mark.usefixtures("there")
def test_a_stranger_hears_of_no_copy() -> None:
    row = noted()

    answers = [ended(row, "lena", how="returned"), ended(row, "lena", act="burn")]

    assert "财务部" not in plain(client("lena").get(f"{LIST}?which=ended").content)
    assert answers == [404, 404]
    assert ended(row, act="burn") == 404
