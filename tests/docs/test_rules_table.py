"""The tables of rules: every rule has one row, and what a row names is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "spec" / "rules.md"
#: The chapters of the rule book that have a table, and their last rules.
LAST = {"R": 126, "C": 122, "D": 135}
_ROW = re.compile(r"\| ([RCD]-\d{3}) \| (.+?) \| (.+?) \| (.+?) \|")
_NAMED = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """A row of the table."""

    rule: str
    does: str
    where: str
    test: str


def rows(text: str) -> list[Row]:
    lines = [line for line in text.splitlines() if re.match(r"\| [A-Z]-\d", line)]
    found = [_ROW.fullmatch(line) for line in lines]
    assert all(found), [line for line, one in zip(lines, found, strict=True) if not one]
    return [Row(*one.groups()) for one in found if one]


def faults(row: Row) -> list[str]:
    """What is wrong with a row."""
    left_out = row.does.startswith(("Person: ", "Not yet: "))
    if left_out:
        return [] if (row.where, row.test) == ("–", "–") or _there(row) else ["names half"]
    found = [] if _there(row) else [f"names nothing: {row.where} {row.test}"]
    return found + [
        f"there is no {name}"
        for name in (*_NAMED.findall(row.where), *_NAMED.findall(row.test))
        if not exists(name)
    ]


def _there(row: Row) -> bool:
    tests = _NAMED.findall(row.test)
    return bool(_NAMED.findall(row.where) and tests) and all(
        name.startswith("tests/") for name in tests
    )


def exists(name: str) -> bool:
    """Whether a path of the project or a module of docgen is there."""
    if "/" in name:
        return (ROOT / name).exists()
    package, _, module = name.rpartition(".")
    try:
        return importlib.util.find_spec(f"docgen.{package}.{module}") is not None
    except ModuleNotFoundError:
        return False


ROWS = rows(PAGE.read_text("utf-8"))


def test_every_rule_has_one_row_in_order() -> None:
    every = [f"{part}-{n:03}" for part, last in LAST.items() for n in range(1, last + 1)]

    assert [row.rule for row in ROWS] == every


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_what_a_row_names_is_there(row: Row) -> None:
    assert faults(row) == []


@pytest.mark.parametrize(
    "row",
    [
        Row("R-001", "It does.", "`model.gone`", "`tests/unit/model/test_access.py`"),
        Row("R-001", "It does.", "`gone.access`", "`tests/unit/model/test_access.py`"),
        Row("R-001", "It does.", "`model.access`", "`tests/unit/model/test_gone.py`"),
        Row("R-001", "It does.", "`templates/gone`", "`tests/unit/model/test_access.py`"),
        Row("R-001", "It does.", "–", "–"),
        Row("R-001", "It does.", "`model.access`", "–"),
        Row("R-001", "It does.", "`model.access`", "`model.access`"),
        Row("R-001", "Person: it is.", "`model.access`", "–"),
    ],
)
def test_a_dead_row_is_found(row: Row) -> None:
    assert faults(row)


def test_a_line_that_is_no_row_is_found() -> None:
    with pytest.raises(AssertionError):
        rows("| R-001 | It does. | `model.access` |")
