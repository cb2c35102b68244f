"""Outside requests in the browser: registered with scans, approved, served, refused, printed."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support import waiting as made
from tests.support.desks import cast_there, filed, log
from tests.support.offices import as_made
from tests.support.outsiders import Hall, give_quickly, hall
from tests.support.pages import client

import docgen.web.setup as web
from docgen.office import people
from docgen.register.models import Customer, Item
from docgen.register.models_outside import OutsideRequest, OutsideServing
from docgen.web import desk


def _furnished(folder: Path) -> None:
    hall(folder)
    web.migrate()


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Hall:
    office = desk.use(as_made(_furnished, tmp_path / "office"))
    scans = [tmp_path / f"scan{n}.txt" for n in range(3)]
    for n, one in enumerate(scans):
        one.write_text(f"扫描件第{n}号", "utf-8")
    first, second = Item.objects.order_by("pk")[:2]
    return Hall(
        office,
        cast_there(),
        people.by_login("wen"),
        Customer.objects.get(),
        (first, second),
        (scans[0], scans[1], scans[2]),
    )


def scan(n: int) -> SimpleUploadedFile:
    """A scan as a browser sends it."""
    return SimpleUploadedFile(f"证件{n}.txt", f"扫描件第{n}号".encode(), "text/plain")


def typed(place: Hall, **more: object) -> dict[str, object]:
    """A form that lacks nothing, with changes."""
    return {
        "kind": "official",
        "body": "云汀市样本区人民法院",
        "branch": "人民法院",
        "visitor-1-name": "庄知遥",
        "visitor-1-document": "工作证",
        "visitor-1-number": "示法990117",
        "visitor-1-scan": scan(1),
        "visitor-2-name": "桑令仪",
        "visitor-2-document": "工作证",
        "visitor-2-number": "示法990264",
        "visitor-2-scan": scan(2),
        "visitor-3-document": "工作证",
        "notice_title": "协助调查通知书",
        "notice": "（2026）示民初990号",
        "notice_on": "2026-03-03",
        "notice_scan": scan(3),
        "scope": "服务合同及补充协议",
        "papers": f"{place.items[0]}，{place.items[1]}",
        **more,
    }


def test_a_request_is_registered_with_its_scans(place: Hall) -> None:
    answer = client("shen").post("/outside/new/", typed(place))

    row = OutsideRequest.objects.get()
    assert answer["Location"] == f"/outside/{row.code}/"
    assert [one.name for one in row.officers.order_by("pk")] == ["庄知遥", "桑令仪"]
    assert row.papers.count() == 2
    assert row.notice_scan is not None
    assert all(one.scan for one in row.officers.all())
    assert Item.objects.filter(title__startswith="外单位查阅").count() == 3
    assert log("outside.requested")[-1]["via"] == "web"


def test_nothing_typed_is_lost_and_nothing_half_kept(place: Hall) -> None:
    before = Item.objects.count()
    wish = typed(place)
    del wish["visitor-2-scan"]

    answer = client("shen").post("/outside/new/", wish)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "R-071" in page
    for text in ("云汀市样本区人民法院", "庄知遥", "示法990264", "2026-03-03", str(place.items[1])):
        assert text in page
    assert re.search(r'<option value="人民法院" selected', page)
    assert Item.objects.count() == before
    assert not OutsideRequest.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "martians"},
        {"papers": ""},
        {"papers": "0000000099-0001"},
        {"notice_on": "yesterday"},
        {"body": " "},
        {"phone": "\x00"},
        {"file_in": "0000000099"},
    ],
)
def test_what_is_wrong_comes_back_with_a_sentence(place: Hall, wrong: dict[str, str]) -> None:
    answer = client("shen").post("/outside/new/", typed(place, **wrong))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not OutsideRequest.objects.exists()


def test_only_who_registers_sees_the_form(place: Hall) -> None:
    answers = {who: client(who).get("/outside/new/").status_code for who in ("shen", "wen", "mira")}
    listed = client("wen").get("/outside/").content.decode()

    assert place
    assert answers == {"shen": 200, "wen": 403, "mira": 403}
    assert "/outside/new/" not in listed


def test_legal_approves_and_the_archive_serves(
    place: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_quickly(monkeypatch)
    row = place.asked()
    opinion = {"opinion": "同意查阅并复制", "until": ""}

    approving = client("wen").post(f"/outside/{row.code}/approve/", opinion)
    form = client("shen").get(f"/outside/{row.code}/").content.decode()
    wish = {"items": [str(place.items[0])], "escort": "mira", "gives": "copy", "present": "on"}
    served = client("shen").post(f"/outside/{row.code}/serve/", wish)

    page = served.content.decode()
    assert approving["Location"] == f"/outside/{row.code}/"
    assert 'name="escort"' in form
    assert served.status_code == 200
    sent = re.search(r'href="data:application/pdf;base64,([^"]+)"', page)
    assert sent is not None
    assert base64.b64decode(sent[1]).startswith(b"%PDF-1.7")
    serving = OutsideServing.objects.get()
    assert (serving.item, serving.escort.login, serving.gives) == (place.items[0], "mira", "copy")
    assert str(serving.log_index) in page
    after = client("shen").get(f"/outside/{row.code}/").content.decode()
    assert "controlled copy" in after
    assert "data:application/pdf" not in after


def test_papers_are_looked_at_here(place: Hall) -> None:
    row = place.approved()
    wish = {"items": [str(place.items[0])], "escort": "mira", "gives": "consult", "present": "on"}

    page = client("shen").post(f"/outside/{row.code}/serve/", wish).content.decode()

    assert "looked at here" in page
    assert "data:" not in page
    assert OutsideServing.objects.get().gives == "consult"


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"items": []}, 422, "No paper is chosen"),
        ({"present": None}, 403, "<code>present</code>"),
        ({"escort": "shen"}, 403, "<code>escort</code>"),
        ({"escort": ""}, 422, 'role="alert"'),
        ({"items": ["0000000099-0001"]}, 422, 'role="alert"'),
    ],
)
def test_what_speaks_against_serving_stands_above_the_form(
    place: Hall, wrong: dict[str, object], status: int, said: str
) -> None:
    row = place.approved()
    wish = {"items": [str(place.items[0])], "escort": "mira", "gives": "consult", "present": "on"}
    changed: dict[str, object] = {**wish, **wrong}
    sent = {name: one for name, one in changed.items() if one is not None}

    answer = client("shen").post(f"/outside/{row.code}/serve/", sent)

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not OutsideServing.objects.exists()


def test_who_decides_does_not_serve_and_who_registers_does_not_decide(place: Hall) -> None:
    row = place.asked()

    deciding = client("shen").post(f"/outside/{row.code}/approve/", {})
    serving = client("wen").post(f"/outside/{row.code}/serve/", {})
    page = client("shen").get(f"/outside/{row.code}/").content.decode()

    assert (deciding.status_code, serving.status_code) == (403, 403)
    assert f"/outside/{row.code}/approve/" not in page
    assert f"/outside/{row.code}/withdraw/" in page
    assert log("outside.approved")[-1]["res"] == "deny"


@pytest.mark.parametrize(
    ("who", "act", "words", "state"),
    [
        ("wen", "refuse", {"reason": "未列明所查材料"}, "refused"),
        ("shen", "withdraw", {"reason": "来函撤回"}, "withdrawn"),
        ("wen", "refuse", {"reason": ""}, "requested"),
        ("shen", "withdraw", {"reason": "  "}, "requested"),
        ("shen", "nothing", {}, "requested"),
    ],
)
def test_a_request_ends_with_a_reason(
    place: Hall, who: str, act: str, words: dict[str, str], state: str
) -> None:
    row = place.asked()

    answer = client(who).post(f"/outside/{row.code}/{act}/", words)

    ended = OutsideRequest.objects.get()
    assert ended.state == state
    assert answer.status_code == (302 if state != "requested" else 404 if not words else 422)
    assert state == "requested" or ended.reason == words["reason"]


def test_an_approved_request_is_closed(place: Hall) -> None:
    row = place.approved()

    client("shen").post(f"/outside/{row.code}/close/", {"remark": "原件收存"})

    assert OutsideRequest.objects.get().state == "closed"
    page = client("shen").get(f"/outside/{row.code}/").content.decode()
    assert f"/outside/{row.code}/serve/" not in page
    assert "原件收存" in page


def test_the_list_has_a_line_each_and_counts_by_state(place: Hall) -> None:
    first, second = place.asked(), place.approved()

    every = client("wen").get("/outside/").content.decode()
    approved = client("wen").get("/outside/?state=approved").content.decode()
    odd = client("wen").get("/outside/?state=odd&page=99").content.decode()

    assert first.code in every
    assert second.code in every
    assert first.code not in approved
    assert second.code in approved
    assert "?state=requested" in odd
    assert log("outside.listed")[-3]["n"] == 2


def test_a_request_above_ones_clearance_is_not_there(place: Hall) -> None:
    secret = filed(place.office, place.folk.jonas, place.known, grade="A")
    row = made.outside(place.office, place.archivist, secret)
    place.legal.clearance = 1
    place.legal.save()

    listed = client("wen").get("/outside/").content.decode()
    one = client("wen").get(f"/outside/{row.code}/")
    nowhere = client("wen").get("/outside/OUT-000099/")

    assert row.code not in listed
    assert (one.status_code, nowhere.status_code) == (404, 404)
    assert client("jonas").get(f"/outside/{row.code}/").status_code == 200


def test_form_and_register_are_printed(place: Hall) -> None:
    row = place.approved()

    form = client("shen").get(f"/outside/{row.code}/form/?as=docx")
    register = client("wen").get("/outside/register/?as=xlsx&year=2026")

    assert (form.content[:2], register.content[:2]) == (b"PK", b"PK")
    assert "2026" in register["Content-Disposition"]
    assert len(log("outside.printed")) == 2
