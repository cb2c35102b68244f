"""The budgets of docs/architecture.md: what one person can read, measured on the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SOURCE = [file for file in (ROOT / "src").rglob("*.py") if "migrations" not in file.parts]
TESTS = list((ROOT / "tests").rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def functions(node: ast.AST, place: str, *, public: bool = True) -> Iterator[tuple[str, int, bool]]:
    """Every function below a node: where it stands, its lines, and whether it lacks words.

    A function inside another, or in a private class, is nobody's to call: it needs none.
    """
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef):
            yield from functions(child, place, public=public)
            continue
        known = public and not child.name.startswith("_")
        if isinstance(child, Function):
            length = (child.end_lineno or child.lineno) - child.lineno + 1
            yield f"{place}:{child.name}", length, known and not ast.get_docstring(child)
            known = False
        yield from functions(child, place, public=known)


@cache
def trees() -> dict[Path, ast.Module]:
    return {file: ast.parse(file.read_text("utf-8")) for file in SOURCE}


@cache
def all_functions() -> list[tuple[str, int, bool]]:
    return [found for file, tree in trees().items() for found in functions(tree, file.name)]


def test_files_are_short() -> None:
    middle = median(map(lines, SOURCE))
    long = {
        str(file.relative_to(ROOT)): lines(file) for file in SOURCE + TESTS if lines(file) > 500
    }

    assert middle <= 130, f"the median of {len(SOURCE)} files is {middle} lines"
    assert not long


def test_functions_are_short() -> None:
    middle = median(length for _, length, _ in all_functions())
    long = {name: length for name, length, _ in all_functions() if length > 60}

    assert middle <= 8, f"the median of {len(all_functions())} functions is {middle} lines"
    assert not long


def test_modules_and_functions_say_what_they_are_for() -> None:
    silent = [
        file.name for file, tree in trees().items() if tree.body and not ast.get_docstring(tree)
    ]
    wordless = [name for name, _, lacks in all_functions() if lacks]
    public = [name for name, _, _ in all_functions() if not name.partition(":")[2].startswith("_")]

    assert not silent
    assert len(wordless) <= 0.05 * len(public), f"{len(wordless)} of {len(public)}: {wordless}"


def test_tests_are_in_measure() -> None:
    tested, source = sum(map(lines, TESTS)), sum(map(lines, SOURCE))

    assert 0.8 <= tested / source <= 1.5, f"{tested} / {source} = {tested / source:.2f}"


def test_the_measure_sees_what_it_should() -> None:
    tree = ast.parse(
        "def a():\n  'x'\n\ndef b():\n  def c(): 1\n\nclass D:\n  def e(s): 1\n\n"
        "class _F:\n  def g(s): 1\n\nif 1:\n  async def h():\n    1\n    2\n"
    )

    found = [(name[2:], length, lacks) for name, length, lacks in functions(tree, "m")]

    assert found == [
        ("a", 2, False),
        ("b", 2, True),
        ("c", 1, False),
        ("e", 1, True),
        ("g", 1, False),
        ("h", 3, True),
    ]
