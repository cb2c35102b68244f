"""How the page is served: the secret, the hosts, who really asks, what the server's log has."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from tests.support.pages import client, office_with_pages

from docgen.config import Web
from docgen.errors import OutsideFailed
from docgen.office import opening
from docgen.office.desk import Office
from docgen.web import address, desk, proxied, secret, server

SAFE = Web(address="https://records.example.cn")
HOST = {"HTTP_HOST": "records.example.cn"}


@pytest.fixture
def safe(office: Office) -> Iterator[Office]:
    """The office, reached by https."""
    address.settle(SAFE)
    yield office
    address.settle(Web())


def get(path: str, *, by_https: bool = True, login: str = "", **more: str) -> HttpResponse:
    """Somebody's answer at the public address."""
    answer = client(login).get(path, secure=by_https, **{**HOST, **more})  # type: ignore[arg-type]  # headers
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_secret_is_made_once_and_read_by_docgen_alone(tmp_path: Path) -> None:
    first = secret.of_office(tmp_path)

    assert secret.of_office(tmp_path) == first
    assert len(first) > 60
    assert stat.S_IMODE((tmp_path / secret.FILE).stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [secret.FILE]


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(secret.of_office, [tmp_path] * 32))

    assert len(found) == 1


def test_half_a_secret_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / secret.FILE).write_text("short", "ascii")

    with pytest.raises(OutsideFailed, match="cannot be read: it is too short"):
        secret.of_office(tmp_path)


def test_the_office_that_is_served_brings_its_secret(office: Office) -> None:
    assert secret.of_office(office.folder) == settings.SECRET_KEY


def test_a_session_of_another_secret_is_none(office: Office) -> None:
    mira = client("mira")
    (office.folder / secret.FILE).unlink()
    desk.use(office)

    answer = mira.get("/account/")

    assert answer.status_code == 302


@pytest.mark.usefixtures("safe")
def test_by_https_cookies_are_for_this_host_alone() -> None:
    mira = client("mira")
    answer = mira.get("/", secure=True, **HOST)  # type: ignore[arg-type]  # headers
    cookies = [*answer.cookies.values(), mira.cookies[settings.SESSION_COOKIE_NAME]]

    assert {one.key for one in cookies} >= {"__Host-docgen_session"}
    for one in cookies:
        assert (one["secure"], one["path"], one["domain"]) == (True, "/", "")
        assert one["samesite"] == "Lax"
    assert mira.cookies["__Host-docgen_session"]["httponly"]


@pytest.mark.usefixtures("safe")
def test_whoever_comes_by_http_is_led_to_https_and_nowhere_else() -> None:
    answer = get("/search/?q=1", by_https=False)
    health = get("/health/", by_https=False)

    assert (answer.status_code, answer["Location"]) == (
        301,
        "https://records.example.cn/search/?q=1",
    )
    assert health.status_code == 200


@pytest.mark.usefixtures("safe")
def test_browsers_remember_https_for_a_year() -> None:
    assert get("/login/")["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.usefixtures("office")
def test_without_an_address_nobody_speaks_of_https() -> None:
    answer = client().get("/login/")

    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer


@pytest.mark.parametrize("host", ["evil.example", "records.example.cn.evil.example", "a@b", "x:y"])
@pytest.mark.usefixtures("safe")
def test_another_host_name_is_not_answered(host: str) -> None:
    answer = get("/login/", HTTP_HOST=host)

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.usefixtures("safe")
def test_a_host_that_somebody_else_names_is_not_believed() -> None:
    answer = get("/nosuch/", HTTP_X_FORWARDED_HOST="evil.example")

    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize(
    ("peer", "named", "seen"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.1"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_a_trusted_proxy_says_who_asks(peer: str, named: str, seen: str) -> None:
    asked: dict[str, Any] = {}

    def application(environ: dict[str, Any], _: object) -> list[bytes]:
        asked.update(environ)
        return []

    proxied.proxied(application, ["10.0.0.0/8"])(
        {
            "REMOTE_ADDR": peer,
            "HTTP_X_FORWARDED_FOR": named,
            "HTTP_X_FORWARDED_HOST": "evil.example",
            "SCRIPT_NAME": "/evil",
        },
        lambda *_: None,
    )

    assert asked == {"REMOTE_ADDR": seen, "SCRIPT_NAME": ""}


def test_the_servers_log_has_no_secret_no_query_and_no_network_address() -> None:
    line = str(server.options(Web())["access_log_format"])

    assert server.without_secret("/invitation/abc/") == "/invitation/…"
    assert server.without_secret("/items/0000000001-0001/") == "/items/0000000001-0001/"
    assert (
        server.without_secret("/x\n[22/Nov/2026] GET /y\x1b[2J")
        == r"/x\n[22/Nov/2026] GET /y\x1b[2J"
    )
    assert not {"%(h)s", "%(r)s", "%(q)s", "%(f)s", "%(a)s", "%({x}i)s"} & set(line.split())


def test_https_is_believed_of_trusted_proxies_alone() -> None:
    alone, behind = server.options(Web()), server.options(Web(proxy=("10.0.0.1", "::1")))

    assert alone["forwarded_allow_ips"] == ""
    assert behind["forwarded_allow_ips"] == "10.0.0.1,::1"
    assert alone["forwarder_headers"] == ""


def test_there_is_one_process_more_than_cores_unless_told() -> None:
    usual, told = server.options(Web()), server.options(Web(workers=2, host="::1", port=81))

    assert 2 <= int(str(usual["workers"])) <= 9
    assert (told["workers"], told["bind"]) == (2, ["[::1]:81"])
    assert told["preload_app"] is False


def test_nothing_is_open_when_processes_are_forked(tmp_path: Path) -> None:
    folder = office_with_pages(tmp_path / "office").folder

    server.prepare(folder)

    assert connections["default"].connection is None
    assert (folder / "work" / "web.lock").exists()
    assert opening.open_office(folder).folder == folder


def test_robots_are_told_to_stay_away_and_health_tells_nothing(office: Office) -> None:
    robots, health = client().get("/robots.txt"), client().get("/health/")

    assert robots.content == b"User-agent: *\nDisallow: /\n"
    assert (health.status_code, health.content) == (200, b"ok\n")
    assert not health.cookies
    assert office


def test_health_says_when_the_register_is_gone(office: Office) -> None:
    (office.folder / "register.sqlite3").write_bytes(b"damaged " * 1000)

    answer = client().get("/health/")

    assert (answer.status_code, answer.content) == (503, b"failed\n")
