"""Damage is noticed, said, and mended by a rebuild; what is valid changes in one rename."""

from __future__ import annotations

import errno
import fcntl
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.index_scan import EVERYTHING, SAMPLE, paper

from docgen.errors import OutsideFailed
from docgen.index import folder, manifest, segments
from docgen.index.embedded import Embedded
from docgen.index.engine import IndexBroken, State
from docgen.index.query import parse

Fault = Callable[[Path], object]
VERSION = manifest.version(fold=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of an index with two papers in two segments."""
    made = Embedded(tmp_path / "index")
    made.replace_with((), upto=0)
    made.add([paper(1)], upto=1)
    made.add([paper(2)], upto=2)
    return tmp_path / "index"


def the(root: Path, name: str) -> Path:
    """One file of this name in a segment."""
    return next(root.glob(f"*/{name}"))


def edit(root: Path, **changes: object) -> None:
    """Change entries of the manifest."""
    file = root / manifest.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


FAULTS: dict[str, tuple[Fault, State]] = {
    "manifest deleted": (lambda root: (root / manifest.MANIFEST).unlink(), "missing"),
    "manifest cut off": (lambda root: cut(root / manifest.MANIFEST), "broken"),
    "manifest empty": (lambda root: (root / manifest.MANIFEST).write_bytes(b""), "broken"),
    "manifest of another kind": (
        lambda root: (root / manifest.MANIFEST).write_bytes(b"[]"),
        "broken",
    ),
    "made by another version": (lambda root: edit(root, version="docgen 0"), "stale version"),
    "parts misnamed": (lambda root: edit(root, parts=[{"name": "../.."}]), "broken"),
    "part outside": (
        lambda root: edit(
            root, parts=[{"name": "../..", "count": 1, "sizes": {}, "check": 0, "gone": []}]
        ),
        "broken",
    ),
    "terms deleted": (lambda root: the(root, "terms").unlink(), "broken"),
    "terms cut off": (lambda root: cut(the(root, "terms")), "broken"),
    "facts cut off": (lambda root: cut(the(root, "facts")), "broken"),
    "texts cut off": (lambda root: cut(the(root, "texts")), "broken"),
    "a file too many": (lambda root: the(root, "terms").with_name("x").touch(), "broken"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_damage_is_noticed_and_mended(name: str, root: Path) -> None:
    harm, state = FAULTS[name]

    harm(root)

    index = Embedded(root)
    assert index.state() == state
    with pytest.raises(IndexBroken) as caught:
        index.search(parse("投诉"), EVERYTHING)
    assert caught.value.state == state
    index.replace_with([paper(1), paper(2)], upto=2)
    assert index.state(thoroughly=True) == "ok"
    assert index.search(parse("投诉"), EVERYTHING).total == 2


@pytest.mark.parametrize("file", ["terms", "texts", "papers", "facts", "orders"])
def test_a_flipped_bit_is_found_by_the_thorough_check(file: str, root: Path) -> None:
    flip(the(root, file))

    assert Embedded(root).state(thoroughly=True) == "broken"


@pytest.mark.parametrize("file", ["terms", "texts", "papers", "facts", "orders"])
def test_a_search_in_rubbish_answers_or_says_broken(file: str, root: Path) -> None:
    target = the(root, file)
    target.write_bytes(b"\xff" * target.stat().st_size)

    try:
        answer: object = Embedded(root).search(parse("投诉 供气压力"), EVERYTHING).total
    except IndexBroken as broken:
        answer = broken.state

    assert answer in {0, 1, 2, "broken"}


def test_an_open_index_notices_that_it_was_deleted(root: Path) -> None:
    index = Embedded(root)
    assert index.state() == "ok"

    (root / manifest.MANIFEST).unlink()

    assert index.state() == "missing"


def test_the_folder_belongs_to_its_owner_alone(root: Path) -> None:
    assert root.stat().st_mode & 0o777 == 0o700


def test_leftovers_are_swept_and_strangers_left_alone(root: Path) -> None:
    (root / ("0" * 32)).mkdir()
    (root / folder.ADDING / "new").mkdir(parents=True)
    (root / folder.REBUILDING / "new").mkdir(parents=True)
    (root / "notes").mkdir()
    index = Embedded(root)

    index.add([paper(3)], upto=3)
    index.replace_with([paper(3)], upto=3)

    parts = {part.name for part in manifest.read(root, VERSION).parts}
    assert {entry.name for entry in root.iterdir() if entry.is_dir()} == parts | {"notes"}


def test_a_writer_waits_and_then_says_who_is_in_the_way(root: Path) -> None:
    with (root / "write.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        index = Embedded(root, patience=0.05)

        with pytest.raises(OutsideFailed, match="another process") as caught:
            index.add([SAMPLE], upto=9)

        assert "try again" in caught.value.fix
        assert index.search(parse("投诉"), EVERYTHING).total == 2
    index.add([SAMPLE], upto=9)
    assert index.sequence() == 9


def test_two_rebuilds_do_not_run_at_once(root: Path) -> None:
    with (root / "rebuild.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(OutsideFailed, match="another process"):
            Embedded(root, patience=0.0).replace_with([], upto=0)

        Embedded(root).add([paper(3)], upto=3)  # but one may add during a rebuild
    assert Embedded(root).sequence() == 3


@pytest.mark.parametrize("step", ["write", "seal", "adopt", "commit"])
def test_a_full_disk_leaves_the_old_state(
    step: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(segments if step == "write" else manifest, step, full)
    index = Embedded(root)

    with pytest.raises(OutsideFailed, match="could not be written") as adding:
        index.add([paper(3)], upto=3)
    with pytest.raises(OutsideFailed, match="could not be written") as rebuilding:
        index.replace_with([paper(3)], upto=3)

    assert "No space left" in adding.value.why
    assert "No space left" in rebuilding.value.why
    monkeypatch.undo()
    assert (index.state(thoroughly=True), index.sequence()) == ("ok", 2)
    index.add([paper(3)], upto=3)
    assert index.search(parse("投诉"), EVERYTHING).total == 3


def test_only_the_latest_removals_are_remembered(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "_REMOVED_KEPT", 2)
    index = Embedded(root)

    for at in range(3, 8):
        index.remove([f"0000000042-{at:04d}"], upto=at)

    assert dict(manifest.read(root, VERSION).removed) == {
        "0000000042-0006": 6,
        "0000000042-0007": 7,
    }
