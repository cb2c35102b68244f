"""Reading a log: whatever lies there is read as it is, and nothing is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest

from docgen.errors import BadInput, Integrity, NotFound, OutsideFailed
from docgen.ledger.entry import MOST_BYTES
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.verify import verify_log
from docgen_audit import source
from docgen_audit.source import open_source, read_text


class Log(Protocol):
    leaves: list[bytes]

    def export(self) -> Path: ...
    def register(self) -> Path: ...


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_register_and_export_give_the_same_rows(log: Log) -> None:
    in_register = list(open_source(log.register()).rows())
    in_export = list(open_source(log.export()).rows())

    assert in_register == in_export
    assert [leaf for _, leaf, _ in in_register] == log.leaves
    assert verify_log(in_register).is_whole


def test_export_brings_key_and_checkpoint_and_a_register_does_not(log: Log) -> None:
    exported, register = open_source(log.export()), open_source(log.register())

    assert exported.key is not None
    assert exported.note.startswith(exported.key.name)
    assert (register.key, register.note) == (None, "")


def test_rows_are_read_in_portions(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    path = log.register()
    whole = list(open_source(path).rows())

    for portion in (1, 3, 10):
        monkeypatch.setattr(source, "_PORTION", portion)

        assert list(open_source(path).rows()) == whole


def test_the_office_can_write_while_an_auditor_reads(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_PORTION", 4)
    path = log.register()
    rows = open_source(path).rows()
    first = next(rows)

    change(path, "INSERT INTO register_log_entry VALUES (10, x'00', x'00')")

    assert len([first, *rows]) == 11


def test_reading_does_not_touch_the_register(log: Log) -> None:
    path = log.register()
    path.chmod(0o444)
    before = path.read_bytes(), sorted(path.parent.iterdir())

    list(open_source(path).rows())
    with source._reading(path) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM register_log_entry")

    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_log_entry SET leaf = 'words' WHERE idx = 3",
        "UPDATE register_log_entry SET leaf = CAST(x'ff' AS TEXT) WHERE idx = 3",
        "UPDATE register_log_entry SET leaf = NULL WHERE idx = 3",
        "UPDATE register_log_entry SET leaf = 1.5, leaf_hash = 7 WHERE idx = 3",
        "UPDATE register_log_entry SET leaf_hash = NULL WHERE idx = 3",
        "UPDATE register_log_entry SET idx = 'three' WHERE idx = 3",
        "UPDATE register_log_entry SET idx = NULL WHERE idx = 3",
        "UPDATE register_log_entry SET idx = -7 WHERE idx = 3",
    ],
)
def test_whatever_is_put_into_a_row_is_a_finding(log: Log, statement: str) -> None:
    path = log.register()
    change(path, statement)

    report = verify_log(open_source(path).rows())

    assert report.size == 10
    assert report.findings


def test_numbers_used_twice_are_all_read(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    path = log.register()
    change(path, "CREATE TABLE loose_log_entry AS SELECT * FROM register_log_entry")
    change(path, "DROP TABLE register_log_entry")
    change(path, "INSERT INTO loose_log_entry SELECT 3, leaf, leaf_hash FROM loose_log_entry")

    for portion in (1, 4, 100):
        monkeypatch.setattr(source, "_PORTION", portion)

        report = verify_log(open_source(path).rows())

        assert report.size == 20
        assert "L002" in {found.code for found in report.findings}


def test_a_table_of_any_app_is_found_by_its_name(log: Log) -> None:
    path = log.register()
    change(path, 'ALTER TABLE register_log_entry RENAME TO "an ""odd"" log_entry"')

    assert len(list(open_source(path).rows())) == 10


def test_an_entry_of_an_export_may_be_too_long_or_without_end(log: Log) -> None:
    folder = log.export()
    with (folder / "entries.jsonl").open("ab") as file:
        file.write(b"x" * (2 * MOST_BYTES) + b"\n\nhalf a li")

    rows = list(open_source(folder).rows())

    assert rows[-1] == (len(rows) - 1, b"half a li", leaf_hash(b"half a li"))
    assert rows[-2][1] == b""
    assert {found.code for found in verify_log(rows).findings} == {"L001"}


def test_the_longest_entry_is_one_line(log: Log) -> None:
    folder, longest = log.export(), b"x" * MOST_BYTES
    (folder / "entries.jsonl").write_bytes(longest + b"\n" + longest + b"\n")

    rows = list(open_source(folder).rows())

    assert [leaf for _, leaf, _ in rows] == [longest, longest]


def test_an_export_may_lack_key_and_checkpoint(log: Log) -> None:
    folder = log.export()
    (folder / "checkpoint").unlink()
    (folder / "log.vkey").unlink()

    assert (open_source(folder).note, open_source(folder).key) == ("", None)


# ---- what is no log


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        open_source(tmp_path / "register.sqlite3")

    assert "register.sqlite3" in caught.value.what


def test_a_folder_that_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        open_source(tmp_path)

    assert "entries.jsonl" in caught.value.why


@pytest.mark.parametrize("content", [b"", b"no database, but long enough to be looked at" * 40])
def test_a_file_that_is_no_register(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(BadInput) as caught:
        open_source(path)

    assert caught.value.file == str(path)


def test_a_register_without_the_columns(log: Log) -> None:
    path = log.register()
    change(path, "ALTER TABLE register_log_entry RENAME COLUMN leaf TO sheet")

    with pytest.raises(BadInput, match="not the register"):
        list(open_source(path).rows())


def test_a_register_with_two_logs(log: Log) -> None:
    path = log.register()
    change(path, "CREATE TABLE other_log_entry (idx, leaf, leaf_hash)")

    with pytest.raises(BadInput) as caught:
        open_source(path)

    assert "2 tables" in caught.value.why


def test_a_damaged_register_is_an_integrity_problem(log: Log) -> None:
    path = log.register()
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 100] = b"\xff" * 100  # the head of the table's first page
    path.write_bytes(data)

    with pytest.raises(Integrity) as caught:
        list(open_source(path).rows())

    assert caught.value.exit_code == 6


def test_a_register_locked_by_another_program_is_said_so(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = log.register()
    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, uri: plain(name, uri=uri, timeout=0))

    with closing(plain(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutsideFailed) as caught:
            open_source(path)

    assert "locked" in caught.value.why


def test_text_files_must_be_text(tmp_path: Path) -> None:
    (tmp_path / "cp").write_bytes(b"\xff\xfe")

    with pytest.raises(BadInput, match="not a text file"):
        read_text(tmp_path / "cp")
    with pytest.raises(NotFound):
        read_text(tmp_path / "none")
