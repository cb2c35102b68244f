"""The log as a folder: all an auditor needs, in C2SP's form, and only what is new each time."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections
from tests.support.desks import Cast, at, log

from docgen.errors import Integrity, OutsideFailed
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.note import open_checkpoint, parse_vkey
from docgen.ledger.proof import verify_consistency
from docgen.ledger.tiles import Tile, TileTree, read_bundle, tiles
from docgen.office import auditing, journal, log_exporting, rotating
from docgen.office.desk import Office, one_transaction
from docgen.register.models_log import Checkpoint


def add(office: Office, folk: Cast, count: int) -> None:
    with one_transaction():
        journal.append_each(office, "item.viewed", folk.mira, [{"n": n} for n in range(count)])


def tree_of(folder: Path) -> TileTree:
    """The tree that the folder's tiles make, of the size that its checkpoint says."""

    def read(tile: Tile) -> bytes:
        return (folder / tile.path).read_bytes()

    keys = [parse_vkey(line) for line in (folder / "log.vkey").read_text("utf-8").splitlines()]
    signed = open_checkpoint((folder / "checkpoint").read_text("utf-8"), *keys)
    tree = TileTree(read, signed.size)
    assert tree.root() == signed.root
    return tree


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_folder_holds_all_in_every_form(office: Office, folk: Cast, tmp_path: Path) -> None:
    add(office, folk, 600)
    out = tmp_path / "out"

    size, old = log_exporting.export(office, folk.jonas, out)

    assert (size, old) == (len(log()), 0)
    tree = tree_of(out)
    lines = (out / "entries" / f"{log()[0]['t'][:7]}.jsonl").read_bytes().splitlines()
    bundles = [out / tile.bundle_path for tile in tiles(0, size) if tile.level == 0]
    leaves = [leaf for file in bundles for leaf in read_bundle(file.read_bytes())]
    assert lines == leaves
    assert [json.loads(line) for line in lines] == log()
    assert all(tree.complete(0, n) == leaf_hash(leaf) for n, leaf in enumerate(leaves))
    notes = {int(file.stem) for file in (out / "checkpoints").iterdir()}
    assert notes == set(Checkpoint.objects.values_list("size", flat=True))
    assert not list(out.rglob("*.part"))


def test_again_only_what_is_new(office: Office, folk: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out"
    add(office, folk, 300)
    size, _ = log_exporting.export(office, folk.jonas, out)
    before, first = files(out), tree_of(out)
    add(office, folk, 300)

    more, old = log_exporting.export(office, folk.jonas, out)

    second, after = tree_of(out), files(out)
    assert old == size
    verify_consistency(size, more, second.consistency(size, more), first.root(), second.root())
    full = {name for name in before if name.startswith("tile") and ".p/" not in name}
    assert all(after[name] == before[name] for name in full)
    assert {name for name in after if ".p/" in name} == {
        path
        for tile in tiles(0, more)
        if tile.width < 256
        for path in ([tile.path, tile.bundle_path] if tile.level == 0 else [tile.path])
    }


def test_months_are_segments_of_one_tree(office: Office, folk: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for month in range(1, 4):
        add(at(office, datetime(2040, month, 9, tzinfo=UTC)), folk, 100 * month)
        log_exporting.export(at(office, datetime(2040, month, 9, tzinfo=UTC)), folk.jonas, out)

    months = json.loads((out / "months.json").read_text("utf-8"))
    tree = tree_of(out)
    assert [month["month"] for month in months][1:] == ["2040-01", "2040-02", "2040-03"]
    assert months[0]["first"] == 0
    for one, following in zip(months, [*months[1:], {"first": tree.size}], strict=True):
        lines = (out / "entries" / f"{one['month']}.jsonl").read_bytes().splitlines()
        assert (one["last"] + 1, one["size"]) == (following["first"],) * 2
        assert len(lines) == one["last"] - one["first"] + 1
        assert json.loads(lines[0])["idx"] == one["first"]
        assert base64.b64decode(one["root"]) == tree.root(one["size"])


def test_an_export_that_was_cut_off_is_finished_by_the_next(
    office: Office, folk: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, put = tmp_path / "out", log_exporting._put
    log_exporting.export(office, folk.jonas, out)
    add(office, folk, 600)
    seen = 0
    for stop in range(0, 14, 3):

        def cut(file: Path, data: bytes) -> None:
            nonlocal seen
            seen += 1
            if seen > stop:  # noqa: B023  called in this round only
                raise OSError(28, "No space left on device")
            put(file, data)

        seen = 0
        monkeypatch.setattr(log_exporting, "_put", cut)
        with pytest.raises(OutsideFailed):
            log_exporting.export(office, folk.jonas, out)
        tree_of(out)

    monkeypatch.setattr(log_exporting, "_put", put)
    size, _ = log_exporting.export(office, folk.jonas, out)

    fresh = tmp_path / "fresh"
    log_exporting.export(office, folk.jonas, fresh)
    assert tree_of(out).root() == tree_of(fresh).root(size)
    assert json.loads((out / "months.json").read_text())[0]["size"] == size


def test_a_checkpoint_of_another_log_is_never_written_over(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    log_exporting.export(office, folk.jonas, out)
    (out / "checkpoint").write_text("nonsense", "utf-8")
    kept = files(out)

    with pytest.raises(Integrity) as refused:
        log_exporting.export(office, folk.jonas, out)

    assert "another log" in str(refused.value.what)
    assert files(out) == kept


def test_a_log_that_was_cut_off_since_is_told(office: Office, folk: Cast, tmp_path: Path) -> None:
    out, register = tmp_path / "out", office.folder / "register.sqlite3"
    early = register.read_bytes()
    add(office, folk, 5)
    log_exporting.export(office, folk.jonas, out)
    kept = files(out)
    connections["default"].close()
    register.write_bytes(early)

    with pytest.raises(Integrity) as refused:
        log_exporting.export(office, folk.jonas, out)

    assert "cut off" in refused.value.why
    assert files(out) == kept


def test_where_nothing_can_be_written(office: Office, folk: Cast, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")

    with pytest.raises(OutsideFailed) as failed:
        log_exporting.export(office, folk.jonas, tmp_path / "file" / "out")

    assert failed.value.fix


def test_a_new_key_comes_along(office: Office, folk: Cast, tmp_path: Path) -> None:
    log_exporting.export(office, folk.jonas, tmp_path / "out")

    rotating.rotate(office, folk.jonas)
    log_exporting.export(office, folk.jonas, tmp_path / "out")

    tree_of(tmp_path / "out")
    assert len((tmp_path / "out" / "log.vkey").read_text("utf-8").splitlines()) == 2
    assert auditing.verify(office, folk.jonas).is_whole
