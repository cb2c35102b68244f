"""Looking at a paper: one entry, pictures alone, nothing lying open, over when it has to be."""

from __future__ import annotations

import io
import os
import tempfile
import time
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from tests.support import pdfs
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.pages import client

from docgen.errors import NotFound, OutsideFailed
from docgen.office import dossiers, filing, looking, looks_kept, people
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.office.looking import Wanted
from docgen.office.looks_kept import Shelf, new_secret
from docgen.register.models import Customer, Item
from docgen.render.page_pictures import pictured

SCAN = pdfs.written("page one", "page two", "page three")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which shelves are made."""
    place = tmp_path / "temp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def there(office: Office, shelf: Path) -> Cast:
    """The three, and a scan of three pages."""
    del shelf
    found = cast_there()
    place = dossiers.place_for(office, found.mira, Customer.objects.earliest("pk").code)
    filing.file(office, found.mira, place, NewPaper({"扫描.pdf": SCAN}, "扫描件", "other", "扫描"))
    return found


def address(rest: str = "") -> str:
    """An address below the scan's."""
    return f"/items/{Item.objects.earliest('pk')}/{rest}"


def opened(login: str = "mira") -> Client:
    """A browser in which the scan was opened."""
    browser = client(login)
    browser.post(address("look/"), {"purpose": "complaint"})
    return browser


@pytest.mark.usefixtures("there")
def test_a_look_is_one_entry_however_one_leafs() -> None:
    before = len(log("item.read"))

    mira = opened()
    for n in (1, 2, 3, 1):
        assert mira.get(address(f"1/0/{n}.png")).status_code == 200
    mira.get(address("read/"), {"page": "2"})

    [entry] = log("item.read")[before:]
    assert (entry["why"], entry["res"]) == ("complaint", "allow")


@pytest.mark.usefixtures("there")
def test_a_page_is_a_picture_made_here() -> None:
    answer = opened().get(address("1/0/1.png"))

    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert b"page one" not in answer.content


@pytest.mark.usefixtures("there")
def test_finer_is_larger() -> None:
    mira = opened()

    sizes = [
        Image.open(io.BytesIO(mira.get(address("1/0/1.png"), {"zoom": zoom}).content)).width
        for zoom in ("0", "1", "2", "3")
    ]

    assert sizes == sorted(set(sizes))


@pytest.mark.usefixtures("there")
def test_there_are_no_other_pages() -> None:
    mira = opened()
    places = ("1/0/1", "1/0/4", "1/0/0", "1/1/1", "2/0/1", "9999/9999/9999")

    found = [mira.get(address(f"{place}.png")).status_code for place in places]

    assert found == [200, *[404] * 5]


@pytest.mark.usefixtures("there")
def test_without_a_look_there_are_no_pages() -> None:
    mira = client("mira")

    assert mira.get(address("1/0/1.png")).status_code == 404
    assert ".png" not in mira.get(address()).content.decode()


