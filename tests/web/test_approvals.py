"""The list of approvals in the browser: each row decided where it stands, by somebody else."""

from __future__ import annotations

import re

import pytest
from tests.support import waiting as made
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.pages import client

from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Loan
from docgen.register.models_visits import Gift
from docgen.web import frame


@pytest.fixture
def folk(office: Office) -> Cast:  # noqa: ARG001  the office has them
    return cast_there()


@pytest.fixture
def item(office: Office, folk: Cast) -> Item:
    return filed(office, folk.mira, Customer.objects.get(), title="服务合同")


def seen(login: str, query: str = "") -> str:
    return client(login).get(f"/approvals/{query}").content.decode()


def test_one_of_each_kind_is_told_with_its_facts(office: Office, folk: Cast, item: Item) -> None:
    for kind in ("loan", "permit", "regrading", "shortening", "destruction", "outside", "gift"):
        made.MAKERS[kind](office, folk.mira, item)

    page = seen("jonas")

    assert len(re.findall(r'<article class="card approval"', page)) == 7
    for text in (
        "服务合同",
        "法院调取证据",
        "含有未公开的报价",
        "样例集团有限公司",
        "茶叶两盒",
        "mira",
    ):
        assert text in page
    assert page.count('name="go" value="yes"') == 7
    assert "?kind=gift" in page
    assert "茶叶两盒" not in seen("jonas", "?kind=loan")


def test_yes_and_no_on_the_row(office: Office, folk: Cast, item: Item) -> None:
    loan, gift = made.loan(office, folk.mira, item), made.gift(office, folk.mira, item)
    browser = client("jonas")

    yes = browser.post(f"/approvals/loan/{loan.code}/", {"go": "yes", "words": ""})
    no = browser.post(f"/approvals/gift/{gift.code}/", {"go": "no", "words": "招标期间"})

    assert (yes["Location"], no["Location"]) == ("/approvals/", "/approvals/")
    assert Loan.objects.get().state == "approved"
    assert (Gift.objects.get().state, Gift.objects.get().note) == ("refused", "招标期间")
    page = browser.get("/approvals/").content.decode()
    assert page.count('class="message success"') == 2
    assert 'class="empty"' in page


def test_ones_own_is_grey_with_the_rule(office: Office, folk: Cast, item: Item) -> None:
    row = made.loan(office, folk.jonas, item)

    page = seen("jonas")
    forced = client("jonas").post(f"/approvals/loan/{row.code}/", {"go": "yes"})

    assert "<code>R6</code>" in page
    assert f"/approvals/loan/{row.code}/" not in page
    assert forced.status_code == 403
    assert Loan.objects.get().state == "requested"
    assert log("loan.approved")[-1]["res"] == "deny"


def test_a_refusal_without_words_stands_beside_its_row(
    office: Office, folk: Cast, item: Item
) -> None:
    first, second = made.loan(office, folk.mira, item), made.permit(office, folk.mira, item)

    answer = client("jonas").post(f"/approvals/loan/{first.code}/", {"go": "no", "words": " "})

    page = answer.content.decode()
    article = page[page.index(f'id="loan-{first.code}"') :].partition("</article>")[0]
    other = page[page.index(f'id="permit-{second.code}"') :].partition("</article>")[0]
    assert answer.status_code == 422
    assert 'role="alert"' in article
    assert 'role="alert"' not in other


def test_what_somebody_else_decided_meanwhile_is_said(
    office: Office, folk: Cast, item: Item
) -> None:
    row = made.loan(office, folk.mira, item)
    Loan.objects.update(state="approved")

    answer = client("jonas").post(f"/approvals/loan/{row.code}/", {"go": "yes"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("who", ["mira", "lena"])
def test_who_decides_nothing_hears_the_same_of_all(
    office: Office, folk: Cast, item: Item, who: str
) -> None:
    row = made.loan(office, folk.jonas, item)

    listed = seen(who)
    there = client(who).post(f"/approvals/loan/{row.code}/", {"go": "yes"})
    nowhere = client(who).post("/approvals/loan/L000099/", {"go": "yes"})
    nothing = client(who).post("/approvals/dragons/X000001/", {"go": "yes"})

    assert 'class="empty"' in listed
    assert {there.status_code, nowhere.status_code, nothing.status_code} == {404}
    assert Loan.objects.get().state == "requested"


def test_the_menu_says_how_much_waits(office: Office, folk: Cast, item: Item) -> None:
    made.loan(office, folk.mira, item)
    made.loan(office, folk.jonas, item)
    frame.forget()

    his, hers = (client(who).get("/").content.decode() for who in ("jonas", "mira"))
    client("jonas").post("/approvals/loan/L000001/", {"go": "yes"})
    after = client("jonas").get("/").content.decode()

    assert '<span class="count">1<' in his
    assert 'class="count"' not in hers
    assert 'class="count"' not in after


def test_what_is_typed_is_text(office: Office, folk: Cast, item: Item) -> None:
    gift = made.gift(office, folk.mira, item)
    Gift.objects.update(what="<script>alert(1)</script>{{7*7}}")
    words = '"><script>alert(2)</script>'

    page = (
        client("jonas")
        .post(f"/approvals/gift/{gift.code}/", {"go": "no", "words": words * 30})
        .content.decode()
    )

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_list_pages_by_fifty(office: Office, folk: Cast, item: Item) -> None:
    for _ in range(55):
        made.gift(office, folk.mira, item)

    first, second = seen("jonas"), seen("jonas", "?page=2")

    assert len(re.findall("<article", first)) == 50
    assert len(re.findall("<article", second)) == 5
    assert "55" in first
