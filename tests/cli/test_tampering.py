"""What somebody changes in the register with SQLite's own tool, the auditor finds.

The attacker owns the file: he drops the triggers, rewrites entries with hashes that fit, and
the head beside them. One checkpoint that was kept elsewhere is enough to find each of it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.shell import Inside, environment

from docgen.ledger.entry import decode, encode
from docgen.ledger.merkle import Frontier, leaf_hash

AUDIT = Path(sys.executable).with_name("docgen-audit")
Row = tuple[int, bytes]


def rows_of(file: Path) -> list[Row]:
    with contextlib.closing(sqlite3.connect(file)) as database:
        query = "SELECT idx, leaf FROM register_log_entry ORDER BY idx"
        return [(idx, bytes(leaf)) for idx, leaf in database.execute(query)]


def rewrite(file: Path, rows: list[Row], *, head: bool) -> None:
    """Put these rows in the place of the log, each with a hash that fits; the head too."""
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        for verb in ("update", "delete", "replace"):
            database.execute(f"DROP TRIGGER register_log_entry_no_{verb}")
        database.execute("DELETE FROM register_log_entry")
        for idx, leaf in rows:
            database.execute(
                "INSERT INTO register_log_entry VALUES (?, ?, ?)", (idx, leaf, leaf_hash(leaf))
            )
        if head:
            edge = Frontier()
            for _, leaf in rows:
                edge = edge.append(leaf_hash(leaf))
            database.execute(
                "UPDATE register_log_head SET size = ?, frontier = ?", (edge.size, edge.to_bytes())
            )


def edited(leaf: bytes, **changes: object) -> bytes:
    return encode({**decode(leaf), **changes})


def change(rows: list[Row]) -> list[Row]:
    idx, leaf = rows[3]
    return [*rows[:3], (idx, edited(leaf, who="p-0009")), *rows[4:]]


def remove(rows: list[Row]) -> list[Row]:
    return [*rows[:3], *rows[4:]]


def remove_and_close_ranks(rows: list[Row]) -> list[Row]:
    left = remove(rows)
    return [(at, edited(leaf, idx=at)) for at, (_, leaf) in enumerate(left)]


def insert(rows: list[Row]) -> list[Row]:
    forged = edited(rows[3][1], id="0" * 32)
    more = [*(leaf for _, leaf in rows[:3]), forged, *(leaf for _, leaf in rows[3:])]
    return [(at, edited(leaf, idx=at)) for at, leaf in enumerate(more)]


def insert_at_the_end(rows: list[Row]) -> list[Row]:
    return [*rows, (len(rows), edited(rows[-1][1], idx=len(rows), id="0" * 32, n=7))]


def reorder(rows: list[Row]) -> list[Row]:
    (a, first), (b, second) = rows[2:4]
    return [*rows[:2], (a, second), (b, first), *rows[4:]]


def cut_off(rows: list[Row]) -> list[Row]:
    return rows[:-3]


def cut_and_continue(rows: list[Row]) -> list[Row]:
    kept = rows[:-3]
    more = [(at, edited(leaf, id=f"{at:032x}")) for at, leaf in rows[-3:]]
    return [*kept, *more]


def rewrite_all(rows: list[Row]) -> list[Row]:
    return [(idx, edited(leaf, id=f"{idx:032x}")) for idx, leaf in rows]


ATTACKS: dict[str, Callable[[list[Row]], list[Row]]] = {
    one.__name__: one
    for one in (
        change,
        remove,
        remove_and_close_ranks,
        insert,
        reorder,
        cut_off,
        cut_and_continue,
        rewrite_all,
    )
}


@pytest.fixture
def kept(inside: Inside, tmp_path: Path) -> Path:
    """A checkpoint the auditor kept, after a few entries."""
    for _ in range(3):
        inside.run("find", "漏水")
    path = tmp_path / "kept.note"
    path.write_text(inside.run("log", "checkpoint", who="jonas").out, "utf-8")
    return path


def audit(folder: Path, kept: Path) -> subprocess.CompletedProcess[str]:
    key = folder / "log" / "log.vkey"
    command = [AUDIT, "verify", folder / "register.sqlite3", "--checkpoint", kept, "--key", key]
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )


@pytest.mark.parametrize("head", [False, True], ids=["head left", "head rewritten"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_is_found_against_an_earlier_checkpoint(
    inside: Inside, folder: Path, kept: Path, attack: str, *, head: bool
) -> None:
    file = folder / "register.sqlite3"
    rewrite(file, ATTACKS[attack](rows_of(file)), head=head)

    said = inside.run("log", "verify", "--checkpoint", kept, "--json", who="jonas")

    assert said.code == 6, said.err
    assert said.data["ok"] is False
    assert said.data["findings"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_auditors_own_program_finds_the_same(
    inside: Inside, folder: Path, kept: Path, attack: str
) -> None:
    file = folder / "register.sqlite3"
    assert audit(folder, kept).returncode == 0
    rewrite(file, ATTACKS[attack](rows_of(file)), head=True)

    told = audit(folder, kept)

    assert told.returncode == 6, told.stderr
    assert inside.office == folder


def test_words_for_people_say_that_the_log_was_changed(
    inside: Inside, folder: Path, kept: Path
) -> None:
    file = folder / "register.sqlite3"
    rewrite(file, change(rows_of(file)), head=True)

    said = inside.run("log", "verify", "--checkpoint", kept, who="jonas")

    assert said.code == 6
    assert "The log was changed" in said.out
    assert "L006" in said.out


def test_an_entry_put_at_the_end_stops_the_log_and_is_found(
    inside: Inside, folder: Path, kept: Path
) -> None:
    """Nobody promised anything about what comes after the checkpoint; the head knows."""
    file = folder / "register.sqlite3"
    rewrite(file, insert_at_the_end(rows_of(file)), head=False)

    verified = inside.run("log", "verify", "--checkpoint", kept, "--json", who="jonas")
    worked = inside.run("find", "漏水")

    assert (verified.code, worked.code) == (6, 6)
    assert {one["code"] for one in verified.data["findings"]} == {"L008"}


def test_without_a_kept_checkpoint_a_clever_rewrite_stays_hidden(
    inside: Inside, folder: Path, kept: Path
) -> None:
    """The twin, and the reason why checkpoints are kept elsewhere: nothing else finds it."""
    file = folder / "register.sqlite3"
    rewrite(file, rewrite_all(rows_of(file)), head=True)
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM register_checkpoint")

    assert inside.run("log", "verify", who="jonas").code == 0
    assert inside.run("log", "verify", "--checkpoint", kept, who="jonas").code == 6


def test_an_untouched_log_is_whole(inside: Inside, folder: Path, kept: Path) -> None:
    said = inside.run("log", "verify", "--checkpoint", kept, "--json", who="jonas")

    assert (said.code, said.data["ok"]) == (0, True)
    assert audit(folder, kept).returncode == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_log_entry SET leaf = x'00' WHERE idx = 1",
        "UPDATE register_log_entry SET idx = 99 WHERE idx = 1",
        "DELETE FROM register_log_entry WHERE idx = 1",
        "DELETE FROM register_log_entry",
        "INSERT OR REPLACE INTO register_log_entry VALUES (1, x'00', x'00')",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(folder: Path, statement: str) -> None:
    file = folder / "register.sqlite3"
    before = rows_of(file)

    with contextlib.closing(sqlite3.connect(file)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="only be added to"):
            database.execute(statement)
        database.commit()

    assert rows_of(file) == before
