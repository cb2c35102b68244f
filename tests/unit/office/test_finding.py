"""Searching: what one may know of, at once after filing, and nothing else in any count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import pytest
from tests.support.desks import Cast, dossier_of, filed, log
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, NotAllowed
from docgen.index.engine import Engine, IndexBroken
from docgen.index.paper import Result
from docgen.office import finding, people, upkeep
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.register.models_log import LogEntry

T = TypeVar("T")


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
        who.login: finding.search(office, who, "材料").total for who in (folk.mira, folk.jonas)
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


def test_a_paper_of_the_highest_grade_is_found_by_its_facts_alone(
    office: Office, folk: Cast, known: Customer
) -> None:
    secret = filed(office, folk.jonas, known, grade="A", title="核价单", number="HJ-1")
    open_ = filed(office, folk.jonas, known, grade="B", title="报价单")

    by_fact = {words: finding.search(office, folk.jonas, words) for words in ("核价单", "HJ-1")}
    by_word = finding.search(office, folk.jonas, "漏水")

    for result in by_fact.values():
        assert [(hit.item, "漏水" in hit.snippet) for hit in result.hits] == [(str(secret), False)]
    assert [hit.item for hit in by_word.hits] == [str(open_)]
    assert "漏水" in by_word.hits[0].snippet


def test_hits_are_counted_sorted_and_paged(office: Office, folk: Cast, known: Customer) -> None:
    numbers = ("TS-3", "TS-1", "TS-2")
    for number, grade in zip(numbers, "CCP", strict=True):
        filed(office, folk.mira, known, number=number, grade=grade)

    first = finding.search(
        office, folk.mira, "漏水", order="number", limit=2, facets=("grade", "customer")
    )
    rest = finding.search(office, folk.mira, "漏水", order="number", offset=2)

    assert [hit.number for hit in (*first.hits, *rest.hits)] == sorted(numbers)
    assert first.facets == {"grade": (("1", 3),), "customer": ((known.name, 3),)}


def test_the_log_has_a_digest_of_the_words_and_of_the_filter(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    finding.search(office, folk.mira, "漏水 -发票", is_list=True)

    entry = log()[-1]
    exported = b"".join(bytes(row.leaf) for row in LogEntry.objects.all())
    assert (entry["act"], entry["n"], list(entry["notes"])) == ("archive.searched", 1, ["words"])
    assert "漏水".encode() not in exported
    assert b"\\u6f0f" not in exported
    clearance, width, digest = entry["more"]["scope"].split()
    assert (clearance, width, len(digest), entry["more"]["listed"]) == ("C", "unit+0", 16, 1)


def test_another_grant_is_another_filter(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.jonas, known)
    for _ in range(2):
        finding.search(office, folk.lena, "漏水")
        people.grant(office, folk.jonas, "lena", item.dossier)

    before, after = (entry["more"]["scope"].split() for entry in log("archive.searched"))

    assert (before[1], after[1]) == ("unit+0", "unit+1")
    assert before[2] != after[2]


def test_damage_that_shows_only_when_it_is_read_is_mended(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(office, folk.mira, known)
    upkeep.catch_up(office, wait=True)
    kind, real = type(office.index), type(office.index).search
    faults, bars = [IndexBroken("broken", "a bit was flipped")], []

    def broken_once(self: Engine, *args: Any, **more: Any) -> Result:  # noqa: ANN401  passed on
        if faults:
            raise faults.pop()
        return real(self, *args, **more)

    def bar(steps: Iterable[T], length: int) -> Iterator[T]:
        bars.append(length)
        yield from steps

    monkeypatch.setattr(kind, "search", broken_once)

    assert finding.search(office, folk.mira, "漏水", bar=bar).total == 1
    assert bars == [1]


def test_places_of_the_searched_words(office: Office) -> None:
    marks = finding.marker(office, "ts-2026 客户:样例 -发票")

    assert marks("TS-2026001") == ((0, 7),)
    assert marks("深圳市样例物业发票") == ((3, 5),)
    assert marks("其他") == ()
