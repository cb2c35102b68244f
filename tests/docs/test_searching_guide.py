"""The archivist's guide of search: every search in it is asked in the demo office, and ends so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.support.demo import demo_office
from tests.support.shell import PLAIN, Inside

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "archivist.md").read_text("utf-8")
CHAPTER = GUIDE.partition("## Find (检索)\n")[2].partition("\n## ")[0]
_BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"docgen (.*?)(?:\s+# (?:(\d{10}-\d{4})|(\d+) papers|(nothing)|[^:]*)(?::.*)?)?")


def searches() -> list[tuple[str, str, int | None]]:
    """The commands of the chapter: what is typed, the one paper or how many it finds."""
    found = []
    for line in "".join(_BLOCK.findall(CHAPTER)).splitlines():
        command = _LINE.fullmatch(line)
        assert command, line
        typed, item, papers, nothing = command.groups()
        count = 1 if item else 0 if nothing else int(papers) if papers else None
        found.append((typed, item or "", count))
    return found


def test_every_search_of_the_guide_finds_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    demo_office(tmp_path / "office")
    desk = Inside(tmp_path / "office", capsys)

    for typed, item, count in searches():
        said = desk.run(*shlex.split(typed), "--json", who="")

        assert said.code == (count == 0), (typed, said.err)
        if count is not None:
            assert said.data["total"] == count, typed
            assert item in {"", *(hit["item"] for hit in said.data["hits"])}, typed
        if count == 0:
            assert "样例" in said.data["did_you_mean"][0]["text"]
    assert (tmp_path / "褪色投诉.xlsx").exists()
    assert desk.run("find", "漏水", "--json", who="wei").data["total"] == 0


def test_the_guide_has_ten_searches_and_each_option() -> None:
    typed = [search for search, _, count in searches() if count is not None]
    options = " ".join(search for search, _, _ in searches())

    assert len(typed) >= 10
    for name in ("customer", "like", "order", "facets", "suggest", "save", "saved", "xlsx"):
        assert f"--{name} " in f"{options} "
