"""The process that does an office's jobs until none waits: ``python -m docgen.office.jobs_runner``.

It holds the lock of ``work/jobs`` as long as it lives, however it ends; a second one ends at once.
A job found running was another's that was killed: it is gone on with, but not for ever.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import F

import docgen.register.connect  # noqa: F401  Django before the tables
from docgen.archive import locks
from docgen.errors import OutsideFailed, Problem, say
from docgen.model.access import SignIn
from docgen.office import jobs, jobs_batch, opening
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import Job

#: How a job of each kind is done: the state it comes to, and its result.
Doing = Callable[[Office, Person, Job, jobs_batch.Told], tuple[str, Mapping[str, Any]]]
KINDS: Mapping[str, Doing] = {"batch": jobs_batch.do}
#: So often a job is taken up whose process was killed.
_TRIES = 5
_PAUSE = 0.5


class _StoppedError(Exception):
    """Its owner asked for a stop."""


def run_all(office: Office) -> int:
    """Do all jobs that wait, unless somebody does; how many were done."""
    folder, n = jobs.place(office), 0
    if not locks.own(folder):
        return 0
    try:
        while job := Job.objects.filter(state__in=jobs.BUSY).order_by("pk").first():
            _run(office, job)
            n += 1
    finally:
        locks.disown(folder)
    return n


def _run(office: Office, job: Job) -> None:
    if job.state == jobs.STOPPING:
        _put(office, job, state=jobs.STOPPED)
        return
    tries = int(job.facts.get("tries", 0)) + 1
    _put(office, job, state=jobs.RUNNING, facts={**job.facts, "tries": tries})
    job.refresh_from_db()
    sign_in = SignIn(job.facts.get("strength", "password"))
    entered = replace(office, via="web", sign_in=sign_in)
    try:
        _refuse_endless(tries)
        state, result = KINDS[job.kind](entered, job.person, job, _Told(office, job))
        _put(office, job, state=state, result=dict(result))
    except _StoppedError:
        _put(office, job, state=jobs.STOPPED, result={})
    except Problem as problem:
        _put(office, job, state=jobs.FAILED, result={}, error=jobs.told(problem))
    except Exception:
        _put(office, job, state=jobs.FAILED, result={}, error=jobs.told(_broken()))
        raise


class _Told:
    """Writes down how far a job is, twice a second, and hears whether it shall stop."""

    def __init__(self, office: Office, job: Job) -> None:
        self._office, self._job = office, job
        self._phase, self._next = "", 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        facts: dict[str, object] = {"done": done, "total": total}
        if phase != self._phase:
            self._phase = phase
            began = self._office.now().isoformat()
            facts["result"] = {"phase": jobs.both(phase), "began": began}
        elif now < self._next:
            return
        self._next = now + _PAUSE
        _put(self._office, self._job, **facts)
        if Job.objects.filter(pk=self._job.pk, state=jobs.STOPPING).exists():
            raise _StoppedError


def _put(office: Office, job: Job, **facts: object) -> None:
    with one_transaction():
        Job.objects.filter(pk=job.pk).update(
            **facts, changed_at=office.now(), version=F("version") + 1
        )


def _refuse_endless(tries: int) -> None:
    if tries > _TRIES:
        raise OutsideFailed(
            say("The job was interrupted {n} times", n=_TRIES),
            why=say("its process was killed each time, or the machine ran out of memory"),
            fix=say("ask the administrator; what was done by then is kept"),
        )


def _broken() -> OutsideFailed:
    return OutsideFailed(
        say("docgen failed"),
        why=say("this is a fault of the program; what was done by then is kept"),
        fix=say("tell the administrator the number of the job"),
    )


if __name__ == "__main__":
    run_all(opening.open_office(Path(sys.argv[1])))
