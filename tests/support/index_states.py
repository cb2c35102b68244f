"""What an index must hold after each turn of a small story, whichever engine keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

from tests.support.index_scan import EVERYTHING
from tests.support.index_turns import DOSSIER, story, told

from docgen.index.conditions import Condition, Field, Query
from docgen.index.engine import Engine, Name, open_engine

ENGINES: tuple[Name, ...] = ("whoosh", "tantivy")
ALL = Query((Condition(Field.DOSSIER, DOSSIER),))


def word(text: str, *, wanted: bool = True) -> Query:
    """A word to look for."""
    return Query((Condition(Field.TEXT, text, wanted),))


def begun(folder: Path, engine: Name, turn: int = 0) -> Engine:
    """A new index that is at this turn."""
    index = open_engine(folder, engine)
    index.replace_with(story(turn), upto=turn)
    return index


def items(index: Engine, query: Query = ALL) -> list[str]:
    """The items found, in order of their ids."""
    return sorted(hit.item for hit in index.search(query, EVERYTHING, limit=10_000).hits)


def assert_tells(index: Engine, turn: int) -> None:
    """It holds the papers of this turn and no other, found by fact, by word, and by their own."""
    papers = story(turn)
    due = [one.item for one in papers]
    assert items(index) == due
    assert items(index, word("供气压力")) == due
    for at in (turn - 2, turn - 1, turn):
        assert items(index, word(f"第{at}件")) == [told(at).item for one in papers
                                                     if one == told(at)]  # fmt: skip


def assert_sound(index: Engine, at_least: int, at_most: int) -> int:
    """It can be used, is at one of these turns and holds just that; the turn."""
    assert index.state(thoroughly=True) == "ok"
    turn = index.sequence()
    assert at_least <= turn <= at_most
    assert_tells(index, turn)
    return turn


def overwrite(file: Path, data: bytes) -> None:
    """Other bytes in a file; who has it open and mapped goes on with the old ones."""
    new = file.with_name(f"{file.name}.other")
    new.write_bytes(data)
    new.replace(file)


def size(folder: Path) -> tuple[int, int]:
    """How many files and bytes there are, locks aside."""
    files = [one for one in folder.rglob("*") if one.is_file() and one.suffix != ".lock"]
    return len(files), sum(one.stat().st_size for one in files)


@contextmanager
def file_size_limit(limit: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes: what a full disk is to a writer."""
    before = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, before)
