"""The files of the engine tantivy: which folder counts, what is whole, what is swept or removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.index_scan import EVERYTHING, paper

from docgen.index import belongings, second_folder
from docgen.index.engine import IndexBroken
from docgen.index.query import parse
from docgen.index.second import Tantivy
from docgen.index.second_folder import CURRENT, META, Reading

OURS = second_folder.version(fold=False)
NAME = "0123456789abcdef" * 2


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of an index with two papers."""
    made = Tantivy(tmp_path)
    made.replace_with([paper(1), paper(2)], upto=2)
    return tmp_path / "tantivy"


def write_current(root: Path, data: object) -> None:
    root.mkdir(exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data)
    (root / CURRENT).write_text(text, "utf-8")


def broken(root: Path) -> IndexBroken:
    with pytest.raises(IndexBroken) as found:
        second_folder.current(root, OURS)
    return found.value


# ---- which folder counts


def test_the_version_tells_folding_apart_and_is_the_same_each_time() -> None:
    assert second_folder.version(fold=True).startswith(OURS)
    assert second_folder.version(fold=True) != OURS
    assert second_folder.version(fold=False) == OURS


def test_where_nothing_is_named_the_index_is_missing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert broken(folder).state == "missing"


@pytest.mark.parametrize(
    "data",
    [
        *("", "{", "null", "5", "[]", '"text"', "{}"),
        {"version": OURS},
        {"folder": NAME},
        {"version": OURS, "folder": 5},
        {"version": OURS, "folder": None},
        {"version": OURS, "folder": ""},
        {"version": OURS, "folder": ".."},
        {"version": OURS, "folder": NAME + "\n"},
        {"version": OURS, "folder": NAME.upper()},
        {"version": OURS, "folder": f"../{NAME}"},
    ],
)
def test_a_name_that_is_none_is_damage_and_never_a_path(tmp_path: Path, data: object) -> None:
    write_current(tmp_path, data)

    assert broken(tmp_path).state == "broken"


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    (tmp_path / CURRENT).write_bytes(b"\xff\xfe\x00{")

    assert broken(tmp_path).state == "broken"


@pytest.mark.parametrize("theirs", ["", "docgen 0", None, 7, OURS + " ", ["x"]])
def test_what_was_made_otherwise_is_stale(tmp_path: Path, theirs: object) -> None:
    write_current(tmp_path, {"version": theirs, "folder": NAME})

    assert broken(tmp_path).state == "stale version"


def test_a_rebuild_counts_at_once_and_sweeps_what_counted_before(root: Path) -> None:
    before = second_folder.current(root, OURS)
    aside = root / "rebuilding"
    aside.mkdir()
    (aside / "one").write_text("new", "utf-8")
    (root / "notes.txt").write_text("mine", "utf-8")

    second_folder.make_current(root, aside, OURS)

    now = second_folder.current(root, OURS)
    assert (now != before, before.exists(), aside.exists()) == (True, False, False)
    assert (now / "one").read_text("utf-8") == "new"
    assert (root / "notes.txt").exists()
    assert not (root / f"{CURRENT}.new").exists()


def test_a_stamp_changes_when_a_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "one"
    assert second_folder.stamp(file) is None

    file.write_text("a", "utf-8")
    first = second_folder.stamp(file)
    other = tmp_path / "two"
    other.write_text("a", "utf-8")
    other.replace(file)

    assert first is not None
    assert second_folder.stamp(file) not in {None, first}


# ---- what is whole


def files(root: Path) -> list[Path]:
    folder = second_folder.current(root, OURS)
    return sorted(file for file in folder.iterdir() if len(file.stem) == 32)


def test_what_was_written_is_whole(root: Path) -> None:
    folder = second_folder.current(root, OURS)

    second_folder.verify(folder, thoroughly=False)
    second_folder.verify(folder, thoroughly=True)

    assert len(files(root)) >= 6


@pytest.mark.parametrize("left", [0, 1, 7, 8, -1])
def test_each_file_that_is_cut_off_is_noticed_at_once(root: Path, left: int) -> None:
    folder = second_folder.current(root, OURS)
    for file in files(root):
        whole = file.read_bytes()
        file.write_bytes(whole[:left])

        with pytest.raises(IndexBroken):
            second_folder.verify(folder, thoroughly=False)

        file.write_bytes(whole)


