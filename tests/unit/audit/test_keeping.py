"""``docgen-audit keep``: visit after visit, nothing that was there may change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

import pytest

from docgen.ledger.note import Signer
from docgen_audit.main import main

OTHER = Signer(bytes(32), "offices.example/north/log")


class Log(Protocol):
    key_file: Path

    def checkpoint(self, size: int | None = None, signer: Signer = ...) -> Path: ...
    def export(self, name: str = "export", size: int | None = None) -> Path: ...
    def register(self, name: str = "register.sqlite3") -> Path: ...
    def edited(self, at: int) -> Log: ...
    def cut(self, size: int) -> Log: ...
    def more(self, count: int) -> Log: ...


def visit(state: Path, source: Path, *options: object) -> int:
    return main(["keep", str(source), "--state", str(state), *map(str, options)])


def contents(state: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in state.iterdir()} if state.exists() else {}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_first_visit_keeps_key_and_checkpoint(
    log: Log, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = visit(state, log.export())

    assert code == 0
    assert set(contents(state)) == {"log.vkey", "checkpoint-000000000010.note"}
    assert (state / "log.vkey").read_bytes() == log.key_file.read_bytes()
    words = capsys.readouterr().out
    assert "The first checkpoint is kept, of 10 entries." in words
    assert log.key_file.read_text().strip() in words


def test_next_visit_says_how_many_entries_are_new(
    log: Log, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit(state, log.export())
    capsys.readouterr()

    code = visit(state, log.more(5).export())

    assert code == 0
    words = capsys.readouterr().out
    assert "The log is whole." in words
    assert "5 new entries since the last visit." in words
    assert "checkpoint-000000000015.note" in contents(state)


def test_visit_in_json(log: Log, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    visit(state, log.export())
    capsys.readouterr()

    visit(state, log.more(5).export(), "--json")

    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (facts["ok"], facts["kept"], facts["new"], facts["proved"]) == (True, 15, 5, 10)


def test_nothing_new_changes_nothing(log: Log, state: Path) -> None:
    visit(state, log.export())
    before = contents(state)
    again = log.export()
    with (again / "checkpoint").open("a", encoding="utf-8") as note:
        note.write("\u2014 witness.example/another AAAAAAAA\n")

    assert visit(state, again) == 0
    assert contents(state) == before


def test_an_older_checkpoint_of_the_same_log_is_no_step_back(
    log: Log, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit(state, log.export())

    code = visit(state, log.export("older", size=6), "--json")

    assert code == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["kept"] == 10
    assert visit(state, log.edited(8).export("forged")) == 6


@pytest.mark.parametrize("attack", ["shorter", "rewritten", "rewritten_longer", "rolled_back"])
def test_a_log_that_is_not_the_one_of_the_last_visit_is_refused(
    log: Log, state: Path, attack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    visit(state, log.export())
    before = contents(state)
    changed = {
        "shorter": log.cut(7),
        "rewritten": log.edited(3),
        "rewritten_longer": log.edited(3).more(5),
        "rolled_back": log.cut(9).more(3).edited(9),
    }[attack]

    code = visit(state, changed.export("changed"))

    assert code == 6
    words = capsys.readouterr().out
    assert "THE LOG WAS CHANGED." in words
    assert "Nothing was kept." in words
    assert contents(state) == before


def test_every_earlier_checkpoint_is_compared_with(log: Log, state: Path) -> None:
    visit(state, log.cut(4).export())
    visit(state, log.export())
    (state / "checkpoint-000000000010.note").unlink()

    assert visit(state, log.edited(2).export("changed")) == 6
    assert visit(state, log.edited(8).export("tail")) == 0  # what nobody kept, nobody can prove


def test_the_key_of_the_first_visit_stays(log: Log, state: Path) -> None:
    visit(state, log.export())
    before = contents(state)
    folder = log.more(1).export("other")
    (folder / "log.vkey").write_text(OTHER.vkey)
    (folder / "checkpoint").write_bytes(log.more(1).checkpoint(11, OTHER).read_bytes())

    assert visit(state, folder) == 6
    assert visit(state, folder, "--key", folder / "log.vkey") == 6
    assert contents(state) == before


def test_a_checkpoint_altered_where_it_was_kept_is_found(log: Log, state: Path) -> None:
    visit(state, log.export())
    kept = state / "checkpoint-000000000010.note"
    kept.write_text(kept.read_text("utf-8").replace("\n10\n", "\n9\n"), "utf-8")

    assert visit(state, log.more(1).export()) == 6


def test_a_register_needs_key_and_checkpoint_beside_it(
    log: Log, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = log.register()

    assert visit(state, register) == 2
    assert visit(state, register, "--key", log.key_file) == 2
    assert "There is no checkpoint" in capsys.readouterr().err
    assert contents(state) == {}
    given = ("--key", log.key_file, "--checkpoint", log.checkpoint())
    assert visit(state, register, *given) == 0
    assert visit(state, register, "--checkpoint", log.checkpoint()) == 0


def test_a_bad_first_visit_keeps_nothing(log: Log, state: Path) -> None:
    assert visit(state, log.export(), "--checkpoint", log.checkpoint(5, OTHER)) == 6
    assert contents(state) == {}


def test_half_a_file_of_a_visit_broken_off_is_no_checkpoint(log: Log, state: Path) -> None:
    visit(state, log.export())
    (state / "checkpoint-000000000099.new").write_text("offices.exam")

    assert visit(state, log.more(1).export()) == 0
