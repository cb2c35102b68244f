"""The programming interface: coming in, finding, filling, filing once, lending, problems."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.desks import dossier_of, example, filed, log
from tests.support.offices import founder

from docgen.office import invitations, people, person_care, tokens
from docgen.office.desk import Office
from docgen.register.models import Customer, Item

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ALL = tuple(tokens.SCOPES)
pytestmark = pytest.mark.usefixtures("office")


@dataclass(frozen=True)
class Program:
    """A program with a token."""

    key: str

    def get(self, path: str, **query: str | int) -> Answer:
        return Client(SERVER_NAME="127.0.0.1").get(
            f"/api/v1/{path}", query, headers=self._headers()
        )

    def post(self, path: str, body: object = None, key: str = "") -> Answer:
        return Client(SERVER_NAME="127.0.0.1").post(
            f"/api/v1/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=self._headers(key),
        )

    def send(self, path: str, data: bytes, key: str = "", **facts: str) -> Answer:
        sent = {"file": SimpleUploadedFile("说明.txt", data, "text/plain"), **facts}
        return Client(SERVER_NAME="127.0.0.1").post(
            f"/api/v1/{path}", sent, headers=self._headers(key)
        )

    def _headers(self, key: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}
        return headers | ({"Idempotency-Key": key} if key else {})


def program(office: Office, login: str = "mira", scopes: tuple[str, ...] = ALL) -> Program:
    key, _ = tokens.make(office, people.by_login(login), "呼叫中心", scopes, 30)
    return Program(key)


def body(answer: Answer) -> Any:  # noqa: ANN401  whatever JSON holds
    return json.loads(answer.content)


def customer() -> Customer:
    return Customer.objects.get()


def test_without_a_token_nobody_comes_in(office: Office) -> None:
    program(office)

    answer = Program("docgen_guessed").get("me")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"
    assert body(answer)["type"] == "urn:docgen:problem:not-allowed"


def test_a_token_is_its_persons(office: Office) -> None:
    answer = program(office, "mira", ("read",)).get("me")

    assert body(answer)["login"] == "mira"
    assert body(answer)["scopes"] == ["read"]


def test_a_token_does_only_what_it_is_for(office: Office) -> None:
    answer = program(office, "mira", ("read",)).post("customers", {"name": "样例客户"})

    assert answer.status_code == 403
    assert body(answer)["reasons"][0]["rule"] == "R1"
    assert not Customer.objects.filter(name="样例客户").exists()


def test_a_token_ends(office: Office) -> None:
    mira = people.by_login("mira")
    key, row = tokens.make(office, mira, "x", ["read"], 1)

    tokens.end(office, mira, row.code)

    assert Program(key).get("me").status_code == 401


def test_a_token_ends_with_its_account(office: Office) -> None:
    mine = program(office)

    people.close(office, founder(), "mira")

    assert mine.get("me").status_code == 401


def _promoted(office: Office) -> None:
    people.change(office, founder(), "mira", roles=["manager"])


def _invited(office: Office) -> None:
    secret, _ = invitations.invite(office, founder(), "mira")
    invitations.accept(office, secret, "a sentence that is long")


def _sessions_ended(office: Office) -> None:
    person_care.ended_sessions(office, founder(), people.by_login("mira"), 0)


@pytest.mark.parametrize("act", [_promoted, _invited, _sessions_ended])
def test_a_token_ends_with_the_other_ways_in(office: Office, act: Callable[[Office], None]) -> None:
    mine, other = program(office), program(office, "lena")

    act(office)

    assert mine.get("me").status_code == 401
    assert other.get("me").status_code == 200


def test_a_token_outlives_what_asks_for_no_more(office: Office) -> None:
    mine = program(office)

    people.change(office, founder(), "mira", roles=["clerk", "archivist"], clearance="B")

    assert mine.get("me").json()["roles"] == ["archivist", "clerk"]


def test_search_finds_what_the_person_may_know(office: Office) -> None:
    paper = filed(office, people.by_login("mira"), customer(), title="漏水说明")

    mine, strangers = (program(office, who).get("search", q="漏水") for who in ("mira", "lena"))

    assert [hit["item"] for hit in body(mine)["hits"]] == [str(paper)]
    assert body(strangers)["total"] == 0


def test_search_pages_by_a_cursor(office: Office) -> None:
    for n in range(3):
        filed(office, people.by_login("mira"), customer(), title=f"漏水说明{n}")
    mine = program(office)

    first = body(mine.get("search", q="漏水", limit=2))
    rest = body(mine.get("search", q="漏水", limit=2, cursor=first["next"]))

    assert (first["total"], first["next"], rest["next"]) == (3, 2, None)
    assert len({hit["item"] for hit in first["hits"] + rest["hits"]}) == 3


def test_a_strange_dossier_is_as_one_that_is_not_there(office: Office) -> None:
    filed(office, people.by_login("mira"), customer())
    number = str(dossier_of(customer()))
    stranger = program(office, "lena")

    there, nowhere = stranger.get(f"dossiers/{number}"), stranger.get("dossiers/0000009999")

    assert there.status_code == nowhere.status_code == 404
    assert body(there) == body(nowhere)


def test_a_customer_is_added_and_shown(office: Office) -> None:
    mine = program(office)

    made = body(mine.post("customers", {"name": "广州示范油品有限公司"}))

    assert body(mine.get(f"customers/{made['id']}"))["name"] == "广州示范油品有限公司"
    assert [one["id"] for one in body(mine.get("customers", q="示范"))["customers"]] == [made["id"]]


def test_a_customer_who_seems_to_be_there_is_asked_about(office: Office) -> None:
    answer = program(office).post("customers", {"name": customer().name})

    assert answer.status_code == 422
    assert Customer.objects.count() == 1


def test_a_file_is_filed_once_whatever_is_sent_again(office: Office) -> None:
    mine, place = program(office), f"dossiers/{customer().code}/papers"

    first = mine.send(place, "请派人维修".encode(), "key-0000-1", title="来信")
    again = mine.send(place, "请派人维修".encode(), "key-0000-1", title="来信")

    assert first.status_code == again.status_code == 201
    assert body(first) == body(again)
    assert Item.objects.count() == 1


def test_without_a_key_a_file_is_filed_each_time(office: Office) -> None:
    mine, place = program(office), f"dossiers/{customer().code}/papers"

    for _ in range(2):
        mine.send(place, "请派人维修".encode(), title="来信")

    assert Item.objects.count() == 2


def test_a_key_belongs_to_one_request(office: Office) -> None:
    mine, place = program(office), f"dossiers/{customer().code}/papers"
    mine.send(place, "一".encode(), "key-0000-1")

    answer = mine.send(place, "二".encode(), "key-0000-1")

    assert answer.status_code == 409
    assert Item.objects.count() == 1


def test_what_was_not_filed_leaves_no_answer(office: Office) -> None:
    mine, place = program(office), f"dossiers/{customer().code}/papers"

    refused = mine.send(place, b"x", "key-0000-1", group="no such group")
    mended = mine.send(place, b"x", "key-0000-1", group="no such group")

    assert refused.status_code == mended.status_code == 422
    assert not Item.objects.exists()


@pytest.mark.parametrize("key", ["short", "with space", "é" * 9])
def test_a_key_that_is_none_is_refused(office: Office, key: str) -> None:
    answer = program(office).send(f"dossiers/{customer().code}/papers", b"x", key)

    assert answer.status_code == 422
    assert body(answer)["field"] == "Idempotency-Key"


def test_a_form_is_filled_and_filed_once(office: Office) -> None:
    mine = program(office)
    sent = {"answers": plain(example(office)), "customer": customer().code, "file": True}

    first, again = (
        body(mine.post("templates/complaint/complaint-record/fill", sent, "key-0000-1"))
        for _ in range(2)
    )

    assert first["filed"]["item"] == str(Item.objects.get())
    assert first.pop("docx")
    assert again == {name: first[name] for name in ("title", "number", "filed")}


def plain(answers: dict[str, object]) -> dict[str, object]:
    """As JSON has it."""
    return dict(json.loads(json.dumps(answers, default=str)))


def test_a_hole_in_a_form_names_its_field(office: Office) -> None:
    answer = program(office).post("templates/complaint/complaint-record/fill", {"answers": {}})

    assert answer.status_code == 422
    assert all(one["field"] for one in body(answer)["details"])


def test_a_template_says_what_it_asks(office: Office) -> None:
    mine = program(office)

    shown = body(mine.get("templates/complaint/complaint-record"))

    assert shown["title"] == "客户投诉记录及处理意见"
    assert {"name", "label", "kind", "required"} <= shown["fields"][0].keys()
    assert "complaint/complaint-record" in {one["template"] for one in body(mine.get("templates"))}


def test_a_paper_is_taken_out_for_a_purpose(office: Office) -> None:
    paper = filed(office, people.by_login("mira"), customer())
    mine = program(office)

    taken, idly = (
        mine.get(f"items/{paper}/files", purpose=why) for why in ("complaint", "curiosity")
    )

    with zipfile.ZipFile(io.BytesIO(taken.content)) as packed:
        assert packed.namelist() == ["材料.txt"]
    assert idly.status_code == 403
    assert log("copy.issued")[-1]["via"] == "api"


def test_a_loan_goes_from_hand_to_hand(office: Office) -> None:
    paper = filed(office, people.by_login("mira"), customer())
    mine, desk = program(office), program(office, "jonas")

    asked = body(mine.post("loans", {"item": str(paper), "purpose": "complaint", "kind": "paper"}))
    loan = asked["loan"]
    own = mine.post(f"loans/{loan}/approve")
    states = [
        body(desk.post(f"loans/{loan}/{act}", word))["state"]
        for act, word in (
            ("approve", {}),
            ("hand-over", {}),
            ("return", {"reason": "页数齐全"}),
        )
    ]

    assert own.status_code == 403
    assert states == ["approved", "out", "returned"]
    assert [one["loan"] for one in body(desk.get("loans"))["loans"]] == [loan]


def test_an_auditor_reads_the_log_and_a_clerk_does_not(office: Office) -> None:
    people.add(
        office, founder(), login="qin", name="qin", unit="审计部", roles=["auditor"], clearance="P"
    )
    auditor = program(office, "qin")

    entries = body(auditor.get("log", act="person"))
    note = auditor.get("log/checkpoint").content.decode()
    proof = auditor.get(f"log/{entries[0]['idx']}/proof")
    refused = program(office, "mira").get("log")

    assert entries[-1]["act"].startswith("person")
    assert note.startswith(office.settings.origin)
    assert proof.status_code == 200
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("loans", "{"),
        ("loans", '{"item": 7}'),
        ("loans", "[]"),
        ("cases", '{"profile": null}'),
        ("customers", '{"name": ' + '"' + "长" * 201 + '"}'),
    ],
)
def test_what_is_not_as_described_is_a_problem(office: Office, path: str, sent: str) -> None:
    key = program(office).key

    answer = Client(SERVER_NAME="127.0.0.1").post(
        f"/api/v1/{path}",
        sent,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )

    assert answer.status_code in {400, 422}
    assert body(answer)["title"]
    assert body(answer)["fix"]


def test_problems_are_said_in_the_language_asked_for(office: Office) -> None:
    key = program(office).key

    answer = Client(SERVER_NAME="127.0.0.1").get(
        "/api/v1/items/0000000099-0001",
        headers={"Authorization": f"Bearer {key}", "Accept-Language": "zh-Hans"},
    )

    assert answer.status_code == 404
    assert any("\u4e00" <= one <= "\u9fff" for one in body(answer)["title"])
