"""The log from the reader's side: lists, checkpoints, verifying, exporting."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.support.desks import Cast, filed, log, log_refuses
from tests.support.offices import customer, person

from docgen.errors import BadInput, Integrity, NotAllowed, NotFound, OutsideFailed
from docgen.ledger.note import parse_vkey
from docgen.ledger.verify import Report, verify_log
from docgen.office import auditing, finding, log_exporting, upkeep
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.register.models_log import Checkpoint, LogHead


def tool(office: Office, *statements: str) -> None:
    """What somebody does with SQLite's own tool, the triggers out of the way first."""
    path = office.folder / "register.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for verb in ("update", "delete", "replace"):
            database.execute(f"DROP TRIGGER IF EXISTS register_log_entry_no_{verb}")
        for statement in statements:
            database.execute(statement)


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


# ---- lists


def test_entries_are_said_in_both_languages(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    entry = auditing.entries(office, folk.jonas, act="item.filed")[-1]

    assert entry["en"] == f"{folk.mira.code} filed {item}"
    assert entry["zh"] == f"{folk.mira.code} 归档 {item}"


@pytest.mark.parametrize(
    ("res", "en", "zh"),
    [("allow", "", ""), ("deny", " – refused", "（被拒绝）"), ("error", " – failed", "（未成功）")],
)
def test_how_an_act_ended_is_said(res: str, en: str, zh: str) -> None:
    said = auditing.sentence({"act": "log.read", "who": "p-0001", "res": res})

    assert said == {"en": f"p-0001 read the log{en}", "zh": f"p-0001 查阅日志{zh}"}


def test_the_newest_come_oldest_first_and_can_be_chosen(
    office: Office, folk: Cast, known: Customer
) -> None:
    for _ in range(3):
        item = filed(office, folk.mira, known)

    newest = auditing.entries(office, folk.jonas, last=2)
    about = auditing.entries(office, folk.jonas, obj=str(item))
    acts = auditing.entries(office, folk.jonas, act="dossier")

    assert [entry["idx"] for entry in newest] == sorted(entry["idx"] for entry in newest)
    assert len(newest) == 2
    assert [entry["act"] for entry in about] == ["item.filed"]
    assert [entry["act"] for entry in acts] == ["dossier.opened"]
    assert auditing.entries(office, folk.jonas, obj=folk.mira.code)[-1]["who"] == folk.mira.code


@pytest.mark.parametrize("role", ["clerk", "legal", "administrator", "manager"])
def test_who_may_not_read_the_log(office: Office, role: str) -> None:
    who = person(office, "someone", role)

    with pytest.raises(NotAllowed):
        auditing.entries(office, who)
    with pytest.raises(NotAllowed):
        log_exporting.export(office, who, office.folder / "out")

    assert [entry["res"] for entry in log()[-2:]] == ["deny", "deny"]


@pytest.mark.parametrize("leaf", ["x'00'", "'text'", "'{}'", '\'{"act":"nothing"}\''])
def test_an_entry_that_cannot_be_read_is_listed_all_the_same(
    office: Office, folk: Cast, leaf: str
) -> None:
    tool(office, f"UPDATE register_log_entry SET leaf = {leaf} WHERE idx = 1")  # noqa: S608  the case

    entries = auditing.entries(office, folk.jonas)

    assert [entry["idx"] for entry in entries][:3] == [0, 1, 2]
    assert entries[1]["en"]


# ---- checkpoints and verifying


def test_a_log_as_it_is_verifies(office: Office, folk: Cast, tmp_path: Path) -> None:
    kept = tmp_path / "early"
    kept.write_text(auditing.checkpoint(office, folk.jonas), "utf-8")
    customer(office)

    report = auditing.verify(office, folk.jonas, [kept])

    assert report.is_whole
    assert report.size == len(log()) - 1  # without the entry of this verification
    assert Checkpoint.objects.filter(note=kept.read_text("utf-8")).count() == 1
    assert log()[-1]["n"] == 0


DAMAGES: dict[str, tuple[str, str]] = {
    "head lost": ("DELETE FROM register_log_head", "L008"),
    "head cleared": ("UPDATE register_log_head SET frontier = x''", "L008"),
    "head nonsense": ("UPDATE register_log_head SET frontier = 'nonsense'", "L008"),
    "row put at the end": (
        "INSERT INTO register_log_entry SELECT size, x'00', x'00' FROM register_log_head",
        "L001",
    ),
    "row with text": ("INSERT INTO register_log_entry VALUES (-5, 'x', 'y')", "L002"),
    "row without bytes": ("UPDATE register_log_entry SET leaf = '' WHERE idx = 2", "L003"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told_even_if_the_log_takes_no_more_entries(
    office: Office, folk: Cast, tmp_path: Path, name: str
) -> None:
    statement, code = DAMAGES[name]
    kept = tmp_path / "early"
    kept.write_text(auditing.checkpoint(office, folk.jonas), "utf-8")
    tool(office, statement)

    report = auditing.verify(office, folk.jonas, [kept])

    assert code in codes(report)


@pytest.mark.parametrize("damage", ["last_time = 'x'", "size = 99", "size = 0", "frontier = 'x'"])
def test_a_log_whose_head_was_changed_takes_no_entry(
    office: Office, folk: Cast, damage: str
) -> None:
    size = len(log())
    tool(office, f"UPDATE register_log_head SET {damage}")  # noqa: S608  the case

    with pytest.raises(Integrity):
        auditing.checkpoint(office, folk.jonas)

    assert len(log()) == size


def test_a_whole_log_that_takes_no_entry_is_no_success(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        auditing.verify(office, folk.jonas)


def test_the_registers_own_checkpoints_are_held_too(office: Office, folk: Cast) -> None:
    auditing.checkpoint(office, folk.jonas)
    tool(office, "UPDATE register_checkpoint SET note = replace(note, '—', '-')")

    assert codes(auditing.verify(office, folk.jonas)) == {"L007"}


def test_a_checkpoint_file_is_taken_as_it_is(office: Office, folk: Cast, tmp_path: Path) -> None:
    note = auditing.checkpoint(office, folk.jonas).encode()
    for name, data in {
        "crlf": note.replace(b"\n", b"\r\n"),
        "empty": b"",
        "cut": note[:-9],
    }.items():
        (tmp_path / name).write_bytes(data)

        assert codes(auditing.verify(office, folk.jonas, [tmp_path / name])) == {"L007"}, name


def test_a_checkpoint_that_is_no_file(office: Office, folk: Cast, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")

    with pytest.raises(NotFound) as missing:
        auditing.verify(office, folk.jonas, [tmp_path / "nothing"])
    with pytest.raises(BadInput) as wrong:
        auditing.verify(office, folk.jonas, [tmp_path / "binary"])

    assert missing.value.file == str(tmp_path / "nothing")
    assert wrong.value.file == str(tmp_path / "binary")


def test_a_key_that_is_lost_signs_and_verifies_nothing(office: Office, folk: Cast) -> None:
    for name in ("log.key", "log.vkey"):
        (office.folder / "log" / name).unlink()

    with pytest.raises(OutsideFailed) as unsigned:
        auditing.checkpoint(office, folk.jonas)
    with pytest.raises(OutsideFailed) as unverified:
        auditing.verify(office, folk.jonas)

    assert unsigned.value.file.endswith("log.key")
    assert unverified.value.file.endswith("log.vkey")
    assert not Checkpoint.objects.filter(size=len(log())).exists()


def test_the_key_is_the_owners_alone(office: Office) -> None:
    key = office.folder / "log" / "log.key"

    assert key.stat().st_mode & 0o077 == 0
    vkey = (office.folder / "log" / "log.vkey").read_text("utf-8").strip()
    assert parse_vkey(vkey, file="log.vkey").name == office.settings.origin


def test_verifying_reads_the_log_as_it_was_at_one_moment(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that somebody adds while the log is verified does not count as a change."""

    def slowly(*args: Any, **more: Any) -> Report:  # noqa: ANN401  verify_log's own
        upkeep.reindex(office, folk.jonas)
        finding.search(office, folk.mira, "漏水")
        return verify_log(*args, **more)

    monkeypatch.setattr(auditing, "verify_log", slowly)

    assert auditing.verify(office, folk.jonas).is_whole
    assert LogHead.objects.get().size == len(log())
