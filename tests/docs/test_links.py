"""What the documents point to is there, and the commands they show exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "bench" / "README.md"])
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\$ )?docgen ([a-z-]+)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text("utf-8"))

    dead = [target for target in targets if not (page.parent / target).exists()]

    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_shown_exist(page: Path) -> None:
    blocks = "\n".join(_BLOCK.findall(page.read_text("utf-8")))
    shown = set(_COMMAND.findall(blocks))

    assert shown <= set(COMMANDS)


def test_a_dead_link_would_be_noticed() -> None:
    assert _LINK.findall("see [it](docs/gone.md) and [that](https://example.org/x)") == [
        "docs/gone.md"
    ]


def test_the_architecture_names_modules_and_tests_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tests = re.findall(r"`(unit/[\w/.]+|golden|hostile|crash|bad-templates|bad-logs)`", text)
    modules = re.findall(r"`((?:model|forms|render|archive|index|ledger|office)\.\w+)`", text)

    gone = [name for name in tests if not (ROOT / "tests" / name).exists()]
    unknown = [
        name
        for name in modules
        if not (ROOT / "src/docgen" / (name.replace(".", "/") + ".py")).exists()
    ]

    assert gone == []
    assert unknown == []
