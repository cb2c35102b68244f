"""The registers of the archive on pages: all dossiers, what they lack, what is bound, permits."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, cast_there, dossier_of, filed, log
from tests.support.pages import client
from tests.support.papers import customer_there, plain

from docgen.model.access import Act
from docgen.office import aids, customers, dossier_list, dossiers, permits
from docgen.office.desk import Office
from docgen.office.dossier_list import Wanted
from docgen.register.models import Item


@pytest.fixture
def there(office: Office) -> Cast:
    """The three, and a dossier with two papers; one is above mira's clearance."""
    folk = cast_there()
    filed(office, folk.mira, customer_there(), title="服务合同", group="sales")
    filed(office, folk.jonas, customer_there(), title="保密报价", grade="A")
    return folk


@pytest.mark.usefixtures("there")
def test_dossiers_are_listed_as_far_as_one_knows_them() -> None:
    number = str(dossier_of(customer_there()))

    mira, lena = (client(one).get("/registers/").content.decode() for one in ("mira", "lena"))

    assert f'href="/dossiers/{number}/"' in mira
    assert number not in lena
    assert "No dossiers yet" in lena
    assert [one["n"] for one in log("dossier.listed")] == [1, 0]


def test_a_list_is_leafed_through(office: Office, there: Cast) -> None:
    for n in range(4):
        new = customers.NewCustomer(name=f"样例{n}有限公司")
        row = customers.add(office, there.mira, new, separate=True)
        dossiers.open_dossier(office, there.mira, row)

    found = dossier_list.find(office, there.mira, Wanted(first=1, count=2))
    none = dossier_list.find(office, there.mira, Wanted(kind="household"))

    assert (found.total, len(found.rows)) == (5, 2)
    assert [n for _, n in found.rows] == [0, 0]
    assert [n for _, n in dossier_list.find(office, there.mira, Wanted(count=1)).rows] == [1]
    assert (none.total, list(none.rows)) == (0, [])
    assert dossier_list.units(there.mira) == ["客户服务部"]
    assert dossier_list.units(there.lena) == []


@pytest.mark.usefixtures("there")
def test_a_type_that_is_none_is_all() -> None:
    number = str(dossier_of(customer_there()))

    seen = [
        number in client("jonas").get("/registers/", {"type": kind}).content.decode()
        for kind in ("customer", "household", "nonsense")
    ]

    assert seen == [True, False, True]


@pytest.mark.usefixtures("there")
def test_what_is_missing_is_looked_for_when_somebody_asks() -> None:
    asked = client("jonas").get("/registers/missing/")
    found = client("jonas").get("/registers/missing/?unit=客户服务部")
    other = client("jonas").get("/registers/missing/?unit=财务部")

    assert "By unit" not in plain(asked.content)
    assert str(dossier_of(customer_there())) in plain(found.content)
    assert "客户服务部 1 0" in plain(found.content)
    assert "Nothing is missing" in plain(other.content)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("year", ["", "2026", "1", "99999", "x", "²"])
def test_what_is_bound_in_any_year(year: str) -> None:
    begun = client("jonas").get("/registers/bindings/", {"year": year})
    asked = client("jonas").get("/registers/bindings/", {"year": year, "unit": ""})

    assert (begun.status_code, asked.status_code) == (200, 200)
    assert "choose a unit first" in plain(begun.content)
    assert "choose a unit first" not in plain(asked.content)


@pytest.mark.usefixtures("there")
def test_lists_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aids, "printed", lambda *_: b"%PDF-1.7")

    found = [
        client("jonas").get(url)
        for url in (
            "/registers/lists/register/",
            "/registers/lists/papers/?as=docx",
            "/registers/bindings/?unit=&as=xlsx",
        )
    ]

    assert [one.content[:4] for one in found] == [b"%PDF", b"PK\3\4", b"PK\3\4"]
    assert client("jonas").get("/registers/lists/secrets/").status_code == 404


def test_permits_are_listed_to_who_asked(office: Office, there: Cast) -> None:
    item = str(Item.objects.get(turn=2))
    row = permits.request(office, there.jonas, item, Act.COPY, "legal", "法院调取证据")

    jonas, mira = (
        plain(client(one).get("/registers/permits/?waiting").content) for one in ("jonas", "mira")
    )

    assert row.code in jonas
    assert "法院调取证据" in jonas
    assert "legal matters" in jonas
    assert row.code not in mira
    assert "No permit is registered here" in mira


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("page", ["", "missing/", "bindings/", "copies/", "permits/", "grades/"])
def test_the_menu_and_the_tabs_say_where_one_is(page: str) -> None:
    text = client("mira").get(f"/registers/{page}").content.decode()

    assert '<a href="/registers/" aria-current="page"' in text
    assert f'<a href="/registers/{page}" aria-current="page">' in text
