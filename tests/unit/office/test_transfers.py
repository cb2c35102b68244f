"""Transfers in a real office: what is due, each step with its entry, papers changing hands once."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import customer, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.transfer import Finding, Piece
from docgen.office import dossiers, stages, transfer_list, transfers
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item
from docgen.register.models_custody import Transfer
from docgen.render import docx

RECEIVED = Finding(Piece.RECEIVED)


def day(office: Office, text: str) -> Office:
    """The office at noon of a day."""
    moment = dt.datetime.fromisoformat(f"{text}T04:00:00+00:00")
    return at(office, moment)


@pytest.fixture
def march(office: Office) -> Office:
    return day(office, "2026-03-10")


@pytest.fixture
def unit(march: Office, folk: Cast, known: Customer) -> Dossier:
    """A property unit, subscribed on 9 March; its papers are due within five working days."""
    row = dossiers.open_dossier(march, folk.mira, known, kind="unit", key="云岭苑3栋-1703")
    filed(march, folk.mira, known, title="认购书", group="sales")
    stages.reach(march, folk.mira, [str(row)], "subscribed", dt.date(2026, 3, 9))
    return row


@pytest.fixture
def repairs(march: Office, folk: Cast, known: Customer) -> list[Item]:
    """Three repair papers of a customer, due at the half-year's end (R-037)."""
    return [filed(march, folk.mira, known, title=f"维修{n}", group="repair") for n in range(3)]


def test_what_is_due_is_listed_with_its_day_and_rule(
    office: Office, folk: Cast, unit: Dossier
) -> None:
    before = transfers.due(day(office, "2026-03-16"), folk.mira)
    late = transfers.due(day(office, "2026-03-17"), folk.mira)

    assert [(one.claim.rule.source, str(one.claim.day)) for one in before] == [
        ("R-032", "2026-03-16")
    ]
    assert not before[0].claim.is_late(dt.date(2026, 3, 16))
    assert late[0].claim.is_late(dt.date(2026, 3, 17))
    assert late[0].dossier == unit
    assert transfers.due(day(office, "2026-03-17"), folk.lena) == []
    assert [entry["n"] for entry in log("transfer.listed")] == [1, 1, 0]


def test_papers_go_to_the_archive_step_by_step(
    office: Office, folk: Cast, repairs: list[Item]
) -> None:
    june = day(office, "2026-06-20")
    [row] = transfers.propose(june, folk.mira)
    assert (row.rule, row.unit, row.receiver, str(row.due)) == (
        "repair",
        "客户服务部",
        "总经理办公室",
        "2026-06-30",
    )

    transfers.send(june, folk.mira, row.code)
    first, second, third = (str(item) for item in repairs)
    findings = {
        first: RECEIVED,
        second: Finding(Piece.DIFFERS, "缺第2页"),
        third: Finding(Piece.RETURNED, "待补签字"),
    }
    done = transfers.accept(june, folk.jonas, row.code, findings)

    assert done.state == "accepted"
    assert [item.custody for item in Item.objects.order_by("turn")] == [
        "archive",
        "archive",
        "department",
    ]
    acts = [(e["act"], e["obj"], e["n"]) for e in log() if e["act"].startswith("transfer.")]
    assert acts == [
        ("transfer.proposed", row.code, 3),
        ("transfer.sent", row.code, 3),
        ("transfer.accepted", row.code, 3),
    ]
    assert log("transfer.accepted")[0]["more"] == {"returned": 1}
    # what was returned is due again, what was taken is not
    again = transfers.due(june, folk.mira, days=14)
    assert [str(one.item) for one in again] == [third]


def test_a_paper_stands_on_one_open_list_only(
    office: Office, folk: Cast, repairs: list[Item]
) -> None:
    june = day(office, "2026-06-20")
    [row] = transfers.propose(june, folk.mira)

    assert transfers.propose(june, folk.mira) == []
    transfers.withdraw(june, folk.mira, row.code)
    [again] = transfers.propose(june, folk.mira)

    assert again.lines.count() == len(repairs)
    assert transfers.propose(day(office, "2026-03-10"), folk.mira) == []


def test_handing_to_another_office_is_not_yet_the_archive(
    march: Office, folk: Cast, unit: Dossier
) -> None:
    """R-032: to 客户事务组, which keeps it until the move-in (R-035)."""
    [row] = transfers.propose(march, folk.mira)
    assert row.receiver == "销售经营部客户事务组"
    transfers.send(march, folk.mira, row.code)
    transfers.accept(march, folk.jonas, row.code, {}, rest=True)

    assert Item.objects.get().custody == "department"
    stages.reach(march, folk.mira, [str(unit)], "moved-in", dt.date(2026, 3, 10))
    [next_one] = transfers.due(march, folk.mira, days=40)
    assert (next_one.claim.rule.source, str(next_one.claim.day)) == ("R-035", "2026-04-10")


def test_a_dossier_that_lacks_papers_waits_for_the_quarter(
    office: Office, folk: Cast, known: Customer, unit: Dossier
) -> None:
    """R-036: after the concentrated move-in only what is complete goes."""
    stages.reach(day(office, "2026-03-10"), folk.mira, [str(unit)], "moved-in")
    may = day(office, "2026-05-20")
    filed(may, folk.mira, known, title="补充协议", group="sales")
    after = day(office, "2026-07-05")
    assert [one.item.title for one in transfers.due(after, folk.mira)] == ["认购书"]

    for title in ("身份证明", "房地产买卖合同", "入伙通知书"):
        filed(may, folk.mira, known, title=title, group="sales")

    assert "补充协议" in [one.item.title for one in transfers.due(after, folk.mira)]


