"""Handovers, things held and stations on pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.support.handovers import ANSWERS, CLEARED, Field, field
from tests.support.pages import client

from docgen.model.handover import State
from docgen.office import assets, handovers, handovers_rows, postings_asked
from docgen.office.assets import DAMAGED, LOST, SOUND
from docgen.office.desk import Office
from docgen.register.models_postings import Handover, Holding, Station

THING = {"kind": "asset", "number": "GDZC-0042", "label": "笔记本电脑", "to": "gao"}


@pytest.fixture
def staff(office: Office) -> Field:
    """Two who are posted and a head."""
    return field(office)


def started(office: Office, staff: Field, kind: str = "leaving") -> Handover:
    """The handover of gao to tan, begun on the page of the posting."""
    assets.add(office, staff.tan, assets.NewThing("asset", "GDZC-0042", "笔记本电脑"), "gao")
    sent = {
        "kind": kind,
        "to": "tan",
        "supervisor": "qiao",
        "day": str(office.today + dt.timedelta(days=60)),
        "area": "" if kind == "leaving" else "north",
        "reason": "个人原因",
    }
    answer = client("tan").post(f"/postings/{staff.old.code}/acts/hand-over/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return Handover.objects.get()


def test_the_checklist_has_what_is_held(office: Office, staff: Field) -> None:
    row = started(office, staff)

    page = client("tan").get(f"/handovers/{row.code}/").content.decode()

    assert "asset:GDZC-0042" in page
    assert "笔记本电脑" in page
    assert "Accept as it stands" in page
    assert "the account of the person who leaves is closed" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("to", "nobody-here"), ("to", "gao"), ("supervisor", "tan"), ("day", "x"), ("kind", "flight")],
)
def test_a_handover_that_cannot_be_is_said(staff: Field, name: str, value: str) -> None:
    sent = {"kind": "leaving", "to": "tan", "supervisor": "qiao", "day": "2099-01-01", name: value}

    answer = client("qiao").post(f"/postings/{staff.old.code}/acts/hand-over/", sent)

    assert answer.status_code in {403, 422}
    assert not Handover.objects.exists()


def test_from_the_checklist_to_the_end_by_all_three(office: Office, staff: Field) -> None:
    row = started(office, staff)
    url = f"/handovers/{row.code}"

    _, fact = handovers.show(office, staff.tan, row.code)
    for one in fact.open_lines:
        client("tan").post(f"{url}/acts/accept/", {"thing": one.thing.key, "note": "已点收"})
    _paper(office, staff, row, "posting-handover", ANSWERS)
    _paper(office, staff, row, "leaving-clearance", CLEARED)
    early = client("qiao").post(f"{url}/acts/close/")
    counted = client("qiao").post(
        "/assets/acts/check/", {"to": staff.old.code, "found": "GDZC-0042\r\nGDZC-0099"}
    )
    signed = [
        client(login).post(f"{url}/acts/sign/").status_code for login in ("gao", "tan", "qiao")
    ]
    closed = client("qiao").post(f"{url}/acts/close/")

    row.refresh_from_db()
    staff.gao.refresh_from_db()
    assert early.status_code == 422
    assert counted.status_code == 302
    assert signed == [302, 302, 302]
    assert closed.status_code == 302, closed.content.decode()
    assert row.state == State.CLOSED
    assert not staff.gao.active


def _paper(
    office: Office, staff: Field, row: Handover, form: str, answers: dict[str, object]
) -> None:
    asked = postings_asked.of_handover(office, staff.tan, row.code, form)
    known = {
        f"f-{one.name}": str(asked.values[one.name])
        for one in asked.form.fields
        if one.name in asked.values and not one.columns and one.kind != "choices"
    }
    typed = {f"f-{name}": str(value) for name, value in answers.items()}

    answer = client("tan").post(f"/handovers/{row.code}/papers/{form}/", known | typed)

    assert answer.status_code == 302, answer.content.decode()


def test_a_paper_of_a_handover_comes_back_with_its_faults(office: Office, staff: Field) -> None:
    row = started(office, staff)
    url = f"/handovers/{row.code}/papers/resignation-letter/"

    empty = client("tan").post(url, {})
    unknown = client("tan").get(f"/handovers/{row.code}/papers/love-letter/")

    assert empty.status_code == 422
    assert unknown.status_code == 404


def test_nobody_signs_who_has_no_part_in_it(office: Office, staff: Field) -> None:
    row = started(office, staff)

    page = client("jonas").get(f"/handovers/{row.code}/").content.decode()
    answer = client("jonas").post(f"/handovers/{row.code}/acts/sign/")

    assert "F-100" in page
    assert answer.status_code in {403, 422}
    assert not handovers_rows.fact_of(row).signatures


def test_the_person_stays_after_all(office: Office, staff: Field) -> None:
    row = started(office, staff)
    url = f"/handovers/{row.code}/acts/withdraw/"

    silent = client("tan").post(url)
    said = client("tan").post(url, {"reason": "本人撤回"})

    row.refresh_from_db()
    assert (silent.status_code, said.status_code) == (422, 302)
    assert row.state == State.WITHDRAWN
    assert "/acts/hand/" not in client("tan").get(f"/handovers/{row.code}/").content.decode()


def test_a_transfer_lets_him_take_things_along(office: Office, staff: Field) -> None:
    row = started(office, staff, "transfer")

    pages = {
        login: client(login).get(f"/handovers/{row.code}/").content.decode()
        for login in ("gao", "tan", "qiao")
    }
    taken = [
        client(login)
        .post(f"/handovers/{row.code}/acts/keep/", {"thing": "asset:GDZC-0042"})
        .status_code
        for login in ("gao", "tan", "qiao")
    ]

    _, fact = handovers.show(office, staff.tan, row.code)
    marks = {one.thing.key: str(one.mark) for one in fact.lines}
    assert [login for login, page in pages.items() if "Takes it along" in page] == ["qiao"]
    assert taken == [403, 403, 302]
    assert marks["asset:GDZC-0042"] == "kept"


def test_a_thing_that_is_not_on_the_list_is_said(office: Office, staff: Field) -> None:
    row = started(office, staff)

    answer = client("tan").post(f"/handovers/{row.code}/acts/hand/", {"thing": "asset:x"})

    assert answer.status_code == 422
    assert 'value="asset:x"' in answer.content.decode()


def test_a_stranger_hears_of_no_handover(office: Office, staff: Field) -> None:
    row = started(office, staff)

    found = [
        client("lena").get(f"/handovers/{code}/").status_code for code in (row.code, "J999999")
    ]

    assert found == [404, 404]
    assert row.code not in client("lena").get("/handovers/").content.decode()


@pytest.mark.usefixtures("staff")
def test_a_thing_is_registered_given_back_and_lent() -> None:
    browser, url = client("mira"), "/assets/acts"

    made = browser.post(f"{url}/add/", {**THING, "value": "4,999.00"})
    held = browser.get("/assets/?kind=asset").content.decode()
    twice = browser.post(f"{url}/lend/", {"number": "GDZC-0042", "to": "tan"})
    back = browser.post(f"{url}/return/", {"number": "GDZC-0042", "condition": "完好"})
    lent = browser.post(f"{url}/lend/", {"number": "GDZC-0042", "to": "tan"})

    row = Holding.objects.latest("pk")
    assert [one.status_code for one in (made, twice, back, lent)] == [302, 422, 302, 302]
    assert "GDZC-0042" in held
    assert row.posting is not None
    assert (row.posting.name, row.value) == ("tan", Decimal("4999.00"))


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "moon"),
        ("number", ""),
        ("label", "字" * 500),
        ("to", "nobody-here"),
        ("value", "-1"),
        ("value", "1e400"),
        ("until", "yesterday"),
    ],
)
def test_a_thing_that_cannot_be_registered_is_said(name: str, value: str) -> None:
    answer = client("mira").post("/assets/acts/add/", {**THING, name: value})

    assert answer.status_code == 422
    assert not Holding.objects.exists()


@pytest.mark.usefixtures("staff")
def test_what_somebody_holds_is_counted_by_another() -> None:
    browser, url = client("mira"), "/assets/acts"
    for number in ("GDZC-1", "GDZC-2", "GDZC-3"):
        browser.post(f"{url}/add/", {**THING, "number": number})
    sent = {"to": "gao", "found": "GDZC-1\r\n\r\nGDZC-9 ", "damaged": "GDZC-2"}

    offered = browser.get("/assets/").content.decode()
    own = client("gao").post(f"{url}/check/", sent)
    wrong = browser.post(f"{url}/check/", {**sent, "to": "nobody-here"})
    counted = browser.post(f"{url}/check/", sent, follow=True).content.decode()

    states = dict(Holding.objects.values_list("number", "condition"))
    assert f'action="{url}/check/" data-ask="' in offered
    assert "noted as lost" in offered
    assert (own.status_code, wrong.status_code) == (422, 422)
    assert "GDZC-9" in wrong.content.decode()
    assert states == {"GDZC-1": SOUND, "GDZC-2": DAMAGED, "GDZC-3": LOST}
    assert "GDZC-9 is not on his list" in counted


def test_a_station_is_registered_and_given_to_another(staff: Field) -> None:
    browser = client("mira")
    new = {"code": "LZ-01", "name": "澜州一站", "place": "样例路1号", "contact": "樊样例"}

    made = browser.post("/stations/acts/add/", {**new, "keeper": staff.old.code, "area": "east"})
    changed = browser.post(
        "/stations/acts/change/", {"code": "LZ-01", "keeper": staff.new.code, "state": "整改"}
    )
    wrong = browser.post("/stations/acts/change/", {"code": "no-such"})

    row = Station.objects.get()
    assert [one.status_code for one in (made, changed, wrong)] == [302, 302, 422]
    assert (row.keeper, row.state) == (staff.new, "整改")
    assert "澜州一站" in browser.get("/stations/").content.decode()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("url", ["/assets/acts/burn/", "/stations/acts/burn/"])
def test_an_unknown_act_is_not_there(url: str) -> None:
    assert client("mira").post(url, {}).status_code == 404
