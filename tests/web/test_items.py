"""The page of a paper: its facts, what is done with it, and taking it out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from tests.support import pdfs
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.pages import client

from docgen.model.grades import Grade
from docgen.office import controlled, dossiers, filing, lending, people
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models import Customer, Item
from docgen.register.models_copies import Copy
from docgen.register.models_permits import Permit
from docgen.register.models_regrading import Regrading


@pytest.fixture
def there(office: Office) -> Cast:
    """The three, with a scan of two pages, a paper above mira's clearance, and one of two files."""
    found = cast_there()
    known = Customer.objects.earliest("pk")
    place = dossiers.place_for(office, found.mira, known.code)
    scan = NewPaper({"扫描.pdf": pdfs.written("one", "two")}, "扫描件", "other", "扫描")
    filing.file(office, found.mira, place, scan)
    filed(office, found.jonas, known, title="保密报价", grade="A")
    place = dossiers.place_for(office, found.mira, known.code)
    pair = NewPaper({"a.txt": b"a", "b.txt": b"b"}, "两件", "other", "两件")
    filing.file(office, found.mira, place, pair)
    return found


def number(turn: int = 1) -> str:
    """The number of a paper."""
    return str(Item.objects.get(turn=turn))


def page(login: str, turn: int = 1) -> str:
    """The page of a paper as text."""
    return client(login).get(f"/items/{number(turn)}/").content.decode()


