"""The loan desk in the browser: asked for, approved by another, handed over, back with damage."""

from __future__ import annotations

import datetime as dt
import re

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


def asked(office: Office, folk: Cast, item: Item, kind: str = "paper") -> Loan:
    return loans.request(office, folk.mira, str(item), "service", kind)


def out(office: Office, folk: Cast, item: Item, kind: str = "paper") -> Loan:
    row = asked(office, folk, item, kind)
    loans.approve(office, folk.jonas, row.code)
    return loans.hand_over(office, folk.jonas, row.code)[0]


def send(login: str, loan: str, act: str, **typed: str) -> str:
    """Send one act's form; where it leads, or the page that says why not."""
    answer = client(login).post(f"/loans/{loan}/{act}/", typed)
    return answer.headers.get("Location", f"{answer.status_code} {answer.content.decode()}")


def test_a_whole_life_of_a_loan(office: Office, folk: Cast, item: Item) -> None:
    wish = {"item": str(item), "kind": "paper", "purpose": "complaint", "go": "request"}
    asking = client("mira").post("/loans/new/", wish)

    steps = [
        send("jonas", "L000001", "approve"),
        send("jonas", "L000001", "hand-over"),
        send(
            "jonas",
            "L000001",
            "return",
            pages="11",
            condition="damaged",
            missing="附件2",
            remark="",
        ),
    ]

    row = Loan.objects.get()
    assert asking["Location"] == "/loans/L000001/"
    assert steps == ["/loans/L000001/"] * 3
    assert (row.state, row.borrower, row.decided_by) == ("returned", folk.mira, folk.jonas)
    assert (row.pages, row.condition, row.missing) == (11, "damaged", "附件2")
    acts = [one["act"] for one in log() if one["act"].startswith("loan.")]
    assert acts == ["loan.requested", "loan.approved", "loan.handed-over", "loan.returned"]
    assert office.via == "os"
    assert {one["via"] for one in log("loan.approved")} == {"web"}


def test_what_came_back_damaged_is_said_on_the_next_page(
    office: Office, folk: Cast, item: Item
) -> None:
    row = out(office, folk, item)
    browser = client("jonas")

    browser.post(f"/loans/{row.code}/return/", {"condition": "damaged", "pages": ""})
    shown = browser.get(f"/loans/{row.code}/").content.decode()

    assert 'class="message warning"' in shown
    assert "outcome alert" in shown


def test_nobody_approves_his_own(office: Office, folk: Cast, item: Item) -> None:
    row = loans.request(office, folk.jonas, str(item), "service", "paper")

    page = client("jonas").get(f"/loans/{row.code}/").content.decode()
    answer = client("jonas").post(f"/loans/{row.code}/approve/")

    assert "<code>R6</code>" in page
    assert f'action="/loans/{row.code}/approve/"' not in page
    assert answer.status_code == 403
    assert Loan.objects.get().state == "requested"
    assert log("loan.approved")[-1]["res"] == "deny"


def test_a_refusal_without_a_reason_comes_back_with_the_problem_beside_the_field(
    office: Office, folk: Cast, item: Item
) -> None:
    row = asked(office, folk, item)

    answer = client("jonas").post(f"/loans/{row.code}/refuse/", {"reason": " "})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-refuse-reason"' in page
    assert 'aria-describedby="w-refuse-reason"' in page
    assert re.search(r'id="refuse" open', page)


