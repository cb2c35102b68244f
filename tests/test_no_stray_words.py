"""The project speaks of itself only: no workshop, machine or registry is named in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Folders that a checkout does not hold.
MADE = {".git", "__pycache__", "demo-office", "dist", "build", ".venv", ".cache", "node_modules"}
STRAY = {
    "registry": re.compile(
        r"\b(?:(?:[\w-]+\.)?pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|golang\.org)\b"
        r"|--(?:index-url|extra-index-url|find-links)\b"
    ),
    "machine": re.compile(r"(?<![\w.~:}$*-])/(?:work|root|home/\w+)(?=/|[\s\"'`),.;:]|$)"),
    "workshop": re.compile(
        r"\bsub-?agents?\b"
        r"|\b(?:coding|earlier|later) sessions?\b"
        r"|\bsessions? (?:of the project|that (?:made|wrote|built))\b",
        re.IGNORECASE,
    ),
}


def files() -> Iterator[Path]:
    """Every file of the project; what tools leave behind is skipped."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [
            name
            for name in inner
            if name not in MADE and not name.endswith(("_cache", ".egg-info", ".hypothesis"))
        ]
        yield from (Path(folder, name) for name in names)


def stray(text: str) -> set[str]:
    return {kind for kind, words in STRAY.items() if words.search(text)}


def test_no_file_names_what_is_none_of_its_business() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {sorted(stray(line))}: {line.strip()[:80]}"
        for file in files()
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        if stray(line)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (("https://", "pypi", ".org/simple"), "registry"),
        (("files.python", "hosted.org"), "registry"),
        (("--index", "-url https://mirror.example"), "registry"),
        (("see /", "work/notes"), "machine"),
        (("'/", "root'"), "machine"),
        (("cd /", "home/mira"), "machine"),
        (("written by a sub", "agent"), "workshop"),
        (("left to a later ", "session"), "workshop"),
    ],
)
def test_a_stray_word_is_found(parts: tuple[str, ...], kind: str) -> None:
    assert stray("".join(parts)) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "Django carries accounts, sessions and CSRF; a session ends after 30 minutes.",
        '@pytest.fixture(scope="session")',
        "index/  log/  work/",
        "office/work/staged",
        "the storage root/00/00",
        "$HOME/office and ~/work/x",
        "https://offices.example/home/page",
        "agent = the client's user agent",
    ],
)
def test_honest_words_are_left_alone(text: str) -> None:
    assert not stray(text)
