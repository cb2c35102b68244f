"""What happens to an index that was harmed: it is noticed or does no harm, and is mended.

Each engine alone, whatever its files are; the office around it is in ``test_faults_of_finding``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from tests.support.index_scan import EVERYTHING
from tests.support.index_states import (
    ALL,
    ENGINES,
    assert_sound,
    assert_tells,
    begun,
    file_size_limit,
    items,
    overwrite,
    word,
)
from tests.support.index_turns import add_every_second, play, process, story, told

from docgen.errors import OutsideFailed
from docgen.index.engine import Engine, IndexBroken, Name, open_engine

LONG = bool(os.environ.get("DOCGEN_LONG"))
MOST = 700  # bytes that are too few for whatever an engine writes
TURN = 5  # after it two segments, a removal and a purge
QUERIES = [*map(word, ("供气压力", "第4件", "4", "0042-0002")), word("供气", wanted=False), ALL]
Harm = Callable[[Path], object]


def rewrite(change: Callable[[bytes], bytes]) -> Harm:
    return lambda file: overwrite(file, change(file.read_bytes()))


def flipped(data: bytes, place: int) -> bytes:
    """One bit another."""
    return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :] if data else b"?"


HARMS: dict[str, Harm] = {
    "deleted": lambda file: file.unlink(),
    "emptied": lambda file: overwrite(file, b""),
    "cut in half": rewrite(lambda data: data[: len(data) // 2]),
    "longer": rewrite(lambda data: data + b"\0"),
    "a bit near the beginning": rewrite(lambda data: flipped(data, min(3, len(data) - 1))),
    "a bit in the middle": rewrite(lambda data: flipped(data, len(data) // 2)),
    "a bit at the end": rewrite(lambda data: flipped(data, len(data) - 1)),
    "rubbish": rewrite(lambda data: b"\xff" * len(data)),
}
OFTEN = ("deleted", "cut in half", "a bit in the middle", "rubbish")


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Name:
    name: Name = request.param
    return name


@pytest.fixture(scope="module")
def pattern(engine: Name, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that is at ``TURN``, to be copied."""
    folder = tmp_path_factory.mktemp("pattern") / "index"
    index = begun(folder, engine)
    for turn in range(1, TURN + 1):
        play(index, turn)
    return folder


@pytest.fixture
def folder(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "index"))


def names(folder: Path) -> list[Path]:
    """The files, locks aside."""
    found = (one.relative_to(folder) for one in folder.rglob("*") if one.is_file())
    return sorted(one for one in found if one.suffix != ".lock")


def answers(index: Engine) -> list[object]:
    """What it says to each query: the items, or that it cannot be used."""
    said: list[object] = []
    for query in QUERIES:
        try:
            said.append([hit.item for hit in index.search(query, EVERYTHING).hits])
        except IndexBroken as broken:
            said.append(broken.state)
    return said


def assert_noticed_or_harmless(folder: Path, engine: Name, right: list[object]) -> None:
    """The thorough look notices it, or all answers are right; nothing but sentences is raised."""
    index = open_engine(folder, engine)
    said = answers(index)
    assert index.state(thoroughly=True) != "ok" or said == right
    with suppress(OutsideFailed):
        index.add([told(TURN + 2)], upto=TURN + 2)
    with suppress(OutsideFailed):
        index.remove([told(1).item], upto=TURN + 2, purge=True)


def assert_mended(folder: Path, engine: Name) -> None:
    """Built anew, all is as it should be."""
    index = open_engine(folder, engine)
    index.replace_with(story(TURN + 2), upto=TURN + 2)
    assert_sound(index, TURN + 2, TURN + 2)


@pytest.mark.parametrize(
    "harm",
    [one if one in OFTEN else pytest.param(one, marks=pytest.mark.slow) for one in HARMS],
)
def test_each_file_in_turn(harm: str, pattern: Path, engine: Name, tmp_path: Path) -> None:
    if harm not in OFTEN and not LONG:
        pytest.skip("the long version: make search-full")
    right = answers(open_engine(pattern, engine))
    copy = tmp_path / "index"

    for file in names(pattern):
        shutil.copytree(pattern, copy)
        HARMS[harm](copy / file)

        assert_noticed_or_harmless(copy, engine, right)
        shutil.rmtree(copy)


@pytest.mark.parametrize("harm", HARMS)
def test_all_files_at_once(harm: str, folder: Path, engine: Name) -> None:
    for file in names(folder):
        HARMS[harm](folder / file)

    assert open_engine(folder, engine).state(thoroughly=True) != "ok"
    assert_mended(folder, engine)


@pytest.mark.slow
def test_each_byte_of_each_file(pattern: Path, engine: Name, tmp_path: Path) -> None:
    if not LONG:
        pytest.skip("the long version: make search-full")
    right = answers(open_engine(pattern, engine))
    copy = shutil.copytree(pattern, tmp_path / "index")

    for file in names(pattern):
        data = (pattern / file).read_bytes()
        for place in range(len(data)):
            overwrite(copy / file, flipped(data, place))
            index = open_engine(copy, engine)
            said = answers(index)
            assert index.state(thoroughly=True) != "ok" or said == right, (file, place)
        overwrite(copy / file, data)