def test_a_changed_byte_is_noticed_when_all_is_read(root: Path) -> None:
    folder = second_folder.current(root, OURS)
    for file in files(root):
        whole = bytearray(file.read_bytes())
        whole[0] ^= 1
        file.write_bytes(whole)

        second_folder.verify(folder, thoroughly=False)
        with pytest.raises(IndexBroken):
            second_folder.verify(folder, thoroughly=True)

        whole[0] ^= 1
        file.write_bytes(whole)
    second_folder.verify(folder, thoroughly=True)


def test_a_file_that_is_gone_is_noticed(root: Path) -> None:
    folder = second_folder.current(root, OURS)
    files(root)[0].unlink()

    with pytest.raises(IndexBroken, match="not as it was written"):
        second_folder.verify(folder, thoroughly=False)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "5", "null", "{}", '{"segments": 5}', '{"segments": null}'),
        '{"segments": [5]}',
        '{"segments": ["x"]}',
        '{"segments": [{}]}',
        '{"segments": [{"segment_id": 5, "deletes": null}]}',
        '{"segments": [{"segment_id": "a", "deletes": 5}]}',
        '{"segments": [{"segment_id": "../a", "deletes": null}]}',
        '{"segments": [{"segment_id": "a\\u0000", "deletes": null}]}',
    ],
)
def test_a_list_of_files_that_is_none_is_damage(root: Path, text: str) -> None:
    folder = second_folder.current(root, OURS)
    (folder / META).write_text(text, "utf-8")

    with pytest.raises(IndexBroken):
        second_folder.verify(folder, thoroughly=False)


def test_sweeping_leaves_what_counts_and_what_is_not_the_librarys(root: Path) -> None:
    folder = second_folder.current(root, OURS)
    kept = {file.name for file in folder.iterdir()} | {"notes.txt", f"{NAME}"}
    for name in (f"{NAME}.term", f"{NAME}.7.del", "notes.txt", NAME):
        (folder / name).write_text("x", "utf-8")

    second_folder.sweep(folder)
    second_folder.sweep(folder)

    assert {file.name for file in folder.iterdir()} == kept
    assert Tantivy(root.parent).search(parse("dossier:42"), EVERYTHING).total == 2


# ---- what a damaged file raises


class PanicException(BaseException):
    """What the library ends in when it did not expect something."""


@pytest.mark.parametrize(
    "fault",
    [ValueError("a"), TypeError(), OSError(5), KeyError("k"), IndexError(), PanicException()],
)
def test_whatever_the_library_raises_is_damage(fault: BaseException) -> None:
    with pytest.raises(IndexBroken) as found, Reading():
        raise fault

    assert (found.value.state, found.value.__cause__) == ("broken", fault)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError, AssertionError, SystemExit])
def test_what_is_no_damage_goes_through(fault: type[BaseException]) -> None:
    with pytest.raises(fault), Reading():
        raise fault


# ---- whose files they are


def test_each_engine_has_its_own_files(root: Path) -> None:
    index = root.parent

    assert belongings.is_there(index, "tantivy")
    assert not belongings.is_there(index, "whoosh")
    assert not belongings.is_there(index / "nowhere", "tantivy")


def test_discarding_removes_an_index_once_and_nothing_else(root: Path) -> None:
    index = root.parent
    (root / "notes").mkdir()
    (root / "rebuilding").mkdir()
    (root / NAME).mkdir()

    belongings.discard(index, "whoosh")
    assert Tantivy(index).state() == "ok"
    belongings.discard(index, "tantivy")
    belongings.discard(index, "tantivy")

    assert not belongings.is_there(index, "tantivy")
    assert [one.name for one in root.iterdir() if one.is_dir()] == ["notes"]
    assert (root / "write.lock").exists()
    assert Tantivy(index).state() == "missing"


def test_discarding_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    belongings.discard(tmp_path / "nowhere", "tantivy")
    belongings.discard(tmp_path / "nowhere", "whoosh")

    assert not (tmp_path / "nowhere").exists()
