"""The log's writer: an entry and its state together or neither, and nothing of a person in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desks import (
    COMPLAINT,
    Cast,
    at,
    dossier_of,
    dump,
    example,
    filed,
    log,
    log_refuses,
)
from tests.support.offices import founder, new_office

from docgen.errors import Integrity, OutsideFailed
from docgen.ledger.entry import commit
from docgen.office import (
    auditing,
    customers,
    dossiers,
    finding,
    journal,
    lending,
    loans,
    people,
    upkeep,
    writing,
)
from docgen.office.customers import NewCustomer
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer
from docgen.register.models_log import LogHead, LogNote

#: Every verb that leaves an entry, on an office with two papers and a loan that is asked for.
VERBS: dict[str, Callable[[Office, Cast, Customer], object]] = {
    "add a customer": lambda o, f, _: customers.add(o, f.mira, NewCustomer("样例二公司")),
    "show a customer": lambda o, f, k: customers.show(o, f.mira, k.code),
    "open a dossier": lambda o, f, k: dossiers.open_dossier(o, f.mira, k, key="二"),
    "show a dossier": lambda o, f, _: dossiers.show(o, f.mira, "1"),
    "file": lambda o, f, k: filed(o, f.mira, k),
    "issue a form": lambda o, f, _: writing.fill(o, f.mira, COMPLAINT, example(o)),
    "add a person": lambda o, _, __: people.add(
        o, founder(), login="new", name="new", unit="u", roles=["clerk"]
    ),
    "change a person": lambda o, _, __: people.change(o, founder(), "mira", clearance="B"),
    "grant": lambda o, f, k: people.grant(o, f.jonas, "lena", dossier_of(k)),
    "ask for a loan": lambda o, f, _: loans.request(o, f.mira, "0000000001-0002", "service"),
    "approve": lambda o, f, _: loans.approve(o, f.jonas, "L000001"),
    "refuse": lambda o, f, _: loans.refuse(o, f.jonas, "L000001", "正在整理"),
    "read": lambda o, f, _: lending.open(o, f.mira, "0000000001-0001", "service"),
    "sign a checkpoint": lambda o, f, _: auditing.checkpoint(o, f.jonas),
    "search": lambda o, f, _: finding.search(o, f.mira, "漏水"),
    "verify": lambda o, f, _: auditing.verify(o, f.jonas),
    "reindex": lambda o, f, _: upkeep.reindex(o, f.jonas),
    "recover": lambda o, f, _: upkeep.recover(o, f.jonas),
    "close an account": lambda o, _, __: people.close(o, founder(), "mira"),
}


@pytest.fixture
def busy(office: Office, folk: Cast, known: Customer) -> Office:
    filed(office, folk.mira, known)
    filed(office, folk.mira, known)
    loans.request(office, folk.mira, "0000000001-0001", "service")
    return office


def test_without_an_entry_nothing_happens(
    busy: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding.search(busy, folk.mira, "漏水")  # the index is up to date
    before = dump(busy)

    for name, verb in VERBS.items():
        with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
            verb(busy, folk, known)
        assert dump(busy) == before, name


def test_every_verb_leaves_an_entry(busy: Office, folk: Cast, known: Customer) -> None:
    quiet = {"refuse"}  # approved just before, so there is nothing to refuse

    for name, verb in VERBS.items():
        size = len(log())
        if name not in quiet:
            verb(busy, folk, known)
            assert len(log()) > size, name


def test_a_state_outside_the_transaction_would_be_seen(
    busy: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a verb that writes outside the entry's transaction is what the test is for."""
    before = dump(busy)
    monkeypatch.setattr(customers, "one_transaction", contextlib.nullcontext)

    with log_refuses(monkeypatch), contextlib.suppress(Exception):
        VERBS["add a customer"](busy, folk, known)

    assert dump(busy) != before


