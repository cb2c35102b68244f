"""Every folder of tests/bad-logs has the findings its name says; spec and code agree."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from docgen.ledger.entry import decode, schema_faults
from docgen.ledger.note import open_checkpoint, parse_vkey
from docgen.ledger.proof import ProofError
from docgen.ledger.verify import CODES, Finding, Row, mistrusted, verify_log

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "bad-logs"
BAD = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def promised_codes(folder: Path) -> set[str]:
    return set(re.findall(r"L\d{3}", folder.name))


def rows_in(folder: Path) -> list[Row]:
    lines = (folder / "rows.tsv").read_bytes().splitlines(keepends=False)
    parts = [line.split(b"\t", 2) for line in lines]
    return [(int(idx), leaf, bytes.fromhex(hashed.decode())) for idx, hashed, leaf in parts]


def findings_in(folder: Path, *, with_promise: bool = True) -> list[Finding]:
    """All that is found; without the promise, as a verifier that compares no root would."""
    key = parse_vkey((folder / "log.vkey").read_text())
    head = folder / "head"
    try:
        note = (folder / "checkpoint").read_bytes().decode()
        promises = [open_checkpoint(note, key)]
    except ProofError as fault:
        return [mistrusted(fault, name="checkpoint")]
    report = verify_log(
        rows_in(folder),
        promises if with_promise else [],
        head=head.read_bytes() if head.exists() else None,
    )
    return list(report.findings)


@pytest.mark.parametrize("folder", BAD, ids=lambda path: path.name)
def test_bad_log_is_found(folder: Path) -> None:
    found = findings_in(folder)

    assert {finding.code for finding in found} == promised_codes(folder)
    assert all(finding.text for finding in found)


@pytest.mark.parametrize(
    "folder", [path for path in BAD if promised_codes(path) & {"L005", "L006"}], ids=str
)
def test_without_comparing_roots_the_same_log_would_pass_for_less(folder: Path) -> None:
    found = {finding.code for finding in findings_in(folder, with_promise=False)}

    assert found == promised_codes(folder) - {"L005", "L006"}


def test_spec_code_and_folders_name_the_same_codes() -> None:
    spec = (ROOT / "docs" / "spec" / "access-log.md").read_text("utf-8")
    in_rules = set(re.findall(r"\((L\d{3})\)", spec))
    in_folders = {code for folder in BAD for code in promised_codes(folder)}

    assert in_rules == in_folders == set(CODES)


def test_the_examples_of_the_spec_are_real() -> None:
    spec = (ROOT / "docs" / "spec" / "access-log.md").read_text("utf-8")
    leaf, note, vkey = re.findall(r"```(?:json)?\n(.*?\n)```", spec, re.DOTALL)

    entry = decode(leaf.removesuffix("\n").encode())

    assert schema_faults(entry) == []
    assert open_checkpoint(note, parse_vkey(vkey)).size == 1235
    assert set(entry) <= set(re.findall(r"`(\w+)`", spec))


def test_each_code_has_a_log_with_that_fault_alone() -> None:
    alone = {code for folder in BAD if len(codes := promised_codes(folder)) == 1 for code in codes}

    assert alone == set(CODES)


def test_the_folders_are_what_the_script_writes(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "tools" / "bad_logs.py"))["write_all"](tmp_path)

    assert contents(tmp_path) == contents(FOLDER)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
