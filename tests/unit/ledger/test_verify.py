"""Verifying: an honest log has no finding, and a vandal never gets past a checkpoint."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from docgen.ledger import verify
from docgen.ledger.entry import decode, encode
from docgen.ledger.merkle import EMPTY_ROOT, Frontier, leaf_hash
from docgen.ledger.note import Checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.verify import CODES, MOST_FINDINGS, Row, as_row, mistrusted, verify_log

NAME = "offices.example/north/log"
MakeRows = Callable[..., list[Row]]
MakeEntry = Callable[..., dict[str, Any]]
Change = Callable[[list[bytes], int, int], list[bytes]]


def head_of(rows: list[Row]) -> Frontier:
    head = Frontier()
    for _, leaf, _ in rows:
        head = head.append(leaf_hash(leaf))
    return head


def promise(rows: list[Row], size: int) -> Checkpoint:
    return Checkpoint(NAME, size, head_of(rows[:size]).root())


def as_rows(leaves: list[bytes]) -> list[Row]:
    return [(index, leaf, leaf_hash(leaf)) for index, leaf in enumerate(leaves)]


def codes(rows: list[Row], *promises: Checkpoint, deep: bool = True) -> set[str]:
    return {found.code for found in verify_log(rows, promises, deep=deep).findings}


# ---- honest logs


@given(st.data())
def test_an_honest_log_has_no_finding(sample_rows: MakeRows, data: st.DataObject) -> None:
    rows = sample_rows(data.draw(st.integers(0, 70)))
    sizes = data.draw(st.lists(st.integers(0, len(rows)), max_size=5))
    promises = [promise(rows, size) for size in sizes]
    head = head_of(rows)

    for deep in (True, False):
        report = verify_log(rows, promises, head=head.to_bytes(), deep=deep)

        assert report.findings == ()
        assert report.is_whole
        assert (report.size, report.root) == (len(rows), head.root())


def test_report_says_when_the_log_begins_and_ends(sample_rows: MakeRows) -> None:
    report = verify_log(sample_rows(3))

    assert report.first == "2026-11-21T09:00:00.000000Z"
    assert report.last == "2026-11-21T09:00:02.000000Z"


def test_an_empty_log_keeps_the_empty_promise() -> None:
    kept = verify_log([], [Checkpoint(NAME, 0, EMPTY_ROOT)], head=Frontier().to_bytes())
    broken = verify_log([], [Checkpoint(NAME, 0, bytes(32))])

    assert kept.is_whole
    assert [found.code for found in broken.findings] == ["L006"]


def test_memory_does_not_grow_with_the_log(sample_rows: MakeRows) -> None:
    row = sample_rows(1)[0]

    def peak(count: int) -> int:
        rows: Iterator[Row] = ((index, row[1], row[2]) for index in range(count))
        tracemalloc.start()
        verify_log(rows, deep=False)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(1_000) + 10_000


# ---- the vandal: owns the machine, knows the format, recomputes every hash


def _renumbered(leaves: list[bytes]) -> list[bytes]:
    return [encode(decode(leaf) | {"idx": index}) for index, leaf in enumerate(leaves)]


def _edit(leaves: list[bytes], at: int, _to: int) -> list[bytes]:
    changed = encode(decode(leaves[at]) | {"who": "p-0009"})
    return [*leaves[:at], changed, *leaves[at + 1 :]]


def _remove(leaves: list[bytes], at: int, _to: int) -> list[bytes]:
    return leaves[:at] + leaves[at + 1 :]


def _insert(leaves: list[bytes], at: int, _to: int) -> list[bytes]:
    forged = encode(decode(leaves[at]) | {"id": "ab" * 16, "res": "deny"})
    return [*leaves[:at], forged, *leaves[at:]]


def _double(leaves: list[bytes], at: int, _to: int) -> list[bytes]:
    return [*leaves[: at + 1], *leaves[at:]]


def _move(leaves: list[bytes], at: int, to: int) -> list[bytes]:
    rest = _remove(leaves, at, to)
    return [*rest[:to], leaves[at], *rest[to:]]


def _truncate(leaves: list[bytes], at: int, _to: int) -> list[bytes]:
    return leaves[:at]


CHANGES: list[Change] = [_edit, _remove, _insert, _double, _move, _truncate]


@st.composite
def vandalised(draw: st.DrawFn, sample_rows: MakeRows) -> tuple[list[Row], Checkpoint]:
    """A log of which the vandal changed something that a checkpoint covers."""
    honest = sample_rows(draw(st.integers(1, 40)))
    size = draw(st.integers(1, len(honest)))
    leaves = [leaf for _, leaf, _ in honest]
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4)):
        covered = min(size, len(leaves)) - 1
        if covered >= 0:
            at, to = draw(st.integers(0, covered)), draw(st.integers(0, covered))
            leaves = change(leaves, at, to)
    if draw(st.booleans()):
        leaves = _renumbered(leaves)
    assume([row[1] for row in honest[:size]] != leaves[:size])
    return as_rows(leaves), promise(honest, size)


def check_vandal_is_found(rows: list[Row], kept: Checkpoint) -> None:
    for deep in (True, False):
        assert codes(rows, kept, deep=deep) & {"L005", "L006"}


@given(st.data())
def test_a_vandal_is_always_found(sample_rows: MakeRows, data: st.DataObject) -> None:
    check_vandal_is_found(*data.draw(vandalised(sample_rows)))


def test_a_verifier_without_the_root_comparison_would_be_noticed(
    sample_rows: MakeRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = sample_rows(8)
    edited = as_rows(_edit([leaf for _, leaf, _ in honest], 3, 0))
    check_vandal_is_found(edited, promise(honest, 8))

    monkeypatch.setattr(verify, "fold", lambda _edge: mock.ANY)  # equal to every root

    with pytest.raises(AssertionError):
        check_vandal_is_found(edited, promise(honest, 8))


def test_a_verifier_that_does_not_mind_a_short_log_would_be_noticed(
    sample_rows: MakeRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = sample_rows(8)
    check_vandal_is_found(honest[:7], promise(honest, 8))

    monkeypatch.setattr(verify._Walk, "finish", lambda walk, _head: walk._settle())

    with pytest.raises(AssertionError):
        check_vandal_is_found(honest[:7], promise(honest, 8))


def test_without_a_checkpoint_a_careful_vandal_is_not_found(sample_rows: MakeRows) -> None:
    leaves = [leaf for _, leaf, _ in sample_rows(8)]

    assert codes(as_rows(_renumbered(_remove(leaves, 3, 0)))) == set()


# ---- what a finding says


def test_finding_names_the_place_and_the_moment(sample_rows: MakeRows) -> None:
    rows = sample_rows(10)
    kept = [promise(rows, 4), promise(rows, 8)]
    rows[6] = (6, rows[7][1], leaf_hash(rows[7][1]))

    found = {finding.code: finding for finding in verify_log(rows, kept).findings}

    assert found["L002"].index == 6
    assert found["L002"].time == "2026-11-21T09:00:07.000000Z"
    assert found["L006"].index == 4
    assert found["L006"].time == "2026-11-21T09:00:04.000000Z"
    assert "entries 4 to 7" in found["L006"].text


def test_a_missing_entry_is_said_once_and_not_for_all_after_it(sample_rows: MakeRows) -> None:
    rows = sample_rows(20)

    gap = verify_log(rows[:5] + rows[6:])
    renumbered = verify_log(as_rows([leaf for _, leaf, _ in rows[:5] + rows[6:]]))

    assert [(found.code, found.index) for found in gap.findings] == [("L002", 5)]
    assert [(found.code, found.index) for found in renumbered.findings] == [("L002", 5)]


def test_two_gaps_are_two_findings(sample_rows: MakeRows) -> None:
    rows = sample_rows(20)

    found = verify_log(rows[:5] + rows[6:9] + rows[10:]).findings

    assert [finding.index for finding in found] == [5, 8]


def test_all_faults_of_an_entry_are_in_one_finding(sample_entry: MakeEntry) -> None:
    leaf = encode(sample_entry(0, who="root", res="ok"))

    (found,) = verify_log(as_rows([leaf])).findings

    assert found.code == "L001"
    assert "who" in found.text
    assert "res" in found.text


def test_an_entry_that_cannot_be_read_does_not_hide_the_order_of_time(
    sample_entry: MakeEntry,
) -> None:
    late = encode(sample_entry(0, t="2026-11-21T10:00:00.000000Z"))

    found = verify_log(as_rows([late, b"{", encode(sample_entry(2))])).findings

    assert [(finding.code, finding.index) for finding in found] == [("L001", 1), ("L004", 2)]


def test_equal_times_are_in_order(sample_entry: MakeEntry) -> None:
    leaves = [encode(sample_entry(index, t=sample_entry(0)["t"])) for index in range(3)]

    assert codes(as_rows(leaves)) == set()


def test_two_promises_of_one_size_cannot_both_be_kept(sample_rows: MakeRows) -> None:
    rows = sample_rows(4)
    fork = Checkpoint(NAME, 4, bytes(32))

    assert codes(rows, promise(rows, 4), fork) == {"L006"}


def test_findings_of_a_kind_are_counted_and_not_all_listed(sample_rows: MakeRows) -> None:
    rows = [(idx, leaf, b"") for idx, leaf, _ in sample_rows(MOST_FINDINGS + 20)]

    found = verify_log(rows).findings

    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].text == "20 more findings of this kind"


def test_head_must_be_that_of_the_entries(sample_rows: MakeRows) -> None:
    rows = sample_rows(5)
    older, other = head_of(rows[:4]), head_of([*rows[1:], rows[0]])

    for head in (older.to_bytes(), other.to_bytes(), b"", b"x" * 40):
        assert {found.code for found in verify_log(rows, head=head).findings} == {"L008"}


def test_a_shallow_check_does_not_read_entries(sample_rows: MakeRows) -> None:
    rows = as_rows([b"{", b"}"])

    assert codes(rows, deep=False) == set()
    assert codes(rows) == {"L001"}
    assert verify_log(sample_rows(2), deep=False).last == ""


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        ((3, b"leaf", b"hash"), (3, b"leaf", b"hash")),
        ((3, memoryview(b"leaf"), bytearray(b"hash")), (3, b"leaf", b"hash")),
        ((None, None, None), (-1, b"", b"")),
        (("3", "密", 1.5), (-1, "密".encode(), b"1.5")),
        ((b"3", "\ud800", 7), (-1, b"\xed\xa0\x80", b"7")),
    ],
)
def test_any_row_of_a_database_can_be_checked(raw: tuple[object, object, object], row: Row) -> None:
    assert as_row(*raw) == row
    assert verify_log([as_row(*raw)]).findings


def test_a_checkpoint_that_cannot_be_opened_is_a_finding() -> None:
    found = mistrusted(ProofError("it is not signed"), name="cp.note")

    assert (found.code, found.index) == ("L007", None)
    assert "cp.note" in found.text
    assert "it is not signed" in found.text


def test_every_code_says_what_it_proves() -> None:
    assert list(CODES) == [f"L{number:03d}" for number in range(1, 9)]
    assert all(CODES.values())
