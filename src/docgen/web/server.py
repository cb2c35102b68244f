"""The server: gunicorn with a few processes, each of which answers one request at a time.

    python -m docgen.web.server OFFICE [--host HOST] [--port PORT]

``docgen serve`` becomes this program. Nothing of an office is open when the processes are forked:
each opens it for itself. A process is replaced after ``_RENEW_AFTER`` requests; SIGTERM lets what
is under way end, SIGHUP replaces all. Why gunicorn: docs/adr/0009.
"""

from __future__ import annotations

import argparse
import fcntl
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import docgen.web.setup  # isort: skip  Django before anything else
from django.core.checks.urls import check_url_config
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from docgen.config import Web, read_settings
from docgen.index.pinyin import pinyin
from docgen.model.scope import Scope
from docgen.office import jobs, opening, suggesting
from docgen.office.desk import Office
from docgen.register.connect import connect
from docgen.web import accounts_demo, desk, incoming
from docgen.web.proxied import proxied

_MOST = 9
_THREADS = 8
_RENEW_AFTER = 2000
#: Neither who asked, nor what he searched for: both stand in the access log of the office.
_LINE = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
#: Addresses that open something by being known; not even the log of the server has them.
_SECRET = ("/invitation/",)
_LOCK = "web.lock"
_NOBODY = Scope(rank=0, units=frozenset())


class AccessLines(Logger):  # type: ignore[misc]  # the same
    """One line a request on standard error."""

    def setup(self, cfg: Config) -> None:
        """Send the lines where errors go."""
        super().setup(cfg)
        for handler in self.access_log.handlers:
            handler.setStream(sys.stderr)

    def atoms(self, *args: Any) -> dict[str, Any]:  # noqa: ANN401  gunicorn's own signature
        """The facts of a line, without secrets."""
        facts: dict[str, Any] = super().atoms(*args)
        facts["U"] = without_secret(facts["U"])
        return facts


def without_secret(path: str) -> str:
    """A path as the server's log may have it: one line, whatever somebody asked for."""
    plain = path.encode("unicode_escape").decode("ascii")
    return next((f"{one}…" for one in _SECRET if plain.startswith(one)), plain)


class Server(BaseApplication):  # type: ignore[misc]  # the same
    """gunicorn for one office."""

    def __init__(self, folder: Path, web: Web) -> None:
        self._folder = folder
        self._web = web
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn is to do."""
        for name, value in options(self._web).items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401  a WSGI application
        """In each process: open the office, and make the application."""
        office = desk.open_for(self._folder)
        _read_ahead(office)
        check_url_config(None)  # a wrong page ends the start, not somebody's work
        application = proxied(get_wsgi_application(), self._web.proxy)
        gc.collect()
        gc.freeze()  # what is here now stays: Python need not look through it again and again
        return application


def _read_ahead(office: Office) -> None:
    """Open the index and the readings of characters: nobody waits for that later."""
    suggesting.asked(office, _NOBODY, "docgen")
    pinyin("档案")


def options(web: Web) -> dict[str, object]:
    """What gunicorn is told."""
    host = f"[{web.host}]" if ":" in web.host else web.host
    return {
        "bind": [f"{host}:{web.port}"],
        "workers": web.workers or min(len(os.sched_getaffinity(0)) + 1, _MOST),
        "worker_class": "gthread",
        "threads": _THREADS,
        "timeout": 120,
        "graceful_timeout": 30,
        "keepalive": 5,
        "max_requests": _RENEW_AFTER,
        "max_requests_jitter": _RENEW_AFTER // 10,
        "preload_app": False,
        "forwarded_allow_ips": ",".join(web.proxy),
        "forwarder_headers": "",
        "secure_scheme_headers": {"X-FORWARDED-PROTO": "https"},
        "control_socket_disable": True,
        "proc_name": "docgen",
        "loglevel": "warning",
        "accesslog": "-",
        "access_log_format": _LINE,
        "logger_class": AccessLines,
        "limit_request_line": 4094,
        "limit_request_fields": 50,
    }


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While one server brings the tables up to date, another one waits."""
    with (folder / "work" / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(folder: Path) -> None:
    """Bring the tables of the page up to date, see to the jobs, and leave nothing open."""
    connect(folder / opening.REGISTER)
    with _alone(folder):
        docgen.web.setup.migrate()
        office = desk.open_for(folder)  # with its secret: second factors are sealed with it
        accounts_demo.prepare(office)
        jobs.tend(office)  # what a killed process was at goes on
        incoming.sweep(folder)
    connections.close_all()


def main(args: Sequence[str] | None = None) -> None:
    """Serve an office until somebody ends it."""
    parser = argparse.ArgumentParser(prog="docgen.web.server")
    parser.add_argument("office", type=Path)
    parser.add_argument("--host", default="")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args(args)
    web = read_settings(given.office).web
    web = replace(web, host=given.host or web.host, port=given.port or web.port)
    prepare(given.office)
    Server(given.office.resolve(), web).run()


if __name__ == "__main__":
    main()
