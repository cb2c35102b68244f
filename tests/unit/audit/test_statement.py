"""``docgen-audit statement``: one page, whose counts are the entries of the month."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.support.auditor import Auditor
from tests.support.logs import MONTHLY, SIGNER, Log, leaf

from docgen.ledger.entry import decode
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.rotation import ACT
from docgen.ledger.statement import page, tally
from docgen.model.events import EVENTS

ACTS = sorted(set(EVENTS) - {ACT})
BUSY = Log(tuple(leaf(at, act=ACTS[at % len(ACTS)]) for at in range(3 * MONTHLY)))
A4_LINES = 62


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def test_a_statement_has_all_that_is_to_be_signed(auditor: Auditor, tmp_path: Path) -> None:
    refused = leaf(150, act="loan.requested", res="deny")
    leaves = [*Log.of(150).leaves, refused, *(leaf(at) for at in range(151, 250))]
    log = Log(tuple(leaves))
    auditor.run("pull", log.export(tmp_path / "usb"))

    said = auditor.run("statement", "2026-02")

    assert said.code == 0
    for part in (
        SIGNER.name,
        "2026-02",
        "100, from number 100 to 199",
        "1 of them refused, 0 failed",
        "     99  item.read             查阅 · read",
        "      1  loan.requested",
        "    100  together",
        "Auditor: ___",
        "Archivist: ___",
        "— audit.example/wang",
    ):
        assert part in said.out
    assert "not over" not in said.out


def test_a_month_that_goes_on_is_said_to(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", Log.of(150).export(tmp_path / "usb"))

    said = auditor.run("statement", "2026-02")

    assert "not over yet" in said.out


def test_a_busy_month_stays_on_one_page(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", BUSY.export(tmp_path / "usb"))

    said = auditor.run("statement", "2026-02")

    lines = said.out.splitlines()
    assert len(lines) <= A4_LINES
    assert max(map(width, lines)) <= 80


@pytest.mark.parametrize("month", ["2025-12", "2026-04", "2027-01", "soon", ""])
def test_a_month_of_which_nothing_is_kept(auditor: Auditor, tmp_path: Path, month: str) -> None:
    auditor.run("pull", Log.of(300).export(tmp_path / "usb"))

    assert auditor.run("statement", month).code == 5


def test_a_month_in_which_nothing_happened(auditor: Auditor, tmp_path: Path) -> None:
    leaves = [*Log.of(100).leaves, *(leaf(at, t="2026-03-01T00:00:00.000000Z") for at in (100,))]
    auditor.run("pull", Log(tuple(leaves)).export(tmp_path / "usb"))

    said = auditor.run("statement", "2026-02", "--json")

    assert (said.code, said.data["count"]) == (0, 0)


def test_before_the_first_visit_there_is_no_statement(auditor: Auditor) -> None:
    assert auditor.run("statement", "2026-02").code == 5


@settings(max_examples=60, deadline=None)
@given(some.lists(some.sampled_from(ACTS), max_size=40), some.integers(0, 3 * MONTHLY))
def test_the_counts_together_are_the_entries_of_the_month(acts: list[str], start: int) -> None:
    leaves = [leaf(at) for at in range(start)]
    leaves += [leaf(start + at, act=act) for at, act in enumerate(acts)]

    for month in ("2026-01", "2026-02", "2026-03", "2026-04"):
        found = tally(
            month,
            len(leaves),
            lambda first: iter([(at, leaves[at], b"") for at in range(first, len(leaves))]),
        )
        mine = [decode(one) for one in leaves if str(decode(one)["t"]).startswith(month)]

        assert found.count == len(mine)
        assert all(found.acts[act] == [one["act"] for one in mine].count(act) for act in found.acts)
        if mine:
            assert (found.first, found.size - 1) == (mine[0]["idx"], mine[-1]["idx"])


def test_the_page_says_what_was_tallied() -> None:
    rows = [(0, leaf(0), leaf_hash(leaf(0)))]
    found = tally("2026-01", 1, lambda first: iter(rows[first:]))

    lines = page(found, origin="o", root=bytes(32), note="o\n1\nx\n\n— o y\n")

    assert "Entries:  1, from number 0 to 0" in lines
    assert f"  {'A' * 43}=" in lines
