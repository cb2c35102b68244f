"""Locks between processes, and who owns a stage folder."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.archive import in_child

from docgen.archive import locks


def test_an_object_always_has_the_same_lock(tmp_path: Path) -> None:
    one = locks.of_object(tmp_path, "urn:docgen:0310000001-0012")

    assert one == locks.of_object(tmp_path, "urn:docgen:0310000001-0012")
    assert one.parent == tmp_path


def test_all_objects_together_have_few_lock_files(tmp_path: Path) -> None:
    names = {locks.of_object(tmp_path, f"urn:docgen:0310000001-{turn:04d}") for turn in range(9999)}

    assert 32 <= len(names) <= 64


def test_a_stage_has_one_owner(tmp_path: Path) -> None:
    assert locks.own(tmp_path)

    assert not locks.own(tmp_path)
    assert in_child(lambda: _expect(locks.own(tmp_path), wanted=False)) == 0

    locks.disown(tmp_path)
    assert in_child(lambda: _expect(locks.own(tmp_path), wanted=True)) == 0


def _expect(got: bool, *, wanted: bool) -> None:  # noqa: FBT001 - the value under test
    assert got is wanted


def test_ownership_ends_with_the_process(tmp_path: Path) -> None:
    def die_as_owner() -> None:
        locks.own(tmp_path)
        os._exit(9)

    assert in_child(die_as_owner) == 9

    assert locks.own(tmp_path)
    locks.disown(tmp_path)


def test_ownership_moves_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    locks.own(tmp_path / "a")

    (tmp_path / "a").rename(tmp_path / "b")
    locks.moved(tmp_path / "a", tmp_path / "b")

    assert not locks.own(tmp_path / "b")
    locks.disown(tmp_path / "b")
    assert locks.own(tmp_path / "b")
    locks.disown(tmp_path / "b")


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with locks.held(tmp_path / "lock"):
            os.write(writer, b"held")
            (tmp_path / "done").write_bytes(b"1")
        os._exit(0)
    assert os.read(reader, 4) == b"held"

    with locks.held(tmp_path / "lock", shared=True):
        done = (tmp_path / "done").exists()

    os.waitpid(child, 0)
    assert done
