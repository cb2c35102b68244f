"""Accesses, refusals, loans and outside requests as reports; going through the log for them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import founder, new_office, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.ledger.entry import encode
from docgen.ledger.merkle import leaf_hash
from docgen.model.audit import ACCESS, Period, Question, of_month, weight, word
from docgen.model.events import EVENTS
from docgen.office import (
    audit_access,
    audit_loans,
    audit_log,
    audit_question,
    audit_report,
    audit_statement,
    audit_unusual,
    dossiers,
    lending,
    loans,
)
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Person
from docgen.render.words import words

MONDAY = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
EVER = Period()


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known)


@pytest.fixture
def auditor(office: Office, folk: Cast) -> Person:
    assert folk
    return person(office, "audit", "auditor", clearance="P")


def test_accesses_by_person_paper_customer_and_purpose(
    office: Office, folk: Cast, item: Item, known: Customer, auditor: Person
) -> None:
    lending.show(office, folk.mira, str(item))
    for purpose in ("service", "service", "legal"):
        lending.open(office, folk.mira, str(item), purpose)
    lending.open(office, folk.jonas, str(item), "service")
    asked = audit_question.question(
        who="mira",
        item=str(item),
        customer=known.code,
        dossier=str(item.dossier),
        purpose="service",
    )

    every = audit_access.access(office, auditor, Question(), EVER)
    few = audit_access.access(office, auditor, asked, EVER)

    assert every.totals["who"] == {folk.mira.code: 4, folk.jonas.code: 1}
    assert every.totals["purpose"] == {"service": 3, "legal": 1}
    assert every.totals["act"] == {"item.viewed": 1, "item.read": 4}
    assert (few.total, few.totals["item"]) == (2, {str(item): 2})
    assert [one["more"]["report"] for one in log("audit.reported")] == ["access", "access"]


def test_only_the_newest_lines_are_kept_and_all_are_counted(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    for _ in range(5):
        lending.open(office, folk.mira, str(item), "service")

    listing = audit_access.access(office, auditor, Question(), EVER, last=2)

    newest = [entry["idx"] for entry in log("item.read")][-2:]
    assert (listing.total, listing.left_out) == (5, 3)
    assert [line.entries for line in listing.lines] == [(idx,) for idx in newest]


def test_no_report_has_a_title_or_a_customers_name(
    office: Office, folk: Cast, known: Customer, auditor: Person
) -> None:
    item = filed(office, folk.mira, known, title="绝不能让审计看到的题名")
    lending.open(office, folk.mira, str(item), "service")
    loans.request(office, folk.mira, str(item), "service")

    told = [
        audit_access.access(office, auditor, Question(), EVER),
        audit_loans.loans(office, auditor, EVER),
        audit_unusual.unusual_acts(office, auditor, EVER),
    ]

    assert item.title not in repr(told)
    assert known.name not in repr(told)


def test_refusals_are_told_with_their_rules(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    with pytest.raises(NotAllowed):
        lending.open(office, folk.lena, str(item), "service")

    listing = audit_access.refused(office, auditor, Question(who=folk.lena.code), EVER)

    [line] = listing.lines
    assert (line.acts, line.obj) == (("item.read",), str(item))
    assert (
        set(line.note.split()) == set(log("item.read")[-1]["rules"]) == set(listing.totals["rule"])
    )


def test_a_flood_of_refusals_counts_for_all_of_them() -> None:
    flood = {"res": "deny", "n": 380, "more": {"since": "…", "until": "…"}}

    assert weight(flood) == 380
    assert weight({"res": "allow", "n": 380, "more": {"since": "…", "until": "…"}}) == 1
    assert weight({"res": "deny", "n": 3}) == 1


@pytest.mark.parametrize("who", ["mira", "legal", "admin"])
def test_others_get_no_report_and_the_log_says_so(office: Office, folk: Cast, who: str) -> None:
    roles = {"legal": "legal", "admin": "administrator"}
    asking = person(office, who, roles[who]) if who in roles else folk.mira

    for report in (
        lambda: audit_access.access(office, asking, Question(), EVER),
        lambda: audit_access.refused(office, asking, Question(), EVER),
        lambda: audit_loans.loans(office, asking, EVER),
        lambda: audit_loans.outside(office, asking, EVER),
        lambda: audit_unusual.unusual_acts(office, asking, EVER),
        lambda: audit_report.statement(office, asking, EVER),
    ):
        with pytest.raises(NotAllowed):
            report()

    assert [one["res"] for one in log("audit.reported")] == ["deny"] * 6


def test_loans_open_overdue_and_the_longest_first(
    office: Office, folk: Cast, known: Customer, auditor: Person
) -> None:
    early, late = (at(office, MONDAY + dt.timedelta(days=days)) for days in (0, 5))
    for now, title in ((late, "后借"), (early, "先借")):
        number = str(filed(office, folk.mira, known, title=title))
        code = loans.request(now, folk.mira, number, "service", "paper").code
        loans.approve(now, folk.jonas, code)
        loans.hand_over(now, folk.jonas, code)
    after = at(office, MONDAY + dt.timedelta(days=13))

    every = audit_loans.loans(after, auditor, EVER, "open")
    over = audit_loans.loans(after, auditor, EVER, "overdue", "客户服务部")

    assert [line.obj.split()[1] for line in every.lines] == ["L000002", "L000001"]
    assert [line.obj.split()[1] for line in over.lines] == ["L000002"]
    assert over.totals["overdue"] == {"客户服务部": 1}
    assert audit_loans.now(after) == {"open": 2, "overdue": 1, "lost": 0}
    assert audit_loans.loans(after, auditor, EVER, "lost").total == 0


def test_a_question_that_names_nothing_is_refused(office: Office, known: Customer) -> None:
    assert office
    for asked in ({"customer": known.name}, {"item": "7"}, {"dossier": "x"}, {"who": "niemand"}):
        with pytest.raises(NotFound):
            audit_question.question(**asked)
    with pytest.raises(BadInput):
        audit_question.question(purpose="curiosity")


def test_a_paper_whose_row_is_gone_can_still_be_asked_for(office: Office) -> None:
    assert office

    assert audit_question.question(item="0000000009-0001").item == "0000000009-0001"


def test_a_period_is_of_the_offices_days() -> None:
    november = of_month("2026-11", "Asia/Shanghai")

    assert (november.first, november.end) == (
        "2026-10-31T16:00:00.000000Z",
        "2026-11-30T16:00:00.000000Z",
    )
    assert of_month("2026-12", "UTC").until == dt.date(2026, 12, 31)


def test_every_act_has_a_word_in_both_languages() -> None:
    for act in EVENTS:
        said = word(act)
        assert all(text and "{" not in text and text == text.strip() for text in said.values())


def test_acts_of_access_are_acts() -> None:
    assert set(EVENTS) >= ACCESS


# ---- going through the log

_START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture(name="long", scope="module")
def _long(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return new_office(tmp_path_factory.mktemp("long") / "office")


_ENTRY = st.fixed_dictionaries(
    {
        "act": st.sampled_from(["item.read", "item.viewed", "loan.requested"]),
        "res": st.sampled_from(["allow", "deny"]),
        "who": st.sampled_from(["p-0001", "p-0002"]),
        "obj": st.sampled_from(["0000000001-0001", "0000000001-0002", "0000000002-0001"]),
        "why": st.sampled_from(["service", "legal"]),
        "hours": st.integers(0, 20),
    }
)


@given(
    told=st.lists(_ENTRY, max_size=40),
    asked=st.fixed_dictionaries(
        {},
        optional={
            "who": st.just("p-0001"),
            "item": st.just("0000000001-0002"),
            "dossier": st.just("0000000001"),
            "why": st.just("legal"),
            "acts": st.just(frozenset({"item.read"})),
            "of_customer": st.just(frozenset({"0000000002"})),
            "res": st.just(frozenset({"allow", "deny"})),
        },
    ),
    days=st.tuples(st.none() | st.integers(1, 12), st.none() | st.integers(1, 12)),
)
def test_what_is_passed_over_unread_is_exactly_what_does_not_fit(
    long: Office, told: list[dict[str, Any]], asked: dict[str, Any], days: tuple[int | None, ...]
) -> None:
    """The answer is that of reading and looking at each entry, whatever is asked."""
    assert long
    entries = _numbered(told)
    first, last = (dt.date(2026, 11, day) if day else None for day in days)
    period, wanted = Period(first, last), Question(**asked)
    _put(entries)

    found = [entry["idx"] for entry in audit_log.entries(period, wanted)]

    assert found == [
        entry["idx"]
        for entry in entries
        if wanted.fits(entry) and period.first <= entry["t"] < period.end
    ]


def _numbered(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    moment, entries = _START, []
    for idx, one in enumerate(told):
        moment += dt.timedelta(hours=one["hours"])
        facts = {name: value for name, value in one.items() if name != "hours"}
        facts |= {"idx": idx, "t": f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}", "dossier": one["obj"][:10]}
        entries.append({"v": 1, "id": "0" * 32, "via": "os", "app": "1", **facts})
    return entries


def _put(entries: list[dict[str, Any]]) -> None:
    """These entries instead of the log; a trigger keeps anybody else from doing so."""
    rows = [(one["idx"], leaf := encode(one), leaf_hash(leaf)) for one in entries]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS register_log_entry")
        cursor.execute("CREATE TABLE register_log_entry (idx INTEGER PRIMARY KEY, leaf, leaf_hash)")
        cursor.executemany("INSERT INTO register_log_entry VALUES (%s, %s, %s)", rows)


def test_an_entry_that_cannot_be_read_is_told_as_unknown() -> None:
    for leaf in (b"", b"[]", b"\xff", b"{", json.dumps([1]).encode()):
        assert audit_log.read(leaf, 7)["act"] == "?"
        assert audit_log.read(leaf, 7)["idx"] == 7


# ---- the statement


def test_the_statement_counts_what_the_month_has(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    with pytest.raises(NotAllowed):
        lending.open(office, folk.lena, str(item), "service")
    before = log()
    today = office.today

    made = audit_report.statement(office, auditor, Period(today, today, "Asia/Shanghai"))

    counted = Counter(entry["act"] for entry in before if entry["res"] == "allow")
    assert (made.entries, made.done, made.refused) == (len(before), counted, {"item.read": 1})
    assert (made.disagreements, made.size) == ([], len(before) + 1)
    assert log("audit.reported")[-1]["idx"] == made.size - 1


def test_the_statement_is_a_page_with_places_to_sign(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    dossiers.show(office, folk.mira, str(item.dossier))
    made = audit_report.statement(office, founder(), of_month("2026-11", "Asia/Shanghai"))

    aid = audit_statement.printed(office, auditor, made, lambda text: f"«{text}»")

    text = words(aid.docx)
    for part in ("档 案 安 全 审 计 月 报", made.root, "登记簿与日志一致", "审计人员\taudit　签字"):
        assert part in text, part


def test_the_shipped_figures_are_followed_where_an_office_has_none(office: Office) -> None:
    file = Path(office.folder) / "rules" / "unusual.toml"
    shipped = audit_unusual.figures(office)
    file.write_text(file.read_text("utf-8").replace("papers  = 30", "papers  = 3"), "utf-8")
    own = audit_unusual.figures(office)
    file.unlink()

    assert (own.of["U2"]["papers"], shipped.of["U2"]["papers"]) == (3, 30)
    assert audit_unusual.figures(office) == shipped
