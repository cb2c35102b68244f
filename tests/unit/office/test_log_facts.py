"""An entry as people read it."""

from __future__ import annotations

import pytest

from docgen.catalogue import in_chinese
from docgen.errors import Said
from docgen.office import log_facts

ENTRY = {
    "idx": 7,
    "t": "2026-11-21T09:00:00.000000Z",
    "who": "p-0002",
    "act": "item.read",
    "obj": "0000000042-0007",
    "res": "allow",
    "grade": "C",
    "why": "complaint",
    "role": "archivist-clerk",
    "via": "web",
    "rules": ["R0", "R3"],
    "notes": {"reason": "abc="},
    "more": {"loan": "L000001"},
}


def facts(**changes: object) -> dict[str, str]:
    return dict(log_facts.told({**ENTRY, **changes}, {}).facts)


def test_its_sentence_has_the_name_beside_the_code() -> None:
    told = log_facts.told(ENTRY, {"p-0002": "林小满"})

    assert told.en == "林小满 p-0002 read 0000000042-0007"
    assert told.zh == "林小满 p-0002 查阅 0000000042-0007"
    assert told.index == 7
    assert told.grade == "C"


def test_how_it_ended_stands_apart_from_the_sentence() -> None:
    told = log_facts.told({**ENTRY, "res": "deny"}, {})

    assert told.ended == "denied"
    assert "refused" not in told.en


def test_every_fact_has_a_label() -> None:
    found = facts()

    assert found["rules"] == "R0, R3"
    assert found["role"] == "archivist, clerk"
    assert found["way in"] == "on the web page"
    assert found["purpose"] == "处理投诉 (complaint)"
    assert found["besides: loan"] == "L000001"
    assert found["commitment “reason”"] == "abc="


@pytest.mark.parametrize("label", list(log_facts._LABELS.values()))
def test_labels_are_sentences_that_can_be_translated(label: str) -> None:
    assert isinstance(label, Said)
    assert in_chinese(label)


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "king"},
        {"via": "window"},
        {"why": "curiosity"},
        {"res": "?"},
        {"act": "?"},
        {"t": "?"},
        {"more": "x"},
        {"notes": ["x"]},
        {"who": ["p-1"]},
        {"rules": 3},
    ],
)
def test_what_somebody_put_there_is_shown_as_it_is(changes: dict[str, object]) -> None:
    told = log_facts.told({**ENTRY, **changes}, {})

    assert told.index == 7
    [value] = changes.values()
    assert changes.keys() & {"more", "notes", "res", "t"} or str(value).strip("[]'") in str(told)


def test_a_time_that_cannot_be_read_is_none() -> None:
    assert log_facts.told({**ENTRY, "t": "?"}, {}).at is None
    assert log_facts.told(ENTRY, {}).at is not None
