"""Retention and destruction on pages: from a period that is over to the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import destruction
from tests.support.desks import log
from tests.support.offices import as_made
from tests.support.pages import client
from tests.support.papers import plain
from tests.web.test_reach import undone

import docgen.web.setup as web
from docgen.office import disposal, opening, people
from docgen.office.desk import Office
from docgen.register.connect import connect
from docgen.register.models import Item
from docgen.register.models_disposal import DestructionList, Hold
from docgen.register.models_keeping import Shortening
from docgen.web import desk

#: Papers of 2020 in a staff dossier: two whose period is over, one kept for 30 years.
OLD, DUE, LONG = (f"0000000001-000{turn}" for turn in (1, 2, 3))


@pytest.fixture(name="once", scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with old papers."""
    return as_made(_made, tmp_path_factory.mktemp("disposal") / "office")


@pytest.fixture
def office(once: Office) -> Iterator[Office]:
    """The same, served; what a test does in its register is taken back at its end."""
    connect(once.folder / opening.REGISTER)
    with undone():
        yield desk.use(once)


@pytest.fixture
def own(tmp_path: Path) -> Office:
    """One for a test alone, which changes what lies on the disk."""
    return desk.use(as_made(_made, tmp_path / "office"))


def _made(folder: Path) -> None:
    room = destruction.room(folder)
    for title, period in (("旧材料", "1 year"), ("旧名单", "1 year"), ("长材料", "30 years")):
        room.old(title=title, retention=period)
    web.migrate()


def page(login: str, url: str) -> str:
    """The words of a page that is there."""
    answer = client(login).get(url)
    assert answer.status_code == 200, answer.content.decode()
    return plain(answer.content)


def proposed(office: Office, *items: str) -> str:
    """A list that shen proposed; its page."""
    shen = people.by_login("shen")
    row = disposal.propose(office, shen, items or [OLD], opinion="保管期满，无保存价值")
    return f"/destructions/{row.code}/"


def approved(office: Office) -> str:
    """The same, approved by two."""
    url = proposed(office)
    for login in ("jonas", "legal"):
        client(login).post(f"{url}approve/")
    return url


@pytest.mark.usefixtures("office")
def test_what_is_over_is_listed_and_chosen_for_a_list() -> None:
    text = page("jonas", "/retention/")
    form = client("jonas").get(f"/destructions/new/?item={OLD}&item={DUE}").content.decode()

    assert "The period of 2 papers is over" in text
    assert "长材料" not in text
    assert f"{OLD}\n{DUE}</textarea>" in form