def test_what_was_typed_is_not_lost(office: Office, folk: Cast, item: Item) -> None:
    row = out(office, folk, item)
    typed = {"pages": "elf", "condition": "damaged", "missing": "附件2", "remark": "水渍"}

    answer = client("jonas").post(f"/loans/{row.code}/return/", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ('value="elf"', 'value="附件2"', 'value="水渍"'):
        assert text in page
    assert re.search(r'value="damaged" checked', page)
    assert Loan.objects.get().state == "out"


def test_a_rule_that_wants_a_confirmation_asks_for_a_reason(
    office: Office, folk: Cast, item: Item
) -> None:
    late = out(office, folk, filed(office, folk.mira, Customer.objects.get()))
    Loan.objects.filter(pk=late.pk).update(due=office.today - dt.timedelta(days=3))
    row = asked(office, folk, item)

    shown = client("jonas").get(f"/loans/{row.code}/").content.decode()
    silent = client("jonas").post(f"/loans/{row.code}/approve/")
    client("jonas").post(f"/loans/{row.code}/approve/", {"override": "诉讼急用"})
    then = client("jonas").get(f"/loans/{row.code}/").content.decode()

    assert "outcome confirm" in shown
    assert re.search(r'name="override"[^>]* required', shown)
    assert 'name="override"' not in then  # it was said; handing over does not ask again
    assert f"/loans/{row.code}/hand-over/" in then
    assert silent.status_code == 403
    assert Loan.objects.get(pk=row.pk).confirmed["reason"] == "诉讼急用"


@pytest.mark.parametrize("act", ["renew", "recall", "lost", "settle", "cancel", "nothing"])
def test_acts_out_of_turn_change_nothing(office: Office, folk: Cast, item: Item, act: str) -> None:
    row = asked(office, folk, item) if act != "cancel" else out(office, folk, item)

    answer = client("jonas").post(
        f"/loans/{row.code}/{act}/", {"reason": "清点", "report": "丢失", "decision": "检讨"}
    )

    assert answer.status_code == (404 if act == "nothing" else 422)
    assert Loan.objects.get().state == row.state


def test_renewed_recalled_lost_and_settled(office: Office, folk: Cast, item: Item) -> None:
    row = out(office, folk, item)
    first = row.due

    assert send("mira", row.code, "renew").startswith("/loans/")
    renewed = Loan.objects.get().due
    assert send("jonas", row.code, "recall", reason="年度清点", by="").startswith("/loans/")
    assert send("jonas", row.code, "lost", report="出差途中被盗").startswith("/loans/")
    manager = person(office, "qiao", "manager", clearance="A")
    assert manager.login == "qiao"
    assert send("qiao", row.code, "settle", decision="书面检讨", replacement="电子件").startswith(
        "/"
    )

    ended = Loan.objects.get()
    assert first is not None
    assert renewed is not None
    assert renewed > first
    assert (ended.state, ended.recalled, ended.loss) == ("written-off", True, "出差途中被盗")
    assert ended.replacement == "电子件"


def test_a_borrower_gives_up_his_own_request(office: Office, folk: Cast, item: Item) -> None:
    row = asked(office, folk, item)

    page = client("mira").get(f"/loans/{row.code}/").content.decode()
    where = send("mira", row.code, "cancel", reason="")

    assert f'action="/loans/{row.code}/cancel/"' in page
    assert f'action="/loans/{row.code}/approve/"' not in page
    assert where == f"/loans/{row.code}/"
    assert Loan.objects.get().state == "cancelled"


def test_others_loans_are_as_if_they_were_not_there(office: Office, folk: Cast, item: Item) -> None:
    row = asked(office, folk, item)

    there = client("lena").get(f"/loans/{row.code}/")
    nowhere = client("lena").get("/loans/L000099/")
    pressed = client("lena").post(f"/loans/{row.code}/approve/")

    assert (there.status_code, nowhere.status_code, pressed.status_code) == (404, 404, 404)
    for answer in (there, nowhere, pressed):
        assert "There is nothing here that you may see" in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "hash_"), [("requested", "#approve"), ("approved", "#hand-over"), ("out", "#return")]
)
def test_a_scan_leads_to_the_act_that_comes_next(
    office: Office, folk: Cast, item: Item, state: str, hash_: str
) -> None:
    row = asked(office, folk, item)
    Loan.objects.update(state=state, due=office.today)

    for text in (row.code, f" {row.code.lower()}", str(item), f"urn:docgen:{item}"):
        answer = client("jonas").post("/loans/scan/", {"scan": text})

        assert answer["Location"] == f"/loans/{row.code}/{hash_}", text


def test_a_paper_that_nobody_has_is_asked_for(office: Office, folk: Cast, item: Item) -> None:
    answer = client("mira").post("/loans/scan/", {"scan": str(item)})

    assert folk
    assert office
    assert answer["Location"] == f"/loans/new/?item={item}"


def test_a_scan_tells_nobody_of_what_he_may_not_know(
    office: Office, folk: Cast, item: Item
) -> None:
    row = asked(office, folk, item)
    texts = (row.code, str(item), "L000099", "0000000099-0001", "nonsense", "<script>")

    for text in texts:
        answer = client("lena").post("/loans/scan/", {"scan": text})

        assert answer.status_code == 422, text
        assert "服务合同" not in answer.content.decode()
        assert "<script>alert" not in answer.content.decode()


