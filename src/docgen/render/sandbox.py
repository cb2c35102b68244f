"""Runs one of our functions in a child process that may be slow, greedy or crash without harm.

The child gets bytes on its standard input and gives bytes on its standard output; it has limits
on time and memory, a group of its own that is killed at the limit, and no variables of ours.
What it says is read as JSON, never unpickled. It does not take away files or network: the parsers
that run in it use neither, and LibreOffice has its own walls (``soffice``).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import BinaryIO

from docgen.errors import BadInput, Detail, OutsideFailed, Problem, Said, say

SECONDS = 20
MEGABYTES = 1_024
_DONE, _REFUSED, _TOO_BIG = b"=", b"!", b"M"
# "-I -S" starts in a few milliseconds; the parent's own search path replaces what they leave out.
_START = (
    "import os,sys;sys.path[:]=sys.argv[3].split(os.pathsep);"
    "from docgen.render.sandbox import child;child(*sys.argv[1:3])"
)


def run(
    function: str, payload: bytes, *, name: str, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> bytes:
    """Call ``function(payload, name)`` in a child process and return the bytes it returns.

    Args:
        function: Where it stands, ``docgen.render.text:extract_json``; must be ours.
        payload: The bytes to work on.
        name: The file's name as the person knows it, for messages.
        seconds: Limit of processor time and of waiting.
        megabytes: Limit of memory.

    Raises:
        BadInput: The function refused the file, or the file needs more than the limits.
        OutsideFailed: The child could not be started.
    """
    if not function.startswith("docgen."):
        raise ValueError(function)
    limits = json.dumps({"name": name, "seconds": seconds, "megabytes": megabytes})
    path = os.pathsep.join(each for each in sys.path if each)
    command = [sys.executable, "-I", "-S", "-c", _START, function, limits, path]
    told = taken(_talk(command, payload, name, seconds))
    if told is None:
        raise _too_hard(name, seconds, megabytes)
    return told


def taken(answer: bytes) -> bytes | None:
    """What the function returned; ``None`` if it came to no end, ``BadInput`` if it refused."""
    if answer.startswith(_REFUSED):
        raise _refusal(answer[1:])
    return answer[1:] if answer.startswith(_DONE) else None


def _talk(command: list[str], payload: bytes, name: str, seconds: int) -> bytes:
    """Start the child, give it the payload, take what it says; kill its group in any case."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
        )
    except OSError as why:
        raise OutsideFailed(
            say("“{name}” could not be looked at", name=name),
            why=say("the system refused to start another process: {error}", error=why),
            fix=say("free memory or end other programs, then try again"),
            file=name,
        ) from why
    try:
        return process.communicate(payload, timeout=seconds + 2)[0]
    except subprocess.TimeoutExpired:
        return b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def child(function: str, limits: str) -> None:
    """The child's whole life: take limits, read, call, answer. Called by ``run`` only."""
    given = json.loads(limits)
    out = _take_stdout()
    _limit(given["seconds"], given["megabytes"])
    try:
        out.write(given_to(find(function), sys.stdin.buffer.read(), given["name"]))
    except (MemoryError, RecursionError):
        out.write(_TOO_BIG)
    out.flush()
    os._exit(0)


def given_to(function: Callable[[bytes, str], bytes], payload: bytes, name: str) -> bytes:
    """What ``taken`` understands: what the function returns, or its refusal (in the child)."""
    try:
        return _DONE + function(payload, name)
    except BadInput as problem:
        return _REFUSED + json.dumps(_pack(problem)).encode()


def find(function: str) -> Callable[[bytes, str], bytes]:
    """The function that stands there, ``docgen.render.text:plain`` (in the child)."""
    module, _, attribute = function.partition(":")
    found: Callable[[bytes, str], bytes] = getattr(importlib.import_module(module), attribute)
    return found


def _take_stdout() -> BinaryIO:
    """Keep the pipe for our answer; whatever else is printed goes nowhere."""
    ours = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(ours, "wb")


def _limit(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pack(problem: Problem) -> dict[str, object]:
    return {
        "said": [_plain(problem.what), _plain(problem.why), _plain(problem.fix)],
        "place": {"field": problem.field, "file": problem.file, "line": problem.line},
        "details": [
            {
                "text": _plain(each.text),
                "field": each.field,
                "label": each.label,
                "place": _plain(each.place),
                "fix": _plain(each.fix),
            }
            for each in problem.details
        ],
    }


def _plain(text: str) -> list[object]:
    if not isinstance(text, Said):
        return [text]
    return [text.template, {name: _part(value) for name, value in text.params.items()}]


def _part(value: object) -> object:
    return _plain(value) if isinstance(value, Said) else str(value)


def _refusal(answer: bytes) -> BadInput:
    told = json.loads(answer)
    what, why, fix = (_said(each) for each in told["said"])
    details = [
        Detail(
            _said(each["text"]),
            each["field"],
            each["label"],
            _said(each["place"]),
            _said(each["fix"]),
        )
        for each in told["details"]
    ]
    return BadInput(what, why=why, fix=fix, details=details, **told["place"])


def _said(packed: list[object]) -> str:
    """A sentence as the child said it, still translatable."""
    template, *params = packed
    if not params:
        return str(template)
    packed_values = params[0] if isinstance(params[0], dict) else {}
    values = {
        name: _said(value) if isinstance(value, list) else value
        for name, value in packed_values.items()
    }
    said = Said(str(template).format_map(values) if values else template)
    said.template, said.params = str(template), values
    return said


def _too_hard(name: str, seconds: int, megabytes: int) -> BadInput:
    return BadInput(
        say("“{name}” could not be read safely", name=name),
        why=say(
            "reading it needs more than {seconds} s or {megabytes} MB, or breaks the reader",
            seconds=seconds,
            megabytes=megabytes,
        ),
        fix=say("open it in its own program, save it again, and use the saved file"),
        file=name,
    )