def test_all_files_deleted_one_after_the_other(folder: Path, engine: Name) -> None:
    index = open_engine(folder, engine)

    for file in names(folder):
        (folder / file).unlink()
        answers(index)

    assert index.state() != "ok"
    index.replace_with(story(TURN), upto=TURN)
    assert_sound(index, TURN, TURN)


def test_a_folder_deleted_under_an_open_index(folder: Path, engine: Name) -> None:
    index = open_engine(folder, engine)
    answers(index)

    shutil.rmtree(folder)

    assert index.state() == "missing"
    assert set(map(str, answers(index))) == {"missing"}
    with pytest.raises(IndexBroken):
        index.sequence()
    index.replace_with(story(TURN), upto=TURN)
    assert_sound(index, TURN, TURN)


def test_an_index_of_other_rules_is_stale_until_it_is_made_anew(folder: Path, engine: Name) -> None:
    other = open_engine(folder, engine, fold=True)

    assert other.state() == "stale version"
    with pytest.raises(IndexBroken, match="stale version"):
        other.search(ALL, EVERYTHING)
    with pytest.raises(IndexBroken, match="stale version"):
        other.add([told(7)], upto=7)
    assert_sound(open_engine(folder, engine), TURN, TURN)
    other.replace_with(story(TURN), upto=TURN)
    assert_sound(other, TURN, TURN)
    assert open_engine(folder, engine).state() == "stale version"


def refusal(work: Callable[[], object], room: int) -> str:
    """What is said when no file may be larger than this, or nothing if it was done."""
    with file_size_limit(room):
        try:
            work()
        except OutsideFailed as full:
            return full.what
    return ""


@pytest.mark.parametrize("room", [0, 64, 3_000])
def test_a_full_disk_leaves_the_turn_before(room: int, folder: Path, engine: Name) -> None:
    index = open_engine(folder, engine)
    said = []

    for turn in range(TURN + 1, TURN + 5):
        said.append(refusal(partial(play, index, turn), room))
        if index.sequence() < turn:
            assert_sound(index, turn - 1, turn - 1)
            play(index, turn)
        assert_sound(open_engine(folder, engine), turn, turn)

    assert "the search index could not be written" in said or room > MOST
    assert set(said) <= {"the search index could not be written", ""}


def test_a_disk_that_is_full_while_the_index_is_made_anew(folder: Path, engine: Name) -> None:
    index = open_engine(folder, engine)
    before = set(names(folder))

    for room in (0, 64, MOST):
        with file_size_limit(room), pytest.raises(OutsideFailed, match="could not be written"):
            index.replace_with(story(40), upto=40)

        assert_sound(index, TURN, TURN)
    assert set(names(folder)) == before
    index.replace_with(story(40), upto=40)
    assert_sound(open_engine(folder, engine), 40, 40)


def test_readers_go_on_while_the_index_is_replaced_and_written(folder: Path, engine: Name) -> None:
    seen: list[int] = []
    faults: list[str] = []
    done = Event()

    def read_on() -> None:
        index = open_engine(folder, engine)
        while not done.is_set():
            try:
                seen.append(index.search(word("供气压力"), EVERYTHING).total)
            except Exception as fault:  # noqa: BLE001 - whatever a reader meets fails the test
                faults.append(repr(fault))

    readers = [Thread(target=read_on) for _ in range(2)]
    for reader in readers:
        reader.start()
    writer = open_engine(folder, engine)
    for turn in range(TURN + 1, TURN + 5):
        play(writer, turn)
        open_engine(folder, engine).replace_with(story(turn), upto=turn)
    done.set()
    for reader in readers:
        reader.join()

    assert faults == []
    assert seen
    assert set(seen) <= {len(story(turn)) for turn in range(TURN, TURN + 5)}


def test_two_processes_write_at_once(folder: Path, engine: Name) -> None:
    writers = [process(add_every_second, folder, engine, first, 18) for first in (7, 8)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)

    index = open_engine(folder, engine)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert items(index)[-12:] == [told(turn).item for turn in range(7, 19)]
    assert (index.sequence(), index.state(thoroughly=True)) == (18, "ok")


def test_two_who_write_in_turn_see_what_the_other_wrote(folder: Path, engine: Name) -> None:
    both = [open_engine(folder, engine) for _ in range(2)]

    for turn in range(TURN + 1, TURN + 7):
        play(both[turn % 2], turn)

        for index in both:
            assert_tells(index, turn)


@pytest.mark.parametrize("moment", [0, 4_000_000_000])
def test_a_clock_that_goes_anywhere_hides_nothing(moment: int, folder: Path, engine: Name) -> None:
    reader, writer = (open_engine(folder, engine) for _ in range(2))
    answers(reader)

    for turn in range(TURN + 1, TURN + 5):
        play(writer, turn)
        for file in names(folder):
            os.utime(folder / file, (moment, moment))

        assert_tells(reader, turn)
        assert reader.sequence() == turn


def test_an_older_copy_put_in_its_place_is_known_by_its_sequence(
    folder: Path, engine: Name, pattern: Path
) -> None:
    index = open_engine(folder, engine)
    for turn in range(TURN + 1, TURN + 3):
        play(index, turn)
    shutil.rmtree(folder)
    shutil.copytree(pattern, folder)

    assert index.sequence() == TURN
    assert_tells(index, TURN)
    for turn in range(TURN + 1, TURN + 3):
        play(index, turn)
    assert_sound(index, TURN + 2, TURN + 2)
