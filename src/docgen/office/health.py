"""How the office is: each thing that can go wrong looked at, with plain advice.

Nothing is changed and no paper is opened. ``docgen check`` reads the archive; ``docgen log verify``
the log. What only takes a moment is looked at here.
"""

from __future__ import annotations

import datetime as dt
import platform
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version

from docgen import __version__
from docgen.errors import OutsideFailed, Problem, Said, say
from docgen.office import backups, errand_notes, queue, storage, upgrading, upkeep
from docgen.office.certificate_end import end_of
from docgen.office.desk import Office
from docgen.office.log_standing import standing
from docgen.register.bulk import newest
from docgen.register.connect import schema_state
from docgen.register.models import Outbox, Person
from docgen.render import fonts, soffice

_LITTLE, _SCARCE = 10, 3
_GIGABYTE = 2**30
_WEEK, _MONTH = 7, 30


class State(StrEnum):
    """How something is."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how it is, and what to do if it is not well."""

    title: Said
    state: State
    told: str
    advice: str = ""


def checks(office: Office, who: Person) -> list[Check]:
    """Everything, the most urgent first as it stands here."""
    looks: tuple[Callable[[], Check], ...] = (
        lambda: _disk(office),
        lambda: _log(office, who),
        lambda: _backup(office),
        lambda: _worker(office),
        lambda: _unfinished(office),
        lambda: _index(office),
        lambda: _found(say("LibreOffice"), soffice.find),
        lambda: _found(say("Chinese fonts"), fonts.cjk_font),
        lambda: _certificate(office),
        lambda: _mail(office),
        _tables,
        lambda: _upgrade(office),
    )
    return [look() for look in looks]


def versions(office: Office) -> list[tuple[str, str]]:
    """Programs and libraries that this office runs on."""
    return [
        ("docgen", __version__),
        ("Python", platform.python_version()),
        ("Django", version("Django")),
        ("django-allauth", version("django-allauth")),
        ("SQLite", sqlite3.sqlite_version),
        (say("search engine"), office.settings.engine),
        ("Linux", platform.release()),
    ]


def _disk(office: Office) -> Check:
    free, total = storage.disk(office)
    told = say(
        "{free} of {total} are free", free=storage.readable(free), total=storage.readable(total)
    )
    share = 100 * free / max(total, 1)
    if free < _GIGABYTE or share < _SCARCE:
        advice = say("make room now: without it nothing can be filed")
        return Check(say("Disk"), State.BAD, told, advice)
    if share < _LITTLE:
        return Check(say("Disk"), State.WARN, told, say("make room, or plan a larger disk"))
    return Check(say("Disk"), State.GOOD, told)


def _log(office: Office, who: Person) -> Check:
    title, stand = say("Access log"), standing(office, who)
    if stand.verified is None or stand.verified.at is None:
        return Check(
            title, State.WARN, say("nobody has checked it yet"), say("have an auditor verify it")
        )
    day = office.local(stand.verified.at).date()
    if stand.verified.findings:
        told = say("changed: {n} finding(s) on {day}", n=stand.verified.findings, day=str(day))
        advice = say("keep a copy of the office folder as it is, and call the auditor")
        return Check(title, State.BAD, told, advice)
    told = say("whole when it was checked on {day}", day=str(day))
    if stand.overdue:
        return Check(title, State.WARN, told, stand.overdue)
    return Check(title, State.GOOD, told)


def _backup(office: Office) -> Check:
    title, days = say("Backup"), backups.days(office)
    if not days:
        return Check(
            title, State.BAD, say("none was made yet"), say("make one").by("docgen backup")
        )
    age = (office.today - days[-1]).days
    told = say("the last one was made on {day}", day=str(days[-1]))
    if age >= _WEEK:
        state = State.BAD if age >= _MONTH else State.WARN
        return Check(title, state, told, say("make one, best every night by cron"))
    return Check(title, State.GOOD, told)


def _worker(office: Office) -> Check:
    title, notes = say("Errands"), errand_notes.read(office.folder)
    if not notes:
        return Check(
            title,
            State.WARN,
            say("they never ran"),
            say("start it beside the page").by("docgen worker"),
        )
    last = max(note.moment for note in notes.values())
    failed = [key for key, note in notes.items() if any(note.fault)]
    told = say("they ran last at {time}", time=f"{office.local(last):%Y-%m-%d %H:%M}")
    if failed:
        return Check(
            title, State.BAD, told, say("look why they failed: {names}", names=", ".join(failed))
        )
    if office.now() - last > dt.timedelta(minutes=3 * queue.MINUTES):
        return Check(title, State.WARN, told, say("start it beside the page").by("docgen worker"))
    return Check(title, State.GOOD, told)


def _unfinished(office: Office) -> Check:
    title = say("Interrupted work")
    if upkeep.is_unfinished(office):
        return Check(
            title,
            State.WARN,
            say("something was cut off"),
            say("have the archive repaired on the server").by("docgen recover"),
        )
    return Check(title, State.GOOD, say("nothing is left undone"))


def _index(office: Office) -> Check:
    title, state = say("Search index"), office.index.state()
    if state != "ok":
        told = say("it is missing, damaged or old")
        return Check(
            title, State.WARN, told, say("the next search makes it anew").by("docgen reindex")
        )
    behind = max(0, newest(Outbox) - office.index.sequence())
    if behind:
        told = say("{n} paper(s) wait for it", n=behind)
        return Check(title, State.GOOD, told, say("the next search takes them in"))
    return Check(title, State.GOOD, say("it knows every paper"))


def _found(title: Said, look: Callable[[], str]) -> Check:
    try:
        return Check(title, State.GOOD, look())
    except OutsideFailed as missing:
        return Check(title, State.BAD, missing.what, missing.fix)


def _certificate(office: Office) -> Check:
    title, web = say("Certificate"), office.settings.web
    if not web.is_safe:
        return Check(
            title, State.GOOD, say("the page is reached without https, from this machine alone")
        )
    try:
        day = office.local(end_of(web.address)).date()
    except Problem as problem:
        return Check(title, State.BAD, problem.what, problem.fix)
    left = (day - office.today).days
    told = say("it ends on {day}", day=str(day))
    if left < _MONTH:
        state = State.BAD if left < _WEEK else State.WARN
        return Check(title, state, told, say("renew it in time"))
    return Check(title, State.GOOD, told)


def _mail(office: Office) -> Check:
    title, mail = say("Mail"), office.settings.mail
    if not mail.host:
        return Check(
            title,
            State.WARN,
            say("no mail server is named"),
            say("name one in docgen.toml, [mail], if reminders shall be sent"),
        )
    return Check(title, State.GOOD, say("goes to {host}", host=mail.host))


def _tables() -> Check:
    title, state = say("Tables"), schema_state()
    if state == "same":
        return Check(title, State.GOOD, say("those of this program"))
    return Check(title, State.BAD, say("those of another program"), say("start the page anew"))


def _upgrade(office: Office) -> Check:
    title, waiting = say("Rules and templates"), upgrading.waiting(office)
    if waiting:
        told = say("{n} are missing or older than docgen's", n=len(waiting))
        return Check(title, State.WARN, told, say("look at them").by("docgen upgrade --dry-run"))
    return Check(title, State.GOOD, say("none waits for an upgrade"))