@pytest.mark.usefixtures("there")
def test_facts_are_shown_and_no_word_of_the_paper() -> None:
    before = len(log())

    text = page("mira")

    assert "扫描件" in text
    assert "扫描.pdf" in text
    assert ".png" not in text
    assert [one["act"] for one in log()[before:]] == ["item.viewed"]


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(("login", "turn"), [("lena", 1), ("mira", 2)])
def test_a_paper_that_one_may_not_know_is_like_none(login: str, turn: int) -> None:
    hidden = client(login).get(f"/items/{number(turn)}/")
    missing = client(login).get("/items/0000000001-0999/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert [one["res"] for one in log("item.viewed")][-1] == "deny"


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("text", ["abc", "0000000001", "1-1-1", "%20", "0000000001-00001"])
def test_what_is_no_number_is_not_there(text: str) -> None:
    assert client("mira").get(f"/items/{text}/").status_code == 404


@pytest.mark.usefixtures("there")
def test_grey_buttons_say_why() -> None:
    jonas, mira = page("jonas", 2), page("mira")

    assert "R11" in jonas  # grade A leaves with an approval only
    assert "R11" not in mira


ACTS: Sequence[tuple[str, Mapping[str, str]]] = (
    ("describe", {"responsible": "样例工程队", "pages": "2", "place": "一号库/03"}),
    ("move", {"group": "repair", "reason": "样例"}),
    ("regrade", {"grade": "B", "reason": "含有报价"}),
)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(("act", "sent"), ACTS, ids=[act for act, _ in ACTS])
def test_an_act_is_done_and_leads_back(act: str, sent: Mapping[str, str]) -> None:
    answer = client("mira").post(f"/items/{number()}/{act}/", sent)

    item = Item.objects.get(turn=1)
    assert answer["Location"] == f"/items/{item}/"
    assert {
        "describe": lambda: item.description.responsible == "样例工程队",
        "move": lambda: item.group == "repair",
        "regrade": lambda: Regrading.objects.get().new == 2,
    }[act]()


@pytest.mark.usefixtures("there")
def test_describing_writes_only_what_was_changed() -> None:
    sent = {"responsible": "", "doc_number": "", "pages": "7", "place": "", "barcode": ""}

    client("mira").post(f"/items/{number()}/describe/", sent)

    assert log("item.described")[-1]["more"] == {"facts": "pages"}


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("describe", {"pages": "0"}),
        ("describe", {"made_on": "14.3.2026"}),
        ("describe", {}),
        ("move", {"group": "nowhere"}),
        ("move", {"group": ""}),
        ("regrade", {"grade": "Z", "reason": "样例"}),
        ("regrade", {"grade": "B", "reason": ""}),
        ("permit", {"act": "copy", "purpose": "legal", "why": "样例"}),
    ],
)
def test_what_was_typed_wrongly_comes_back(act: str, sent: Mapping[str, str]) -> None:
    answer = client("mira").post(f"/items/{number()}/{act}/", sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("act", ["describe", "move", "regrade", "permit", "verify", "look", "copy"])
def test_a_stranger_can_do_nothing(act: str) -> None:
    answer = client("lena").post(f"/items/{number()}/{act}/", {"purpose": "legal"})

    assert answer.status_code == 404


@pytest.mark.usefixtures("there")
def test_a_permit_is_asked_for_what_needs_one() -> None:
    sent = {"act": "copy", "purpose": "legal", "why": "开庭需要"}

    answer = client("jonas").post(f"/items/{number(2)}/permit/", sent)

    assert answer.status_code == 302
    assert Permit.objects.get().item == Item.objects.get(turn=2)


@pytest.mark.usefixtures("there")
def test_verifying_says_that_all_is_as_filed() -> None:
    answer = client("mira").post(f"/items/{number()}/verify/")

    assert "message success" in answer.content.decode()


@pytest.mark.usefixtures("there")
def test_one_file_is_taken_as_it_is_and_several_as_a_zip() -> None:
    mira = client("mira")

    one = mira.post(f"/items/{number()}/file/", {"purpose": "contract"})
    two = mira.post(f"/items/{number(3)}/file/", {"purpose": "contract"})

    assert one.content == pdfs.written("one", "two")
    assert one["Content-Disposition"].startswith("attachment")
    assert one["X-Content-Type-Options"] == "nosniff"
    pack = zipfile.ZipFile(io.BytesIO(two.content))
    assert {name: pack.read(name) for name in pack.namelist()} == {"a.txt": b"a", "b.txt": b"b"}
    assert [one["act"] for one in log("copy.issued")] == ["copy.issued"] * 2


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("way", ["file", "copy", "look"])
@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_nothing_leaves_without_a_purpose(way: str, purpose: str) -> None:
    answer = client("mira").post(f"/items/{number()}/{way}/", {"purpose": purpose})

    assert answer.status_code == 403
    assert "R4" in answer.content.decode()
    assert not Copy.objects.exists()


@pytest.mark.usefixtures("there")
def test_nothing_is_taken_by_asking_for_an_address() -> None:
    for way in ("file", "copy", "look", "verify"):
        assert client("mira").get(f"/items/{number()}/{way}/").status_code == 405


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Making the copy itself is another test's; here it is what it is handed over as."""
    made = pdfs.written("copy")
    monkeypatch.setattr(controlled, "copied", lambda *_args, **_more: made)
    return made


def locked(office: Office, there: Cast) -> Item:
    """A scan of a grade whose copies are locked."""
    place = dossiers.place_for(office, there.jonas, Customer.objects.earliest("pk").code)
    scan = NewPaper({"密.pdf": pdfs.written("secret")}, "密", "other", "密", grade=Grade.B)
    return filing.file(office, there.jonas, place, scan).item


@pytest.mark.usefixtures("there")
def test_an_open_copy_comes_at_once(copied: bytes) -> None:
    answer = client("mira").post(f"/items/{number()}/copy/", {"purpose": "legal"})

    assert answer.content == copied
    assert Copy.objects.get().holder.startswith("mira")


def test_a_locked_copy_comes_after_its_password_and_once(
    there: Cast, office: Office, copied: bytes
) -> None:
    secret = locked(office, there)
    jonas = client("jonas")

    shown = jonas.post(f"/items/{secret}/copy/", {"purpose": "legal"})
    text = shown.content.decode()
    address = text.partition('href="/given/')[2].partition('"')[0]
    fetched = jonas.get(f"/given/{address}")
    again = jonas.get(f"/given/{address}")

    assert 'class="password"' in text
    assert fetched.content == copied
    assert again.status_code == 404


def test_a_locked_copy_is_for_the_browser_that_asked(
    there: Cast, office: Office, copied: bytes
) -> None:
    del copied
    secret = locked(office, there)
    shown = client("jonas").post(f"/items/{secret}/copy/", {"purpose": "legal"})
    address = shown.content.decode().partition('href="/given/')[2].partition('"')[0]

    other = client("jonas").get(f"/given/{address}")

    assert other.status_code == 404


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("token", ["x" * 24, "short", "%2e%2e"])
def test_nothing_is_given_for_a_guess(token: str) -> None:
    assert client("mira").get(f"/given/{token}/copy.pdf").status_code == 404


@pytest.mark.usefixtures("there")
def test_a_receipt_is_for_who_may_read_the_log() -> None:
    there = client("jonas").get(f"/items/{number()}/1/receipt/")
    refused = client("mira").get(f"/items/{number()}/1/receipt/")
    missing = client("jonas").get(f"/items/{number()}/9/receipt/")

    assert there.status_code == 200
    assert there["Content-Disposition"].startswith("attachment")
    assert (refused.status_code, missing.status_code) == (403, 404)


def test_known_is_who_may_see_the_facts(there: Cast, office: Office) -> None:
    before = len(log())

    known = [lending.is_known(office, one, number(2)) for one in (there.jonas, there.mira)]
    auditor = people.by_login("lena")

    assert known == [True, False]
    assert not lending.is_known(office, auditor, number())
    assert not lending.is_known(office, there.jonas, "no number")
    assert len(log()) == before
