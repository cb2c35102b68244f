"""``docgen-audit verify`` as an auditor uses it: exit codes, words, JSON."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pytest

from docgen.ledger.note import Signer
from docgen_audit import main as program
from docgen_audit.main import main

OTHER = Signer(bytes(32), "offices.example/north/log")


class Log(Protocol):
    key_file: Path

    def checkpoint(self, size: int | None = None, signer: Signer = ...) -> Path: ...
    def export(self, name: str = "export", size: int | None = None) -> Path: ...
    def register(self, name: str = "register.sqlite3") -> Path: ...
    def edited(self, at: int) -> Log: ...
    def cut(self, size: int) -> Log: ...


def verify(log: Log, source: Path, *checkpoints: Path) -> int:
    given = [part for path in checkpoints for part in ("--checkpoint", str(path))]
    return main(["verify", str(source), "--key", str(log.key_file), *given])


def verify_json(
    capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, dict[str, Any]]:
    code = main(["verify", "--json", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, json.loads(printed.out or printed.err)


def tool(path: Path, *statements: str) -> None:
    """What somebody does with SQLite's own tool."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


# ---- whole


def test_whole_log(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code = verify(log, log.register(), log.checkpoint(4), log.checkpoint(8))

    assert code == 0
    assert capsys.readouterr().out == (
        "The log is whole.\n"
        "10 entries were read, from 2026-11-21T09:00:00.000000Z to 2026-11-21T09:00:09.000000Z.\n"
        "What this proves: the first 8 entries are those that the checkpoint promised;\n"
        "none of them was changed, removed, added or moved since it was signed.\n"
        "The 2 entries after them are covered by no checkpoint.\n"
    )


def test_whole_export_against_a_kept_checkpoint(log: Log) -> None:
    assert main(["verify", str(log.export()), "--checkpoint", str(log.checkpoint(8))]) == 0


def test_json_of_a_whole_log(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = verify_json(capsys, log.export(), "--checkpoint", log.checkpoint())

    assert code == 0
    assert facts["ok"] is True
    assert (facts["size"], facts["proved"], facts["findings"]) == (10, 10, [])
    assert facts["root"] in log.checkpoint().read_text()


# ---- nothing to compare with


def test_without_a_checkpoint_nothing_is_proved(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    code = verify(log, log.register())

    assert code == 1
    assert "Nothing is proved" in capsys.readouterr().out


def test_the_checkpoint_that_came_with_an_export_proves_nothing(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    code, facts = verify_json(capsys, log.edited(3).export())

    assert code == 1
    assert (facts["ok"], facts["proved"], facts["findings"]) == (False, 0, [])


def test_a_checkpoint_of_no_entries_proves_nothing(log: Log) -> None:
    assert verify(log, log.register(), log.checkpoint(0)) == 1


# ---- changed

ATTACKS = {
    "edited": ["UPDATE register_log_entry SET leaf = replace(leaf, '0007', '0009') WHERE idx = 3"],
    "removed": ["DELETE FROM register_log_entry WHERE idx = 3"],
    "removed_and_renumbered": [
        "DELETE FROM register_log_entry WHERE idx = 3",
        "UPDATE register_log_entry SET idx = -idx WHERE idx > 3",
        "UPDATE register_log_entry SET idx = -idx - 1 WHERE idx < 0",
    ],
    "inserted": [
        "UPDATE register_log_entry SET idx = -idx - 1 WHERE idx >= 3",
        "UPDATE register_log_entry SET idx = -idx WHERE idx < 0",
        (
            "INSERT INTO register_log_entry"
            " SELECT 3, leaf, leaf_hash FROM register_log_entry WHERE idx = 2"
        ),
    ],
    "reordered": [
        "UPDATE register_log_entry SET idx = 99 WHERE idx = 3",
        "UPDATE register_log_entry SET idx = 3 WHERE idx = 5",
        "UPDATE register_log_entry SET idx = 5 WHERE idx = 99",
    ],
    "cut_off": ["DELETE FROM register_log_entry WHERE idx >= 7"],
    "emptied": ["DELETE FROM register_log_entry"],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_with_sqlites_own_tool_is_found(
    log: Log, attack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    register, kept = log.register(), log.checkpoint(8)
    tool(register, *ATTACKS[attack])

    code = verify(log, register, kept)

    assert code == 6
    assert "THE LOG WAS CHANGED." in capsys.readouterr().out


def test_words_about_a_rewritten_entry(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code = verify(log, log.edited(5).register(), log.checkpoint(4), log.checkpoint(8))

    assert code == 6
    assert capsys.readouterr().out == (
        "THE LOG WAS CHANGED.\n"
        "10 entries were read, from 2026-11-21T09:00:00.000000Z to 2026-11-21T09:00:09.000000Z.\n"
        "  L006  entries 4 to 7 are not those that were promised (2026-11-21T09:00:04.000000Z)\n"
        "Since: entry 4, written 2026-11-21T09:00:04.000000Z.\n"
        "What this proves:\n"
        "  L006  Entries that were there when a checkpoint was signed are no longer the same.\n"
    )


def test_json_of_a_changed_log(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = verify_json(capsys, log.cut(6).export(), "--checkpoint", log.checkpoint(8))

    assert code == 6
    assert facts["ok"] is False
    assert facts["findings"] == [
        {
            "code": "L005",
            "index": 6,
            "text": "8 entries were promised, 6 are there",
            "time": "2026-11-21T09:00:05.000000Z",
        }
    ]


def test_an_export_that_does_not_fit_its_own_checkpoint(log: Log) -> None:
    folder = log.export()
    (folder / "entries.jsonl").write_bytes(
        (log.cut(9).export("cut") / "entries.jsonl").read_bytes()
    )

    assert main(["verify", str(folder)]) == 6


def test_a_checkpoint_by_another_key(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code = verify(log, log.register(), log.checkpoint(8, OTHER))

    assert code == 6
    words = capsys.readouterr().out
    assert "CANNOT BE RELIED ON" in words
    assert "L007" in words
    assert "Since" not in words


def test_an_export_of_another_key_than_the_auditors(log: Log) -> None:
    key = log.key_file
    key.write_text(OTHER.vkey)

    assert main(["verify", str(log.export()), "--key", str(key)]) == 6


# ---- bad input


def test_what_is_not_there(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", "nowhere"])

    assert code == 5
    assert capsys.readouterr().err == (
        "There is no nowhere\n"
        "  why: no file or folder has this name\n"
        "  fix: check the name and the folder you are in\n"
    )
    assert verify(log, log.register(), Path("nowhere")) == 5


def test_bad_input_in_json(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    key = log.key_file
    key.write_text("no key")

    code, facts = verify_json(capsys, log.export(), "--key", key)

    assert code == 3
    assert facts["error"]["code"] == "bad-input"
    assert facts["error"]["file"] == str(key)
    assert {"what", "why", "fix"} < set(facts["error"])


def test_checkpoint_that_is_no_text(log: Log) -> None:
    checkpoint = log.checkpoint()
    checkpoint.write_bytes(b"\xff")

    assert verify(log, log.register(), checkpoint) == 3


def test_checkpoint_without_a_key(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", str(log.register()), "--checkpoint", str(log.checkpoint())])

    assert code == 2
    assert "There is no key" in capsys.readouterr().err


def test_wrong_usage() -> None:
    for arguments in ([], ["verify"], ["keep", "somewhere"], ["verify", "x", "--odd"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2


def test_the_system_fails_or_somebody_stops_it(
    log: Log, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(fault: BaseException) -> None:
        def raising(_path: Path) -> None:
            raise fault

        monkeypatch.setattr(program, "open_source", raising)

    register = log.register()
    fail(PermissionError("not yours"))
    assert main(["verify", str(register)]) == 7
    assert "not yours" in capsys.readouterr().err
    fail(KeyboardInterrupt())
    assert main(["verify", str(register)]) == 130


# ---- the program itself


def test_it_imports_only_the_ledger() -> None:
    script = "import sys, docgen_audit.main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split())

    ours = {name for name in modules if name.startswith("docgen.")}
    allowed = ("docgen.errors", "docgen.ledger", "docgen.model")
    assert {name for name in ours if not name.startswith(allowed)} == set()
    assert modules & {"django", "click", "docx", "docxtpl", "whoosh", "pypdf", "rich"} == set()


def test_it_stays_small() -> None:
    files = Path(program.__file__).parent.glob("*.py")
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if line]

    assert len(lines) <= 500