def test_the_desk_has_a_list_for_each_state(office: Office, folk: Cast, item: Item) -> None:
    row = out(office, folk, item)
    Loan.objects.update(due=office.today - dt.timedelta(days=9))
    other = asked(office, folk, filed(office, folk.mira, Customer.objects.get()))

    found = {
        tab: client("jonas").get("/loans/", {"tab": tab}).content.decode()
        for tab in ("requests", "ready", "out", "overdue", "queue", "history", "mine", "nonsense")
    }

    holding = {tab: (row.code in page, other.code in page) for tab, page in found.items()}
    assert holding == {
        "requests": (False, True),
        "ready": (False, False),
        "out": (True, False),
        "overdue": (True, False),
        "queue": (False, False),
        "history": (False, False),
        "mine": (False, False),
        "nonsense": (False, True),
    }
    assert 'class="badge bad"' in found["overdue"]
    assert "autofocus" in found["requests"]


def test_whoever_does_not_keep_the_desk_sees_his_own(
    office: Office, folk: Cast, item: Item
) -> None:
    row = asked(office, folk, item)

    his, hers = (
        client(one).get("/loans/?tab=requests").content.decode() for one in ("mira", "lena")
    )

    assert row.code in his
    assert row.code not in hers
    assert "?tab=history" not in his


def test_a_title_is_told_only_to_who_may_know_it(office: Office, folk: Cast, item: Item) -> None:
    person(office, "ada", "auditor", unit="审计部", clearance="P")
    row = asked(office, folk, item)

    page = client("ada").get("/loans/?tab=requests").content.decode()
    one = client("ada").get(f"/loans/{row.code}/").content.decode()

    assert row.code in page
    assert row.code in one
    assert "服务合同" not in page + one


def test_a_list_is_searched_and_pages_by_fifty(office: Office, folk: Cast, item: Item) -> None:
    facts = {
        "kind": "copy",
        "purpose": "service",
        "state": "returned",
        "requested_at": office.now(),
    }
    Loan.objects.bulk_create(Loan(item=item, borrower=folk.mira, **facts) for _ in range(60))
    browser = client("jonas")

    first = browser.get("/loans/?tab=history").content.decode()
    second = browser.get("/loans/?tab=history&page=2").content.decode()
    one = browser.get("/loans/?tab=history&q=L000007").content.decode()
    none = browser.get("/loans/?tab=history&q=%25").content.decode()

    codes = [set(re.findall(r">(L\d{6})<", page)) for page in (first, second, one, none)]
    assert [len(found) for found in codes] == [50, 10, 1, 0]
    assert codes[0].isdisjoint(codes[1])
    assert 'rel="next"' in first


@pytest.mark.parametrize("way", ["docx", "xlsx"])
def test_the_register_is_printed(office: Office, folk: Cast, item: Item, way: str) -> None:
    asked(office, folk, item)

    answer = client("jonas").get("/loans/register/", {"as": way, "state": "requested"})

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:2] == b"PK"
    assert log("loan.listed")[-1]["more"]["aid"] == "register"


def test_slip_and_sheet_go_with_the_paper(office: Office, folk: Cast, item: Item) -> None:
    row = out(office, folk, item)

    slip = client("mira").get(f"/loans/{row.code}/slip/?as=docx")
    sheet = client("jonas").get(f"/loans/{row.code}/sheet/?as=docx")
    strange = client("lena").get(f"/loans/{row.code}/slip/?as=docx")

    assert (slip.content[:2], sheet.content[:2], strange.status_code) == (b"PK", b"PK", 404)
    assert len(log("loan.printed")) == 2


def test_notices_are_made_once(office: Office, folk: Cast, item: Item) -> None:
    row = out(office, folk, item)
    Loan.objects.update(due=office.today - dt.timedelta(days=9))

    made = client("jonas").post("/loans/remind/").content.decode()
    refused = client("mira").post("/loans/remind/")

    assert "催还通知" in made
    assert row.code in made
    assert refused.status_code == 403
    assert len(log("loan.reminded")) == 2  # one made, one refused
