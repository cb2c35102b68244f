"""A clerk's office is lost, in part or whole, and comes back by the commands as typed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.shell import Inside


def lose_register(folder: Path) -> None:
    (folder / "register.sqlite3").rename(folder / "register.old")
    shutil.rmtree(folder / "index")


def test_a_lost_register_comes_back(inside: Inside) -> None:
    before = inside.run("dossier", "show", "1", "--json").data
    lose_register(inside.office)

    broken = inside.run("dossier", "show", "1", "--json")
    done = inside.run("rebuild", "--json", who="jonas")

    assert (broken.code, broken.problem["code"]) == (6, "integrity")
    assert "docgen rebuild" in broken.problem["fix"]
    assert done.code == 0
    assert done.data["ok"] is True
    assert (done.data["papers"], done.data["indexed"], done.data["lost"]) == (1, 1, [])
    assert inside.run("dossier", "show", "1", "--json").data == before
    assert inside.run("find", "空调", "--json").data["total"] == 1
    assert inside.run("log", "verify", "--json", who="jonas").data["ok"] is True


def test_what_did_not_come_back_is_said(inside: Inside) -> None:
    shutil.rmtree(inside.office / "archive/00/00/00/00/01/0000000001-0001")
    lose_register(inside.office)

    done = inside.run("rebuild", who="jonas")

    assert done.code == 6
    assert "0000000001-0001" in done.out
    assert "1 thing(s) could not be restored" in done.out


def test_a_register_that_is_there_stays(inside: Inside) -> None:
    refused = inside.run("rebuild", "--json", who="jonas")

    assert refused.code == 3
    assert "mv " in refused.problem["fix"]


def test_who_may_not_rebuild_leaves_no_register(inside: Inside) -> None:
    lose_register(inside.office)

    refused = inside.run("rebuild", "--json")

    assert refused.code == 4
    assert not (inside.office / "register.sqlite3").exists()


def test_a_backup_is_restored(inside: Inside, tmp_path: Path) -> None:
    before = inside.run("dossier", "show", "1", "--json").data
    made = inside.run("backup", tmp_path / "b", "--json", who="jonas")
    shutil.rmtree(inside.office)

    done = inside.run("restore", tmp_path / "b", inside.office)

    assert made.data["papers"] == 1
    assert done.code == 0
    assert "docgen check" in done.out
    assert inside.run("dossier", "show", "1", "--json").data == before
    assert inside.run("check", "--fixity", "--json", who="jonas").data["ok"] is True


def test_a_backup_said_in_words(inside: Inside, tmp_path: Path) -> None:
    done = inside.run("backup", tmp_path / "b", who="jonas")

    assert done.code == 0
    assert done.out.startswith("1 paper(s), ")
