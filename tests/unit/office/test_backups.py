"""The restore drill: what comes out of a backup is the office of that moment, or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import destruction
from tests.support.desks import Cast, filed, paper
from tests.support.offices import founder, reopen
from tests.support.whole import whole

from docgen.archive import copying, disk
from docgen.archive.check import check_root
from docgen.archive.members import MANIFEST, Member
from docgen.errors import BadInput, Integrity, NotAllowed, OutsideFailed, Problem
from docgen.office import (
    amending,
    auditing,
    backups,
    destroyed,
    destroying,
    finding,
    people,
    restoring,
    upkeep,
)
from docgen.office.backup_parts import FACTS
from docgen.office.desk import Office
from docgen.register.models import Customer, Item


@pytest.fixture(autouse=True)
def _few_templates(office: Office) -> None:
    """Nothing is asked of the others, and each would be brought to the disk again and again."""
    for folder in (office.folder / "templates").glob("[a-u]*/"):
        shutil.rmtree(folder)


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    """A paper with two versions, and another one."""
    filed(office, folk.mira, known)
    found = filed(office, folk.mira, known)
    amending.add_version(office, folk.mira, found, paper("改。"), base=1, why="更正")
    return Item.objects.get(pk=found.pk)


def test_the_drill(office: Office, item: Item, tmp_path: Path) -> None:
    made = backups.back_up(office, founder(), tmp_path / "b")
    before = whole(office.folder)
    shutil.rmtree(office.folder)

    again = restoring.restore(tmp_path / "b", tmp_path / "again")

    after = whole(tmp_path / "again")
    assert made.papers == 2
    count = len(before["register_log_entry"])
    assert after["register_log_entry"][:count] == before["register_log_entry"]
    assert len(after["register_log_entry"]) == count + 1
    for name in before.keys() - {"register_log_entry", "register_log_head"}:
        assert after[name] == before[name], name
    assert list(check_root(tmp_path / "again" / "archive", fixity=True)) == []
    assert auditing.verify(again, founder()).is_whole
    assert finding.search(again, people.by_login("mira"), "空调漏水").total == 1
    assert str(filed(again, people.by_login("mira"), Customer.objects.get())).endswith("-0003")
    assert item.head == 2


def test_a_backup_can_be_checked_without_docgen(office: Office, item: Item, tmp_path: Path) -> None:
    assert item
    backups.back_up(office, founder(), tmp_path / "b")

    done = subprocess.run(
        ["sha512sum", "--quiet", "-c", MANIFEST],
        cwd=tmp_path / "b",
        check=False,
    )

    assert done.returncode == 0
    told = (tmp_path / "b" / MANIFEST).read_text("utf-8").splitlines()
    there = [path for path in (tmp_path / "b").rglob("*") if path.is_file()]
    assert len(told) == len(there) - 1


def test_what_is_filed_meanwhile_is_not_half_in_it(
    office: Office, item: Item, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the register's moment a paper gets a version, and a new paper comes."""
    real = copying.root_files

    def meanwhile(root: Path, top: str) -> Iterator[Member]:
        mira = people.by_login("mira")
        amending.add_version(office, mira, item, paper("再改。"), base=2, why="再更正")
        filed(office, mira, known)
        return real(root, top)

    monkeypatch.setattr(copying, "root_files", meanwhile)
    backups.back_up(office, founder(), tmp_path / "b")

    again = restoring.restore(tmp_path / "b", tmp_path / "again")

    assert Item.objects.get(pk=item.pk).head == 2
    assert len(list(again.store.urns())) == Item.objects.count() == 2
    assert again.store.inventory(f"urn:docgen:{item}").head == "v2"
    assert list(check_root(tmp_path / "again" / "archive", fixity=True)) == []


def test_every_changed_file_is_found_before_anything_is_restored(
    office: Office, item: Item, tmp_path: Path
) -> None:
    assert item
    backups.back_up(office, founder(), tmp_path / "b")
    files = sorted(path for path in (tmp_path / "b").rglob("*") if path.is_file())
    chosen = [path for path in files if "templates" not in path.parts and path.stat().st_size]

    for path in chosen:
        data = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(Problem) as found:
            restoring.restore(tmp_path / "b", tmp_path / "again")
        assert isinstance(found.value, Integrity | BadInput)
        assert not (tmp_path / "again").exists()
        path.write_bytes(data)

    assert len(chosen) > 10
    assert list(tmp_path.glob(".again*")) == []