@pytest.mark.usefixtures("office")
def test_a_list_is_proposed_and_opened() -> None:
    sent = {"items": f"{OLD}、{DUE}", "kind": "expired", "opinion": "无保存价值", "method": "粉碎"}

    answer = client("mira").post("/destructions/new/", sent)

    row = DestructionList.objects.get()
    assert answer["Location"] == f"/destructions/{row.code}/"
    assert row.proposed_by.login == "mira"
    assert row.method == "粉碎"
    assert "2 approvals are still needed" in page("jonas", answer["Location"])


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"opinion": ""}, 422, "needs an appraisal"),
        ({"items": LONG}, 403, "These papers may not be destroyed"),
        ({"items": "0000000001-0099"}, 422, "There is nothing here that you may see"),
        ({"kind": "other"}, 422, "no kind of destruction"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(
    office: Office, changes: dict[str, str], status: int, words: str
) -> None:
    del office
    sent = {"items": OLD, "kind": "expired", "opinion": "无保存价值", **changes}

    answer = client("mira").post("/destructions/new/", sent)

    text = answer.content.decode()
    assert answer.status_code == status
    assert words in plain(answer.content)
    assert f">{sent['items']}</textarea>" in text
    assert f">{sent['opinion']}</textarea>" in text


@pytest.mark.usefixtures("office")
def test_papers_one_may_not_know_of_are_as_if_they_were_not_there() -> None:
    sent = {"kind": "expired", "opinion": "无保存价值"}

    one = client("lena").post("/destructions/new/", {**sent, "items": OLD})
    none = client("lena").post("/destructions/new/", {**sent, "items": "0000000001-0099"})

    assert one.status_code == none.status_code == 422
    assert plain(one.content).replace(OLD, "") == plain(none.content).replace("0000000001-0099", "")


def test_two_approve_and_the_proposer_does_not(office: Office) -> None:
    url = proposed(office)

    own = client("shen").post(f"{url}approve/")
    first = client("jonas").post(f"{url}approve/")
    again = client("jonas").post(f"{url}approve/")
    second = client("legal").post(f"{url}approve/")

    assert [one.status_code for one in (own, first, again, second)] == [403, 302, 403, 302]
    assert "nobody decides on or witnesses his own list" in plain(own.content)
    assert DestructionList.objects.get().state == "approved"


def test_a_refusal_needs_its_reason(office: Office) -> None:
    url = proposed(office)

    without = client("legal").post(f"{url}refuse/", {"reason": ""})
    answer = client("legal").post(f"{url}refuse/", {"reason": "仍需查用"})

    assert without.status_code == 422
    assert answer.status_code == 302
    assert "仍需查用" in page("mira", url)


def test_turns_tell_what_speaks_against_them(office: Office) -> None:
    url = approved(office)

    archivist, clerk = page("jonas", url), page("mira", url)

    assert "2 witnesses besides who carries it out must sign on the day; signed: 0" in archivist
    assert "Sign as a witness" in clerk
    assert "Withdraw" not in clerk
    assert "Withdraw" in page("shen", url)
    assert "Approve" not in archivist


def test_carried_out_with_number_and_witnesses_the_certificate_stays(own: Office) -> None:
    url = approved(own)
    for login in ("mira", "legal"):
        client(login).post(f"{url}witness/")
    browser = client("jonas")

    mistyped = browser.post(f"{url}carry-out/", {"typed": "D000002"})
    kept = Item.objects.get(pk=1).state
    done = browser.post(f"{url}carry-out/", {"typed": "d000001"})
    certificate = browser.get(f"{url}certificate/?as=docx")

    assert mistyped.status_code == 422
    assert "type D000001 if you mean this list" in plain(mistyped.content)
    assert kept == "filed"
    assert done["Location"] == url
    assert Item.objects.get(pk=1).state == "destroyed"
    text = page("jonas", url)
    assert "What stays known of it" in text
    assert "log/destroyed/D000001.json" in text
    assert certificate.content.startswith(b"PK")
    assert log("destruction.certified")[-1]["obj"] == "D000001"


def test_whoever_carries_out_shows_again_who_he_is(office: Office) -> None:
    url = approved(office)

    answer = client("jonas", minutes=20).post(f"{url}carry-out/", {"typed": "D000001"})

    assert answer.status_code == 302
    assert "/reauthenticate/" in answer["Location"]
    assert DestructionList.objects.get().state == "approved"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("login", ["mira", "lena", "legal"])
def test_only_the_archive_carries_out(office: Office, login: str) -> None:
    url = approved(office)

    assert client(login).post(f"{url}carry-out/", {"typed": "D000001"}).status_code == 403


def test_a_hold_keeps_a_paper_until_it_is_released(office: Office) -> None:
    browser = client("legal")
    wish = {"place": OLD, "name": "诉讼示0101号", "reason": "案件未结"}

    put = client("jonas").post("/retention/holds/put/", wish)
    held = page("jonas", "/retention/")
    row = Hold.objects.get()
    without = browser.post(f"/retention/holds/{row.code}/release/", {"reason": ""})
    released = browser.post(f"/retention/holds/{row.code}/release/", {"reason": "案件已结"})

    assert put["Location"] == "/retention/holds/"
    assert row.code in held
    assert without.status_code == 422
    assert released.status_code == 302
    assert "No hold lies on" in page("jonas", "/retention/holds/")
    assert "案件已结" in page("jonas", "/retention/holds/?all")
    del office


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("place", ["0000000001-0099", "0000000099", "没有这个客户"])
def test_a_hold_on_nothing_is_told_beside_what_was_typed(place: str) -> None:
    wish = {"place": place, "name": "诉讼", "reason": "未结"}

    answer = client("jonas").post("/retention/holds/put/", wish)

    assert answer.status_code == 422
    assert f'value="{place}"' in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_a_shorter_period_needs_two_others() -> None:
    wish = {"item": LONG, "period": "10 years", "reason": "鉴定后定为10年"}
    client("shen").post("/retention/shorter/propose/", wish)
    code = Shortening.objects.get().code
    url = f"/retention/shorter/{code}/"

    own = client("shen").post(f"{url}approve/")
    first = client("jonas").post(f"{url}approve/")
    second = client("legal").post(f"{url}approve/")

    assert [one.status_code for one in (own, first, second)] == [403, 302, 302]
    assert Item.objects.get(pk=3).retention == "10 years"
    assert "No shorter period waits" in page("jonas", "/retention/shorter/")
    assert "carried out" in page("jonas", "/retention/shorter/?all")


@pytest.mark.usefixtures("office")
def test_a_shorter_period_is_refused_with_a_reason_or_withdrawn() -> None:
    for _ in range(2):
        wish = {"item": LONG, "period": "10 years", "reason": "鉴定"}
        client("shen").post("/retention/shorter/propose/", wish)
        code = Shortening.objects.latest("pk").code
        client("legal").post(f"/retention/shorter/{code}/refuse/", {"reason": "仍有价值"})

    client("shen").post("/retention/shorter/propose/", wish)
    client("shen").post(f"/retention/shorter/{Shortening.objects.latest('pk').code}/withdraw/")

    states = list(Shortening.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["refused", "refused", "withdrawn"]
    assert "仍有价值" in page("jonas", "/retention/shorter/?all")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("period", "status"), [("30 years", 302), ("permanent", 302), ("no such", 422)]
)
def test_a_paper_is_kept_longer(period: str, status: int) -> None:
    answer = client("jonas").post("/retention/lengthen/", {"item": OLD, "period": period})

    assert answer.status_code == status
    assert Item.objects.get(pk=1).retention == (period if status == 302 else "1 year")


@pytest.mark.usefixtures("office")
def test_keeping_longer_never_shortens_and_says_what_to_do() -> None:
    answer = client("jonas").post("/retention/lengthen/", {"item": LONG, "period": "1 year"})

    assert answer.status_code == 403
    assert "a period only grows" in plain(answer.content)
    assert f'value="{LONG}"' in answer.content.decode()
