"""``docgen-audit pull``: visit after visit, only what is new, and never half."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import IO

import pytest
from tests.support.auditor import Auditor
from tests.support.logs import LATER, SIGNER, THIEF, Log, contents

from docgen.ledger.cosign import COSIGNER, cosigned_at
from docgen.ledger.note import open_checkpoint, parse_vkey
from docgen_audit import state as keeping
from docgen_audit.source import Folder


def test_the_first_visit_pins_the_key_and_says_its_fingerprint(
    auditor: Auditor, tmp_path: Path
) -> None:
    folder = Log.of(300).export(tmp_path / "usb")

    said = auditor.run("pull", folder)

    assert said.code == 0
    assert "300 entries are new." in said.out
    assert SIGNER.key.vkey in said.out
    assert SIGNER.key.fingerprint in said.out


def test_the_checkpoint_is_kept_with_the_auditors_cosignature(
    auditor: Auditor, tmp_path: Path
) -> None:
    log = Log.of(300)
    auditor.run("pull", log.export(tmp_path / "usb"))

    note = (auditor.folder / "checkpoint").read_text("utf-8")
    mine = parse_vkey((auditor.folder / "auditor.vkey").read_text("utf-8"), kind=COSIGNER)

    assert note.startswith(log.note())
    assert open_checkpoint(note, SIGNER.key).size == 300
    assert cosigned_at(note, mine) > 1_700_000_000
    assert (auditor.folder / "checkpoints/300.note").read_text("utf-8") == note


def test_the_entries_are_kept_as_they_came(auditor: Auditor, tmp_path: Path) -> None:
    folder = Log.of(300).export(tmp_path / "usb")

    auditor.run("pull", folder)

    kept, given = contents(auditor.folder), contents(folder)
    bundles = {name for name in given if name.startswith("tile/entries")}
    assert {name: kept[name] for name in bundles} == {name: given[name] for name in bundles}


def test_a_later_visit_fetches_only_what_is_new(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor.run("pull", Log.of(600).export(tmp_path / "usb"))
    later = Log.of(800).export(tmp_path / "later")
    opened = []
    honest = Folder.open

    def watched(self: Folder, path: str, most: int) -> IO[bytes] | None:
        opened.append(path)
        return honest(self, path, most)

    monkeypatch.setattr(Folder, "open", watched)

    said = auditor.run("pull", later)

    assert "200 entries are new." in said.out
    fetched = {path for path in opened if path.startswith("tile")}
    assert fetched == {"tile/entries/002", "tile/entries/003.p/32"}


def test_a_visit_without_news_says_so(auditor: Auditor, tmp_path: Path) -> None:
    folder = Log.of(300).export(tmp_path / "usb")
    auditor.run("pull", folder)

    said = auditor.run("pull", folder, "--json")

    assert (said.code, said.data["new"], said.data["size"]) == (0, 0, 300)


def test_an_empty_log_can_be_visited_and_grow(auditor: Auditor, tmp_path: Path) -> None:
    first = auditor.run("pull", Log.of(0).export(tmp_path / "empty"))

    second = auditor.run("pull", Log.of(3).export(tmp_path / "usb"))

    assert (first.code, second.code) == (0, 0)


# ---- keys


def test_a_key_from_somebody_trusted_is_what_counts(auditor: Auditor, tmp_path: Path) -> None:
    key = tmp_path / "trusted.vkey"
    key.write_text(SIGNER.vkey + "\n", "utf-8")
    forged = Log(Log.of(9).leaves, THIEF, (THIEF,)).export(tmp_path / "forged")

    refused = auditor.run("pull", forged, "--key", key, "--json")
    taken = auditor.run("pull", Log.of(9).export(tmp_path / "usb"), "--key", key)

    assert (refused.code, refused.found) == (6, {"L007"})
    assert taken.code == 0


@pytest.mark.parametrize("before", [0, 5])
def test_a_new_key_is_trusted_when_the_old_one_signed_for_it(
    auditor: Auditor, tmp_path: Path, before: int
) -> None:
    old = Log.of(5)
    if before:
        auditor.run("pull", old.export(tmp_path / "usb"))
    rotated = old.rotated()

    said = auditor.run("pull", rotated.export(tmp_path / "rotated"), "--json")
    more = auditor.run("pull", rotated.more(300).export(tmp_path / "more"))

    assert (said.code, said.data["key"]) == (0, LATER.key.vkey)
    assert more.code == 0


def test_a_new_key_that_no_entry_names_is_not_trusted(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", Log.of(5).export(tmp_path / "usb"))
    before = auditor.good()
    forged = Log(Log.of(9).leaves, THIEF, (SIGNER, THIEF)).export(tmp_path / "forged")

    said = auditor.run("pull", forged, "--json")

    assert (said.code, said.found) == (6, {"L007"})
    assert auditor.good() == before


def test_the_old_key_signs_nothing_after_the_new_one_came(auditor: Auditor, tmp_path: Path) -> None:
    rotated = Log.of(5).rotated()
    auditor.run("pull", rotated.export(tmp_path / "usb"))
    stolen = Log(rotated.more(4).leaves, SIGNER, (SIGNER, LATER)).export(tmp_path / "stolen")

    said = auditor.run("pull", stolen, "--json")

    assert (said.code, said.found) == (6, {"L007"})


# ---- never half


def test_a_copy_that_was_cut_off_is_refused_and_the_whole_one_taken(
    auditor: Auditor, tmp_path: Path
) -> None:
    auditor.run("pull", Log.of(300).export(tmp_path / "usb"))
    whole = Log.of(900).export(tmp_path / "whole")
    half = Path(shutil.copytree(whole, tmp_path / "half"))
    (half / "tile/entries/002").unlink()
    before = auditor.good()

    refused = auditor.run("pull", half, "--json")
    between = auditor.good()
    taken = auditor.run("pull", whole)

    assert (refused.code, refused.found) == (6, {"L005"})
    assert between == before
    assert taken.code == 0


@pytest.mark.parametrize("writes", range(7))
def test_a_disk_that_fails_at_any_write_leaves_the_last_good_state(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    auditor.run("pull", Log.of(300).export(tmp_path / "usb"))
    later = Log.of(900).export(tmp_path / "later")
    honest, done = keeping._put, list[Path]()

    def failing(path: Path, data: bytes) -> None:
        if len(done) == writes:
            raise OSError(28, "No space left on device")
        done.append(path)
        honest(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_put", failing)
        said = auditor.run("pull", later)
    status = auditor.run("status", "--json")
    again = auditor.run("pull", later)

    assert said.code == (7 if writes < 6 else 0)
    assert status.data["size"] == (300 if writes < 5 else 900)
    assert again.code == 0


def test_without_the_state_file_last_a_cut_off_visit_would_be_half(
    auditor: Auditor, tmp_path: Path
) -> None:
    """The twin: a state that is ahead of its entries cannot be gone on from."""
    auditor.run("pull", Log.of(300).export(tmp_path / "usb"))
    (auditor.folder / "tile/entries/000").unlink()

    said = auditor.run("verify", auditor.folder, "--json")

    assert said.code != 0


# ---- the auditor's own folder


def test_the_key_is_for_the_auditors_eyes_only(auditor: Auditor) -> None:
    assert (auditor.folder / "auditor.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["", "wang li", "wang+li"])
def test_a_name_that_cannot_stand_under_a_note_is_refused(
    auditor: Auditor, tmp_path: Path, name: str
) -> None:
    said = auditor.run("init", name, "--state", tmp_path / "other")

    assert said.code == 2


def test_a_key_is_never_made_anew(auditor: Auditor) -> None:
    before = auditor.good()

    said = auditor.run("init", "audit.example/li")

    assert said.code == 2
    assert auditor.good() == before


def test_who_is_no_auditor_is_told_how_to_become_one(auditor: Auditor, tmp_path: Path) -> None:
    shutil.rmtree(auditor.folder)

    said = auditor.run("pull", Log.of(1).export(tmp_path / "usb"))

    assert said.code == 5
    assert "docgen-audit init" in said.err


@pytest.mark.parametrize(
    "change",
    [{"head": ""}, {"head": Log.of(4).head().to_bytes().hex()}, {"note": "x"}, {"key": 7}, None],
)
def test_a_changed_folder_of_his_own_is_noticed(
    auditor: Auditor, tmp_path: Path, change: dict[str, object] | None
) -> None:
    auditor.run("pull", Log.of(5).export(tmp_path / "usb"))
    file = auditor.folder / "state.json"
    facts = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**facts, **change} if change else []), "utf-8")

    said = auditor.run("status")

    assert said.code == 3
    assert "backup" in said.err


def test_status_says_how_far_one_has_come(auditor: Auditor, tmp_path: Path) -> None:
    before = auditor.run("status")
    auditor.run("pull", Log.of(5).export(tmp_path / "usb"))

    after = auditor.run("status")

    assert before.code == 1
    assert after.code == 0
    assert "Entries seen: 5, the last written 2026-01-21T09:00:04.000000Z" in after.out
