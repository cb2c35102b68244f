"""Who knew a dossier: whoever knew any of its papers; and who knew by the end of a day."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import Cast, filed, later, log
from tests.support.offices import person

from docgen.errors import NotFound
from docgen.model.copies import Copy
from docgen.office import audit_knew, copies, lending
from docgen.office.audit_question import paper_or_dossier
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Person


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    """A paper that mira filed."""
    return filed(office, folk.mira, known)


@pytest.fixture
def auditor(office: Office) -> Person:
    """Who asks."""
    return person(office, "audit", "auditor", clearance="P")


def ways(office: Office, who: Person, number: str, until: dt.date | None = None) -> dict[str, str]:
    """Who knew it, and how."""
    listing = audit_knew.who_knew(office, who, number, until=until)
    return {line.who: line.way for line in listing.lines}


def test_who_knew_one_of_its_papers_knew_the_dossier(
    office: Office, folk: Cast, known: Customer, item: Item, auditor: Person
) -> None:
    other = filed(office, folk.mira, known)
    lending.open(office, folk.jonas, str(other), "legal")

    found = ways(office, auditor, str(item.dossier))

    assert found == {folk.mira.code: "content", folk.jonas.code: "content"}
    assert ways(office, auditor, str(item)) == {folk.mira.code: "content"}


def test_whoever_looked_at_the_dossier_alone_knew_of_it(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    colleague = person(office, "kang")
    lending.show(office, colleague, str(item))

    found = ways(office, auditor, str(item.dossier))

    assert found == {folk.mira.code: "content", colleague.code: "facts"}


def test_copies_of_any_of_its_papers_are_told(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    row = copies.note(
        office, folk.jonas, str(item), Copy(holder="物业公司", reason="备案", since=office.today)
    )

    listing = audit_knew.who_knew(office, auditor, str(item.dossier))

    assert row.code in {line.obj for line in listing.lines if line.way == "copy"}


def test_by_the_end_of_a_day_later_knowledge_does_not_count(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    lending.open(later(office, 3), folk.jonas, str(item), "legal")

    soon = ways(later(office, 9), auditor, str(item), office.today)
    late = ways(later(office, 9), auditor, str(item), later(office, 3).today)

    assert soon == {folk.mira.code: "content"}
    assert late == {folk.mira.code: "content", folk.jonas.code: "content"}


def test_a_copy_that_went_out_later_does_not_count(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    copies.note(
        office, folk.jonas, str(item), Copy(holder="物业公司", reason="备案", since=office.today)
    )
    before = office.today - dt.timedelta(days=1)

    listing = audit_knew.who_knew(office, auditor, str(item), until=before)

    assert listing.lines == []


def test_the_report_names_the_dossier_in_the_log(
    office: Office, item: Item, auditor: Person
) -> None:
    audit_knew.who_knew(office, auditor, str(item.dossier))

    assert log("audit.reported")[-1]["obj"] == str(item.dossier)


def test_a_number_is_a_papers_or_a_dossiers(item: Item) -> None:
    assert paper_or_dossier(f" {item} ") == str(item)
    assert paper_or_dossier(str(item.dossier)) == str(item.dossier)


@pytest.mark.parametrize("text", ["x", "", "K000001", "1-1-1", "0000000001-"])
def test_what_is_neither_is_said_as_of_a_paper(office: Office, text: str) -> None:
    del office

    with pytest.raises(NotFound):
        paper_or_dossier(text)
