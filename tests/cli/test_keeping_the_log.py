"""``docgen log`` beyond reading: receipts, the auditor's answer, a new key, notes erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.shell import Inside

from docgen.ledger.cosign import cosign, cosigner
from docgen.ledger.note import parse_vkey
from docgen.ledger.receipt import check, read

ITEM = "0000000001-0001"
AUDITOR = cosigner(b"\x05" * 32, "audit.example/lin")


@pytest.fixture(name="export")
def _export(inside: Inside, tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    said = inside.run("log", "export", folder, "--json", who="shen")
    assert said.code == 0, said.err
    return folder


def test_a_receipt_is_checked_with_the_public_key_alone(inside: Inside, export: Path) -> None:
    file = export.parent / "slip.tlog-proof"

    written = inside.run("log", "proof", 1, "--out", file, who="shen")
    printed = inside.run("log", "proof", 1, who="shen")

    assert (written.code, printed.code) == (0, 0)
    key = parse_vkey((export / "log.vkey").read_text("utf-8").strip(), file="log.vkey")
    assert check(read(file.read_text("utf-8")), key).size > 1
    assert printed.out.splitlines()[0] == "c2sp.org/tlog-proof@v1"
    assert inside.run("log", "proof", 1, "--out", file, "--json", who="shen").code != 0


def test_an_entry_is_shown(inside: Inside) -> None:
    shown = inside.run("log", "show", 0, "--json", who="shen")

    assert shown.data["idx"] == 0
    assert inside.run("log", "show", 0, who="shen").out
    assert inside.run("log", "show", 99999, "--json", who="shen").code == 5


def test_the_auditors_answer_comes_back(inside: Inside, tmp_path: Path) -> None:
    note = inside.run("log", "checkpoint", who="shen").out
    answer, key = tmp_path / "checkpoint", tmp_path / "auditor.vkey"
    answer.write_text(cosign(note, AUDITOR, 1_795_000_000), "utf-8")
    key.write_text(AUDITOR.vkey + "\n", "utf-8")

    plain = inside.run("log", "cosigned", answer, "--json", who="shen")
    taken = inside.run("log", "cosigned", answer, "--key", key, "--json", who="shen")

    assert plain.code != 0  # nobody has said yet whose signature it is
    assert (taken.code, taken.data["size"]) == (0, int(note.splitlines()[1]))


def test_a_new_key_leaves_the_log_whole(inside: Inside) -> None:
    assert inside.run("log", "rotate-key", "--json", who="shen").code == 0

    assert inside.run("log", "verify", "--json", who="shen").data["ok"]


def test_notes_are_erased_by_two(inside: Inside) -> None:
    inside.run("find", "漏水")
    asked = inside.run(
        *("log", "erase-notes", "--about", "K000001", "--reason", "本人申请", "--json"), who="shen"
    )
    number = str(asked.data["asked"])
    alone = inside.run("log", "erase-notes", "--approve", number, "--json", who="shen")
    both = inside.run("log", "erase-notes", "--approve", number, "--json", who="jonas")
    neither = inside.run("log", "erase-notes", "--json", who="shen")

    assert (alone.code, both.code, neither.code) == (4, 0, 2)
    assert both.data["erased"] >= 0
    assert inside.run("log", "verify", "--json", who="shen").data["ok"]
