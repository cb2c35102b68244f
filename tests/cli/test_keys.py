"""``docgen keys`` as people call it: the ceremony from the first page to the first drill."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.support.keys import scanned
from tests.support.shell import PROGRAM, Inside, Shell


def _key_elsewhere(folder: Path) -> Path:
    file = folder.parent / "vault" / "office.key"
    file.parent.mkdir()
    settings = folder / "docgen.toml"
    more = f'\n[encryption]\nkeys = "{file}"\n'
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    return file


def _given(monkeypatch: pytest.MonkeyPatch, shares: tuple[str, ...]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(shares) + "\n"))


def test_the_ceremony_step_by_step(
    folder: Path, inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, pages = _key_elsewhere(folder), tmp_path / "shares.pdf"
    made = inside.run("keys", "init", pages, who="jonas")
    shares = scanned(pages)
    refused = inside.run("keys", "on", who="jonas")
    _given(monkeypatch, shares[:2])
    drilled = inside.run("keys", "drill", who="jonas")
    on = inside.run("keys", "on", who="jonas")

    assert (made.code, refused.code, drilled.code, on.code) == (0, 4, 0, 0)
    assert "have not been drilled" in refused.err
    assert pages.stat().st_mode & 0o777 == 0o600
    said = "".join(one.out + one.err for one in (made, refused, drilled, on))
    assert not [one for one in shares if " ".join(one.split()[:2]) in said]
    status = inside.run("keys", "status", "--json", who="jonas").data
    assert (status["is_on"], status["encrypted"]) == (True, 0)
    assert (status["key"],) == tuple(_names(key))


def _names(key: Path) -> list[str]:
    return [line.split()[0] for line in key.read_text("utf-8").splitlines() if line[0] != "#"]


def test_a_paper_is_filed_taken_out_and_verified(
    folder: Path, inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _key_elsewhere(folder)
    inside.run("keys", "init", tmp_path / "shares.pdf", who="jonas")
    _given(monkeypatch, scanned(tmp_path / "shares.pdf")[1:])
    inside.run("keys", "drill", who="jonas")
    inside.run("keys", "on", who="jonas")
    (tmp_path / "约定.txt").write_text("绝不外传的约定", "utf-8")

    filed = inside.run(
        *("file", "0000000001", tmp_path / "约定.txt", "--group", "other", "--grade", "A"),
        who="shen",
    )
    verified = inside.run("keys", "verify", "--json", who="jonas")
    copied = inside.run("keys", "backup", tmp_path / "store", "--json", who="jonas")

    assert filed.code == 0, filed.err
    assert [(one["grade"], one["fault"]) for one in verified.data] == [("A", "")]
    assert copied.data["keys"] == 1
    assert len(list((folder / "archive").rglob("*.txt.age"))) == 1


def test_a_clerk_keeps_no_keys(folder: Path, inside: Inside, tmp_path: Path) -> None:
    _key_elsewhere(folder)

    assert inside.run("keys", "init", tmp_path / "shares.pdf").code == 4
    assert not (tmp_path / "shares.pdf").exists()


def test_the_installed_program_reads_shares_from_standard_input_only(
    folder: Path, shell: Shell
) -> None:
    del folder

    told = shell.run("keys", "drill", "abandon", "ability")

    assert PROGRAM.exists()
    assert told.code == 2
    assert "extra argument" in told.err.lower()


def test_a_key_in_the_office_is_refused_when_it_opens(folder: Path, inside: Inside) -> None:
    settings = folder / "docgen.toml"
    more = f'\n[encryption]\nkeys = "{folder}/archive/office.key"\n'
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")

    told = inside.run("keys", "status", "--json", who="jonas")

    assert told.problem["field"] == "keys"
