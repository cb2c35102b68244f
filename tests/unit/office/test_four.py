"""The four properties: an honest office is right, and each kind of damage is seen by its point."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.desks import Cast, filed, log, paper

from docgen.archive import layout
from docgen.office import dossiers, filing, four
from docgen.office.desk import Office
from docgen.office.four import Property, Result, Stage
from docgen.register.models import Customer, Item
from docgen.register.models_log import LogHead


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    filed(office, folk.mira, known)
    return filed(office, folk.mira, known)


def _wrong(office: Office, folk: Cast, stage: Stage = Stage.KEEPING) -> list[str]:
    points = four.examine(office, folk.jonas, stage=stage)
    return [point.code for point in points if point.result is Result.WRONG]


def _place(office: Office, item: Item) -> Path:
    return office.folder / "archive" / layout.object_path(f"urn:docgen:{item}")


@pytest.mark.usefixtures("item")
def test_an_honest_office_is_right_and_says_what_it_could_not_check(
    office: Office, folk: Cast
) -> None:
    points = four.examine(office, folk.jonas)

    assert [point.code for point in points if point.wrong] == []
    assert [point.code for point in points if point.result is Result.UNCHECKED] == ["A4"]
    assert {point.part for point in points} == set(Property)
    assert all(point.checked for point in points if point.code != "A4")
    assert (log()[-1]["act"], log()[-1]["more"]) == ("archive.checked", {"four": "keeping"})


def _flip(office: Office, item: Item) -> None:
    file = next((_place(office, item) / "v1" / "content").glob("*.txt"))
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1] + b"!")


def _empty_title(_office: Office, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(title="")


def _renumber(_office: Office, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(turn=7)


def _strange_file(office: Office, item: Item) -> None:
    (_place(office, item) / "notes.txt").write_bytes(b"x")


def _forget_digest(_office: Office, item: Item) -> None:
    version = item.versions.get()
    version.files[0]["sha512"] = "0" * 128
    version.save()


def _wrong_entry(_office: Office, item: Item) -> None:
    item.versions.update(log_index=0)


def _open_to_all(office: Office, _item: Item) -> None:
    (office.folder / "archive").chmod(0o777)


def _log_cut(_office: Office, _item: Item) -> None:
    LogHead.objects.update(size=1)


def _other_title(_office: Office, item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(title="别的题名")


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (_flip, {"Z1", "Z2"}),
        (_empty_title, {"W3", "Z3"}),
        (_other_title, {"Z3"}),
        (_renumber, {"W1", "W2"}),
        (_strange_file, {"A1"}),
        (_forget_digest, {"Z4"}),
        (_wrong_entry, {"W5"}),
        (_open_to_all, {"A3"}),
    ],
)
def test_each_damage_is_seen_by_its_point(
    office: Office,
    folk: Cast,
    item: Item,
    damage: Callable[[Office, Item], None],
    codes: set[str],
) -> None:
    damage(office, item)

    assert codes <= set(_wrong(office, folk))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xyz", b"x", "K2"),
        ("a.pdf", b"no pdf", "K3"),
        ("a.pdf", b"%PDF-1.7 /Encrypt", "K4"),
        ("a.exe", b"MZ", "A2"),
    ],
)
def test_a_file_nobody_can_use_or_that_runs_is_named(
    office: Office, folk: Cast, known: Customer, name: str, data: bytes, code: str
) -> None:
    place = dossiers.place_for(office, folk.mira, known.code)
    new = filing.NewPaper({name: data}, "材料", "other", "")
    filing.file(office, folk.mira, place, new)

    points = four.examine(office, folk.jonas)

    named = [one for point in points if point.code == code for one in point.wrong]
    assert [one.text == name for one in named] == [True]


@pytest.mark.usefixtures("item")
def test_at_filing_the_log_and_the_folders_are_not_asked(office: Office, folk: Cast) -> None:
    points = four.examine(office, folk.jonas, stage=Stage.FILING)

    assert {"Z5", "A3"}.isdisjoint(point.code for point in points)


def test_one_dossier_alone_can_be_looked_at(
    office: Office, folk: Cast, known: Customer, item: Item
) -> None:
    _flip(office, item)
    other = dossiers.open_dossier(office, folk.jonas, known, kind="household", key="H-1")
    filing.file(office, folk.jonas, other, paper())

    clean = four.examine(office, folk.jonas, dossier=other)
    damaged = four.examine(office, folk.jonas, dossier=item.dossier)

    assert [point.code for point in clean if point.wrong] == []
    assert "Z1" in [point.code for point in damaged if point.wrong]
