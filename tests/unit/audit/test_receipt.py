"""``docgen-audit receipt``: what a borrower's slip proves, without a network and the office."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.support.auditor import Auditor
from tests.support.logs import LATER, SIGNER, THIEF, Log

LOG = Log.of(300)


def slip(folder: Path, text: str) -> Path:
    path = folder / "slip.tlog-proof"
    path.write_bytes(text.encode())
    return path


def test_a_slip_that_fits_what_was_seen(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", LOG.export(tmp_path / "usb"))

    said = auditor.run("receipt", slip(tmp_path, LOG.receipt(7)))

    assert said.code == 0
    assert said.out == (
        "The receipt holds: entry 7 of offices.example/north/log\n"
        "  p-0007 查阅 · p-0007 read\n"
        "When: 2026-01-21T09:00:07.000000Z · outcome: allow\n"
        "What this proves: it was in the log when the office signed 300 entries.\n"
        "It is the entry that you have seen yourself.\n"
    )


def test_a_slip_newer_than_the_last_visit_is_to_be_checked_again(
    auditor: Auditor, tmp_path: Path
) -> None:
    auditor.run("pull", LOG.export(tmp_path / "usb"))
    later = LOG.more(20)
    paper = slip(tmp_path, later.receipt(310))

    early = auditor.run("receipt", paper)
    auditor.run("pull", later.export(tmp_path / "later"))
    then = auditor.run("receipt", paper)

    assert (early.code, then.code) == (1, 0)
    assert "pull the log, then check it again" in early.out


@pytest.mark.parametrize("size", [250, 300, 420])
@pytest.mark.parametrize("index", [3, 249])
def test_a_slip_of_another_view_convicts_the_office(
    auditor: Auditor, tmp_path: Path, size: int, index: int
) -> None:
    """The borrower was shown a log that the auditor never saw; the office signed both."""
    auditor.run("pull", LOG.export(tmp_path / "usb"))
    other = Log.of(size).edited(3)

    said = auditor.run("receipt", slip(tmp_path, other.receipt(index)))

    expected = 0 if (index, size) == (249, 420) else 6
    assert said.code == expected
    assert ("the office signed both" in said.out) == bool(expected)


def test_a_slip_of_a_larger_view_is_found_at_the_next_visit(
    auditor: Auditor, tmp_path: Path
) -> None:
    """The twin of the case above that passes: the same slip, once its checkpoint is covered."""
    auditor.run("pull", LOG.more(200).export(tmp_path / "usb"))

    said = auditor.run("receipt", slip(tmp_path, Log.of(420).edited(3).receipt(249)))

    assert said.code == 6


@pytest.mark.parametrize("at", range(0, 870, 37))
def test_a_flipped_byte_is_noticed(auditor: Auditor, tmp_path: Path, at: int) -> None:
    auditor.run("pull", LOG.export(tmp_path / "usb"))
    text = bytearray(LOG.receipt(7).encode())
    text[at] ^= 1
    path = tmp_path / "slip"
    path.write_bytes(bytes(text))

    said = auditor.run("receipt", path)

    assert said.code in {3, 6}
    assert "Traceback" not in said.err


def test_a_slip_signed_by_somebody_else(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", LOG.export(tmp_path / "usb"))

    said = auditor.run("receipt", slip(tmp_path, Log(LOG.leaves, THIEF).receipt(7)))

    assert said.code == 6


def test_a_slip_signed_by_a_later_key(auditor: Auditor, tmp_path: Path) -> None:
    rotated = LOG.rotated().more(2)
    auditor.run("pull", rotated.export(tmp_path / "usb"))

    said = auditor.run("receipt", slip(tmp_path, rotated.receipt(7)))

    assert rotated.signer is LATER
    assert said.code == 0


def test_a_slip_pasted_with_other_line_ends(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor.run("pull", LOG.export(tmp_path / "usb"))
    scanned = "\ufeff" + LOG.receipt(7).replace("\n", "\r\n") + "\r\n\r\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(scanned))

    assert auditor.run("receipt", "-").code == 0


def test_a_borrower_needs_only_the_logs_key(tmp_path: Path, auditor: Auditor) -> None:
    key = tmp_path / "log.vkey"
    key.write_text(SIGNER.vkey + "\n", "utf-8")
    paper = slip(tmp_path, LOG.receipt(7))

    with_key = auditor.run("receipt", paper, "--key", key)
    without = auditor.run("receipt", paper)

    assert (with_key.code, without.code) == (1, 2)
    assert "The receipt holds" in with_key.out


def test_what_is_no_receipt(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", LOG.export(tmp_path / "usb"))

    said = auditor.run("receipt", slip(tmp_path, "a shopping list\n"))

    assert said.code == 6
    assert "not a receipt" in said.err
