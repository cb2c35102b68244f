"""The copies register of an office: who may note and see what, and where copies are told of."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Sequence

import pytest
from openpyxl import load_workbook
from tests.support.desks import COMPLAINT, Cast, at, dump, example, filed, later, log
from tests.support.offices import founder

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.copies import Copy as Wanted
from docgen.model.copies import State
from docgen.office import (
    certificate,
    copies,
    copy_list,
    disposal,
    rebuilding,
    transfer_list,
    transfers,
    writing,
)
from docgen.office.desk import Office
from docgen.register.models import Customer, Item
from docgen.register.models_copies import Copy
from docgen.render.words import words


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known, title="服务合同", group="repair")


def noted(office: Office, folk: Cast, item: Item, holder: str = "财务部") -> Copy:
    return copies.note(office, folk.mira, str(item), Wanted(holder, "付款依据", office.today))


def test_a_copy_is_noted_and_the_log_commits_to_its_holder(
    office: Office, folk: Cast, item: Item
) -> None:
    row = noted(office, folk, item)

    [entry] = log("copy.noted")
    assert (entry["idx"], entry["obj"]) == (row.log_index, str(item))
    assert entry["more"] == {"kind": "photocopy"}
    assert list(entry["notes"]) == ["holder"]
    assert "财务部" not in str(entry)
    assert copies.held([item])[item.pk] == [row]


def test_who_may_not_amend_the_paper_notes_nothing(office: Office, folk: Cast, item: Item) -> None:
    with pytest.raises(NotAllowed):
        copies.note(office, folk.lena, str(item), Wanted("甲", "乙", office.today))

    assert not Copy.objects.exists()
    assert log("copy.noted")[-1]["res"] == "deny"


def test_copies_of_papers_one_may_not_know_of_are_not_listed(
    office: Office, folk: Cast, known: Customer, item: Item
) -> None:
    secret = filed(office, folk.jonas, known, title="评估", grade="A")
    mine = noted(office, folk, item)
    copies.note(office, folk.jonas, str(secret), Wanted("法务室", "依据", office.today))

    assert copies.list_copies(office, folk.lena) == []
    assert copies.list_copies(office, folk.mira) == [mine]
    assert len(copies.list_copies(office, folk.jonas)) == 2
    with pytest.raises(NotFound):
        copies.show(office, folk.mira, "C000002")


def test_a_list_may_be_of_a_paper_a_dossier_or_a_holder(
    office: Office, folk: Cast, known: Customer, item: Item
) -> None:
    other = filed(office, folk.mira, known)
    first, second = noted(office, folk, item), noted(office, folk, other, "会计部")

    def listed(**chosen: str) -> list[Copy]:
        return copies.list_copies(
            office,
            folk.mira,
            item=chosen.get("item", ""),
            dossier=chosen.get("dossier", ""),
            holder=chosen.get("holder", ""),
        )

    assert listed(item=str(other)) == [second]
    assert listed(holder="财务") == [first]
    assert listed(dossier=str(item.dossier)) == [first, second]


def test_a_copy_is_reviewed_and_ends_once(office: Office, folk: Cast, item: Item) -> None:
    row = noted(office, folk, item)
    next_year = later(office, 400)
    assert copies.list_copies(next_year, folk.mira, due=True) == [row]

    copies.review(next_year, folk.mira, row.code)
    assert copies.list_copies(next_year, folk.mira, due=True) == []
    done = copies.end(next_year, folk.jonas, row.code, State.DESTROYED, remark="粉碎")

    assert (done.state, done.ended_by, done.remark) == ("destroyed", folk.jonas, "粉碎")
    assert copies.list_copies(next_year, folk.mira) == []
    assert copies.list_copies(next_year, folk.mira, ended=True) == [done]
    with pytest.raises(BadInput, match="not held any more"):
        copies.end(next_year, folk.mira, row.code, State.RETURNED)
    assert log("copy.ended")[-1]["res"] == "deny"


@pytest.mark.parametrize("holder", ["财务\u202e部", "a\nb"])
def test_odd_characters_are_refused(office: Office, folk: Cast, item: Item, holder: str) -> None:
    with pytest.raises(BadInput):
        noted(office, folk, item, holder)

    assert not Copy.objects.exists()


def test_the_copies_of_a_destroyed_paper_can_still_end(
    office: Office, folk: Cast, item: Item
) -> None:
    row = noted(office, folk, item)
    Item.objects.update(state="destroyed")

    with pytest.raises(NotAllowed):
        noted(office, folk, item)
    assert copies.end(office, folk.mira, row.code, State.RETURNED).state == "returned"


def test_a_form_printed_in_copies_notes_where_each_goes(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_printer(documents: Sequence[bytes], **_: object) -> list[bytes]:
        return [b"%PDF-1.7"] * len(documents)

    monkeypatch.setattr(writing, "to_pdfs", no_printer)
    monkeypatch.setattr(writing, "joined", b"+".join)

    done = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, copies=True, file=True
    )

    assert done.filed
    rows = copies.held([done.filed.item])[done.filed.item.pk]
    assert [(row.kind, row.holder, row.reason) for row in rows] == [
        ("counterpart", "企业发展部", "表单联次（第一联）"),
        ("counterpart", "客户档案", "表单联次（第二联）"),
    ]


def test_what_the_unit_keeps_of_a_transfer_is_noted_and_printed(
    office: Office, folk: Cast, known: Customer
) -> None:
    june = at(office, dt.datetime(2026, 6, 20, 4, tzinfo=dt.UTC))
    papers = [filed(june, folk.mira, known, title=f"维修{n}", group="repair") for n in range(2)]
    [row] = transfers.propose(june, folk.mira)
    with pytest.raises(BadInput, match="not on the list"):
        transfers.send(june, folk.mira, row.code, copies_kept=["0000000009-0001"])

    transfers.send(june, folk.mira, row.code, copies_kept=[str(papers[1])])

    [copy] = copies.list_copies(june, folk.mira)
    assert (copy.item, copy.holder) == (papers[1], row.unit)
    printed = transfer_list.printed(june, folk.mira, row.code)
    assert f"第2项（{copy.code}）" in words(printed.docx)


def test_a_destruction_list_names_the_copies_that_are_out(
    office: Office, folk: Cast, known: Customer
) -> None:
    first = filed(office, folk.mira, known, title="旧表", group="repair")
    filed(office, folk.mira, known, title="旧表", group="repair")
    row = noted(office, folk, first)

    made = disposal.propose(
        office, folk.mira, [str(first)], kind="duplicate", opinion="重复", method="粉碎"
    )

    assert disposal.show(office, folk.jonas, made.code).copies[first.pk] == [row]
    assert f"副本{row.code}在财务部" in words(certificate.document(office, made))


def test_the_printed_register_and_its_workbook(office: Office, folk: Cast, item: Item) -> None:
    row = noted(office, folk, item)
    ended = noted(office, folk, item, "会计部")
    copies.end(office, folk.mira, ended.code, State.RETURNED)

    aid = copy_list.printed(
        office, copies.list_copies(office, folk.mira, ended=True), "", xlsx=True
    )

    text = words(aid.docx)
    assert "共2份，其中在外1份" in text
    assert f"{row.code}\t{item}\t服务合同\t复印件" in text
    sheet = load_workbook(io.BytesIO(aid.xlsx or b"")).worksheets[0]
    assert [cell.value for cell in sheet["F"]][3:5] == ["财务部", "会计部"]


def test_a_lost_register_comes_back_with_its_copies(office: Office, folk: Cast, item: Item) -> None:
    row = noted(office, folk, item)
    copies.end(office, folk.mira, row.code, State.LOST, remark="失窃")
    before = [line for line in dump(office).splitlines() if "register_copy" in line]
    (office.folder / "register.sqlite3").unlink()
    shutil.rmtree(office.folder / "index")

    rebuilding.rebuild(office.folder, lambda there: (there, founder()))

    after = [line for line in dump(office).splitlines() if "register_copy" in line]
    assert after == before
    assert any("失窃" in line for line in after)
