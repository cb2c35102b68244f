"""Searching: what one may know of, at once after filing, and nothing else in any count."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, dossier_of, filed, log
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, NotAllowed
from docgen.office import finding, people
from docgen.office.desk import Office
from docgen.register.models import Customer


@pytest.mark.parametrize(
    "words", ["漏水", "漏", "样例物业", "例物", "材料", "0000000001-0001", "dossier:1", "grade:C"]
)
def test_a_paper_is_found_at_once(office: Office, folk: Cast, known: Customer, words: str) -> None:
    item = filed(office, folk.mira, known)

    result = finding.search(office, folk.mira, words)

    assert [hit.item for hit in result.hits] == [str(item)]
    assert result.total == 1


@pytest.mark.parametrize("words", ["漏水", "漏", "样例", "材料", "0000000001-0001", "dossier:1"])
def test_lena_finds_nothing_and_counts_nothing(
    office: Office, folk: Cast, known: Customer, words: str
) -> None:
    filed(office, folk.mira, known)

    result = finding.search(office, folk.lena, words)

    assert (result.total, result.hits) == (0, ())


def test_each_finds_what_his_clearance_reaches(office: Office, folk: Cast, known: Customer) -> None:
    for grade in ("P", "C", "B", "A"):
        filed(office, folk.jonas, known, grade=grade)

    totals = {
        who.login: finding.search(office, who, "漏水").total for who in (folk.mira, folk.jonas)
    }

    assert totals == {"mira": 2, "jonas": 4}


def test_papers_of_another_unit_need_a_grant(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.jonas, known, grade="C")
    filed(office, folk.jonas, known, grade="B")
    lena = people.change(office, founder(), "lena", clearance="C")
    assert finding.search(office, lena, "漏水").total == 0

    people.grant(office, folk.jonas, "lena", dossier_of(known))

    result = finding.search(office, lena, "漏水")
    assert [hit.item for hit in result.hits] == ["0000000001-0001"]


def test_the_total_does_not_depend_on_the_page(office: Office, folk: Cast, known: Customer) -> None:
    for _ in range(5):
        filed(office, folk.mira, known)

    pages = [finding.search(office, folk.mira, "漏水", limit=2, offset=n) for n in (0, 2, 4)]

    assert {page.total for page in pages} == {5}
    assert len({hit.item for page in pages for hit in page.hits}) == 5


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_holds_no_right_over_papers_may_not_search(office: Office, role: str) -> None:
    who = person(office, "apart", role, clearance="A")

    with pytest.raises(NotAllowed):
        finding.search(office, who, "漏水")

    assert (log()[-1]["act"], log()[-1]["res"]) == ("archive.searched", "deny")


@pytest.mark.parametrize("words", ["", "  ", '"漏水', "colour:red", "grade:X", "since:yesterday"])
def test_a_search_that_cannot_be_read(office: Office, folk: Cast, words: str) -> None:
    size = len(log())

    with pytest.raises(BadInput) as refused:
        finding.search(office, folk.mira, words)

    assert refused.value.field == "query"
    assert len(log()) == size


def test_a_search_catches_up_with_what_was_filed_meanwhile(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("docgen.office.upkeep.catch_up", lambda *_, **__: 0)
        filed(office, folk.mira, known)
        customer(office, "样例二公司")
    assert office.index.sequence() == 0

    assert finding.search(office, folk.mira, "漏水").total == 1


def test_a_damaged_index_is_made_anew(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    (office.folder / "index" / "manifest.json").write_text("{", "utf-8")

    assert finding.search(office, folk.mira, "漏水").total == 1


def test_no_word_of_a_paper_of_the_highest_grade_is_shown(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.jonas, known, grade="A", title="核价单")
    filed(office, folk.jonas, known, grade="B", title="报价单")

    hits = finding.search(office, folk.jonas, "漏水").hits

    shown = {hit.title: hit.snippet for hit in hits}
    assert shown["核价单"] == ""
    assert "漏水" in shown["报价单"]
