"""The door to the papers: decided, entered in the log, and only then a byte leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.desks import Cast, at, dossier_of, filed, later, log
from tests.support.offices import person

from docgen.archive import layout
from docgen.archive.store import Store
from docgen.errors import Integrity, NotAllowed, NotFound
from docgen.office import lending, loans, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Loan, Person


def rules(refused: pytest.ExceptionInfo[NotAllowed]) -> list[str]:
    return [reason.rule for reason in refused.value.reasons]


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known)


@pytest.fixture
def gu(office: Office) -> Person:
    """A lawyer of another unit, cleared for the paper but without need to know it."""
    return person(office, "gu", "legal", unit="法律室")


def borrowed(office: Office, folk: Cast, who: Person, item: Item) -> Loan:
    loan = loans.request(office, who, str(item), "legal")
    loans.approve(office, folk.jonas, loan.code)
    return loans.hand_over(office, folk.jonas, loan.code)[0]


def test_a_paper_is_served_after_its_entry(
    office: Office, folk: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    real = Store.read

    def read(self: Store, urn: str, name: str) -> bytes:
        seen.append(log()[-1])
        return real(self, urn, name)

    monkeypatch.setattr(Store, "read", read)

    opened = lending.open(office, folk.mira, str(item), "complaint")

    assert opened.files == {"材料.txt": "空调漏水，请派人维修。".encode()}
    assert [entry["act"] for entry in seen] == ["item.read"]
    entry = log()[-1]
    assert (entry["idx"], entry["why"], entry["n"]) == (opened.log_index, "complaint", 1)
    assert entry["sha512"] == item.versions.get().files[0]["sha512"]


@pytest.mark.parametrize("text", ["0000000001-0099", "0000000000-0001", "1-1", "x", "", "-"])
def test_an_item_that_is_not_there(office: Office, folk: Cast, text: str) -> None:
    for verb in (
        lambda: lending.show(office, folk.mira, text),
        lambda: lending.open(office, folk.mira, text, "service"),
    ):
        with pytest.raises(NotFound) as missing:
            verb()
        assert missing.value.field == "item"


def test_lena_sees_neither_the_facts_nor_the_words(office: Office, folk: Cast, item: Item) -> None:
    with pytest.raises(NotAllowed) as shown:
        lending.show(office, folk.lena, str(item))
    with pytest.raises(NotAllowed) as read:
        lending.open(office, folk.lena, str(item), "service")

    assert (rules(shown), rules(read)) == (["R2", "R3"], ["R2", "R3"])
    for refused in (shown, read):
        assert item.title not in str(refused.value)
        assert not any(item.title in reason.text for reason in refused.value.reasons)
    assert [entry["res"] for entry in log()[-2:]] == ["deny", "deny"]


def test_reading_needs_a_purpose(office: Office, folk: Cast, item: Item) -> None:
    with pytest.raises(NotAllowed) as refused:
        lending.open(office, folk.mira, str(item), "")

    assert rules(refused) == ["R4"]


def test_looking_at_the_facts_is_an_entry(office: Office, folk: Cast, item: Item) -> None:
    assert lending.show(office, folk.mira, str(item)) == item

    assert (log()[-1]["act"], log()[-1]["obj"]) == ("item.viewed", str(item))


def test_a_paper_that_is_not_filed_any_more_is_not_served(
    office: Office, folk: Cast, item: Item
) -> None:
    Item.objects.update(state="lost")

    with pytest.raises(NotAllowed) as refused:
        lending.open(office, folk.mira, str(item), "service")

    assert rules(refused) == ["R9"]


# ---- under a loan


def test_a_loan_opens_its_paper_to_somebody_outside(
    office: Office, folk: Cast, gu: Person, item: Item
) -> None:
    with pytest.raises(NotAllowed) as refused:
        lending.open(office, gu, str(item), "legal")
    assert rules(refused) == ["R3"]

    borrowed(office, folk, gu, item)

    assert lending.open(office, gu, str(item), "legal").files
    assert lending.show(office, gu, str(item)) == item


def test_a_loan_opens_nothing_else(
    office: Office, folk: Cast, gu: Person, item: Item, known: Customer
) -> None:
    other = filed(office, folk.mira, known)
    borrowed(office, folk, gu, item)

    with pytest.raises(NotAllowed) as refused:
        lending.open(office, gu, str(other), "legal")

    assert rules(refused) == ["R3"]


def test_a_loan_opens_its_paper_until_its_due_day(
    office: Office, folk: Cast, gu: Person, item: Item
) -> None:
    due = borrowed(office, folk, gu, item).due
    assert due
    noon = office.now().replace(year=due.year, month=due.month, day=due.day, hour=4)

    assert lending.open(at(office, noon), gu, str(item), "legal").files
    with pytest.raises(NotAllowed) as refused:
        lending.open(at(office, noon + timedelta(days=1)), gu, str(item), "legal")

    assert rules(refused) == ["R3", "R5"]
    assert log()[-1]["rules"] == ["R3", "R5"]


def test_whoever_knows_the_paper_anyway_reads_on(office: Office, folk: Cast, item: Item) -> None:
    borrowed(office, folk, folk.mira, item)

    assert lending.open(later(office, 60), folk.mira, str(item), "service").files


def test_a_loan_that_is_not_out_opens_nothing(
    office: Office, folk: Cast, gu: Person, item: Item
) -> None:
    loan = loans.request(office, gu, str(item), "legal")
    loans.approve(office, folk.jonas, loan.code)

    with pytest.raises(NotAllowed):
        lending.open(office, gu, str(item), "legal")

    loans.hand_over(office, folk.jonas, loan.code)
    loans.take_back(office, folk.jonas, loan.code)
    with pytest.raises(NotAllowed):
        lending.open(office, gu, str(item), "legal")


def test_a_loan_does_not_lift_a_clearance(
    office: Office, folk: Cast, gu: Person, item: Item
) -> None:
    borrowed(office, folk, gu, item)

    lowered = people.change(office, people.by_login("shen"), "gu", clearance="P")

    with pytest.raises(NotAllowed) as refused:
        lending.open(office, lowered, str(item), "legal")
    assert rules(refused) == ["R2"]


# ---- what was archived or nothing


def test_changed_bytes_are_not_served(office: Office, folk: Cast, item: Item) -> None:
    folder = office.folder / "archive" / layout.object_path(f"urn:docgen:{item}")
    (content,) = folder.rglob("v1/content/*.txt")
    content.chmod(0o640)
    content.write_bytes(b"something else")

    with pytest.raises(Integrity) as broken:
        lending.open(office, folk.mira, str(item), "service")

    assert broken.value.file == str(content)
    assert dossier_of(item.dossier.customer) == item.dossier
