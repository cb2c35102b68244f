"""Collects every sentence the program can say into the Chinese catalogue.

Sentences are the literal first arguments of ``say``, the help of commands and options, and
the table of commands. Translations that are there are kept; sentences that are gone are
dropped. Run it with ``make messages``; a test fails while a sentence has no translation.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PO = SOURCE / "docgen" / "data" / "locale" / "zh_Hans" / "LC_MESSAGES" / "docgen.po"

#: ``{% say "…" %}`` on a page.
_TAG = re.compile(r"""{%\s*say\s+(?:"([^"]+)"|'([^']+)')""")


def sentences() -> dict[str, list[tuple[str, int]]]:
    """Every sentence of the source, with the places where it is said."""
    found: dict[str, list[tuple[str, int]]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for text, line in [*_said(tree), *(_helps(tree) if file.parent.name == "cli" else ())]:
            found.setdefault(text, []).append((str(file.relative_to(ROOT)), line))
    for file in sorted((SOURCE / "docgen" / "web").rglob("*.html")):
        for line, row in enumerate(file.read_text("utf-8").splitlines(), 1):
            for text in (one or other for one, other in _TAG.findall(row)):
                found.setdefault(text, []).append((str(file.relative_to(ROOT)), line))
    return found


def _said(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "say" and node.args:
            text = _literal(node.args[0])
            if text:
                yield text, node.lineno


def _helps(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _is_command(node):
            yield inspect.cleandoc(ast.get_docstring(node, clean=False) or ""), node.lineno
        if isinstance(node, ast.keyword) and node.arg == "help" and (text := _literal(node.value)):
            yield text, node.value.lineno
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == "COMMANDS":
            yield from _table(node.value)


def _table(table: ast.expr) -> Iterator[tuple[str, int]]:
    for row in table.values if isinstance(table, ast.Dict) else ():
        if isinstance(row, ast.Tuple) and (text := _literal(row.elts[1])):
            yield text, row.lineno


def _is_command(function: ast.FunctionDef) -> bool:
    calls = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(_name(call) in {"command", "group"} for call in calls)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def catalogue() -> Catalog:
    """The catalogue as it is on the disk."""
    if not PO.exists():
        return Catalog(locale="zh_Hans", project="docgen", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def main() -> None:
    """Write the catalogue anew."""
    old = catalogue()
    new = Catalog(locale="zh_Hans", project="docgen", charset="utf-8", fuzzy=False)
    for text, places in sorted(sentences().items(), key=lambda pair: pair[1][0]):
        kept = old.get(text)
        files = sorted({(place, 0) for place, _ in places})
        new.add(text, kept.string if kept else "", locations=files)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, width=100, include_lineno=False, omit_header=False)
    missing = [message.id for message in new if message.id and not message.string]
    print(f"{len(new)} sentences, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
