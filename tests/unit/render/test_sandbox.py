"""The child process: its answer, its limits, and that nothing of it stays."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.processes import assert_gone

from docgen.errors import BadInput, Detail, OutsideFailed, Said, say
from docgen.render import sandbox

CHILD = """
import os, sys, time
from docgen.errors import BadInput, Detail, say

def echo(data, name): return name.encode() + data
def noisy(data, name):
    print("noise")
    os.write(1, b"noise")
    return b"answer"
def refuse(data, name):
    raise BadInput(say("{name} is wrong", name=name), why="why", fix=say("fix"), line=3,
                   details=[Detail(say("cell {n}", n=5), "f", "标签", "B2", "repair")])
def crash(data, name): raise KeyError("inside")
def die(data, name): os.kill(os.getpid(), 11)
def spin(data, name):
    while True: pass
def sleep(data, name):
    if os.fork() == 0:
        time.sleep(600)
    time.sleep(600)
def greedy(data, name): return b"x" * 10**10
def deep(data, name): return deep(data, name)
def write(data, name):
    with open(data.decode(), "wb") as file: file.write(b"x" * 100)
def variables(data, name): return repr(sorted(os.environ)).encode()
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Calls a function of the child module above, which passes as one of docgen's."""
    (tmp_path / "docgen_child.py").write_text(CHILD)
    monkeypatch.syspath_prepend(str(tmp_path))

    def run(function: str, payload: bytes = b"", **limits: int) -> bytes:
        start = sandbox._START.replace(
            "child(", "sys.modules['docgen.x']=__import__('docgen_child');child("
        )
        monkeypatch.setattr(sandbox, "_START", start)
        return sandbox.run(f"docgen.x:{function}", payload, name="报告.docx", **limits)

    return run


def test_bytes_go_in_and_come_out(call: Callable[..., bytes]) -> None:
    assert call("echo", b"\x00\xff" * 100_000) == "报告.docx".encode() + b"\x00\xff" * 100_000


def test_what_is_printed_is_no_answer(call: Callable[..., bytes]) -> None:
    assert call("noisy") == b"answer"


def test_a_refusal_comes_back_whole_and_translatable(call: Callable[..., bytes]) -> None:
    with pytest.raises(BadInput) as caught:
        call("refuse")

    problem = caught.value
    assert problem.what == "报告.docx is wrong"
    assert isinstance(problem.what, Said)
    assert problem.what.template == "{name} is wrong"
    assert (problem.why, problem.fix, problem.line) == ("why", "fix", 3)
    assert problem.details == (Detail("cell 5", "f", "标签", "B2", "repair"),)


@pytest.mark.parametrize("function", ["crash", "die", "deep"])
def test_a_crash_is_a_sentence(call: Callable[..., bytes], function: str) -> None:
    with pytest.raises(BadInput, match="could not be read safely") as caught:
        call(function)

    assert caught.value.file == "报告.docx"


@pytest.mark.parametrize("function", ["spin", "sleep"])
def test_time_is_limited(call: Callable[..., bytes], function: str) -> None:
    begun = time.monotonic()

    with pytest.raises(BadInput, match="could not be read safely"):
        call(function, seconds=1)

    assert time.monotonic() - begun < 300


def test_memory_is_limited(call: Callable[..., bytes]) -> None:
    with pytest.raises(BadInput, match="could not be read safely"):
        call("greedy", megabytes=200)


def test_the_child_writes_no_file(call: Callable[..., bytes], tmp_path: Path) -> None:
    target = tmp_path / "made"

    with pytest.raises(BadInput):
        call("write", str(target).encode())

    assert not target.exists() or target.stat().st_size == 0


def test_the_child_sees_no_variables_of_ours(
    call: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")

    assert b"SECRET" not in call("variables")


def test_a_grandchild_is_ended_too(call: Callable[..., bytes], tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        call("sleep", seconds=1)

    assert_gone(tmp_path)


def test_only_our_functions_run() -> None:
    with pytest.raises(ValueError, match="os"):
        sandbox.run("os:system", b"", name="x")


def test_a_child_that_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with pytest.raises(OutsideFailed, match="could not be looked at"):
        sandbox.run("docgen.render.text:plain", b"x", name="a.txt")


def test_a_sentence_without_values_is_sent_as_it_is() -> None:
    assert sandbox._said(sandbox._plain("plain")) == "plain"
    assert sandbox._said(sandbox._plain(say("{{braces}}"))) == "{{braces}}"