def test_what_is_late_is_sent_with_a_reason(
    office: Office, folk: Cast, repairs: list[Item]
) -> None:
    late = day(office, "2026-07-02")
    [row] = transfers.propose(late, folk.mira)

    with pytest.raises(BadInput) as refused:
        transfers.send(late, folk.mira, row.code)
    assert refused.value.field == "late_reason"
    assert log()[-1]["res"] == "deny"

    assert transfers.send(late, folk.mira, row.code, "合并移交").late_reason == "合并移交"
    assert len(repairs) == 3


def test_each_paper_is_checked(office: Office, folk: Cast, repairs: list[Item]) -> None:
    june = day(office, "2026-06-20")
    [row] = transfers.propose(june, folk.mira)
    transfers.send(june, folk.mira, row.code)

    with pytest.raises(BadInput) as refused:
        transfers.accept(june, folk.jonas, row.code, {str(repairs[0]): RECEIVED})

    assert {one.place for one in refused.value.details} == {str(one) for one in repairs[1:]}
    assert Transfer.objects.get().state == "sent"
    assert {item.custody for item in Item.objects.all()} == {"department"}


def test_who_may_take_which_step(office: Office, folk: Cast, repairs: list[Item]) -> None:
    june = day(office, "2026-06-20")
    other = person(office, "qiao", unit="工程部")
    with pytest.raises(NotAllowed):
        transfers.propose(june, other, "客户服务部")
    [row] = transfers.propose(june, folk.jonas, "客户服务部")
    with pytest.raises(NotFound):
        transfers.send(june, other, row.code)
    transfers.send(june, folk.jonas, row.code)

    with pytest.raises(NotAllowed) as clerk:
        transfers.accept(june, folk.mira, row.code, {}, rest=True)
    with pytest.raises(NotAllowed) as own:
        transfers.accept(june, folk.jonas, row.code, {}, rest=True)

    assert [reason.rule for reason in clerk.value.reasons] == ["R0"]
    assert [reason.rule for reason in own.value.reasons] == ["R6"]
    assert transfers.list_transfers(june, other) == []
    assert [papers for _, papers in transfers.list_transfers(june, folk.mira)] == [len(repairs)]


def test_papers_above_ones_clearance_are_neither_proposed_nor_shown(
    march: Office, folk: Cast, known: Customer
) -> None:
    filed(march, folk.jonas, known, title="甲", group="repair", grade="A")
    june = day(march, "2026-06-20")

    assert transfers.propose(june, folk.mira) == []
    [row] = transfers.propose(june, folk.jonas, "客户服务部")

    assert transfers.show(june, folk.mira, row.code)[1] == []
    assert len(transfers.show(june, folk.jonas, row.code)[1]) == 1
    with pytest.raises(NotAllowed):
        transfers.send(june, folk.mira, row.code)


def test_the_printed_list_says_what_was_sent_and_found(
    office: Office, folk: Cast, repairs: list[Item]
) -> None:
    june = day(office, "2026-06-20")
    [row] = transfers.propose(june, folk.mira)
    transfers.send(june, folk.mira, row.code)
    first = transfer_list.printed(june, folk.mira, row.code)
    found = {str(repairs[0]): Finding(Piece.RETURNED, "待补签字")}
    transfers.accept(june, folk.jonas, row.code, found, rest=True)

    second = transfer_list.printed(june, folk.jonas, row.code)

    assert first.number
    assert second.number == first.number
    words = docx.words(second.docx)
    assert all(item.title in words for item in repairs)
    assert "待补签字" in words
    assert "待补签字" not in docx.words(first.docx)
    assert "每半年末" in words
    assert [e["more"]["number"] for e in log("transfer.printed")] == [first.number] * 2


@pytest.mark.parametrize("code", ["T000099", "x", "", "T-1"])
def test_an_unknown_transfer_is_not_there(office: Office, folk: Cast, code: str) -> None:
    with pytest.raises(NotFound) as missing:
        transfers.show(office, folk.mira, code)

    assert missing.value.field == "transfer"


def test_a_finding_is_written_with_its_paper() -> None:
    assert transfers.finding(Piece.RETURNED, "0000000001-0001=待补签字") == (
        "0000000001-0001",
        Finding(Piece.RETURNED, "待补签字"),
    )
    with pytest.raises(BadInput):
        transfers.finding(Piece.RECEIVED, "=x")


def test_a_customer_of_another_unit_is_due_there(march: Office, folk: Cast) -> None:
    far = customer(march, "远方公司")
    Customer.objects.filter(pk=far.pk).update(unit="工程部")
    far.refresh_from_db()
    filed(march, folk.jonas, far, title="维修", group="repair")

    found = transfers.due(day(march, "2026-07-02"), folk.jonas)

    assert [one.dossier.unit for one in found] == ["工程部"]
    assert transfers.due(day(march, "2026-07-02"), folk.jonas, "客户服务部") == []
