"""The four properties at a transfer's acceptance, over a period, and as a report to sign."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from tests.support.desks import Cast, at, filed, log

from docgen.archive import layout
from docgen.errors import BadInput
from docgen.model.transfer import Finding, Piece
from docgen.office import four, four_report, transfers
from docgen.office.desk import Office
from docgen.office.four import Stage
from docgen.register.models import Customer, Item
from docgen.register.models_custody import TransferLine
from docgen.render.words import words


@pytest.fixture
def june(office: Office) -> Office:
    return at(office, dt.datetime(2026, 6, 20, 4, tzinfo=dt.UTC))


@pytest.fixture
def sent(june: Office, folk: Cast, known: Customer) -> str:
    """A transfer of three papers, sent."""
    for n in range(3):
        filed(june, folk.mira, known, title=f"维修{n}", group="repair")
    [row] = transfers.propose(june, folk.mira)
    return transfers.send(june, folk.mira, row.code).code


def flip(office: Office, item: Item) -> None:
    place = office.folder / "archive" / layout.object_path(f"urn:docgen:{item}")
    file = next((place / "v1" / "content").glob("*.txt"))
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1] + b"!")


def test_a_damaged_paper_is_not_received_as_if_nothing_were_the_matter(
    june: Office, folk: Cast, sent: str
) -> None:
    damaged = Item.objects.get(turn=2)
    flip(june, damaged)

    with pytest.raises(BadInput) as refused:
        transfers.accept(june, folk.jonas, sent, {}, rest=True)

    [detail] = refused.value.details
    assert (detail.place, "Z1" in detail.text) == (str(damaged), True)
    assert Item.objects.filter(custody="archive").count() == 0


def test_it_is_received_with_a_difference_that_is_noted(
    june: Office, folk: Cast, sent: str
) -> None:
    damaged = Item.objects.get(turn=2)
    flip(june, damaged)
    findings = {str(damaged): Finding(Piece.DIFFERS, "内容与登记不符")}

    transfers.accept(june, folk.jonas, sent, findings, rest=True)

    line = TransferLine.objects.get(item=damaged)
    assert line.note == "内容与登记不符（四性检测：Z1、Z2）"
    assert log("transfer.accepted")[-1]["more"] == {"faulty": 1}


def test_a_title_changed_past_the_office_is_noticed(june: Office, folk: Cast, sent: str) -> None:
    Item.objects.filter(turn=1).update(title="别的题名")

    with pytest.raises(BadInput) as refused:
        transfers.accept(june, folk.jonas, sent, {}, rest=True)

    assert [detail.place for detail in refused.value.details] == ["0000000001-0001"]


def test_whole_papers_have_no_wrong_point(june: Office, folk: Cast, known: Customer) -> None:
    filed(june, folk.mira, known)

    assert four.pieces(june, Item.objects.all()) == {}


def test_a_period_alone_can_be_looked_at(june: Office, folk: Cast, known: Customer) -> None:
    filed(june, folk.mira, known)
    july = at(june, dt.datetime(2026, 7, 1, 4, tzinfo=dt.UTC))
    filed(july, folk.mira, known)

    points = four.examine(july, folk.jonas, stage=Stage.FILING, since=dt.date(2026, 7, 1))

    counts = {point.code: point.checked for point in points}
    assert (counts["W1"], counts["Z1"]) == (1, 1)
    assert [point.code for point in points if point.wrong] == []


def test_the_report_says_what_is_wrong_in_full(june: Office, folk: Cast, known: Customer) -> None:
    item = filed(june, folk.mira, known)
    Item.objects.update(title="")
    points = four.examine(june, folk.jonas, stage=Stage.FILING)

    aid = four_report.printed(
        june, folk.jonas, points, Stage.FILING, "案卷 1", lambda text: f"«{text}»", xlsx=True
    )

    text = words(aid.docx)
    for part in (
        "检测环节\t归档\t检测范围\t案卷 1",
        "不合格2项（2处），未检测1项",
        "«Every paper has title",
        f"1\tZ3\t{item}\t«title»",
        "检 测 人\tjonas",
    ):
        assert part in text, part
    book = load_workbook(io.BytesIO(aid.xlsx or b""))
    assert book.worksheets[0].max_row > len(points)


def test_a_report_without_findings_says_so(june: Office, folk: Cast) -> None:
    points = four.examine(june, folk.jonas)

    aid = four_report.printed(june, folk.jonas, points, Stage.KEEPING, "", str)

    assert "（没有）" in words(aid.docx)
    assert "全部档案" in words(aid.docx)
