"""A dossier taken out as a ZIP, sold to another buyer, made known to somebody; on pages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import cast

import pytest
from django.http.response import StreamingHttpResponse
from tests.support.desks import Cast, cast_there, dossier_of, filed, log
from tests.support.offices import founder, person
from tests.support.pages import client
from tests.support.papers import customer_there, plain

from docgen.office import aids, customers, dossiers, exporting
from docgen.office.desk import Office
from docgen.register.models import Dossier


@pytest.fixture
def there(office: Office, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The three, and a dossier with two papers; one is above mira's clearance."""
    folk = cast_there()
    filed(office, folk.mira, customer_there(), title="服务合同")
    filed(office, folk.jonas, customer_there(), title="保密报价", grade="A")
    monkeypatch.setattr(aids, "printed", lambda *_: b"%PDF-1.7")
    return folk


def url(part: str = "") -> str:
    """An address of the dossier."""
    return f"/dossiers/{dossier_of(customer_there())}/{part}"


def taken(login: str, **sent: str) -> list[str]:
    """The names in the ZIP that somebody takes out."""
    answer = client(login).post(url("export/"), {"purpose": "legal", **sent})
    assert isinstance(answer, StreamingHttpResponse), answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as pack:
        return pack.namelist()


@pytest.mark.usefixtures("there")
def test_a_person_gets_readable_names_without_what_he_may_not_read() -> None:
    names = taken("mira", form="person", leave_out="1")

    assert "000 卷内目录.pdf" in names
    assert any("服务合同" in name for name in names)
    assert not any("保密报价" in name for name in names)
    assert log("dossier.exported")[-1]["more"] == {"form": "person", "left_out": 1}


@pytest.mark.usefixtures("there")
def test_an_archive_gets_a_bag_with_the_versions_it_asks_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[bool, bool, bool]] = []

    def export(*given: object, every: bool, packed: bool, leave_out: bool, purpose: str) -> None:
        assert purpose == "legal"
        asked.append((every, packed, leave_out))
        with zipfile.ZipFile(cast("Path", given[3]), "w") as pack:
            pack.writestr("bagit.txt", "")

    monkeypatch.setattr(exporting, "export", export)

    names = [taken("mira", form="bag"), taken("mira", form="every", leave_out="1")]

    assert names == [["bagit.txt"], ["bagit.txt"]]
    assert asked == [(False, True, False), (True, True, True)]


@pytest.mark.usefixtures("there")
def test_what_may_not_be_taken_stops_it_and_says_how_to_go_on() -> None:
    without = client("jonas").post(url("export/"), {"purpose": "legal", "form": "bag"})
    purposeless = client("mira").post(url("export/"), {"form": "bag"})

    assert without.status_code == 403
    assert 'name="leave_out"' in without.content.decode()
    assert 'value="bag" checked' in without.content.decode()
    assert purposeless.status_code == 403
    assert not [one for one in log("dossier.exported") if one["res"] == "allow"]


@pytest.mark.usefixtures("there")
def test_the_archivist_lets_somebody_know_it(office: Office) -> None:
    person(office, "bo", unit="后勤部", clearance="C")
    before = client("bo").get(url()).status_code
    wrong = client("jonas").post(url("grant/"), {"login": "nobody-here"})
    given = client("jonas").post(url("grant/"), {"login": "bo"}, follow=True)

    assert (before, wrong.status_code) == (404, 422)
    assert "may know of this dossier now" in plain(given.content)
    assert client("bo").get(url()).status_code == 200
    assert client("mira").post(url("grant/"), {"login": "lena"}).status_code == 403


def test_a_property_goes_to_another_buyer(office: Office, there: Cast) -> None:
    new = customers.NewCustomer(name="钱新买", kind="person")
    buyer = customers.add(office, founder(), new, unit="客户服务部")
    row = dossiers.open_dossier(office, there.mira, customer_there(), kind="unit", key="一期1栋101")
    address = f"/dossiers/{row}/"

    offered = ["buyer/" in client("mira").get(one).content.decode() for one in (address, url())]
    nobody = client("mira").post(f"{address}buyer/", {"customer": "没有这人"})
    sold = client("mira").post(f"{address}buyer/", {"customer": buyer.code, "reason": "转售"})

    assert offered == [True, False]
    assert nobody.status_code == 422
    assert sold["Location"] == address
    assert Dossier.objects.get(pk=row.pk).customer == buyer
