"""The server itself, with one process: what slow people, crashes and its log do to others."""

from __future__ import annotations

import os
import signal
import socket
import urllib.request
from contextlib import closing
from urllib.error import URLError
from urllib.parse import urlsplit

from tests.support.browsers import Served

HALF = (
    b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=mira"
)


def health(served: Served) -> str:
    """What the server says of itself, asked until it answers."""
    while True:
        try:
            with urllib.request.urlopen(f"{served.address}/health/") as answer:  # noqa: S310  our own server
                text: str = answer.read().decode()
                return text
        except (URLError, ConnectionError):
            assert served.process.poll() is None


def children(process: int) -> list[int]:
    """The processes that answer."""
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:  # noqa: PTH123  no file of a disk
        return [int(one) for one in file.read().split()]


def test_whoever_sends_slowly_holds_nobody_up(served: Served) -> None:
    with closing(socket.create_connection(("127.0.0.1", urlsplit(served.address).port))) as slow:
        slow.sendall(HALF)

        assert health(served) == "ok\n"


def test_a_process_that_dies_is_replaced(served: Served) -> None:
    health(served)
    [worker] = children(served.process.pid)

    os.kill(worker, signal.SIGKILL)

    assert health(served) == "ok\n"
    assert children(served.process.pid) != [worker]


def test_the_servers_log_has_times_and_paths_and_nothing_private(served: Served) -> None:
    log = served.folder.parent / f"{served.folder.name}.server.log"

    with urllib.request.urlopen(f"{served.address}/login/?next=/search/%3Fq=somebody"):  # noqa: S310  our own server
        health(served)

    lines = log.read_text("utf-8")
    assert "GET /login/ 200" in lines
    assert "somebody" not in lines
    assert "127.0.0.1" not in lines


def test_two_lengths_or_none_are_refused(served: Served) -> None:
    for lengths in (b"Content-Length: 1\r\nContent-Length: 2", b"Transfer-Encoding: chunked"):
        with closing(socket.create_connection(("127.0.0.1", urlsplit(served.address).port))) as one:
            one.sendall(b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lengths + b"\r\n\r\n")
            said = one.recv(16)

        assert said[9:12] in {b"400", b"411", b""}  # or the door is shut without a word
