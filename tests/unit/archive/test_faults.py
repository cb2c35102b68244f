"""Faults that other archives had, by their number in the list of anchors' faults (F01 to F34).

Those that are the office's (F06, F08 …) or the log's stand with the office and the log. What
cutting, killing and power cuts do is walked through in ``tests/crash``.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.support.archive import ITEM, MIRA, NOW, Office, new_office, urn
from tests.support.damages import DAMAGES, Damage, build, put, rewrite

from docgen.archive import disk
from docgen.archive.disk import Step
from docgen.errors import BadInput, Integrity, OutsideFailed, Problem

OTHER = urn(310000001, 13)


def _tree(office: Office) -> dict[str, bytes]:
    return {
        str(path.relative_to(office.base)): path.read_bytes()
        for path in sorted(office.base.rglob("*"))
        if path.is_file() and "locks" not in path.parts
    }


def test_f01_a_commit_that_fails_loses_nothing_and_can_be_done_again(
    office: Office, tmp_path: Path
) -> None:
    source = tmp_path / "incoming.pdf"
    source.write_bytes(b"%PDF-1.7 incoming")
    sealed = office.seal({"a.pdf": source})

    office.store.discard(sealed.name)  # "database is locked"
    assert source.read_bytes() == b"%PDF-1.7 incoming"
    office.add({"a.pdf": source})

    assert office.state() == {"v1": {"a.pdf": b"%PDF-1.7 incoming"}}
    office.assert_clean()


def test_f03_a_file_of_no_bytes_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    for source in (b"", tmp_path / "empty"):
        with pytest.raises(BadInput, match="empty"):
            office.seal({"a.pdf": source})

    assert office.in_work() == []


def test_f03_a_file_that_shrinks_while_it_is_read_is_refused(
    office: Office, tmp_path: Path
) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(b"x" * 3_000_000)

    def shrink(step: Step) -> None:
        if step.act == "write" and step.done:
            os.truncate(source, 1_500_000)

    with disk.watched(shrink), pytest.raises(BadInput, match="changed while it was read"):
        office.seal({"scan.pdf": source})

    assert office.in_work() == []


@pytest.fixture
def _tmpfs(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


@pytest.mark.parametrize("kilobytes", range(80, 321, 16))
def test_f03_a_full_disk_never_shortens_a_file(_tmpfs: Path, kilobytes: int) -> None:  # noqa: PT019
    """A disk of every size: what is reported as filed is whole, the rest is not there."""
    mount = shutil.which("mount") or "mount"
    command = [mount, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(_tmpfs)]
    if os.geteuid() or subprocess.run(command, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    office = new_office(_tmpfs / "office")
    filed, committed = {}, None

    with pytest.raises(OutsideFailed, match="full"):  # noqa: PT012  which paper, the size decides
        for turn in range(1, 400):
            files = {"a.txt": bytes([turn % 256]) * 9000, "b/c.txt": b"b%d" % turn}
            sealed = office.seal(files, urn(1, turn))
            committed = sealed.name
            filed[sealed.urn] = files
            office.store.publish(sealed.name)
            committed = None

    subprocess.run([mount, "-o", "remount,size=4m", str(_tmpfs)], check=True)
    if committed:
        office.store.publish(committed)
    office.store.sweep([], all_=True)
    assert {item: office.state(item)["v1"] for item in office.store.urns()} == filed
    office.assert_clean()


@pytest.mark.parametrize("code", [errno.EIO, errno.EROFS, errno.EDQUOT])
def test_f23_an_error_of_the_disk_leaves_no_half_file(
    office: Office, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    before = _tree(office)
    real = os.write

    def half(number: int, data: memoryview) -> int:
        if len(data) > 5000:
            real(number, data[:100])
            raise OSError(code, os.strerror(code))
        return real(number, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(OutsideFailed):
            office.add({"a.pdf": b"x" * 6000})

    assert _tree(office) == before


def test_f04_f05_two_versions_from_one_base_never_mix(office: Office) -> None:
    office.add({"a": b"1"})
    waiting = office.seal({"a": b"2"})

    with pytest.raises(Problem, match="waits"):
        office.seal({"a": b"3"})
    office.store.publish(waiting.name)

    assert office.state()["v2"] == {"a": b"2"}
    office.assert_clean()


def test_f07_a_later_version_never_touches_an_earlier_one(office: Office) -> None:
    office.add({"a": b"1", "b": b"2"})
    first = {path: path.stat() for path in (office.place() / "v1").rglob("*")}

    office.add({"a": b"new"}, keep=["b"])
    office.add({"c": b"1"})

    now = {path: path.stat() for path in (office.place() / "v1").rglob("*")}
    assert {p: (s.st_ino, s.st_mtime_ns, s.st_size) for p, s in now.items()} == {
        p: (s.st_ino, s.st_mtime_ns, s.st_size) for p, s in first.items()
    }


def test_f18_a_version_that_would_not_follow_what_is_there_is_refused(office: Office) -> None:
    office.add({"a": b"1"})
    sealed = office.seal({"a": b"2"})
    folder = office.place()
    other = json.loads((folder / "inventory.json").read_bytes())
    other["versions"]["v1"]["message"] = "another program was here"
    for place in (folder, folder / "v1"):
        rewrite(place, json.dumps(other).encode())

    with pytest.raises(Integrity, match="has changed since"):
        office.store.publish(sealed.name)

    assert office.state() == {"v1": {"a": b"1"}}


@pytest.mark.parametrize("name", DAMAGES)
def test_f20_f22_repair_never_deletes_never_guesses_and_never_crashes(
    office: Office, name: str
) -> None:
    build(office)
    damage: Damage = DAMAGES[name]
    damage(office)
    before = sorted(_tree(office).values())

    for item in (urn(310000001, 1), urn(310000001, 2)):
        office.store.repair_object(item)

    left = sorted(_tree(office).values())
    for data in before:
        known = data in left or _is_index(data)
        assert known, "content is gone"


def _is_index(data: bytes) -> bool:
    """An inventory or digest file, which repair makes again from a version's own."""
    return (
        data.startswith(b"{") or b"inventory.json" in data or data in (b"0" * 128, b"[" * 100_000)
    )


