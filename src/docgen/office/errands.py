"""What the office has to do by itself, whoever comes or does not: the errands of the worker.

Each one looks what is due, does it and may be done again at once: nothing comes twice. So it does
not matter by which clock they are called, by how many workers, or after how long a stop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError

from docgen.errors import Integrity, OutsideFailed, Problem, Said, say
from docgen.model.access import Act
from docgen.office import (
    cases_slips,
    duties_rolling,
    errand_notes,
    gate,
    reminding,
    rolling,
    upkeep,
)
from docgen.office.desk import Office, database_failed
from docgen.register.models import Person

#: For so long papers are read again in one night.
FIXITY_MINUTES = 20
#: Papers are read again from this hour on, once a day.
_NIGHT = 1
Tell = Callable[[str], str]
#: What an errand did, why it failed, or ``None`` if there was nothing to do.
Done = Said | Problem | None


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing the worker does.

    Args:
        key: Its name.
        about: What it does, and when.
        run: Does what is due; a sentence about what it did, or ``None`` for nothing.
    """

    key: str
    about: Said
    run: Callable[[Office, Person, Tell], Said | None]


def run(
    errand: Errand, office: Office, who: Person, tell: Tell, told: Callable[[Errand, Done], None]
) -> Done:
    """Run one errand, and tell what it did or why it failed."""
    try:
        done: Done = errand.run(office, who, tell)
    except Problem as problem:
        done = problem
    except DatabaseError as error:
        done = database_failed(error)
    errand_notes.keep(office.folder, errand.key, office.now(), done)
    if done is not None:
        told(errand, done)
    return done


def ask(office: Office, who: Person) -> None:
    """Whether somebody may keep house, before any errand is run."""
    gate.ask(office, who, Act.UPKEEP, "reminder.sent")


def _duties(office: Office, who: Person, tell: Tell) -> Said | None:
    del who, tell
    steps = duties_rolling.catch_up(office)
    return say("{n} step(s) of ladders noted", n=len(steps)) if steps else None


def _slips(office: Office, who: Person, tell: Tell) -> Said | None:
    del tell
    if not gate.weigh(office, who, Act.WORK_CASE).allow:
        return None
    made = cases_slips.due_slips(office, who)
    return say("{n} slip(s) of cases made", n=len(made)) if made else None


def _mail(office: Office, who: Person, tell: Tell) -> Said | None:
    done = reminding.remind(office, who, tell)
    lost = (*done.unconfirmed, *(login for login, _ in done.refused))
    if lost:
        raise OutsideFailed(
            say("{n} reminder(s) sent, not: {logins}", n=done.sent, logins=", ".join(lost)),
            why=done.refused[0][1].why if done.refused else say("the mail server did not answer"),
            fix=say("what was refused is tried again; see the reminders").by(
                "docgen duty reminders"
            ),
        )
    if done.homeless:
        return say(
            "{n} reminder(s) sent; without an address in docgen.toml: {logins}",
            n=done.sent,
            logins=", ".join(done.homeless),
        )
    return say("{n} reminder(s) sent", n=done.sent) if done.sent else None


def _index(office: Office, who: Person, tell: Tell) -> Said | None:
    del who, tell
    papers = upkeep.catch_up(office, wait=False)
    return say("{n} paper(s) indexed", n=papers) if papers else None


def _fixity(office: Office, who: Person, tell: Tell) -> Said | None:
    del tell
    if office.local(office.now()).hour < _NIGHT or rolling.was_run_today(office):
        return None
    done = rolling.roll(office, who, minutes=FIXITY_MINUTES)
    if done.findings:
        raise Integrity(
            say("{n} paper(s) are damaged", n=len(done.findings)),
            why=str(done.findings[0]),
            fix=say("see which they are, and restore them from a backup").by(
                "docgen check --fixity"
            ),
        )
    return say("{n} paper(s) read again", n=done.checked) if done.checked else None


ERRANDS = (
    Errand("duties", say("make what is owed, and note what is late"), _duties),
    Errand("slips", say("make the slips of cases that are late"), _slips),
    Errand("mail", say("send digests once a day, and reminders of what is late"), _mail),
    Errand("index", say("bring the search index up to date"), _index),
    Errand("fixity", say("read papers again, once a day after 1:00, the oldest first"), _fixity),
)
#: What somebody can ask for and wait for; reading papers again takes too long.
QUICK = ERRANDS[:-1]
