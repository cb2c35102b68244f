"""docs/spec/pages.md against what is there: every command has its page or says why it has none."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.test_help import commands
from tests.web.test_reach import names

PAGES = Path(__file__).parents[2] / "docs" / "spec" / "pages.md"
_ROW = re.compile(r"\| (?P<one>[^|]+) \| (?P<other>[^|]+) \|")
_NAME = re.compile(r"`([\w-]+)`")
_MACHINE = "at the machine only, because "


def tables() -> tuple[dict[str, str], dict[str, str]]:
    """Command → page, and pages without a command → what they are for."""
    both = PAGES.read_text("utf-8").split("## Pages without a command")
    first, second = (
        {one["one"]: one["other"] for one in map(_ROW.fullmatch, part.splitlines()) if one}
        for part in both
    )
    return {k: v for k, v in first.items() if k not in {"command", "---"}}, {
        k: v for k, v in second.items() if k not in {"page", "---"}
    }


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    rows, _ = tables()

    assert sorted(set(commands()) - set(rows)) == []
    assert sorted(set(rows) - set(commands())) == []


def test_a_row_names_pages_or_says_why_there_is_none() -> None:
    rows, _ = tables()

    wordless = [
        command
        for command, page in rows.items()
        if page.startswith(_MACHINE) == bool(re.fullmatch(r"(`[\w-]+` ?)+", page))
        or page == _MACHINE.strip()
    ]

    assert wordless == []


def test_every_page_that_is_named_is_there() -> None:
    rows, others = tables()
    named = {name for text in (*rows.values(), *others) for name in _NAME.findall(text)}

    assert sorted(named - names()) == []


def test_every_page_that_is_there_is_named() -> None:
    rows, others = tables()
    by_command = {name for text in rows.values() for name in _NAME.findall(text)}
    without = [name for text in others for name in _NAME.findall(text)]

    assert sorted(names() - by_command - set(without)) == []
    assert sorted(by_command & set(without)) == []
