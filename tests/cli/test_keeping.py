"""Shorter periods, moved papers, new buyers, signed copies, descriptions: as people call them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import dossier_of
from tests.support.offices import customer, founder, person, reopen
from tests.support.pictures import png
from tests.support.shell import Inside

from docgen.office import dossiers, finding
from docgen.register.models import Customer, Dossier, Item

ITEM = "0000000001-0001"
GIVEN = {
    "--pages": "7",
    "--responsible": "样本区人民法院",
    "--doc-number": "（2026）示民初0101号",
    "--dated": "2026-03-05",
    "--carrier": "photo",
    "--place": "一号库/03/2/05",
    "--barcode": "ZP-000123",
}


@pytest.fixture
def project(folder: Path) -> None:
    """The made office's paper becomes one of a project; a fourth person comes."""
    office = reopen(folder)
    person(office, "legal", "legal", clearance="A")
    dossier = dossier_of(Customer.objects.get())
    dossier.type = "project"
    dossier.save()


@pytest.mark.usefixtures("project")
def test_a_shorter_period_from_the_proposal_to_the_second_approval(inside: Inside) -> None:
    refused = inside.run("retention", "lengthen", ITEM, "10 years", "--json", who="shen")
    assert (refused.code, "shorten" in refused.problem["fix"]) == (4, True)
    words = ("retention", "shorten", ITEM, "10 years", "--reason", "鉴定")
    assert inside.run(*words).code == 4
    number = inside.run(*words, "--json", who="shen").data["proposal"]
    assert inside.run("retention", "approve", number, who="shen").code == 4
    assert inside.run("retention", "approve", number, who="jonas").code == 0
    assert "jonas" in inside.run("retention", "changes").out

    done = inside.run("retention", "approve", number, "--json", who="legal")

    assert (done.data["state"], done.data["approved_by"]) == ("done", ["jonas", "legal"])
    assert inside.run("item", "show", ITEM, "--json").data["retention"] == "10 years"
    assert inside.run("retention", "changes", "--json").data == []
    assert inside.run("retention", "withdraw", number, who="shen").code == 3
    assert inside.run("retention", "refuse", number, "--reason", "x", who="jonas").code == 3


def test_papers_are_moved_and_a_unit_gets_another_buyer(inside: Inside, folder: Path) -> None:
    moved = inside.run("item", "move", ITEM, "--group", "a", "--reason", "归错", "--json")
    office = reopen(folder)
    row = dossiers.open_dossier(office, founder(), Customer.objects.get(), kind="unit", key="3栋")
    buyer = customer(office, "新买受人")

    sold = inside.run("dossier", "change-buyer", str(row), buyer.code, "--json")

    assert moved.data == {"items": [{"item": ITEM, "group": "sales"}]}
    assert sold.data == {"number": str(row), "type": "unit", "customer": buyer.code}
    assert inside.run("item", "move", ITEM, "--group", "z").code == 5
    assert inside.run("dossier", "change-buyer", "1", buyer.code).code == 3


def test_a_signed_copy_is_filed(inside: Inside, tmp_path: Path) -> None:
    scan = tmp_path / "签署件.png"
    scan.write_bytes(png())

    done = inside.run("item", "sign", ITEM, str(scan), "--json")

    assert (done.data["item"], done.data["version"]) == (ITEM, 2)
    assert inside.run("item", "sign", ITEM, str(scan)).code == 3


def test_every_fact_is_described_shown_and_found(inside: Inside, folder: Path) -> None:
    office = reopen(folder)
    words = (part for pair in GIVEN.items() for part in pair)
    assert inside.run("item", "describe", ITEM, "--made-up", *words).code == 0

    shown = inside.run("item", "show", ITEM, "--json").data

    number, told = shown["archive_number"], shown["description"]
    assert shown["fonds"] == "Z001"
    assert number == f"Z001-{Dossier.objects.get().file_number}-0001"
    assert told["title"].startswith("[")
    assert (told["pages"], told["responsible"]) == (7, GIVEN["--responsible"])
    assert (told["doc_number"], told["date"]) == (GIVEN["--doc-number"], "2026-03-05")
    assert (told["carrier"], told["barcode"]) == ("photo", GIVEN["--barcode"])
    assert "一号库" in told["place"]
    assert inside.run("item", "show", number, "--json").data["item"] == ITEM
    found = finding.search(office, founder(), "示民初0101", limit=5)
    assert [hit.item for hit in found.hits] == [ITEM]
    assert Item.objects.count() == 1
