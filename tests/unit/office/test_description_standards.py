"""Numbers after DA/T 22: a paper is meant by its 档号, and 件号 have no gap (S01)."""

from __future__ import annotations

import datetime as dt
import json
from multiprocessing import get_context
from pathlib import Path

import pytest
from tests.support.desks import Cast, assert_whole, dossier_of, filed, paper
from tests.support.offices import founder, reopen

from docgen.office import aid_values, describing, dossiers, filing, lending, volumes
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier

FILERS, EACH = 8, 3


@pytest.mark.parametrize("text", ["Z001-KH-00001-0001", "KH-00001-0001", "0000000001-0001"])
def test_a_paper_is_meant_by_its_archive_number(
    office: Office, folk: Cast, known: Customer, text: str
) -> None:
    item = filed(office, folk.mira, known)

    assert lending.item_of(text) == item
    assert dossiers.resolve(folk.mira, "KH-00001") == dossier_of(known)


def test_an_archive_number_is_no_leave_to_know(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)

    with pytest.raises(Exception, match="KH-00001"):
        dossiers.resolve(folk.lena, "KH-00001")


def file_some(folder: Path, number: int) -> None:
    """What one filer's process does."""
    office = reopen(folder)
    row = Dossier.objects.select_related("customer").get(pk=number)
    for turn in range(EACH):
        filing.file(office, founder(), row, paper(f"{turn}"))


def test_s01_eight_filers_at_once_leave_no_gap(office: Office, folk: Cast, known: Customer) -> None:
    row = dossiers.open_dossier(office, folk.mira, known)
    context = get_context("fork")
    filers = [
        context.Process(target=file_some, args=(office.folder, row.pk)) for _ in range(FILERS)
    ]

    for filer in filers:
        filer.start()
    for filer in filers:
        filer.join()

    assert [filer.exitcode for filer in filers] == [0] * FILERS
    turns = sorted(row.items.values_list("turn", flat=True))
    assert turns == list(range(1, FILERS * EACH + 1))
    assert_whole(office)


def test_dates_and_pages_stand_in_item_json(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    told = json.loads(office.store.read(f"urn:docgen:{item}", "item.json"))

    assert (told["dated"], told["number"]) == (str(office.today), "")
    assert dt.date.fromisoformat(told["dated"])


def test_a_letter_that_belongs_to_no_customer_is_registered(
    office: Office, folk: Cast, known: Customer
) -> None:
    row = dossiers.open_dossier(office, folk.mira, known, kind="general", key="2026-Y-BGS")
    letter = paper("关于年度检查的通知", title="关于年度检查的通知", group="incoming")
    item = filing.file(office, folk.mira, row, letter).item
    said = Wanted(
        doc_number="示函〔2026〕12号",
        responsible="样本区管理局",
        made_on=dt.date(2026, 3, 5),
        pages=2,
    )

    [item] = describing.describe(office, folk.mira, [str(item)], said)

    volume = volumes.volume(office, folk.mira, str(row), "b")
    lines = aid_values.catalogue_values(office, volume)["items"]
    assert isinstance(lines, list)
    [line] = lines
    assert describing.archive_number(office, item) == "Z001-WS·2026-Y-BGS-0001"
    assert lending.item_of("Z001-WS·2026-Y-BGS-0001") == item
    assert (line["code"], line["author"], line["name"], line["made_on"]) == (
        "示函〔2026〕12号",
        "样本区管理局",
        "关于年度检查的通知",
        dt.date(2026, 3, 5),
    )
    assert dossiers.show(office, folk.mira, str(row)).missing == ()
