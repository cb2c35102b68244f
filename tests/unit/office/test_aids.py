"""Printed aids: what they say of the register's data, for whom, and always the same bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.support.desks import Cast, dossier_of, filed, log
from tests.support.offices import customer

from docgen.errors import NotAllowed, NotFound
from docgen.office import aids, describing, dossiers, labelling
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier
from docgen.render.words import words

KINDS = ["cover", "catalogue", "note", "papers"]


@pytest.fixture
def dossier(office: Office, folk: Cast, known: Customer) -> Dossier:
    """A dossier of three papers: two described, one above mira's clearance."""
    first = filed(office, folk.mira, known, title="来函", group="repair")
    second = filed(office, folk.mira, known, title="服务合同", group="sales")
    filed(office, folk.jonas, known, title="内部评估", grade="A")
    describing.describe(
        office,
        folk.mira,
        [str(first)],
        Wanted(pages=2, responsible="样本区人民法院", doc_number="示函1号", carrier="paper"),
    )
    describing.describe(office, folk.mira, [str(second)], Wanted(pages=3, made_up=True))
    describing.place(office, folk.mira, str(first.dossier), "一号库/03/2/05", "DA-7")
    return dossier_of(known)


def said(office: Office, folk: Cast, kind: str, dossier: Dossier, group: str = "") -> str:
    return words(aids.of_dossier(office, folk.mira, kind, str(dossier), group=group).docx)


def test_a_cover(office: Office, folk: Cast, dossier: Dossier) -> None:
    text = said(office, folk, "cover", dossier)

    for part in (
        "C级文件（内部）\t保管期限\t永久保存",
        "内部资料　严禁外传",
        "全卷（a、b 组）",
        "2件　5页",
        "一号库 03柜 2层 05盒",
        "\nDA-7\n",
    ):
        assert part in text


def test_the_cover_bears_the_highest_grade_inside(
    office: Office, folk: Cast, dossier: Dossier
) -> None:
    text = words(aids.of_dossier(office, folk.jonas, "cover", str(dossier)).docx)

    assert "A级文件（核心商密）" in text


def test_a_catalogue_in_the_order_of_the_groups(
    office: Office, folk: Cast, dossier: Dossier
) -> None:
    text = said(office, folk, "catalogue", dossier)

    lines = [line.split("\t") for line in text.splitlines()]
    rows = [[*line[1:4], line[5]] for line in lines if line[0] in {"1", "2"}]
    assert rows == [["", "", "[服务合同]", "1"], ["示函1号", "样本区人民法院", "来函", "4-5"]]
    assert "2件　5页" in text
    assert "另有1件密级较高，未列入。" in text
    assert "内部评估" not in text


def test_one_group_is_a_volume_of_its_own(office: Office, folk: Cast, dossier: Dossier) -> None:
    text = said(office, folk, "catalogue", dossier, group="b")

    assert "属类：b 维修、投诉及赔付资料" in text
    assert "来函" in text
    assert "服务合同" not in text
    with pytest.raises(NotFound, match="z"):
        said(office, folk, "catalogue", dossier, group="z")


def test_a_note(office: Office, folk: Cast, dossier: Dossier) -> None:
    filed(office, folk.mira, dossier.customer, title="补件")

    text = said(office, folk, "note", dossier)

    assert "纸质1件　电子2件" in text
    assert "1件未点页数。" in text
    assert "3件" in text


def test_the_list_of_papers_is_by_number(office: Office, folk: Cast, dossier: Dossier) -> None:
    text = said(office, folk, "papers", dossier)

    assert text.index(f"{dossier}-0001") < text.index(f"{dossier}-0002")
    assert f"{dossier}-0003" not in text
    assert "2件　5页" in text


def test_the_register_names_every_dossier_he_may_know_with_its_place(
    office: Office, folk: Cast, dossier: Dossier
) -> None:
    other = customer(office, "甲公司")
    twin = dossiers.open_dossier(office, folk.mira, dossier.customer, key="二期")
    dossiers.open_dossier(office, folk.mira, other)

    text = words(aids.of_archive(office, folk.mira, "register").docx)
    of_unit = words(aids.of_archive(office, folk.mira, "register", unit="客户服务部").docx)
    elsewhere = words(aids.of_archive(office, folk.jonas, "register", unit="后勤部").docx)

    assert "3卷" in text
    assert "一号库 03柜 2层 05盒" in text
    assert (twin.file_number or str(twin)) in text.replace("\n", "")
    assert "3卷" in of_unit
    assert "0卷" in elsewhere
    assert "dossier.listed" in {entry["act"] for entry in log()}


def test_the_papers_of_the_whole_archive(office: Office, folk: Cast, dossier: Dossier) -> None:
    text = words(aids.of_archive(office, folk.mira, "papers").docx)

    assert "全部归档文件" in text
    assert str(dossier.items.get(turn=2)) in text
    assert "另有1件密级较高" in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_are_the_same_bytes_on_another_day(
    office: Office, folk: Cast, dossier: Dossier, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = aids.of_dossier(office, folk.mira, kind, str(dossier))
    later = office.now().replace(year=office.now().year + 1)
    monkeypatch.setitem(office.__dict__, "now", lambda: later)

    assert aids.of_dossier(office, folk.mira, kind, str(dossier)) == before


def test_a_pdf_is_the_same_bytes_too(office: Office, folk: Cast, dossier: Dossier) -> None:
    one, two = (
        aids.of_dossier(office, folk.mira, "cover", str(dossier), pdf=True).pdf for _ in range(2)
    )

    assert one == two
    assert one is not None
    assert b"CreationDate" not in one


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_dossier_is_printed_too(
    office: Office, folk: Cast, known: Customer, kind: str
) -> None:
    empty = dossiers.open_dossier(office, folk.mira, known)

    assert "0件" in said(office, folk, kind, empty)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_know_of_the_dossier_gets_nothing(
    office: Office, folk: Cast, dossier: Dossier, kind: str
) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        aids.of_dossier(office, folk.lena, kind, str(dossier))


def test_each_printing_is_an_entry(office: Office, folk: Cast, dossier: Dossier) -> None:
    for kind in KINDS:
        said(office, folk, kind, dossier)
    labelling.label(office, folk.mira, [str(dossier)], kind="box")

    facts = [(entry["obj"], entry["more"]["aid"]) for entry in log("dossier.printed")]
    assert facts == [(str(dossier), kind) for kind in (*KINDS, "box-label")]


def test_a_long_list_repeats_its_head_and_breaks_no_row(
    office: Office, folk: Cast, dossier: Dossier
) -> None:
    for kind in ("catalogue", "papers"):
        made = aids.of_dossier(office, folk.mira, kind, str(dossier)).docx
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            xml = package.read("word/document.xml").decode()
        rows = xml.count("<w:trPr>")
        assert "<w:tblHeader/>" in xml
        assert xml.count("<w:cantSplit/>") >= rows - 1


def test_labels_of_a_dossier(office: Office, folk: Cast, dossier: Dossier) -> None:
    aid = labelling.label(office, folk.mira, [str(dossier)], kind="spine")

    text = words(aid.docx)
    assert aid.name == "档案脊背标签 5x1"
    for part in (dossier.title, "内部　永久", "一号库 03柜 2层 05盒"):
        assert part in text
