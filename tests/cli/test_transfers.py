"""Stages, completeness and transfers as people call them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.archive import no_space
from tests.support.shell import Inside, Shell

from docgen.office import whole_files

MIRA, JONAS = ("--as", "mira"), ("--as", "jonas")


@pytest.fixture
def due(inside: Inside) -> str:
    """A customer whose service ended long ago: his paper is late. The transfer proposed of it."""
    reached = inside.run("dossier", "reach", "closed", "1", "--on", "2026-01-05", *MIRA, "--json")
    assert reached.data == {"stage": "closed", "dossiers": ["0000000001"]}
    [row] = inside.run("transfer", "propose", "--days", "400", *MIRA, "--json").data
    return str(row["transfer"])


def test_a_transfer_from_proposal_to_receipt(inside: Inside, due: str) -> None:
    late = inside.run("transfer", "due", *MIRA, "--json")
    sent = inside.run("transfer", "send", due, "--late-reason", "合并移交", *MIRA, "--json")
    [item] = inside.run("transfer", "show", due, *JONAS, "--json").data["items"]

    unchecked = inside.run("transfer", "accept", due, *JONAS, "--json")
    done = inside.run("transfer", "accept", due, "--received", item["item"], *JONAS, "--json")

    assert late.code in {0, 1}
    assert sent.data["state"] == "sent"
    assert (unchecked.code, unchecked.problem["code"]) == (3, "bad-input")
    assert unchecked.problem["details"][0]["place"] == item["item"]
    assert (done.code, done.data["state"]) == (0, "accepted")
    listed = inside.run("transfer", "list", "--state", "accepted", *MIRA, "--json").data
    assert [row["transfer"] for row in listed] == [due]


def test_the_list_is_written_once_and_not_over_another(
    inside: Inside, due: str, tmp_path: Path
) -> None:
    inside.run("transfer", "send", due, "--late-reason", "合并移交", *MIRA)

    first = inside.run("transfer", "print", due, "--out", tmp_path, *MIRA, "--json").data
    second = inside.run("transfer", "print", due, "--out", tmp_path, *MIRA, "--json").data

    assert first["number"] == second["number"]
    assert first["docx"] != second["docx"]
    assert Path(first["docx"]).read_bytes()[:2] == b"PK"
    assert first["pdf"] is None


def test_a_withdrawn_list_is_proposed_again(inside: Inside, due: str) -> None:
    assert inside.run("transfer", "withdraw", due, *MIRA).code == 0

    again = inside.run("transfer", "propose", "--days", "400", *MIRA)

    assert "T000002" in again.out
    assert "Nothing is due." in inside.run("transfer", "propose", *MIRA).out


def test_what_is_refused_says_why(inside: Inside, due: str) -> None:
    late = inside.run("transfer", "send", due, *MIRA)
    missing = inside.run("transfer", "send", "T000099", *MIRA, "--json")
    stage = inside.run("dossier", "reach", "gone", "1", *MIRA, "--json")
    day = inside.run("dossier", "reach", "closed", "1", "--on", "5.1.2026", *MIRA, "--json")

    assert late.code in {0, 3}
    assert (missing.code, missing.problem["field"]) == (5, "transfer")
    assert (stage.code, stage.problem["field"]) == (3, "stage")
    assert (day.code, day.problem["field"]) == (3, "on")


def test_what_is_missing_is_told_for_one_and_for_all(inside: Inside) -> None:
    one = inside.run("dossier", "missing", "1", *MIRA, "--json")
    whole = inside.run("dossier", "missing", *MIRA, "--json")
    words = inside.run("dossier", "missing", *MIRA)

    assert one.code == whole.code == words.code == 1
    assert set(one.data["measures"]) == {"complete", "accurate", "timely", "systematic"}
    assert one.data == whole.data["dossiers"][0]
    [unit] = whole.data["units"]
    assert (unit["unit"], unit["dossiers"], unit["whole"]) == ("客户服务部", 1, 0)
    assert "客户服务部" in words.out
    assert inside.run("dossier", "missing", "--unit", "工程部", *MIRA).code == 0


def test_dossiers_show_their_number_and_each_other(inside: Inside) -> None:
    opened = inside.run("dossier", "open", "K000001", "--type", "unit", "--key", "3栋", *MIRA)
    other = inside.run("dossier", "open", "K000001", "--type", "event", "--key", "渗漏", *MIRA)
    assert opened.code == other.code == 0

    shown = inside.run("dossier", "show", "2", *MIRA, "--json").data
    words = inside.run("dossier", "show", "2", *MIRA).out

    assert shown["file_number"] == "FC-Z-3栋"
    assert {one["number"] for one in shown["references"]} == {"0000000001", "0000000003"}
    assert all(one["made_by_itself"] for one in shown["references"])
    assert "FC-Z-3栋" in words
    assert "See also:" in words


def test_a_link_and_a_renumbering(shell: Shell, folder: Path, tmp_path: Path) -> None:
    """In processes of their own: the office's rules are read anew."""
    shell.run("dossier", "open", "K000001", "--type", "event", "--key", "渗漏")
    linked = shell.run("dossier", "link", "2", "1", "--why", "渗漏专题", "--json")
    file = folder / "rules" / "dossier-types" / "customer.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"KH-{seq:05}"', '"C-{seq:03}"'), "utf-8")
    table = tmp_path / "对照表.csv"

    done = shell.run("dossier", "renumber", "customer", "--out", table, "--json")
    again = shell.run("dossier", "renumber", "customer", "--out", table, "--json")

    assert linked.data == {"number": "0000000002", "linked": 1}
    assert done.data == [{"dossier": "0000000001", "old": "KH-00001", "new": "C-001"}]
    assert table.read_text("utf-8-sig").splitlines()[1] == "0000000001,KH-00001,C-001"
    assert (again.code, again.problem["file"]) == (3, str(table))


def test_a_concordance_that_could_not_be_written_is_told_again(
    inside: Inside, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "rules" / "dossier-types" / "customer.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"KH-{seq:05}"', '"C-{seq:03}"'), "utf-8")
    table = tmp_path / "对照表.csv"
    command = ("dossier", "renumber", "customer", "--out", table)

    with monkeypatch.context() as patch:
        patch.setattr(whole_files, "_write", lambda _path, _data: no_space())
        full = inside.run(*command, who="jonas")
    last = inside.run(*command, "--last", who="jonas")

    assert (full.code, last.code) == (7, 0), full.err + last.err
    assert "--last" in full.err
    assert table.read_text("utf-8-sig").splitlines()[1] == "0000000001,KH-00001,C-001"


def test_a_wrong_rules_file_names_line_and_key(shell: Shell, folder: Path) -> None:
    file = folder / "rules" / "transfers.toml"
    text = file.read_text("utf-8").replace('within = "1 months"', 'within = "1 month"', 1)
    file.write_text(text, "utf-8")

    said = shell.run("transfer", "due", "--json")

    assert (said.code, said.problem["field"]) == (3, "rule.within")
    assert '1 month"' in text.splitlines()[said.problem["line"] - 1]
