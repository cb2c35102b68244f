"""The page of a dossier: catalogue, what is missing, what is out; and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import pdfs
from tests.support.desks import Cast, cast_there, dossier_of, filed, log, paper
from tests.support.pages import client

from docgen.office import aids, dossier_page, dossiers, filing, holds, loans, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier
from docgen.register.models_custody import DossierLink, DossierStage
from docgen.register.models_seals import Seal


@pytest.fixture
def people_(office: Office) -> Cast:
    """The three, and a dossier with two papers; one is above mira's clearance."""
    there = cast_there()
    filed(office, there.mira, Customer.objects.earliest("pk"), title="维修记录", group="repair")
    filed(office, there.jonas, Customer.objects.earliest("pk"), title="保密报价", grade="A")
    return there


def row() -> Dossier:
    """The dossier."""
    return dossier_of(Customer.objects.earliest("pk"))


def page(login: str, part: str = "", **query: str) -> str:
    """A page of the dossier as text."""
    return client(login).get(f"/dossiers/{row()}/{part}", query).content.decode()


@pytest.mark.usefixtures("people_")
def test_the_catalogue_has_what_one_may_know_of() -> None:
    mira, jonas = page("mira"), page("jonas")

    assert "维修记录" in mira
    assert "保密报价" not in mira
    assert "保密报价" in jonas
    assert "b 维修、投诉及赔付资料" in mira


@pytest.mark.usefixtures("people_")
def test_looking_is_one_entry() -> None:
    before = len(log())

    page("mira")

    assert [one["act"] for one in log()[before:]] == ["dossier.viewed"]


@pytest.mark.usefixtures("people_")
def test_one_group_alone() -> None:
    assert "维修记录" in page("jonas", group="repair")
    assert "保密报价" not in page("jonas", group="repair")


def test_what_is_out_held_and_missing_is_told(office: Office, people_: Cast) -> None:
    loan = loans.request(office, people_.mira, f"{row()}-0001", "service", "paper")
    loans.approve(office, people_.jonas, loan.code)
    loans.hand_over(office, people.by_login("shen"), loan.code)
    holds.put(office, people_.jonas, str(row()), "诉讼样例", "样例")

    mira, jonas = page("mira"), page("jonas")

    assert "诉讼样例" in mira
    assert "<meter" in mira
    assert "mira" in jonas.partition("<tbody")[2]
    assert "sign" in mira


def test_who_may_not_list_loans_does_not_learn_who_has_a_paper(
    office: Office, people_: Cast
) -> None:
    loan = loans.request(office, people_.jonas, f"{row()}-0001", "service", "paper")
    loans.approve(office, people.by_login("shen"), loan.code)
    loans.hand_over(office, people.by_login("shen"), loan.code)

    table = page("mira").partition("<tbody")[2].partition("</tbody>")[0]

    assert "jonas" not in table
    assert "loan" in table


@pytest.mark.usefixtures("people_")
@pytest.mark.parametrize("number", ["9999999999", "abc", "1" * 30])
def test_what_is_not_there_is_like_what_one_may_not_know(number: str) -> None:
    lena = client("lena")

    hidden, missing = lena.get(f"/dossiers/{row()}/"), lena.get(f"/dossiers/{number}/")

    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_four_hundred_papers_are_paged_and_ask_little(office: Office) -> None:
    mira = people.by_login("mira")
    place = dossiers.open_dossier(office, mira, Customer.objects.earliest("pk"))
    papers = [(place, paper(f"第{n}件", title=f"材料{n:03}")) for n in range(1, 401)]
    filing.file_many(office, mira, papers)
    with CaptureQueriesContext(connection) as few:
        dossier_page.show(office, mira, str(place))

    first, last = page("mira"), page("mira", page="8")
    beyond = page("mira", page="99")

    assert ("材料001" in first, "材料051" in first) == (True, False)
    assert ("材料400" in last, "材料350" in last) == (True, False)
    assert "材料" not in beyond.partition('class="tabs"')[2].partition("<aside")[0]
    assert len(few) <= 40  # what a log entry asks among them


@pytest.mark.usefixtures("people_")
def test_the_log_of_a_dossier_is_for_who_may_read_it() -> None:
    page("mira")

    there, refused = page("jonas", "log/"), client("mira").get(f"/dossiers/{row()}/log/")

    assert str(row()) in there
    assert "log-lines" in there
    assert refused.status_code == 403


ACTS: Sequence[tuple[str, Mapping[str, str]]] = (
    ("place", {"place": "一号库/03/2/05", "barcode": ""}),
    ("stage", {"stage": "signed", "on": "2026-03-14"}),
    ("seal", {"why": "年度检查"}),
)


