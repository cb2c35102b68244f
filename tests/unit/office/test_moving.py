"""Papers that change their group keep number and bytes; a new buyer leaves the past in order."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import Cast, filed, log, paper
from tests.support.offices import customer

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import (
    aid_values,
    describing,
    dossiers,
    filing,
    finding,
    four,
    moving,
    retention,
    stages,
    volumes,
)
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item


@pytest.fixture(name="unit")
def _unit(office: Office, folk: Cast, known: Customer) -> Dossier:
    return dossiers.open_dossier(office, folk.mira, known, kind="unit", key="3栋-1703")


def put(office: Office, folk: Cast, place: Dossier, title: str, group: str) -> Item:
    return filing.file(office, folk.mira, place, paper(title, title=title, group=group)).item


def lacks(office: Office, folk: Cast, row: Dossier) -> set[str]:
    return {one.title for one in dossiers.show(office, folk.mira, str(row)).missing}


def test_a_moved_paper_keeps_its_number_and_every_byte(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known, group="other")
    before = sorted((office.folder / "archive").rglob("*"))
    stamps = [path.stat().st_mtime_ns for path in before]

    [row] = moving.move(office, folk.mira, [str(item)], "A", "归错")

    assert (str(row), row.group) == (str(item), "sales")
    assert sorted((office.folder / "archive").rglob("*")) == before
    assert [path.stat().st_mtime_ns for path in before] == stamps
    assert log("item.moved")[0]["more"] == {"from": "other", "to": "sales"}
    [hit] = finding.search(office, folk.mira, "漏水", limit=9).hits
    assert hit.item == str(item)


def test_the_catalogue_follows(office: Office, folk: Cast, known: Customer) -> None:
    one, two = (filed(office, folk.mira, known, title=title, group="other") for title in "甲乙")

    moving.move(office, folk.mira, [str(one)], "sales")

    volume = volumes.volume(office, folk.mira, "1")
    rows = aid_values.catalogue_values(office, volume)["items"]
    assert [leaf.item.turn for leaf in volume.leaves] == [one.turn, two.turn]
    assert [leaf.group.letter for leaf in volume.leaves] == ["a", "c"]
    assert isinstance(rows, list)
    assert len(rows) == 2


def test_a_move_that_means_nothing_is_refused_and_nothing_moves(
    office: Office, folk: Cast, known: Customer
) -> None:
    one = filed(office, folk.mira, known, group="other")
    two = filed(office, folk.mira, known, group="sales")

    with pytest.raises(NotFound):
        moving.move(office, folk.mira, [str(one)], "z")
    with pytest.raises(BadInput):
        moving.move(office, folk.mira, [str(one), str(two)], "sales")
    with pytest.raises(NotAllowed):
        moving.move(office, folk.lena, [str(one)], "sales")

    assert sorted(Item.objects.values_list("group", flat=True)) == ["other", "sales"]
    assert [entry["res"] for entry in log("item.moved")] == ["deny"] * 3


def test_what_was_decided_later_is_no_damage(office: Office, folk: Cast, known: Customer) -> None:
    moved = filed(office, folk.mira, known, group="other")
    moving.move(office, folk.mira, [str(moved)], "sales")
    event = dossiers.open_dossier(office, folk.mira, known, kind="event", key="渗漏")
    Dossier.objects.filter(pk=event.pk).update(retention="10 years")
    longer = put(office, folk, Dossier.objects.get(pk=event.pk), "调查", "other")
    retention.keep_longer(office, folk.jonas, str(longer), "30 years", "")

    honest = {one.code for one in four.examine(office, folk.jonas) if one.wrong}
    Item.objects.filter(pk=longer.pk).update(group="sales")
    forged = {one.code for one in four.examine(office, folk.jonas) if one.wrong}

    assert (honest, forged) == (set(), {"Z3"})


def test_a_new_buyer_leaves_the_sale_before_him_in_group_e_by_date(
    office: Office, folk: Cast, unit: Dossier
) -> None:
    stages.reach(office, folk.mira, [str(unit)], "subscribed")
    letter = put(office, folk, unit, "认购书", "sales")
    repair = put(office, folk, unit, "维修单", "repair")
    earlier = put(office, folk, unit, "排号协议", "sales")
    describing.describe(office, folk.mira, [str(earlier)], Wanted(made_on=dt.date(2020, 1, 2)))
    buyer = customer(office, "新买受人")

    row = moving.change_buyer(office, folk.mira, str(unit), buyer.code, "挞定")
    stages.reach(office, folk.mira, [str(unit)], "subscribed")

    shown = dossiers.show(office, folk.mira, str(row))
    groups = {group.letter: [item.title for item in items] for group, items in shown.groups}
    assert (groups["a"], groups["b"], groups["e"]) == ([], ["维修单"], ["排号协议", "认购书"])
    assert [item.turn for item in (letter, repair, earlier)] == [1, 2, 3]
    assert (row.customer, row.title) == (buyer, "新买受人 房产档案")
    assert "认购书" in lacks(office, folk, row)
    put(office, folk, row, "认购书", "sales")
    assert "认购书" not in lacks(office, folk, row)
    assert log("dossier.reassigned")[0]["n"] == 2


def test_a_let_shop_that_is_sold_becomes_the_buyers_file_with_group_d(
    office: Office, folk: Cast, known: Customer
) -> None:
    shop = dossiers.open_dossier(office, folk.mira, known, kind="lease", key="S-12")
    put(office, folk, shop, "商铺租赁合同", "lease")
    put(office, folk, shop, "营业执照复印件", "sales")
    buyer = customer(office, "买受人")

    row = moving.change_buyer(office, folk.mira, str(shop), buyer.code, "出售")
    stages.reach(office, folk.mira, [str(row)], "subscribed")

    assert (row.type, row.file_number, str(row)) == ("unit", "FC-S-S-12", str(shop))
    assert set(row.items.values_list("group", flat=True)) == {"lease"}
    assert {"认购书", "身份证明"} <= lacks(office, folk, row)
    assert {one.code for one in four.examine(office, folk.jonas) if one.wrong} == set()
    hits = finding.search(office, folk.mira, "营业执照", limit=9).hits
    assert [hit.customer for hit in hits] == ["买受人"]


def test_who_has_no_buyer_or_has_him_already_or_a_file_is_refused(
    office: Office, folk: Cast, known: Customer, unit: Dossier
) -> None:
    event = dossiers.open_dossier(office, folk.mira, known, kind="event", key="渗漏")
    shop = dossiers.open_dossier(office, folk.mira, known, kind="lease", key=unit.key)
    buyer = customer(office, "新买受人")

    for number, to in ((event, buyer), (unit, known), (shop, buyer)):
        with pytest.raises(BadInput):
            moving.change_buyer(office, folk.mira, str(number), to.code, "")
    with pytest.raises((NotAllowed, NotFound)):
        moving.change_buyer(office, folk.lena, str(unit), buyer.code, "")

    assert set(Dossier.objects.values_list("customer", flat=True)) == {known.pk}
