"""The worker through the commands: once, until it is stopped, and what it leaves to be seen."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from tests.support.mail_server import MailServer, mail_server
from tests.support.shell import Inside, Shell

RULES = """
[groups]
"外派人员" = ["mira", "lena"]
[ladders]
standard = ["1 workdays doer"]
[[duty]]
key = "daily"
title = "工作日志"
source = "D-028"
groups = ["外派人员"]
every = "day"
"""
MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "docgen@sample.test"
at = "00:00"
[mail.addresses]
mira = "mira@sample.test"
"""
ERRANDS = ["duties", "slips", "mail", "index", "fixity"]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _few_rules(folder: Path) -> None:
    (folder / "rules" / "duties.toml").write_text(RULES, "utf-8")


@pytest.fixture
def posted(folder: Path, server: MailServer) -> MailServer:
    """The office has a mail server."""
    with (folder / "docgen.toml").open("a", encoding="utf-8") as file:
        file.write(MAIL.format(port=server.port))
    return server


def test_once_does_what_is_due_and_then_nothing(inside: Inside, posted: MailServer) -> None:
    first = inside.run("worker", "--once", who="shen")
    again = inside.run("worker", "--once", "--json", who="shen")
    seen = inside.run("duty", "reminders")

    assert (first.code, again.code) == (0, 0)
    assert "mail: 1 reminder(s) sent; without an address in docgen.toml: lena\n" in first.out
    assert [one["errand"] for one in again.data] == ERRANDS
    assert [one["errand"] for one in again.data if one["did"] or one["error"]] == ["mail"]
    assert posted.receivers == ["mira@sample.test"]
    assert " mira " in seen.out
    assert " sent" in seen.out


def test_a_mail_server_that_is_away_is_said_and_the_rest_is_done(
    inside: Inside, posted: MailServer
) -> None:
    posted.behaviour = "data 451 full"

    told = inside.run("worker", "--once", who="shen")
    data = inside.run("duty", "reminders", "--json")

    assert told.code == 7
    assert "mail: 0 reminder(s) sent, not: mira\n  why: it answered 451 full\n" in told.err
    assert "paper(s) read again" in told.out or "fixity" not in told.out
    assert [(one["state"], one["lines"]) for one in data.data] == [("refused", 1)]


def test_without_a_mail_server_it_is_noted(inside: Inside) -> None:
    told = inside.run("worker", "--once", who="shen")
    seen = inside.run("duty", "reminders")

    assert (told.code, seen.out) == (0, "No reminder was sent.\n")
    assert "docgen.toml names no mail server" in told.err


def test_a_clerk_is_no_worker_and_data_has_an_end(inside: Inside) -> None:
    clerk = inside.run("worker", "--once", "--json", who="mira")
    endless = inside.run("worker", "--json", who="shen")

    assert clerk.problem["code"] == "not-allowed"
    assert endless.problem["code"] == "usage"


def test_it_works_until_it_is_stopped(shell: Shell, folder: Path, posted: MailServer) -> None:
    worker = shell.start("worker")
    assert worker.stdout is not None
    lines = []
    for line in worker.stdout:
        lines.append(line)
        if line.startswith("mail: "):
            break

    worker.send_signal(signal.SIGINT)
    out, err = worker.communicate()

    assert (worker.returncode, err) == (130, "")
    assert lines[0] == "Every 5 minutes, until Ctrl-C:\n"
    assert [line.split(":")[0].strip() for line in lines[1:6]] == ERRANDS
    assert out.endswith("The worker has stopped.\n")
    assert posted.receivers == ["mira@sample.test"]
    assert (folder / "work" / "queue.sqlite3").is_file()


@pytest.mark.slow
def test_a_worker_that_was_killed_has_sent_it_once_or_not_at_all(
    shell: Shell, inside: Inside, posted: MailServer
) -> None:
    posted.behaviour = "is silent after the mail"
    worker = shell.start("worker", "--once")
    while not posted.tried:
        time.sleep(0.01)
    worker.kill()
    worker.communicate()
    posted.behaviour = ""

    again = inside.run("worker", "--once", "--json", who="shen")
    seen = inside.run("duty", "reminders", "--json")

    assert again.code == 0
    assert (posted.tried, posted.mails) == (1, [])
    assert [one["state"] for one in seen.data] == ["offered"]


def test_duties_go_into_a_calendar(inside: Inside, folder: Path) -> None:
    file = folder.parent / "待办.ics"

    made = inside.run("duty", "export", "--ics", file)
    again = inside.run("duty", "export", "--ics", file, "--json")

    read = Calendar.from_ical(file.read_bytes())
    assert isinstance(read, Calendar)
    assert made.out == f"1 duties written: {file}\n"
    assert [event.summary for event in read.events] == ["工作日志"]
    assert again.problem["code"] == "bad-input"
