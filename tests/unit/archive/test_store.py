"""The store: beginning, reading, listing, and refusing what is not as archived."""

from __future__ import annotations

import shutil
import subprocess
import threading
from pathlib import Path, PurePosixPath

import pytest
from tests.support.archive import ITEM, Cut, Office, ctrl_c, io_error, new_office, urn

from docgen.archive import disk, layout, locks, objects
from docgen.archive.store import Store
from docgen.errors import BadInput, Integrity, NotFound, OutsideFailed


def test_an_empty_archive_is_a_storage_root(office: Office) -> None:
    office.assert_clean()
    assert list(office.store.urns()) == []
    for path, data in layout.ROOT_FILES.items():
        assert (office.root / path).read_bytes() == data


def test_beginning_again_changes_nothing(office: Office) -> None:
    office.add({"a.txt": b"1"})
    before = {path: path.stat().st_mtime_ns for path in office.root.rglob("*")}

    office.store.initialise()

    assert {path: path.stat().st_mtime_ns for path in office.root.rglob("*")} == before


def test_a_missing_root_file_is_written_again(office: Office) -> None:
    (office.root / layout.README).unlink()
    shutil.rmtree(office.root / "extensions")

    office.store.initialise()

    office.assert_clean()


@pytest.mark.parametrize("name", [layout.LAYOUT_FILE, layout.CONFIG_FILE, layout.DECLARATION])
def test_an_archive_with_another_layout_is_not_opened(office: Office, name: str) -> None:
    (office.root / name).chmod(0o600)
    (office.root / name).write_bytes(b"{}")

    with pytest.raises(Integrity, match="is not what docgen wrote"):
        office.store.initialise()


def test_a_folder_with_other_things_does_not_become_an_archive(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "photos").mkdir()

    with pytest.raises(BadInput, match="cannot become an archive"):
        Store(tmp_path / "archive", tmp_path / "work").initialise()

    assert [path.name for path in (tmp_path / "archive").iterdir()] == ["photos"]


def test_archive_and_work_folder_lie_on_one_disk(tmp_path: Path) -> None:
    here = tmp_path.stat().st_dev
    others = [one for one in ("/dev/shm", "/tmp", "/proc") if Path(one).is_dir()]  # noqa: S108 - read
    other = next((Path(one) for one in others if Path(one).stat().st_dev != here), None)
    if other is None:
        pytest.skip("needs two file systems")

    with pytest.raises(BadInput, match="different disks"):
        Store(tmp_path / "archive", other).initialise()


def test_beginning_can_be_cut_off_anywhere(tmp_path: Path) -> None:
    counted = Cut(-2, ctrl_c)
    with disk.watched(counted):
        new_office(tmp_path / "whole")

    for at in range(counted.seen):
        base = tmp_path / str(at)
        with disk.watched(Cut(at, io_error)), pytest.raises(OutsideFailed):
            new_office(base)

        office = new_office(base)
        office.store.sweep([])

        assert office.findings() == []


def test_reading_gives_each_version_its_own(office: Office) -> None:
    office.add({"合同.txt": "一".encode()})
    office.add({"合同.txt": "二".encode()})

    store = office.store

    assert store.read(ITEM, "合同.txt") == "二".encode()
    assert store.read(ITEM, "合同.txt", "v1") == "一".encode()
    assert store.open_path(ITEM, "合同.txt", "v1").read_bytes() == "一".encode()
    assert list(store.versions(ITEM)) == ["v1", "v2"]


@pytest.mark.parametrize(
    ("item", "name", "version"),
    [
        (urn(9, 9), "a.txt", None),
        (ITEM, "b.txt", None),
        (ITEM, "a.txt", "v2"),
        (ITEM, "a.txt", "v0"),
        (ITEM, "../inventory.json", None),
        (ITEM, "v1/content/a.txt", None),
    ],
)
def test_what_is_not_there_is_not_found(
    office: Office, item: str, name: str, version: str | None
) -> None:
    office.add({"a.txt": b"1"})

    with pytest.raises(NotFound):
        office.store.read(item, name, version)
    with pytest.raises(NotFound):
        office.store.open_path(item, name, version)


@pytest.mark.parametrize("data", [b"", b"2", b"11", None])
def test_changed_bytes_are_never_handed_out(office: Office, data: bytes | None) -> None:
    office.add({"a.txt": b"1"})
    path = office.place() / "v1/content/a.txt"
    path.unlink()
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(Integrity, match="is not what was archived"):
        office.store.read(ITEM, "a.txt")
    with pytest.raises(Integrity, match="is not what was archived"):
        office.store.open_path(ITEM, "a.txt")


def test_a_damaged_inventory_is_not_believed(office: Office) -> None:
    office.add({"a.txt": b"1"})
    path = office.place() / "inventory.json"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"mira", b"jonas"))

    with pytest.raises(Integrity, match="cannot be trusted") as refused:
        office.store.inventory(ITEM)

    assert refused.value.file == str(path)


def test_an_object_copied_to_another_place_is_not_taken_for_it(office: Office) -> None:
    office.add({"a.txt": b"1"})
    shutil.copytree(office.place(), office.place(urn(310000001, 13)))

    with pytest.raises(Integrity) as refused:
        office.store.read(urn(310000001, 13), "a.txt")

    assert ITEM in refused.value.why


def test_a_reader_waits_for_a_version_on_its_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add({"a.txt": b"1"})
    sidecar, aside = office.place() / "inventory.json.sha512", office.base / "aside"
    looked, got = threading.Event(), []
    look = objects.read_inventory

    def note(place: Path, item: str) -> objects.Current:
        try:
            return look(place, item)
        finally:
            looked.set()

    monkeypatch.setattr(objects, "read_inventory", note)
    reader = threading.Thread(target=lambda: got.append(office.store.read(ITEM, "a.txt")))

    with locks.held(locks.of_object(office.work / "locks", ITEM)):
        sidecar.rename(aside)
        reader.start()
        looked.wait()
        aside.rename(sidecar)
    reader.join()

    assert got == [b"1"]


@pytest.mark.skipif(not shutil.which("sha512sum"), reason="needs sha512sum")
def test_the_readme_speaks_the_truth(office: Office) -> None:
    office.add({"合同.txt": b"1"})

    command = ["sha512sum", "-c", "inventory.json.sha512"]
    done = subprocess.run(command, cwd=office.place(), check=False, capture_output=True)

    assert done.returncode == 0
    assert (
        f"cd {layout.object_path(ITEM)}".encode() in layout.ROOT_FILES[PurePosixPath(layout.README)]
    )


def test_all_objects_are_listed_in_order(office: Office) -> None:
    items = [urn(310000001, 2), urn(310000001, 1), urn(5, 1), urn(9999999999, 9999)]
    for item in items:
        office.add({"a.txt": b"1"}, item)
    (office.root / "03" / "strange").mkdir()
    (office.root / "0310000001-0003").mkdir()

    assert list(office.store.urns()) == sorted(items)


def test_a_paper_the_disk_will_not_give_is_the_disks_failure(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add({"a.txt": b"1"})

    def fail(_path: Path) -> bytes:
        raise OSError(5, "Input/output error", "inventory.json")

    monkeypatch.setattr(Path, "read_bytes", fail)

    with pytest.raises(OutsideFailed, match="The disk failed"):
        office.store.read(ITEM, "a.txt")
