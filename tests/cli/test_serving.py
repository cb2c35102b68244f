"""``docgen serve``: what it looks at before it becomes the server, and what it prints."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import click
import pytest
from tests.support.shell import Inside

from docgen.cli import demo, serve
from docgen.office import opening
from docgen.office.desk import Office


@pytest.fixture(name="became")
def _became(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The programs that the command became, instead of becoming them."""
    found: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, args: found.append(args))
    return found


@pytest.fixture(name="taken")
def _taken() -> Iterator[int]:
    """A port somebody has."""
    with contextlib.closing(socket.socket()) as there:
        there.bind(("127.0.0.1", 0))
        there.listen()
        yield there.getsockname()[1]


@pytest.fixture(name="free")
def _free() -> int:
    """A port nobody has."""
    with contextlib.closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def test_the_command_becomes_the_server(inside: Inside, became: list[list[str]], free: int) -> None:
    said = inside.run("serve", "--port", str(free))

    [program] = became
    assert said.code == 0
    assert program[:3] == [sys.executable, "-m", "docgen.web.server"]
    assert program[4:] == ["--host", "127.0.0.1", "--port", str(free)]
    assert f"http://127.0.0.1:{free}" in said.out


def test_a_port_that_somebody_has_is_told_at_once(
    inside: Inside, became: list[list[str]], taken: int
) -> None:
    said = inside.run("serve", "--port", str(taken))

    assert (said.code, became) == (7, [])
    assert f"127.0.0.1:{taken} cannot be used" in said.err


def test_others_reach_the_page_only_under_a_known_name(
    inside: Inside, became: list[list[str]], free: int
) -> None:
    said = inside.run("serve", "--host", "0.0.0.0", "--port", str(free))  # noqa: S104  it is refused

    assert (said.code, became) == (3, [])
    assert "address" in said.err


@pytest.mark.usefixtures("became")
def test_an_office_without_administrator_is_told_how_to_make_one(inside: Inside, free: int) -> None:
    said = inside.run("serve", "--port", str(free))

    assert "docgen user add LOGIN --role administrator" in said.err


def test_on_a_terminal_the_first_administrator_gets_a_link(
    inside: Inside,
    became: list[list[str]],
    free: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["he", "何安", "信息部"])
    monkeypatch.setattr(serve, "is_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))

    said = inside.run("serve", "--port", str(free), who="")
    again = inside.run("serve", "--port", str(free), who="")

    assert f"http://127.0.0.1:{free}/invitation/" in said.out
    assert "invitation" not in again.out
    assert len(became) == 2


def _same(office: Office, *_: object) -> Office:
    return office


@pytest.mark.parametrize(("wish", "served"), [([], 1), (["--no-serve"], 0)])
def test_the_demo_serves_its_page_unless_told_not_to(
    inside: Inside,
    became: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    wish: list[str],
    served: int,
) -> None:
    office = opening.open_office(inside.office)
    monkeypatch.setattr(demo, "_make_room", lambda _: None)
    monkeypatch.setattr(demo, "_found", lambda _: (office, {"lin": None}))
    monkeypatch.setattr(serve, "ready", lambda web: web)
    for step in ("_papers", "_reading_back", "_numbers", "_finding", "_lending", "_copying"):
        monkeypatch.setattr(demo, step, lambda *_: [])
    monkeypatch.setattr(demo, "_proving", lambda *_: [])
    monkeypatch.setattr(demo, "demo_desk", SimpleNamespace(meanwhile=_same, begin=_same))

    said = inside.run("demo", "--dir", str(inside.office), *wish, who="")

    assert (said.code, len(became)) == (0, served)
    assert ("The page:" in said.out) == bool(served)