@pytest.mark.usefixtures("people_")
@pytest.mark.parametrize(("act", "sent"), ACTS, ids=[act for act, _ in ACTS])
def test_an_act_is_done_and_leads_back(act: str, sent: Mapping[str, str], office: Office) -> None:
    kind = office.rules.dossier_type(row().type)
    stage = {"stage": kind.stages[0].key} if act == "stage" and kind.stages else {}
    if act == "stage" and not kind.stages:
        pytest.skip("the type has no stages")

    answer = client("jonas").post(f"/dossiers/{row()}/{act}/", {**sent, **stage})

    assert answer.status_code == 302
    assert answer["Location"] == f"/dossiers/{row()}/"
    done = {
        "place": lambda: "一号库" in page("mira"),
        "stage": lambda: DossierStage.objects.filter(dossier=row()).exists(),
        "seal": lambda: Seal.objects.filter(dossier=row()).exists(),
    }
    assert done[act]()


WRONG: Sequence[tuple[str, Mapping[str, str]]] = (
    ("place", {"place": "一/二/三/四/五/六"}),
    ("stage", {"stage": "nowhere", "on": "14.3.2026"}),
    ("stage", {"stage": "nowhere", "on": "2026-03-14"}),
    ("link", {"other": "9999999999", "why": "样例原因"}),
    ("link", {"other": "", "why": ""}),
    ("seal", {"why": "长" * 400}),
)


@pytest.mark.usefixtures("people_")
@pytest.mark.parametrize(("act", "sent"), WRONG)
def test_what_was_typed_wrongly_comes_back(act: str, sent: Mapping[str, str]) -> None:
    answer = client("jonas").post(f"/dossiers/{row()}/{act}/", sent)

    assert answer.status_code == 422
    assert all(value in answer.content.decode() for value in sent.values() if value != "nowhere")


@pytest.mark.usefixtures("people_")
def test_who_may_not_seal_hears_why() -> None:
    text = page("mira")

    answer = client("mira").post(f"/dossiers/{row()}/seal/", {"why": "长" * 400})

    assert answer.status_code == 403
    assert "aria-disabled" in text
    assert not Seal.objects.exists()


def test_dossiers_are_linked_from_both_sides(office: Office, people_: Cast) -> None:
    known = Customer.objects.create(name="另", plain_name="另", kind="company", unit="客户服务部")
    other = dossiers.open_dossier(office, people_.jonas, known)

    client("jonas").post(f"/dossiers/{row()}/link/", {"other": str(other), "why": "渗漏专题"})

    assert DossierLink.objects.get().why == "渗漏专题"
    assert "渗漏专题" in page("mira")


@pytest.mark.usefixtures("people_")
def test_a_seal_is_compared_byte_by_byte() -> None:
    jonas = client("jonas")
    jonas.post(f"/dossiers/{row()}/seal/", {"why": ""})

    answer = jonas.post(f"/dossiers/{row()}/seal/check/")

    assert "message success" in answer.content.decode()


def test_a_dossier_is_opened_for_a_customer(office: Office) -> None:
    known = Customer.objects.earliest("pk")
    mira = client("mira")
    form = mira.get("/dossiers/open/", {"customer": known.code}).content.decode()
    sent = {"kind": "customer", "key": known.code}

    done = mira.post(f"/dossiers/open/?customer={known.code}", sent)
    again = mira.post(f"/dossiers/open/?customer={known.code}", sent)

    assert '<option value="customer" selected>' in form
    assert done["Location"] == f"/dossiers/{row()}/"
    assert again.status_code == 422
    assert office.today == row().opened_at.date() or row().opened_at


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No LibreOffice: what is printed is a page of ours."""

    def made(words: Sequence[bytes], **_: object) -> list[bytes]:
        return [pdfs.written("printed") for _ in words]

    monkeypatch.setattr(aids, "to_pdfs", made)


@pytest.mark.usefixtures("people_", "quick")
@pytest.mark.parametrize("kind", ["cover", "catalogue", "note", "papers", "box", "spine"])
def test_what_is_printed_comes_as_pdf_and_is_logged(kind: str) -> None:
    answer = client("mira").get(f"/dossiers/{row()}/print/{kind}/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF")
    assert log()[-1]["act"] == "dossier.printed"


@pytest.mark.usefixtures("people_", "quick")
def test_nothing_else_is_printed() -> None:
    assert client("mira").get(f"/dossiers/{row()}/print/all/").status_code == 404


@pytest.mark.usefixtures("people_")
@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_binding_needs_a_purpose(purpose: str) -> None:
    answer = client("mira").post(f"/dossiers/{row()}/bind/", {"purpose": purpose})

    assert answer.status_code == 403
    assert log()[-1]["res"] == "deny"
