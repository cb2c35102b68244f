"""From one engine to the other: the old one answers until the new one is built, then it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.index_scan import EVERYTHING, paper

from docgen.index.belongings import discard, is_there
from docgen.index.chosen import Chosen
from docgen.index.engine import IndexBroken, Name, open_engine
from docgen.index.paper import Paper
from docgen.index.query import parse

ALL = parse("dossier:42")
OTHER: dict[Name, Name] = {"whoosh": "tantivy", "tantivy": "whoosh"}
WORDS = "ZqXjKvBpYwGf"


@pytest.fixture(params=list(OTHER))
def name(request: pytest.FixtureRequest, tmp_path: Path) -> Name:
    """An engine whose index is to come, while the other one has an index with one paper."""
    wanted: Name = request.param
    before = open_engine(tmp_path, OTHER[wanted])
    before.replace_with([paper(1, body=WORDS)], upto=1)
    return wanted


def items(index: Chosen) -> list[str]:
    return [hit.item[-4:] for hit in index.search(ALL, EVERYTHING).hits]


def holders(folder: Path) -> list[str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [file.name for file in files if WORDS.encode() in file.read_bytes()]


def test_the_engine_from_before_answers_and_is_added_to(name: Name, tmp_path: Path) -> None:
    index = Chosen(tmp_path, name)

    index.add([paper(2)], upto=2)

    assert (index.state(), index.sequence(), items(index)) == ("ok", 2, ["0002", "0001"])
    assert not is_there(tmp_path, name)


def test_built_the_named_engine_answers_and_the_other_is_gone(name: Name, tmp_path: Path) -> None:
    index = Chosen(tmp_path, name)
    seen: list[list[str]] = []

    def papers() -> Iterator[Paper]:
        yield paper(2)
        seen.append(items(index))  # while the new index is built
        yield paper(3)

    index.replace_with(papers(), upto=3)

    assert seen == [["0001"]]
    assert (index.state(), index.sequence(), items(index)) == ("ok", 3, ["0003", "0002"])
    assert is_there(tmp_path, name)
    assert not is_there(tmp_path, OTHER[name])
    assert holders(tmp_path) == []


def test_a_rebuild_that_fails_leaves_the_engine_from_before(name: Name, tmp_path: Path) -> None:
    index = Chosen(tmp_path, name)

    with pytest.raises(ValueError, match="given twice"):
        index.replace_with([paper(2), paper(2)], upto=2)

    assert (index.state(), items(index)) == ("ok", ["0001"])


def test_another_process_that_still_uses_the_old_one_goes_over(name: Name, tmp_path: Path) -> None:
    slow = Chosen(tmp_path, name)
    assert items(slow) == ["0001"]

    Chosen(tmp_path, name).replace_with([paper(2)], upto=2)

    assert (slow.sequence(), items(slow)) == (2, ["0002"])


def test_a_damaged_engine_from_before_does_not_answer(name: Name, tmp_path: Path) -> None:
    valid = {"whoosh": tmp_path / "manifest.json", "tantivy": tmp_path / "tantivy" / "current.json"}
    valid[OTHER[name]].write_bytes(b"{")

    index = Chosen(tmp_path, name)

    assert index.state() == "missing"
    with pytest.raises(IndexBroken, match="missing"):
        items(index)
    index.replace_with([paper(2)], upto=2)
    assert items(index) == ["0002"]


def test_a_purge_leaves_no_word_in_files_of_an_engine_used_before(
    name: Name, tmp_path: Path
) -> None:
    before = open_engine(tmp_path, OTHER[name])
    index = Chosen(tmp_path, name)
    index.replace_with([paper(1, body=WORDS)], upto=1)
    before.replace_with([paper(1, body=WORDS)], upto=1)  # a process with the old settings

    index.remove([paper(1).item], upto=2, purge=True)

    assert holders(tmp_path) == []
    assert index.search(ALL, EVERYTHING).total == 0


def test_discarding_nothing_does_nothing(tmp_path: Path) -> None:
    discard(tmp_path / "nowhere", "tantivy")

    assert not (tmp_path / "nowhere").exists()
