"""``docgen worker``: what the office does by itself, once or until it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from docgen.catalogue import in_chinese
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import note, out, out_json
from docgen.errors import Misuse, Problem, say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.errands import Done, Errand
    from docgen.register.models import Person

_STOPPED = 130


@click.command(cls=Command)
@click.option("--once", is_flag=True, help="Do what is due now, and end; for cron.")
@json_option()
@click.pass_obj
def worker(entry: Entry, *, once: bool, as_json: bool) -> int:
    """Work by itself: duties, reminders by mail, slips, index, fixity.

    Until Ctrl-C or SIGTERM it looks every few minutes what is due. After a stop nothing comes
    twice, and of digests only today's. With --once the exit code tells the first failure.

    \b
    Example: docgen worker
             docgen worker --once
    """
    from docgen.office import errands

    office, who = _open(entry)
    errands.ask(office, who)
    if not office.settings.mail.host:
        note(say("docgen.toml names no mail server ([mail] host): no reminder is sent."))
    if once:
        return _once(office, who, as_json=as_json)
    if as_json:
        raise Misuse(
            say("--json goes with --once"),
            why=say("a worker that goes on has no end to its data"),
            fix=say("run: docgen worker --once --json"),
        )
    return _work(entry, office)


def _once(office: Office, who: Person, *, as_json: bool) -> int:
    from docgen.office import errands

    told = _quiet if as_json else _tell
    done = {one.key: errands.run(one, office, who, _in(office), told) for one in errands.ERRANDS}
    if as_json:
        out_json([_data(key, one) for key, one in done.items()])
    elif not any(done.values()):
        out(say("Nothing was due."))
    return next((one.exit_code for one in done.values() if isinstance(one, Problem)), 0)


def _work(entry: Entry, office: Office) -> int:
    from docgen.office import errands, queue

    settings = office.settings
    out(say("Every {n} minutes, until Ctrl-C:", n=queue.MINUTES))
    for errand in errands.ERRANDS:
        out(say("  {errand}: {about}", errand=errand.key, about=errand.about))
    at, zone = settings.mail.at, settings.time_zone
    out(say("Digests are sent from {at} on ({zone}).", at=at, zone=zone))

    def run(errand: Errand) -> None:
        """Open the office anew: settings, rules and people may have changed."""
        try:
            now, who = _open(entry)
        except Problem as problem:
            _tell(errand, problem)
        else:
            errands.run(errand, now, who, _in(now), _tell)

    stopped = queue.work(queue.consumer(office.folder, errands.ERRANDS, run))
    out(say("The worker has stopped."))
    return _STOPPED if stopped == signal.SIGINT else 0


def _open(entry: Entry) -> tuple[Office, Person]:
    """The office as the worker enters it: what it does is the system's."""
    office, who = entry.open()
    return replace(office, via="system"), who


def _in(office: Office) -> Callable[[str], str]:
    return in_chinese if office.settings.language == "zh" else str


def _tell(errand: Errand, done: Done) -> None:
    if isinstance(done, Problem):
        text = say("{errand}: {what}", errand=errand.key, what=done.what)
        note(say("{text}\n  why: {why}\n  fix: {fix}", text=text, why=done.why, fix=done.fix))
    elif done is not None:
        out(say("{errand}: {what}", errand=errand.key, what=done))


def _quiet(errand: Errand, done: Done) -> None:
    """Data is printed at the end."""


def _data(key: str, done: Done) -> dict[str, object]:
    if isinstance(done, Problem):
        return {"errand": key, "did": None, "error": done.code, "what": tell(done.what)}
    return {"errand": key, "did": tell(done) if done else None, "error": None, "what": None}
