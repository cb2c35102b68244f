"""``docgen-audit verify``: a whole log, from an export or the register itself, in plain words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from tests.support.auditor import Auditor
from tests.support.logs import LATER, SIGNER, THIEF, Log, leaf

from docgen_audit import register

LOG = Log.of(10)


def note(folder: Path, log: Log, size: int | None = None) -> Path:
    path = folder / f"{log.signer.key.key_id.hex()}-{size}.note"
    path.write_text(log.note(size), "utf-8")
    return path


@pytest.fixture(name="key")
def _key(tmp_path: Path) -> Path:
    path = tmp_path / "log.vkey"
    path.write_text(SIGNER.vkey + "\n", "utf-8")
    return path


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Path:
    return LOG.register(tmp_path / "register.sqlite3")


def tool(path: Path, *statements: str) -> None:
    """What somebody does with SQLite's own tool."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


# ---- whole


def test_words_about_a_whole_log(auditor: Auditor, tmp_path: Path, office: Path, key: Path) -> None:
    kept = note(tmp_path, LOG, 8)

    said = auditor.run("verify", office, "--key", key, "--checkpoint", kept)

    assert said.code == 0
    assert said.out == (
        "The log is whole.\n"
        "10 entries were read, from 2026-01-21T09:00:00.000000Z to 2026-01-21T09:00:09.000000Z.\n"
        "What this proves: the first 8 entries are those that the checkpoint promised;\n"
        "none of them was changed, removed, added or moved since it was signed.\n"
        "The 2 entries after them are covered by no checkpoint.\n"
    )


def test_what_was_pulled_is_compared_without_being_named(
    auditor: Auditor, tmp_path: Path, office: Path
) -> None:
    auditor.run("pull", Log.of(4).export(tmp_path / "early"))
    auditor.run("pull", Log.of(7).export(tmp_path / "usb"))

    said = auditor.run("verify", office, "--json")

    assert (said.code, said.data["ok"], said.data["proved"]) == (0, True, 7)


def test_a_log_with_a_new_key_is_whole(auditor: Auditor, tmp_path: Path, key: Path) -> None:
    rotated = LOG.rotated().more(3)
    kept = note(tmp_path, rotated, 12)

    said = auditor.run(
        "verify", rotated.export(tmp_path / "usb"), "--key", key, "--checkpoint", kept
    )

    assert rotated.signer is LATER
    assert said.code == 0


# ---- nothing to compare with


def test_a_register_alone_proves_nothing(auditor: Auditor, office: Path) -> None:
    said = auditor.run("verify", office)

    assert said.code == 1
    assert "Nothing is proved" in said.out


def test_the_checkpoint_that_came_with_an_export_proves_nothing(
    auditor: Auditor, tmp_path: Path
) -> None:
    said = auditor.run("verify", LOG.edited(3).export(tmp_path / "usb"), "--json")

    assert (said.code, said.data["ok"], said.data["proved"]) == (1, False, 0)


def test_a_checkpoint_without_a_key_cannot_be_opened(
    auditor: Auditor, tmp_path: Path, office: Path
) -> None:
    said = auditor.run("verify", office, "--checkpoint", note(tmp_path, LOG, 8))

    assert said.code == 2
    assert "log.vkey" in said.err


# ---- changed