def test_entries_are_numbered_and_name_ids_only(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    entries = log()

    assert [entry["idx"] for entry in entries] == list(range(len(entries)))
    last = entries[-1]
    assert (last["act"], last["res"], last["obj"]) == ("item.filed", "allow", str(item))
    assert (last["who"], last["role"], last["via"]) == (folk.mira.code, "clerk", "os")
    assert (last["dossier"], last["grade"], last["n"]) == ("0000000001", "C", 1)
    for entry in entries:
        assert known.name not in str(entry)
        assert known.phone not in str(entry)


def test_words_go_in_as_a_commitment_that_can_be_erased(
    office: Office, folk: Cast, known: Customer
) -> None:
    finding.search(office, folk.mira, known.name)

    entry = log("archive.searched")[-1]
    note = LogNote.objects.get(idx=entry["idx"])
    assert known.name not in str(entry)
    assert note.value == known.name
    assert entry["notes"]["words"] == commit(bytes(note.salt), note.value)


def test_erasing_a_note_leaves_the_log_whole(office: Office, folk: Cast) -> None:
    finding.search(office, folk.mira, "漏水")

    LogNote.objects.all().delete()

    assert auditing.verify(office, folk.jonas).is_whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"obj": "two\nlines"},
        {"obj": "x" * 201},
        {"why": "Some Words"},
        {"n": -1},
        {"grade": "secret"},
        {"sha512": "abc"},
    ],
)
def test_what_would_be_a_fault_of_the_log_is_never_written(
    office: Office, folk: Cast, wrong: dict[str, Any]
) -> None:
    size = len(log())

    with pytest.raises(ValueError, match="is not"), one_transaction():
        journal.append(office, "item.read", folk.mira, **wrong)

    assert len(log()) == size


def test_an_unknown_act_is_the_programmers_mistake(office: Office, folk: Cast) -> None:
    with pytest.raises(ValueError, match="act"), one_transaction():
        journal.append(office, "item.eaten", folk.mira)


def test_a_clock_that_goes_back_is_said(office: Office, folk: Cast) -> None:
    noon = datetime.now(UTC) + timedelta(days=1)
    upkeep.reindex(at(office, noon), folk.jonas)

    upkeep.reindex(at(office, noon - timedelta(minutes=2)), folk.jonas)

    first, second = log("index.rebuilt")
    assert second["t"] == first["t"]
    assert second["clk"] == "back:120"
    assert "clk" not in first


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6))
def test_whatever_the_clock_does_the_log_verifies(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    office = new_office(tmp_path_factory.mktemp("clock") / "office")
    who, moment = founder(), datetime.now(UTC)

    for step in steps:
        moment += timedelta(milliseconds=step)
        with one_transaction():
            journal.append(at(office, moment), "log.read", who)

    times = [entry["t"] for entry in log()]
    assert times == sorted(times)
    assert auditing.verify(office, who).is_whole


@pytest.mark.parametrize(
    "damage", [{"frontier": b"nonsense"}, {"last_time": "9999"}, {"frontier": b""}]
)
def test_a_damaged_head_takes_no_more_entries(
    office: Office, folk: Cast, damage: dict[str, object]
) -> None:
    LogHead.objects.update(**damage)

    with pytest.raises(Integrity) as refused:
        customers.add(office, folk.mira, NewCustomer("样例二公司"))

    assert "log verify" in refused.value.fix
    assert not Customer.objects.exists()


def test_system_entries_name_nobody(office: Office) -> None:
    with one_transaction():
        index = journal.append(office, "archive.recovered", None)

    assert log()[index]["who"] == "system"
    assert "role" not in log()[index]


def test_many_entries_at_once_are_entries_of_their_own(office: Office, folk: Cast) -> None:
    before = len(log())
    facts = [{"obj": f"TS-{turn}", "more": {"row": turn}, "grade": ""} for turn in range(5)]

    with one_transaction():
        indices = journal.append_each(office, "form.filled", folk.mira, facts)

    entries = log()[before:]
    assert list(indices) == [entry["idx"] for entry in entries] == list(range(before, before + 5))
    assert [entry["obj"] for entry in entries] == [f"TS-{turn}" for turn in range(5)]
    assert len({entry["id"] for entry in entries}) == 5
    assert len({(entry["t"], entry["who"], entry["act"]) for entry in entries}) == 1
    assert "grade" not in entries[0]
    assert auditing.verify(office, folk.jonas).is_whole


def test_no_facts_are_no_entries(office: Office, folk: Cast) -> None:
    before = dump(office)

    with one_transaction():
        indices = journal.append_each(office, "form.filled", folk.mira, [])

    assert len(indices) == 0
    assert dump(office) == before


@pytest.mark.parametrize("wrong", [{"grade": "Z"}, {"name": "沈砚"}, {"obj": "a\nb"}, {"n": -1}])
def test_one_wrong_entry_and_none_is_written(
    office: Office, folk: Cast, wrong: dict[str, object]
) -> None:
    before = dump(office)

    with pytest.raises(ValueError, match="the field"), one_transaction():
        journal.append_each(office, "form.filled", folk.mira, [{"obj": "TS-1"}, wrong])

    assert dump(office) == before


def test_an_act_nobody_knows_is_refused(office: Office, folk: Cast) -> None:
    with pytest.raises(ValueError, match="act"), one_transaction():
        journal.append_each(office, "form.eaten", folk.mira, [{"obj": "TS-1"}])
