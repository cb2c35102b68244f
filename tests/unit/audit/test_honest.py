"""An honest log is never an alarm, whatever its growth and whenever somebody comes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.support.logs import SIGNER, Log

from docgen.ledger.merkle import Frontier
from docgen.ledger.witness import Seen, advance
from docgen_audit.main import main

_WHOLE = Log.of(700)
GROWTH = some.lists(some.integers(0, 300), max_size=6)


def visits(growth: list[int]) -> list[int]:
    """How many entries there are at each visit."""
    sizes = [0]
    for step in growth:
        sizes.append(min(sizes[-1] + step, len(_WHOLE.leaves)))
    return sizes


@settings(max_examples=5, deadline=None)
@given(GROWTH)
def test_every_visit_to_an_honest_log_is_quiet(growth: list[int]) -> None:
    with tempfile.TemporaryDirectory() as made:
        state = ["--state", str(Path(made) / "auditor")]
        main(["init", "audit.example/wang", *state])
        for at, size in enumerate(visits(growth)):
            folder = _WHOLE.with_leaves(_WHOLE.leaves[:size]).export(Path(made) / str(at))

            assert main(["pull", str(folder), *state]) == 0
            assert main(["verify", str(folder), *state]) in {0, 1}


def alarms(runs: list[list[int]]) -> int:
    """How many of these histories of visits end in an alarm, without any file."""
    found = 0
    for growth in runs:
        seen = Seen(SIGNER.key)
        for size in visits(growth):
            rows = lambda first, last: (  # noqa: E731 - the shape that advance wants
                (at, _WHOLE.leaves[at], _HASHES[at]) for at in range(first, last)
            )
            report, seen = advance(seen, _note(size), rows)
            found += not report.is_whole
    return found


_HASHES = [Log((one,)).head().root() for one in _WHOLE.leaves]
_NOTES: dict[int, str] = {}


def _note(size: int) -> str:
    if size not in _NOTES:
        _NOTES[size] = _WHOLE.note(size)
    return _NOTES[size]


@settings(max_examples=8, deadline=None)
@given(some.lists(GROWTH, max_size=5))
def test_no_false_alarm(runs: list[list[int]]) -> None:
    assert alarms(runs) == 0


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(GROWTH)
def test_no_false_alarm_in_ten_thousand_runs(growth: list[int]) -> None:
    if "DOCGEN_LONG" not in os.environ:
        pytest.skip("the long version: make slow")

    assert alarms([growth]) == 0


def test_an_alarm_would_be_counted() -> None:
    seen = Seen(SIGNER.key, head=Frontier().append(bytes(32)), last="")

    report, kept = advance(seen, _note(5), lambda *_: iter(()))

    assert not report.is_whole
    assert kept is seen
