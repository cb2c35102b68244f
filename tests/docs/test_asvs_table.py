"""docs/spec/asvs.md: every requirement of the level once, and tests that are really there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "spec" / "asvs.md"
#: Requirements of level 1 and 2 in ASVS 5.0.0, by chapter.
WANTED = dict(
    zip(
        range(1, 18),
        (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7),
        strict=True,
    )
)
BY = {"Django", "allauth", "ours", "run", "n/a", "open"}


def rows(text: str) -> list[list[str]]:
    """The rows of all tables: id, by, what, test."""
    lines = [line for line in text.splitlines() if re.match(r"\| [0-9]", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def there() -> frozenset[str]:
    """The names of all tests."""
    found = (
        re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
        for file in (ROOT / "tests").rglob("test_*.py")
    )
    return frozenset(name for names in found for name in names)


def lost(text: str) -> list[str]:
    """Tests that the page names and nobody finds."""
    named = {row[3].strip("`") for row in rows(text) if row[3]}
    return sorted(named - there())


def test_every_requirement_stands_there_once() -> None:
    ids = [row[0] for row in rows(PAGE.read_text("utf-8"))]
    chapters = Counter(int(one.partition(".")[0]) for one in ids)

    assert len(set(ids)) == len(ids)
    assert chapters == WANTED


def test_every_row_says_by_whom_and_how() -> None:
    for name, by, what, test in rows(PAGE.read_text("utf-8")):
        assert by in BY, name
        assert what, name
        assert test.startswith("`test_") or not test, name


def test_every_test_that_is_named_is_there() -> None:
    assert lost(PAGE.read_text("utf-8")) == []


def test_a_test_that_is_not_there_is_found() -> None:
    assert lost("| 1.1.1 | ours | words | `test_of_nothing` |") == ["test_of_nothing"]
