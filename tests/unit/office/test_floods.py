"""Floods of refusals: few entries, and every single refusal counted in one of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desks import Cast, at, cast, log
from tests.support.offices import new_office, reopen

from docgen.errors import NotAllowed
from docgen.model.access import Act
from docgen.office import auditing, entering, floods, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models_log import Flood, LogNote

NOON = datetime.now(UTC) + timedelta(days=1)


def refused(office: Office, folk: Cast, subject: str = "p-0001") -> None:
    with pytest.raises(NotAllowed):
        gate.ask(office, folk.mira, Act.MANAGE_PEOPLE, "person.changed", subject=subject)


def later(office: Office, seconds: float) -> Office:
    return at(office, NOON + timedelta(seconds=seconds))


def goes_on(office: Office, folk: Cast) -> None:
    """Anything else that is logged."""
    with one_transaction():
        journal.append(office, "log.read", folk.jonas)


def test_twenty_entries_and_one_that_counts_the_rest(office: Office, folk: Cast) -> None:
    for n in range(100):
        refused(later(office, n / 10), folk)

    assert len(log("person.changed")) == 20
    goes_on(later(office, 61), folk)

    *each, last = log("person.changed")
    assert len(each) == 20
    assert last["n"] == 80
    assert {**last, "more": 0} == {
        **each[0],
        **{k: last[k] for k in ("idx", "id", "t", "n")},
        "more": 0,
    }
    assert last["more"] == {
        "since": f"{NOON:%Y-%m-%dT%H:%M:%S.%fZ}",
        "until": f"{NOON + timedelta(seconds=9.9):%Y-%m-%dT%H:%M:%S.%fZ}",
    }
    assert log()[-1]["act"] == "log.read"
    assert auditing.verify(later(office, 70), folk.jonas).is_whole


def test_other_refusals_are_counted_apart(office: Office, folk: Cast) -> None:
    for _ in range(30):
        refused(later(office, 0), folk, "p-0001")
        refused(later(office, 0), folk, "p-0002")

    goes_on(later(office, 60), folk)

    told = [(one["obj"], one["n"]) for one in log("person.changed") if "n" in one]
    assert sorted(told) == [("p-0001", 10), ("p-0002", 10)]
    assert not Flood.objects.exists()


def test_what_is_counted_survives_the_end_of_the_process(office: Office, folk: Cast) -> None:
    for _ in range(25):
        refused(later(office, 0), folk)

    again = reopen(office.folder)
    goes_on(later(again, 120), folk)

    assert log("person.changed")[-1]["n"] == 5


def test_a_clock_that_went_back_ends_a_flood(office: Office, folk: Cast) -> None:
    for _ in range(25):
        refused(later(office, 0), folk)

    goes_on(later(office, -3600), folk)

    assert log("person.changed")[-1]["n"] == 5
    assert "clk" in log("person.changed")[-1]


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["p-0001", "p-0002"]), st.integers(1, 60), st.integers(-5, 70)),
        max_size=8,
    )
)
def test_every_refusal_is_in_exactly_one_entry(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    office = new_office(tmp_path_factory.mktemp("flood") / "office")
    folk, asked, moment = cast(office), Counter[str](), 0.0

    for subject, count, pause in steps:
        for _ in range(count):
            refused(later(office, moment), folk, subject)
        asked[subject] += count
        moment += pause
    goes_on(later(office, moment + 70), folk)  # a pause may have been one back

    told = Counter[str]()
    for entry in log("person.changed"):
        told[entry["obj"]] += entry.get("n", 1)
    assert told == asked
    assert len(log("person.changed")) <= sum(min(n, floods.MOST + 1) for _, n, _ in steps)


def test_a_stranger_leaves_an_entry_that_does_not_name_him(office: Office, folk: Cast) -> None:
    with pytest.raises(NotAllowed) as turned_away:
        entering.enter(office, "mallory")

    assert "mallory" in str(turned_away.value.what)
    entry = log()[-1]
    assert (entry["act"], entry["who"], entry["res"]) == ("person.turned-away", "system", "deny")
    assert "mallory" not in str(entry)
    assert LogNote.objects.get(idx=entry["idx"]).value == "mallory"
    assert auditing.verify(office, folk.jonas).is_whole


def test_many_strangers_are_a_flood(office: Office, folk: Cast) -> None:
    for n in range(30):
        with pytest.raises(NotAllowed):
            entering.enter(later(office, 0), f"mallory{n}")

    goes_on(later(office, 60), folk)

    assert [one.get("n", 1) for one in log("person.turned-away")] == [1] * 20 + [10]
