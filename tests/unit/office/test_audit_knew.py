"""Who knew a paper: everybody, by whatever way, and nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.errors import NotAllowed
from docgen.model.copies import Copy
from docgen.office import (
    amending,
    audit_knew,
    copies,
    describing,
    filing,
    lending,
    loans,
    retention,
)
from docgen.office.audit_knew import _gathered
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Person

PAPER, OTHER, DOSSIER = "0000000001-0001", "0000000001-0002", "0000000001"


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known)


@pytest.fixture
def auditor(office: Office) -> Person:
    return person(office, "audit", "auditor", clearance="P")


def test_everybody_is_told_once_and_who_read_it_first(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    colleague = person(office, "kang")
    lending.show(office, colleague, str(item))
    lending.open(office, folk.jonas, str(item), "inspection")
    lending.open(office, folk.jonas, str(item), "legal")
    with pytest.raises(NotAllowed):
        lending.open(office, folk.lena, str(item), "service")

    listing = audit_knew.who_knew(office, auditor, str(item))

    assert [(line.who, line.way, line.times) for line in listing.lines] == [
        (folk.mira.code, "content", 1),
        (folk.jonas.code, "content", 2),
        (colleague.code, "facts", 1),
    ]
    assert listing.lines[1].why == "inspection legal"
    assert log("audit.reported")[-1]["obj"] == str(item)


def test_a_borrower_and_the_holder_of_a_copy_are_told(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    copies.note(office, folk.mira, str(item), Copy("财务部", "付款", office.today))
    code = loans.request(office, folk.mira, str(item), "service", "paper").code
    loans.approve(office, folk.jonas, code)
    loans.hand_over(office, folk.jonas, code)

    listing = audit_knew.who_knew(office, auditor, str(item))

    mine = next(line for line in listing.lines if line.who == folk.mira.code)
    assert "loan.handed-over" in mine.acts
    assert [(line.way, "财务部" in line.what) for line in listing.lines if not line.who] == [
        ("copy", True)
    ]


def test_every_verb_about_a_paper_tells_of_whoever_did_it(
    office: Office, folk: Cast, item: Item, auditor: Person
) -> None:
    doers = {name: person(office, name) for name in ("ana", "ben", "cleo")}
    text = filing.NewPaper(files={"材料.txt": b"x"}, title="材料", text="x", group="other")
    amending.add_version(office, doers["ana"], item, text, base=1, why="更正")
    describing.describe(office, doers["ben"], [str(item)], Wanted(pages=2))
    copies.note(office, doers["cleo"], str(item), Copy("仓库", "备查", office.today))
    retention.keep_longer(office, folk.jonas, str(item), "permanent", "诉讼")

    told = {line.who for line in audit_knew.who_knew(office, auditor, str(item)).lines}

    assert {one.code for one in doers.values()} | {folk.mira.code, folk.jonas.code} <= told


def test_a_paper_that_nobody_but_its_clerk_knows(
    office: Office, folk: Cast, item: Item, known: Customer, auditor: Person
) -> None:
    other = filed(office, folk.mira, known)
    lending.open(office, folk.jonas, str(other), "service")

    [line] = audit_knew.who_knew(office, auditor, str(item)).lines

    assert (line.who, line.acts) == (folk.mira.code, ("item.filed",))


_STEP = st.tuples(
    st.sampled_from(["p-0001", "p-0002", "p-0003", "p-0004"]),
    st.sampled_from(
        [
            *("item.read", "item.viewed", "copy.issued", "item.amended", "act.of-tomorrow"),
            *("dossier.bound", "dossier.exported", "dossier.viewed", "audit.reported", "log.read"),
        ]
    ),
    st.sampled_from([PAPER, OTHER]),
    st.sampled_from(["allow", "allow", "deny"]),
    st.sampled_from(["service", "legal"]),
    st.integers(0, 30),
)


@given(st.lists(_STEP, max_size=60))
def test_random_histories_are_told_as_an_independent_replay_tells_them(
    steps: list[tuple[str, str, str, str, str, int]],
) -> None:
    entries, moment = [], dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    for idx, (who, act, paper, res, why, hours) in enumerate(steps):
        moment += dt.timedelta(hours=hours)
        obj = DOSSIER if act.startswith("dossier.") else paper
        facts = {"idx": idx, "t": moment.isoformat(), "who": who, "act": act, "res": res}
        entries.append({**facts, "obj": obj, "dossier": DOSSIER, "why": why})

    found = _gathered(PAPER, DOSSIER, entries)

    assert {who: one.count for who, one in found.items()} == _replayed(entries)


def _replayed(entries: list[dict[str, Any]]) -> dict[str, int]:
    """For each person, his acts on the paper, and the bundles that it was last read for."""
    told: dict[str, int] = {}
    done = [entry for entry in entries if entry["res"] == "allow"]
    for turn, entry in enumerate(done):
        who, is_about = entry["who"], entry["obj"] == PAPER
        if is_about and entry["act"].split(".")[0] not in {"audit", "log"}:
            told[who] = told.get(who, 0) + 1
        if entry["act"] in {"dossier.bound", "dossier.exported"}:
            mine = [one for one in done[:turn] if one["who"] == who]
            ends = [
                n
                for n, one in enumerate(mine)
                if one["act"] in {"dossier.bound", "dossier.exported"}
            ]
            since = mine[ends[-1] + 1 :] if ends else mine
            read = [one for one in since if one["act"] == "item.read" and one["obj"] == PAPER]
            if read and read[-1]["why"] == entry["why"] and _within_a_day(read[-1], entry):
                told[who] += 1
    return told


def _within_a_day(first: dict[str, Any], last: dict[str, Any]) -> bool:
    times = [dt.datetime.fromisoformat(one["t"]) for one in (first, last)]
    return times[1] - times[0] < dt.timedelta(days=1)