@pytest.mark.usefixtures("there")
def test_the_look_of_one_browser_is_nobody_elses() -> None:
    mira = opened()
    key = mira.cookies["docgen_look"].value
    jonas, lena = client("jonas"), client("lena")

    for other in (jonas, lena):
        other.cookies["docgen_look"] = key
        assert other.get(address("1/0/1.png")).status_code == 404


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("key", ["", "x", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1" + "Q" * 58])
def test_a_wrong_key_opens_nothing_and_breaks_nothing(key: str) -> None:
    mira = opened()
    mira.cookies["docgen_look"] = key

    assert mira.get(address("1/0/1.png")).status_code == 404
    assert mira.get(address()).status_code == 200


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("key", ["AGE-SECRET-KEY-1JUNK", "AGE-SECRET-KEY-1", "x"])
def test_a_browser_with_a_wrong_key_is_given_a_right_one(key: str) -> None:
    browser = client("mira")
    browser.cookies["docgen_look"] = key

    answer = browser.post(address("look/"), {"purpose": "service"})

    assert answer.status_code == 302
    assert looks_kept.is_secret(browser.cookies["docgen_look"].value)
    assert not looks_kept.is_secret(key)


@pytest.mark.usefixtures("there")
def test_the_key_is_for_the_browser_alone() -> None:
    cookie = opened().cookies["docgen_look"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


@pytest.mark.usefixtures("there")
def test_what_was_asked_for_is_remembered_for_the_paper() -> None:
    mira = opened()
    mira.cookies.pop("docgen_look")

    text = mira.get(address()).content.decode()

    assert '<option value="complaint" selected>' in text


def test_nothing_lies_open(there: Cast, office: Office, shelf: Path) -> None:
    filed(office, there.jonas, Customer.objects.earliest("pk"), title="密", grade="A")
    opened().get(address("1/0/1.png"))

    files = [path for path in shelf.rglob("*") if path.is_file()]

    assert len(files) >= 3
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in files)
    assert all(path.parent.stat().st_mode & 0o077 == 0 for path in files)


def test_a_look_ends_when_leave_ends(there: Cast) -> None:
    mira = opened()
    there.mira.unit = "别的部门"
    there.mira.save()

    assert mira.get(address("1/0/1.png")).status_code == 404


@pytest.mark.usefixtures("there")
def test_a_look_ends_after_half_an_hour_and_is_swept(shelf: Path) -> None:
    mira = opened()
    old = [path for path in shelf.rglob("*") if path.is_file()]
    for path in old:
        os.utime(path, (time.time() - 3600,) * 2)

    late = mira.get(address("1/0/1.png"))
    opened("jonas")

    assert late.status_code == 404
    assert not any(path.exists() for path in old)


@pytest.mark.usefixtures("there")
def test_the_page_beside_leads_on_with_and_without_scripts() -> None:
    mira = opened()

    whole = mira.get(address(), {"page": "2", "zoom": "2"}).content.decode()
    part = mira.get(address("read/"), {"page": "2"}, headers={"HX-Request": "true"})
    alone = mira.get(address("read/"), {"page": "99", "file": "7", "zoom": "x"}).content.decode()

    assert "/1/0/2.png?zoom=2" in whole
    assert "page=3&amp;zoom=2" in whole
    assert "<html" not in part.content.decode()
    assert "/1/0/3.png?zoom=1" in alone


def test_an_older_version_is_its_own_look(there: Cast, office: Office) -> None:
    item = Item.objects.earliest("pk")
    secret = new_secret()

    look = looking.begin(office, there.mira, secret, Wanted(str(item), "legal", 1))

    assert look.version == 1
    with pytest.raises(NotFound):
        looking.begin(office, there.mira, secret, Wanted(str(item), "legal", 7))


def test_a_look_knows_its_pages(there: Cast, office: Office) -> None:
    item, secret = Item.objects.earliest("pk"), new_secret()

    look = looking.begin(office, there.mira, secret, Wanted(str(item), "legal"))
    again = looking.going_on(office, there.mira, secret, item)

    assert [(one.name, one.pages) for one in look.parts] == [("扫描.pdf", 3)]
    assert again == look
    assert looking.going_on(office, there.mira, new_secret(), item) is None
    assert looking.going_on(office, people.by_login("jonas"), secret, item) is None


@pytest.mark.usefixtures("shelf")
def test_what_is_kept_for_once_is_gone_then(office: Office) -> None:
    mira, secret = people.by_login("mira"), new_secret()
    Shelf(office, mira, secret).keep("copy", b"data")

    first = Shelf(office, mira, secret).take("copy")
    second = Shelf(office, mira, secret).take("copy")

    assert (first, second) == (b"data", None)


@pytest.mark.usefixtures("shelf")
def test_a_look_that_was_swept_says_that_it_is_over(office: Office) -> None:
    mira = people.by_login("mira")
    look = looks_kept.Look("0000000001-0001", 1, "legal", 1, ())

    with pytest.raises(OutsideFailed, match="is over"):
        Shelf(office, mira, new_secret()).pdf(look, 0)


@pytest.mark.usefixtures("shelf")
def test_nothing_is_put_on_a_shelf_without_a_key(office: Office) -> None:
    with pytest.raises(ValueError, match=r"[0-9a-f]{64}"):
        Shelf(office, people.by_login("mira"), "no key").keep("copy", b"data")


def test_pages_are_drawn_from_the_first_that_is_asked_for() -> None:
    drawn = pictured(SCAN, name="扫描", first=2, most=5, dpi=20, is_scan=True)

    assert [Image.open(io.BytesIO(one)).size for one in drawn.pictures] == [(166, 234)] * 2
    assert drawn.total == 3
