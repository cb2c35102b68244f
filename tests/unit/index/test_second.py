"""The engine tantivy keeps the promises of the seam: sequences, removal, writers, readers."""

from __future__ import annotations

import fcntl
from multiprocessing import get_context
from pathlib import Path

import pytest
from tests.support.index_scan import EVERYTHING, SAMPLE, assert_lawful, paper

from docgen.errors import OutsideFailed
from docgen.index.engine import IndexBroken
from docgen.index.paper import Paper
from docgen.index.query import parse
from docgen.index.second import Tantivy
from docgen.model.scope import Scope

ALL = parse("dossier:42")
WORDS = "ZqXjKvBpYwGf"
EACH = 4


@pytest.fixture
def index(tmp_path: Path) -> Tantivy:
    made = Tantivy(tmp_path)
    made.replace_with((), upto=0)
    return made


def found(index: Tantivy, typed: str, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.item[-4:] for hit in index.search(parse(typed), scope).hits]


def holders(folder: Path) -> list[str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [file.name for file in files if WORDS.encode() in file.read_bytes()]


def test_an_empty_index_answers_and_a_missing_one_says_so(index: Tantivy, tmp_path: Path) -> None:
    missing = Tantivy(tmp_path / "nowhere")

    assert (index.state(), index.sequence(), found(index, "投诉")) == ("ok", 0, [])
    assert missing.state() == "missing"
    for call in (
        missing.sequence,
        lambda: missing.add([SAMPLE], upto=1),
        lambda: found(missing, "1"),
    ):
        with pytest.raises(IndexBroken, match="missing"):
            call()
    assert not (tmp_path / "nowhere").exists()


def test_what_is_late_overwrites_nothing_newer(index: Tantivy) -> None:
    index.add([paper(1, rank=3), paper(4)], upto=5)
    index.remove(["0000000042-0002", "0000000042-0004"], upto=5)

    index.add([paper(1, rank=0), paper(2), paper(3)], upto=4)
    index.remove(["0000000042-0001"], upto=4)

    assert found(index, "投诉", Scope(rank=1, everything=True)) == ["0003"]
    assert found(index, "投诉") == ["0003", "0001"]
    assert index.sequence() == 5


def test_what_was_removed_may_come_back_later(index: Tantivy) -> None:
    index.add([paper(1)], upto=1)
    index.remove(["0000000042-0001"], upto=2)

    index.add([paper(1)], upto=3)

    assert (found(index, "投诉"), index.sequence()) == (["0001"], 3)


def test_what_was_removed_before_a_rebuild_stays_removed(index: Tantivy) -> None:
    index.remove(["0000000042-0001"], upto=6)

    index.replace_with([paper(2)], upto=5)
    index.add([paper(1)], upto=5)

    assert (found(index, "投诉"), index.sequence()) == (["0002"], 5)


def test_an_item_twice_in_a_rebuild_is_a_mistake_and_changes_nothing(index: Tantivy) -> None:
    index.add([paper(1)], upto=1)

    with pytest.raises(ValueError, match="given twice"):
        index.replace_with([paper(2), paper(2)], upto=2)

    assert (found(index, "投诉"), index.state(thoroughly=True)) == (["0001"], "ok")


def test_after_a_purge_no_file_holds_a_word_of_it(index: Tantivy, tmp_path: Path) -> None:
    index.add([paper(1, body=WORDS), paper(2, body=WORDS), paper(3)], upto=2)
    index.add([paper(2, body="改过了")], upto=3)
    assert holders(tmp_path)

    index.remove(["0000000042-0001"], upto=4, purge=True)

    assert holders(tmp_path) == []
    assert_lawful(index, [paper(2, body="改过了"), paper(3)], ALL, EVERYTHING)
    assert (index.sequence(), index.state(thoroughly=True)) == (4, "ok")
    index.add([paper(1), paper(3, body="晚到")], upto=1)
    assert (found(index, "dossier:42"), found(index, "晚到")) == (["0003", "0002"], [])


def test_nothing_is_written_anew_when_there_is_nothing_to_purge(
    index: Tantivy, tmp_path: Path
) -> None:
    index.add([paper(1)], upto=1)
    before = (tmp_path / "tantivy" / "current.json").read_bytes()

    index.remove(["0000000042-0009"], upto=2, purge=True)

    assert (tmp_path / "tantivy" / "current.json").read_bytes() == before
    assert index.sequence() == 2


@pytest.mark.parametrize(
    "odd",
    [
        paper(unit="\ud800", dossier="", group="", template="", number="", title=""),
        paper(body="\ud800\x00\ufffe" * 10, unit=""),
        paper(body="", customer="", rank=-5),
        paper(body="a" * 200_000, rank=10**9, number="9" * 70_000),
    ],
)
def test_odd_papers_are_papers(odd: Paper, index: Tantivy) -> None:
    index.add([odd], upto=1)

    mine = Scope(odd.rank, units=frozenset({odd.unit}))
    assert index.search(parse("0007"), mine).total == 1
    assert index.search(parse("0007"), Scope(odd.rank - 1, everything=True)).total == 0


def test_a_reader_sees_what_another_writes_and_keeps_what_it_has(
    index: Tantivy, tmp_path: Path
) -> None:
    other = Tantivy(tmp_path)
    assert found(other, "投诉") == []

    index.add([paper(1)], upto=1)
    assert found(other, "投诉") == ["0001"]
    held = other._now()
    index.replace_with([paper(2)], upto=2)

    assert [one.paper.item[-4:] for one in held.papers()] == ["0001"]
    assert found(other, "投诉") == ["0002"]


def test_a_writer_waits_and_then_says_who_is_in_the_way(index: Tantivy, tmp_path: Path) -> None:
    hasty = Tantivy(tmp_path, patience=0.05)
    with (tmp_path / "tantivy" / "write.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(OutsideFailed, match="another process"):
            hasty.add([SAMPLE], upto=9)

        assert hasty.search(ALL, EVERYTHING).total == 0
    hasty.add([SAMPLE], upto=9)
    assert index.sequence() == 9


def add_every_second(folder: Path, first: int) -> None:
    """Add papers first, first + 2, … one by one, each at the sequence of its turn."""
    index = Tantivy(folder)
    for turn in range(first, 2 * EACH + 1, 2):
        index.add([paper(turn)], upto=turn)


def test_two_processes_add_at_once(index: Tantivy, tmp_path: Path) -> None:
    processes = get_context("fork")
    writers = [
        processes.Process(target=add_every_second, args=(tmp_path, first)) for first in (1, 2)
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert (index.search(ALL, EVERYTHING).total, index.sequence()) == (2 * EACH, 2 * EACH)
    assert index.state(thoroughly=True) == "ok"
