"""On which line of a rules file a mistake stands: the parsers know the key, the text the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docgen.errors import BadInput


def line_of(text: str, table: Mapping[str, Any], field: str, parse: Callable[[Any], object]) -> int:
    """The line of a mistake; 0 if it cannot be told.

    Args:
        text: The file.
        table: What it says.
        field: The wrong key, ``retention``; of a row in a list of tables ``rule.within``.
        parse: Reads a table; raises ``BadInput`` with that field.
    """
    lines = text.splitlines()
    part, _, name = field.partition(".")
    heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{part}\s*\]\]", line)]
    if not heads:
        tables = (n for n, line in enumerate(lines) if line.startswith("["))
        end = len(lines) if name else next(tables, len(lines))
        return _first(lines, name or part, 0, end)
    start = heads[min(_wrong_row(table, part, field, parse), len(heads) - 1)]
    after = (n for n, line in enumerate(lines) if n > start and line.lstrip().startswith("["))
    end = next(after, len(lines))
    return _first(lines, name, start, end) or start + 1


def line_in_table(text: str, field: str) -> int:
    """The line of a mistake in a plain table, ``U4.papers``; 0 if nothing of it stands there."""
    lines = text.splitlines()
    part, _, name = field.partition(".")
    head = re.compile(rf"\s*\[\s*{re.escape(part)}\s*\]")
    start = next((n for n, line in enumerate(lines) if head.match(line)), None)
    if start is None:
        return _first(lines, part, 0, len(lines))
    after = (n for n, line in enumerate(lines) if n > start and line.lstrip().startswith("["))
    return _first(lines, name, start, next(after, len(lines))) or start + 1


def _wrong_row(
    table: Mapping[str, Any], part: str, field: str, parse: Callable[[Any], object]
) -> int:
    """Which row of a list of tables is wrong: the first that is refused when it stands alone."""
    rows: Sequence[object] = table.get(part, [])
    for n, row in enumerate(rows):
        try:
            parse({**table, part: [row]})
        except BadInput as wrong:
            if wrong.field == field:
                return n
    return len(rows) - 1  # it is wrong beside another, as a key that stands there twice


def _first(lines: Sequence[str], name: str, start: int, end: int) -> int:
    """The first of these lines that writes the key, counted from 1; 0 if none does."""
    key = re.compile(rf"\s*(?:[\[{{].*?)?[\"']?{re.escape(name)}[\"']?\s*=")
    return next((n + 1 for n in range(start, end) if name and key.match(lines[n])), 0)