def test_f21_unknown_keys_of_an_inventory_survive_a_new_version(office: Office) -> None:
    office.add({"a": b"1"})
    folder = office.place()
    value = json.loads((folder / "inventory.json").read_bytes())
    value["laterExtension"] = {"x": 1}
    value["versions"]["v1"]["reviewed"] = "yes"
    for place in (folder, folder / "v1"):
        rewrite(place, json.dumps(value).encode())

    office.add({"a": b"2"})

    now = json.loads((folder / "inventory.json").read_bytes())
    assert now["laterExtension"] == {"x": 1}
    assert now["versions"]["v1"]["reviewed"] == "yes"


def test_f21_unknown_fields_of_item_json_stay_byte_for_byte(office: Office) -> None:
    told = b'{"docgen": 99, "fromTheFuture": {"a": [1, 2]}, "title": "\xe5\x90\x88\xe5\x90\x8c"}'
    office.add({"a": b"1"}, extra={"item.json": told})

    office.add({"a": b"2"}, keep=["item.json"])

    assert office.store.read(ITEM, "item.json") == told


def test_f27_the_same_content_twice_in_one_version_is_kept_once_and_read_twice(
    office: Office,
) -> None:
    office.add({"a": b"same", "b": b"same", "c/d": b"same"})
    office.add({"e": b"same", "f": b"same"})

    assert office.state()["v2"] == {"e": b"same", "f": b"same"}
    assert len([path for path in office.place().rglob("content/**/*") if path.is_file()]) == 1
    office.assert_clean()


@pytest.mark.slow
def test_f27_more_than_a_thousand_files_in_one_object(office: Office) -> None:
    files = {f"附件/{n:04d}.txt": b"%d" % n for n in range(1100)}

    office.add(dict(files))

    assert office.state() == {"v1": files}
    office.assert_clean()


@pytest.mark.parametrize(
    "name",
    [
        "invoice\u202efdp.exe",
        "a\u200bb.pdf",
        "a\ufeff.pdf",
        "a\u2066b.txt",
        "名" * 86 + ".pdf",
        "x" * 256,
        "/etc/passwd",
        "../up.txt",
        "a/../../b",
        "C:\\a.txt",
        "a\\b",
        "a\0b",
        "",
    ],
)
def test_names_that_deceive_or_climb_or_are_too_long_are_refused(office: Office, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be archived under the name"):
        office.seal({name: b"x"})

    assert office.in_work() == []


def test_names_that_only_some_disks_tell_apart_stay_apart(office: Office) -> None:
    names = ["caf\u00e9", "cafe\u0301", "A.TXT", "a.txt", "CON", "nul.txt", "COM1.pdf", "a.", "a "]
    files = {name: name.encode() for name in names}

    office.add(dict(files))

    assert office.state() == {"v1": files}
    paths = [str(p) for p in (office.place() / "v1" / "content").rglob("*") if p.is_file()]
    assert len({path.casefold() for path in paths}) == len(names)
    office.assert_clean()


def test_a_clock_that_goes_backwards_changes_the_time_and_nothing_else(office: Office) -> None:
    for days in (0, -400, 3):
        stage = office.store.stage({"a": b"%d" % days})
        moment = NOW + timedelta(days=days)
        sealed = stage.seal(ITEM, message="filed", user=MIRA, created=moment)
        office.store.publish(sealed.name)

    created = [one.created for one in office.store.versions(ITEM).values()]
    assert datetime.fromisoformat(created[1]) < datetime.fromisoformat(created[0])
    assert list(office.state()) == ["v1", "v2", "v3"]
    office.assert_clean()


def test_f29_two_papers_never_share_a_work_folder(office: Office) -> None:
    stages = [office.store.stage({"a": b"%d" % n}) for n in range(20)]

    assert len({stage.folder for stage in stages}) == 20
    for turn, stage in enumerate(stages, start=1):
        name = stage.seal(urn(7, turn), message="m", user=MIRA, created=NOW).name
        office.store.publish(name)
    assert [office.state(urn(7, turn))["v1"]["a"] for turn in (1, 20)] == [b"0", b"19"]
    office.assert_clean()


def test_f14_inventories_emptied_by_a_crash_are_found_and_never_believed(office: Office) -> None:
    office.add({"a": b"1"})
    for name in ("inventory.json", "inventory.json.sha512"):
        put(office.place() / name, b"")

    with pytest.raises(Integrity):
        office.store.read(ITEM, "a")
    assert office.findings()

    office.store.repair_object(ITEM)

    assert office.state() == {"v1": {"a": b"1"}}
    office.assert_clean()


def test_f19_f32_the_office_can_list_what_is_there_without_any_database(office: Office) -> None:
    office.add({"a": b"1"})
    office.add({"a": b"2"}, OTHER)

    assert list(Office(office.base).store.urns()) == [ITEM, OTHER]