ATTACKS = {
    "edited": ["UPDATE register_log_entry SET leaf = replace(leaf, '0007', '0009') WHERE idx = 3"],
    "removed": ["DELETE FROM register_log_entry WHERE idx = 3"],
    "renumbered": [
        "DELETE FROM register_log_entry WHERE idx = 3",
        "UPDATE register_log_entry SET idx = -idx WHERE idx > 3",
        "UPDATE register_log_entry SET idx = -idx - 1 WHERE idx < 0",
    ],
    "reordered": [
        "UPDATE register_log_entry SET idx = 99 WHERE idx = 3",
        "UPDATE register_log_entry SET idx = 3 WHERE idx = 5",
        "UPDATE register_log_entry SET idx = 5 WHERE idx = 99",
    ],
    "cut off": ["DELETE FROM register_log_entry WHERE idx >= 7"],
    "emptied": ["DELETE FROM register_log_entry"],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_with_sqlites_own_tool_is_found(
    auditor: Auditor, tmp_path: Path, office: Path, attack: str
) -> None:
    auditor.run("pull", Log.of(8).export(tmp_path / "usb"))
    tool(office, *ATTACKS[attack])

    said = auditor.run("verify", office)

    assert said.code == 6
    assert "THE LOG WAS CHANGED." in said.out


def test_words_about_a_rewritten_entry(auditor: Auditor, tmp_path: Path, key: Path) -> None:
    forged = LOG.edited(5).register(tmp_path / "forged.sqlite3")
    kept = [note(tmp_path, LOG, 4), note(tmp_path, LOG, 8)]

    said = auditor.run(
        "verify", forged, "--key", key, "--checkpoint", kept[0], "--checkpoint", kept[1]
    )

    assert said.out == (
        "THE LOG WAS CHANGED.\n"
        "10 entries were read, from 2026-01-21T09:00:00.000000Z to 2026-01-21T09:00:09.000000Z.\n"
        "  L006  entries 4 to 7 are not those that were promised  (2026-01-21T09:00:04.000000Z)\n"
        "Since: entry 4, written 2026-01-21T09:00:04.000000Z.\n"
        "What this proves:\n"
        "  L006  Entries that were there when a checkpoint was signed are no longer the same\n"
    )


def test_a_checkpoint_by_another_key_is_no_promise(
    auditor: Auditor, tmp_path: Path, office: Path, key: Path
) -> None:
    kept = note(tmp_path, Log(LOG.leaves, THIEF), 8)

    said = auditor.run("verify", office, "--key", key, "--checkpoint", kept)

    assert said.code == 6
    assert "CANNOT BE RELIED ON" in said.out
    assert "Since" not in said.out


# ---- the register


@pytest.mark.parametrize("portion", [1, 3, 10, 11])
def test_a_register_is_read_in_portions(
    office: Path, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(register, "_PORTION", portion)

    assert [one for _, one, _ in register.rows(office)] == list(LOG.leaves)


def test_the_office_can_write_while_an_auditor_reads(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "_PORTION", 4)
    rows = register.rows(office)
    first = next(rows)

    tool(office, "INSERT INTO register_log_entry VALUES (10, x'00', x'00')")

    assert len([first, *rows]) == 11


def test_reading_does_not_touch_the_register(office: Path) -> None:
    office.chmod(0o444)
    before = office.read_bytes(), sorted(office.parent.iterdir())

    list(register.rows(office))

    assert (office.read_bytes(), sorted(office.parent.iterdir())) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_log_entry SET leaf = NULL WHERE idx = 3",
        "UPDATE register_log_entry SET leaf = CAST(x'ff41' AS TEXT) WHERE idx = 3",
        "UPDATE register_log_entry SET leaf_hash = 7 WHERE idx = 3",
        "UPDATE register_log_entry SET idx = 'three' WHERE idx = 3",
    ],
)
def test_whatever_lies_in_a_column_is_read(auditor: Auditor, office: Path, statement: str) -> None:
    tool(office, statement)

    said = auditor.run("verify", office)

    assert said.code == 6


def test_a_number_used_twice_is_found(auditor: Auditor, tmp_path: Path) -> None:
    path = tmp_path / "twice.sqlite3"
    tool(path, "CREATE TABLE log_entry (idx, leaf, leaf_hash)")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO log_entry VALUES (?, ?, ?)", [(0, leaf(0), b""), (0, leaf(0), b"")]
        )

    said = auditor.run("verify", path, "--json")

    assert "L002" in said.found


def test_what_is_no_register_is_bad_input(auditor: Auditor, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("a shopping list " * 100)
    other = tmp_path / "other.sqlite3"
    tool(other, "CREATE TABLE pets (name)")
    two = tmp_path / "two.sqlite3"
    tool(two, "CREATE TABLE a_log_entry (idx)", "CREATE TABLE b_log_entry (idx)")

    said = [auditor.run("verify", path) for path in (text, other, two)]

    assert [one.code for one in said] == [3, 3, 3]
    assert all("register.sqlite3" in one.err for one in said)


def test_a_damaged_register_is_kept_as_it_is(auditor: Auditor, tmp_path: Path) -> None:
    path = Log.of(600).register(tmp_path / "register.sqlite3")
    data = bytearray(path.read_bytes())
    data[8192:40960] = bytes(40960 - 8192)
    path.write_bytes(data)

    said = auditor.run("verify", path)

    assert said.code == 6
    assert "keep it so" in said.err


def test_a_locked_register_is_for_later(
    auditor: Auditor, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0))
    with closing(sqlite3.connect(office, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = auditor.run("verify", office)

    assert said.code == 7


def test_what_is_not_there(auditor: Auditor) -> None:
    said = auditor.run("verify", "nowhere", "--json")

    assert said.code == 5
    assert said.data["error"]["code"] == "not-found"
    assert {"what", "why", "fix", "file"} < set(said.data["error"])
