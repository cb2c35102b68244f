"""The log in pages: which entries fit, in which order, and where the next page begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.errors import NotAllowed, NotFound
from docgen.office import audit_log, finding, log_pages, people
from docgen.office.desk import Office
from docgen.office.log_pages import Wanted
from docgen.register.models import Customer, Person


@pytest.fixture
def ada(office: Office) -> Person:
    """Who audits."""
    return person(office, "ada", "auditor")


def indices(page: log_pages.Page) -> list[int]:
    return [int(entry["idx"]) for entry in page.entries]


def test_the_newest_entry_comes_first(office: Office, ada: Person) -> None:
    before = len(log())

    page = log_pages.page(office, ada, Wanted())

    assert indices(page) == list(range(before))[::-1]
    assert page.older is None


def test_pages_follow_each_other_without_a_gap_and_without_an_entry_twice(
    office: Office, ada: Person, known: Customer
) -> None:
    for _ in range(3):
        filed(office, people.by_login("shen"), known)
    total = len(log())
    found: list[int] = []
    before: int | None = total

    while before is not None:
        page = log_pages.page(office, ada, Wanted(), before=before, size=4)
        found += indices(page)
        before = page.older

    assert found == list(range(total))[::-1]


def test_looking_is_an_entry_that_says_how_many_were_seen(office: Office, ada: Person) -> None:
    seen = len(log_pages.page(office, ada, Wanted()).entries)

    [entry] = log("log.read")

    assert entry["who"] == ada.code
    assert entry["n"] == seen


@pytest.mark.parametrize("role", ["clerk", "manager", "legal", "administrator"])
def test_who_may_not_read_the_log_is_refused_and_told_of(office: Office, role: str) -> None:
    who = person(office, "someone", role)

    with pytest.raises(NotAllowed):
        log_pages.page(office, who, Wanted())

    assert log("log.read")[-1]["res"] == "deny"


def test_entries_of_one_person(office: Office, ada: Person, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    filed(office, folk.jonas, known)

    page = log_pages.page(office, ada, Wanted(who="mira"))

    assert {entry["who"] for entry in page.entries} == {folk.mira.code}


def test_a_person_who_is_nobody(office: Office, ada: Person) -> None:
    with pytest.raises(NotFound):
        log_pages.page(office, ada, Wanted(who="nobody"))


@pytest.mark.parametrize("act", ["item.filed", "item", "it"])
def test_an_act_or_its_beginning(office: Office, ada: Person, known: Customer, act: str) -> None:
    item = filed(office, people.by_login("shen"), known)

    page = log_pages.page(office, ada, Wanted(act=act))

    assert [entry["obj"] for entry in page.entries] == [str(item)]


def test_a_number_fits_the_paper_its_dossier_and_the_customer(
    office: Office, ada: Person, known: Customer
) -> None:
    item = filed(office, people.by_login("shen"), known)

    acts = {
        about: [entry["act"] for entry in log_pages.page(office, ada, Wanted(about=about)).entries]
        for about in (str(item), str(item.dossier), known.code)
    }

    assert acts[str(item)] == ["item.filed"]
    assert acts[str(item.dossier)] == ["item.filed", "dossier.opened"]
    assert acts[known.code][-1] == "customer.added"


def test_part_of_a_number_fits_nothing(office: Office, ada: Person, known: Customer) -> None:
    item = filed(office, people.by_login("shen"), known)

    page = log_pages.page(office, ada, Wanted(about=str(item)[:-1]))

    assert page.entries == []


def test_how_it_ended(office: Office, ada: Person, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        log_pages.page(office, folk.lena, Wanted())

    page = log_pages.page(office, ada, Wanted(res="deny"))

    assert [(entry["act"], entry["who"]) for entry in page.entries] == [
        ("log.read", folk.lena.code)
    ]


def test_a_grade(office: Office, ada: Person, folk: Cast, known: Customer) -> None:
    filed(office, folk.jonas, known, grade="B")
    filed(office, folk.jonas, known)

    page = log_pages.page(office, ada, Wanted(grade="B", act="item.filed"))

    assert [entry["grade"] for entry in page.entries] == ["B"]


@pytest.mark.parametrize("words", ["归档", "filed", "FILED", "item.fil"])
def test_words_of_an_act_in_either_language_or_of_the_entry_itself(
    office: Office, ada: Person, known: Customer, words: str
) -> None:
    filed(office, people.by_login("shen"), known)

    page = log_pages.page(office, ada, Wanted(text=words, act="item"))

    assert [entry["act"] for entry in page.entries] == ["item.filed"]


@pytest.mark.parametrize("words", ['"', "\\", "\ud800", "\0", "%", "'; DROP TABLE"])
def test_odd_words_fit_nothing_and_break_nothing(office: Office, ada: Person, words: str) -> None:
    page = log_pages.page(office, ada, Wanted(text=words, about=words, grade=words))

    assert page.entries == []


def test_days_are_the_offices_own(office: Office, ada: Person) -> None:
    late = replace(office, now=lambda: dt.datetime(2099, 11, 20, 17, 0, tzinfo=dt.UTC))
    finding.search(late, people.by_login("shen"), "样例")
    day = dt.date(2099, 11, 21)  # it is one in the morning where the office is

    on_it = log_pages.page(late, ada, Wanted(act="archive.searched", since=day, until=day))
    before = log_pages.page(late, ada, Wanted(act="archive.searched", until=dt.date(2099, 11, 20)))

    assert len(on_it.entries) == 1
    assert before.entries == []


def test_a_long_search_stops_and_says_where_to_go_on(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_pages, "MOST", 1)
    total = len(log())
    assert total > 1

    page = log_pages.page(office, ada, Wanted(act="office.opened"), before=total)
    last = log_pages.page(office, ada, Wanted(act="office.opened"), before=1)

    assert page.entries == []
    assert page.is_cut
    assert page.older == total - 1
    assert [entry["act"] for entry in last.entries] == ["office.opened"]
    assert not last.is_cut


@given(
    words=st.text(max_size=6),
    grade=st.sampled_from(["", "C", "B"]),
    res=st.sampled_from(["", "allow", "deny"]),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_looking_at_bytes_finds_what_decoding_all_would(
    office: Office, known: Customer, words: str, grade: str, res: str
) -> None:
    del office, known
    wanted = Wanted(text=words, grade=grade, res=res)
    end = audit_log.size()

    found = [entry["idx"] for entry in log_pages.backward(wanted, 0, end)]

    slow = [
        entry["idx"]
        for entry in log()[::-1]
        if (not grade or entry.get("grade") == grade) and (not res or entry["res"] == res)
    ]
    assert set(found) <= set(slow)
    assert words or found == slow
