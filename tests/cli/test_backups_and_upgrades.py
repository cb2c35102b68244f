"""Encrypted backups, upgrades and what check and recover tell of them, as typed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.shell import Inside


def made_key(inside: Inside, file: Path) -> str:
    made = inside.run("backup", "--new-identity", file, "--json")
    assert made.code == 0
    return str(made.data["recipient"])


def test_an_encrypted_backup_is_restored(inside: Inside, tmp_path: Path) -> None:
    recipient = made_key(inside, tmp_path / "key")
    (tmp_path / "usb").mkdir()

    made = inside.run("backup", tmp_path / "usb", "--recipient", recipient, "--json", who="jonas")
    shutil.rmtree(inside.office)
    locked = inside.run("restore", made.data["file"], inside.office, "--json")
    done = inside.run("restore", made.data["file"], inside.office, "--identity", tmp_path / "key")

    assert made.data["recipients"] == [recipient]
    assert made.data["file"].endswith(".tar.age")
    assert (locked.code, locked.problem["field"]) == (3, "--identity")
    assert done.code == 0
    assert inside.run("check", "--fixity", "--json", who="jonas").data["ok"] is True


def test_the_wrong_identity_and_a_damaged_file(inside: Inside, tmp_path: Path) -> None:
    recipient = made_key(inside, tmp_path / "key")
    made_key(inside, tmp_path / "other")
    file = tmp_path / "b.age"
    assert inside.run("backup", file, "--recipient", recipient, who="jonas").code == 0

    wrong = inside.run("restore", file, tmp_path / "again", "--identity", tmp_path / "other")
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-100])
    cut = inside.run("restore", file, tmp_path / "again", "--identity", tmp_path / "key")

    assert (wrong.code, cut.code) == (3, 6)
    assert "fix:" in wrong.err
    assert "cut off" in cut.err
    assert not (tmp_path / "again").exists()


def test_who_loses_the_key_is_told_before(inside: Inside, tmp_path: Path) -> None:
    made = inside.run("backup", "--new-identity", tmp_path / "key")
    again = inside.run("backup", "--new-identity", tmp_path / "key")

    assert "who loses it loses the backups" in made.out
    assert "AGE-SECRET-KEY" not in made.out
    assert again.code == 3


def test_recipients_of_the_settings(inside: Inside, tmp_path: Path) -> None:
    recipient, other = made_key(inside, tmp_path / "key"), made_key(inside, tmp_path / "other")
    with (inside.office / "docgen.toml").open("a") as settings:
        settings.write(f'\n[backup]\nrecipients = ["{recipient}"]\n')
    (tmp_path / "list").write_text(f"{other}\n")

    made = inside.run("backup", tmp_path / "b.age", "--json", who="jonas")
    refused = inside.run(
        "backup", tmp_path / "c", "--recipients-file", tmp_path / "list", who="jonas"
    )

    assert made.data["recipients"] == [recipient]
    assert refused.code == 4
    assert not (tmp_path / "c").exists()


def test_a_backup_to_nowhere(inside: Inside) -> None:
    assert inside.run("backup", who="jonas").code == 2


def test_a_plain_backup_says_that_it_is_plain(inside: Inside, tmp_path: Path) -> None:
    made = inside.run("backup", tmp_path / "b", who="jonas")

    assert made.code == 0
    assert "not encrypted" in made.err


def test_an_older_office_is_upgraded(inside: Inside) -> None:
    """It was made when there were neither schedules nor a list of what was delivered."""
    rules = inside.office / "rules"
    for name in ("transfers.toml", "retention.toml", "delivered.txt"):
        (rules / name).unlink()
    with (rules / "loans.toml").open("a", encoding="utf-8") as loans:
        loans.write("# 本室自定\n")

    behind = inside.run("check", "--json", who="jonas")
    dry = inside.run("upgrade", "--dry-run", "--json", who="jonas")
    shown = inside.run("upgrade", "--show", "rules/loans.toml", who="jonas")
    done = inside.run("upgrade", who="jonas")
    after = inside.run("upgrade", "--json", who="jonas")

    assert (behind.code, "docgen upgrade" in behind.err) == (0, True)
    told = {one["name"]: one["state"] for one in dry.data["parts"] if one["state"] != "same"}
    assert told == {
        "rules/loans.toml": "changed",
        "rules/retention.toml": "missing",
        "rules/transfers.toml": "missing",
    }
    assert "-# 本室自定" in shown.out
    assert done.out.count("added") == 2
    assert {one["state"] for one in after.data["parts"]} == {"same", "changed"}
    assert "docgen upgrade" not in inside.run("check", who="jonas").err


def test_who_may_not_upgrade(inside: Inside) -> None:
    assert inside.run("upgrade", "--dry-run").code == 4
    assert inside.run("upgrade", "--show", "rules/loans.toml").code == 4


def test_a_file_set_aside_is_reported_until_a_person_decides(inside: Inside) -> None:
    aside = inside.office / "log" / "aside-1-register.jsonl"
    aside.write_text("{}\n")

    found = inside.run("check", "--json", who="jonas")
    recovered = inside.run("recover", "--json", who="jonas")

    assert found.code == 6
    assert [(one["code"], one["path"]) for one in found.data["findings"]] == [
        ("A105", "log/aside-1-register.jsonl")
    ]
    assert (recovered.data["swept"], recovered.data["destroyed"]) == ([], [])
    assert aside.exists()


def test_entries_set_aside_go_once_the_log_has_them_again(inside: Inside) -> None:
    log = inside.office / "log"
    start = (log / "entries.jsonl").read_bytes()
    (log / "aside-1-entries.jsonl").write_bytes(start)
    (log / "aside-2-entries.jsonl").write_bytes(start[:-2] + b" \n")

    recovered = inside.run("recover", "--json", who="jonas")

    assert recovered.data["swept"] == ["aside-1-entries.jsonl"]
    assert [path.name for path in log.glob("aside-*")] == ["aside-2-entries.jsonl"]