@pytest.mark.parametrize("path", ["../out.txt", "/out.txt", "rules/../../out.txt"])
def test_a_manifest_that_leads_out_is_refused(office: Office, tmp_path: Path, path: str) -> None:
    backups.back_up(office, founder(), tmp_path / "b")
    manifest = tmp_path / "b" / MANIFEST
    manifest.chmod(0o600)
    manifest.write_text(manifest.read_text("utf-8") + f"{'0' * 128}  {path}\n", "utf-8")

    with pytest.raises(Integrity):
        restoring.restore(tmp_path / "b", tmp_path / "again")


def test_a_link_in_a_backup_is_refused(office: Office, tmp_path: Path) -> None:
    backups.back_up(office, founder(), tmp_path / "b")
    toml = tmp_path / "b" / "docgen.toml"
    toml.rename(tmp_path / "elsewhere.toml")
    toml.symlink_to(tmp_path / "elsewhere.toml")

    with pytest.raises(Integrity, match=r"docgen\.toml"):
        restoring.restore(tmp_path / "b", tmp_path / "again")


@pytest.mark.parametrize(
    "change", [{"folder_version": 99}, {"migrations": ["0001_initial", "9999_tomorrow"]}]
)
def test_a_backup_of_a_newer_docgen_is_refused(
    office: Office, tmp_path: Path, change: dict[str, object]
) -> None:
    backups.back_up(office, founder(), tmp_path / "b")
    facts = tmp_path / "b" / FACTS
    facts.chmod(0o600)
    facts.write_text(json.dumps({**json.loads(facts.read_text()), **change}))

    with pytest.raises(BadInput, match="newer docgen"):
        restoring.restore(tmp_path / "b", tmp_path / "again")


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no backup"):
        restoring.restore(tmp_path, tmp_path / "again")


def test_nothing_is_overwritten(office: Office, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine.txt").write_text("mine")

    with pytest.raises(BadInput, match="not empty"):
        backups.back_up(office, founder(), tmp_path / "b")

    assert [path.name for path in (tmp_path / "b").iterdir()] == ["mine.txt"]


def test_a_backup_in_the_office_is_none(office: Office) -> None:
    with pytest.raises(BadInput, match="within the office"):
        backups.back_up(office, founder(), office.folder / "backup")


def test_who_keeps_no_order_makes_no_backup(office: Office, folk: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        backups.back_up(office, folk.mira, tmp_path / "b")


def test_a_damaged_paper_is_told_by_name(office: Office, item: Item, tmp_path: Path) -> None:
    shutil.rmtree(office.folder / "archive/00/00/00/00/01" / str(item) / "v1")

    with pytest.raises(Integrity, match=str(item)):
        backups.back_up(office, founder(), tmp_path / "b")

    assert not (tmp_path / "b").exists()


def test_a_full_disk_leaves_nothing(office: Office, item: Item, tmp_path: Path) -> None:
    assert item
    left = [40]

    def full(step: disk.Step) -> None:
        if step.act == "write" and "again" not in str(step.path) and ".b." in str(step.path):
            left[0] -= 1
            if left[0] == 0:
                raise OSError(28, "No space left on device")

    with disk.watched(full), pytest.raises(OutsideFailed):
        backups.back_up(office, founder(), tmp_path / "b")

    assert list(tmp_path.glob("*b*")) == list(tmp_path.glob(".b*")) == []
    reopen(office.folder)


def test_the_record_of_a_destruction_comes_along(tmp_path: Path) -> None:
    there = destruction.room(tmp_path / "there")
    row = destroying.carry_out(there.office, there.folk.jonas, there.witnessed(there.old()).code)
    proposed = there.approved(there.old())
    record = destroyed.place_of(there.office, row)
    destroyed.place_of(there.office, proposed).write_text("of a later moment")

    backups.back_up(there.office, founder(), tmp_path / "b")
    again = restoring.restore(tmp_path / "b", tmp_path / "again")

    assert destroyed.place_of(again, row).read_bytes() == record.read_bytes()
    assert not destroyed.place_of(again, proposed).exists()
    assert list(upkeep.check(again, founder(), fixity=True)) == []


def test_a_paper_destroyed_meanwhile_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = destruction.room(tmp_path / "there")
    item = there.old()
    row = there.witnessed(item)
    real = copying.root_files

    def meanwhile(root: Path, top: str) -> Iterator[Member]:
        destroying.carry_out(there.office, there.folk.jonas, row.code)
        return real(root, top)

    monkeypatch.setattr(copying, "root_files", meanwhile)

    with pytest.raises(OutsideFailed, match=f"{item} was destroyed while"):
        backups.back_up(there.office, founder(), tmp_path / "b")
    assert not (tmp_path / "b").exists()
    assert backups.days(there.office) == [destruction.NOW.date()]
