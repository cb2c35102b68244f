"""The table of faults: every fault has one row, and the test it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAST = 34
_ROW = re.compile(r"\| (F\d{2}) \| (.+?) \| (.+?) \| (.+?) \|")
LINES = [
    line
    for line in (ROOT / "docs" / "spec" / "faults.md").read_text("utf-8").splitlines()
    if line.startswith("| F")
]


def fault_of(line: str) -> str:
    """What is wrong with a row; "" if nothing is."""
    row = _ROW.fullmatch(line)
    if row is None:
        return "it is no row"
    _, elsewhere, here, test = row.groups()
    if elsewhere.startswith("Not ours: "):
        return "" if (here, test) == ("–", "–") else "it is not ours and names something"
    return "" if is_there(test.strip("`")) else f"there is no {test}"


def is_there(name: str) -> bool:
    """Whether a test, or a file of tests, is there."""
    path, _, function = name.partition("::")
    file = ROOT / path
    if not (path.startswith("tests/") and file.is_file()):
        return False
    nodes = ast.parse(file.read_text("utf-8")).body
    return not function or function in {getattr(node, "name", "") for node in nodes}


def test_every_fault_has_one_row_in_order() -> None:
    assert [line[2:5] for line in LINES] == [f"F{n:02}" for n in range(1, LAST + 1)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[2:5])
def test_the_test_of_a_row_is_there(line: str) -> None:
    assert fault_of(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "| F01 | It happened. | It cannot. |",
        "| F01 | It happened. | It cannot. | – |",
        "| F01 | It happened. | It cannot. | `tests/faults/test_gone.py` |",
        "| F01 | It happened. | It cannot. | `src/docgen/config.py` |",
        "| F01 | It happened. | It cannot. | `tests/docs/test_faults_table.py::test_gone` |",
        "| F01 | Not ours: it is not. | But here. | – |",
    ],
)
def test_a_dead_row_is_found(line: str) -> None:
    assert fault_of(line)
