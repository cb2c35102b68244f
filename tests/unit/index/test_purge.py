"""Purging: no file of the index holds a word of a purged paper, and the others are found."""

from __future__ import annotations

from pathlib import Path

from tests.support.index_scan import EVERYTHING, paper

from docgen.index.embedded import Embedded
from docgen.index.query import parse

WORDS = "只在一件中出现的文字"


def holders(folder: Path) -> list[str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [file.name for file in files if WORDS.encode() in file.read_bytes()]


def test_no_file_holds_a_word_of_it_and_the_rest_is_found(index: Embedded, tmp_path: Path) -> None:
    index.add([paper(1, body=WORDS), paper(2, body="留下来的文字")], upto=2)
    assert holders(tmp_path)

    index.remove(["0000000042-0001"], purge=True, upto=3)

    assert holders(tmp_path) == []
    assert index.search(parse("只在"), EVERYTHING).total == 0
    assert [hit.item for hit in index.search(parse("留下来"), EVERYTHING).hits] == [
        "0000000042-0002"
    ]
    assert (index.sequence(), index.state(thoroughly=True)) == (3, "ok")


def test_what_was_replaced_or_removed_earlier_goes_too(index: Embedded, tmp_path: Path) -> None:
    index.add([paper(1, body=WORDS), paper(2), paper(3, body=WORDS)], upto=3)
    index.add([paper(1, body="改过了")], upto=4)
    index.remove(["0000000042-0003"], upto=5)
    assert holders(tmp_path)

    index.remove(["0000000042-0001", "0000000042-0003"], purge=True, upto=6)

    assert holders(tmp_path) == []


def test_a_late_add_does_not_bring_it_back(index: Embedded, tmp_path: Path) -> None:
    index.add([paper(1, body=WORDS)], upto=1)
    index.remove(["0000000042-0001"], purge=True, upto=3)

    index.add([paper(1, body=WORDS)], upto=2)

    assert holders(tmp_path) == []
