"""Pulling from a web server: what it answers is believed as little as a stick."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.support.auditor import Auditor
from tests.support.logs import Log

from docgen.ledger.files import MOST_BUNDLE

Answer = Callable[[BaseHTTPRequestHandler, bytes | None], None]


def honest(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
    handler.send_response(404 if data is None else 200)
    handler.send_header("Content-Length", str(len(data or b"")))
    handler.end_headers()
    handler.wfile.write(data or b"")


def cut_off(handler: BaseHTTPRequestHandler, data: bytes | None) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(data or b"") + 100))
    handler.end_headers()
    handler.wfile.write(data or b"")


def moved_to_a_file(handler: BaseHTTPRequestHandler, _data: bytes | None) -> None:
    handler.send_response(302)
    handler.send_header("Location", "file:///etc/passwd")
    handler.end_headers()


def moved_elsewhere(handler: BaseHTTPRequestHandler, _data: bytes | None) -> None:
    handler.send_response(301)
    handler.send_header("Location", "http://127.0.0.1:1/elsewhere")
    handler.end_headers()


def failing(handler: BaseHTTPRequestHandler, _data: bytes | None) -> None:
    handler.send_response(500)
    handler.end_headers()


def not_http(handler: BaseHTTPRequestHandler, _data: bytes | None) -> None:
    handler.wfile.write(b"\xff\xfe nonsense\r\n\r\n")


def endless(handler: BaseHTTPRequestHandler, _data: bytes | None) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(MOST_BUNDLE // (1 << 20) + 8):
            handler.wfile.write(bytes(1 << 20))
    except OSError:
        return


@pytest.fixture(name="serve")
def _serve() -> Iterator[Callable[..., str]]:
    """Serves a folder; one path may be answered in another way."""
    servers = []

    def serve(folder: Path, odd: str = "", answer: Answer = honest) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.lstrip("/")
                file = folder / path
                data = file.read_bytes() if file.is_file() else None
                (answer if path == odd else honest)(self, data)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_url_is_as_good_as_a_folder(
    auditor: Auditor, tmp_path: Path, serve: Callable[..., str]
) -> None:
    first = auditor.run("pull", serve(Log.of(300).export(tmp_path / "usb")))
    later = serve(Log.of(700).export(tmp_path / "later"))

    pulled, read = auditor.run("pull", later, "--json"), auditor.run("verify", later)

    assert (first.code, pulled.code, read.code) == (0, 0, 0)
    assert pulled.data["new"] == 400


def test_what_a_server_does_not_have_is_missing(
    auditor: Auditor, tmp_path: Path, serve: Callable[..., str]
) -> None:
    auditor.run("pull", serve(Log.of(300).export(tmp_path / "usb")))
    folder = Log.of(700).export(tmp_path / "later")
    (folder / "tile/entries/001").unlink()

    said = auditor.run("pull", serve(folder), "--json")

    assert (said.code, said.found) == (6, {"L005"})


@pytest.mark.parametrize("path", ["checkpoint", "log.vkey", "tile/entries/001"])
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (cut_off, 7),
        (moved_to_a_file, 7),
        (moved_elsewhere, 7),
        (failing, 7),
        (not_http, 7),
        (endless, 3),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_server_that_answers_oddly(
    auditor: Auditor,
    tmp_path: Path,
    serve: Callable[..., str],
    path: str,
    answer: Answer,
    code: int,
) -> None:
    auditor.run("pull", serve(Log.of(300).export(tmp_path / "usb")))
    before = auditor.good()

    said = auditor.run("pull", serve(Log.of(700).export(tmp_path / "later"), path, answer))

    assert said.code == code
    assert "Traceback" not in said.err
    assert auditor.good() == before


def test_nobody_answers(auditor: Auditor) -> None:
    said = auditor.run("pull", "http://127.0.0.1:1/log", "--json")

    assert said.code == 7
    assert said.data["error"]["code"] == "outside-failed"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/log", "https:/x"])
def test_other_kinds_of_addresses_are_folders_that_are_not_there(
    auditor: Auditor, address: str
) -> None:
    assert auditor.run("pull", address).code == 5


def test_a_server_that_cannot_prove_who_it_is(
    auditor: Auditor, tmp_path: Path, serve: Callable[..., str]
) -> None:
    plain = serve(Log.of(3).export(tmp_path / "usb"))

    said = auditor.run("pull", plain.replace("http://", "https://"))

    assert said.code == 7
