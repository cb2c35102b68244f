"""Work that takes longer than a page: asked for on the page, done by a process of its own.

    waiting ──▶ running ──▶ ready      it needs a word from its owner (a dry run)
       ▲           │  └───▶ done, failed
       └──resume── stopped ◀── stopping

One process an office does the jobs (``jobs_runner``), one after the other. The page starts it,
detached, when something waits and nobody works, and it ends when nothing waits. So nobody has to
start a service; a server that is killed does not stop a job; and a job whose process was killed is
taken up again by whoever next looks at it. A thread of the server would end with it, and the work
queue (ADR 0008) needs a worker that somebody has started.

The page writes ``facts`` and asks for states; the runner writes all else. A job is its owner's.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from django.db.models import F

from docgen.archive import locks
from docgen.catalogue import in_chinese
from docgen.errors import Negative, NotFound, Problem, say, without_commands
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import Job

WAITING, RUNNING, STOPPING = "waiting", "running", "stopping"
READY, DONE, FAILED, STOPPED = "ready", "done", "failed", "stopped"
_CODE = re.compile(r"J\d{6,9}", re.ASCII)
#: A job that rests is forgotten after so long, with all that lies in its folder.
_KEPT = dt.timedelta(days=30)
#: States in which a process is or should be at work.
BUSY = (WAITING, RUNNING, STOPPING)


def add(office: Office, who: Person, kind: str, title: str, facts: Mapping[str, object]) -> Job:
    """Put a job on the list; it does not wait yet (``start``)."""
    _sweep(office)
    now = office.now()
    with one_transaction():
        return Job.objects.create(
            person=who,
            kind=kind,
            title=title[:200],
            state=READY,
            facts={**facts, "strength": office.sign_in.strength},
            made_at=now,
            changed_at=now,
        )


def get(who: Person, code: str) -> Job:
    """One's own job; ``NotFound`` for any other."""
    number = int(code[1:]) if _CODE.fullmatch(code) else 0
    row = Job.objects.filter(person=who, pk=number).first()
    if row is None:
        raise NotFound(
            say("There is no job {code}", code=code),
            why=say("you have none of this number"),
            fix=say("see your batches"),
        )
    return row


def mine(who: Person, kind: str, *, first: int = 0, count: int = 50) -> tuple[list[Job], int]:
    """One's own jobs of a kind, the newest first, and how many there are."""
    rows = Job.objects.filter(person=who, kind=kind).order_by("-pk")
    return list(rows[first : first + count]), rows.count()


def start(office: Office, job: Job, **facts: object) -> None:
    """Let a job that rests be done, or gone on with; facts are added to its own."""
    with one_transaction():
        rows = Job.objects.filter(pk=job.pk, version=job.version).exclude(state__in=BUSY)
        started = rows.update(
            state=WAITING,
            facts={**job.facts, **facts, "tries": 0},
            version=F("version") + 1,
            changed_at=office.now(),
            done=0,
            error={},
        )
    if not started:
        raise Negative(
            say("{code} is at work already, or was changed in another window", code=job.code),
            why=say("it is done once"),
            fix=say("look at it again"),
        )
    tend(office)


def stop(office: Office, job: Job) -> None:
    """Ask for a stop; what was done by then stays."""
    with one_transaction():
        mine_ = Job.objects.filter(pk=job.pk)
        mine_.filter(state=WAITING).update(state=STOPPED, changed_at=office.now())
        mine_.filter(state=RUNNING).update(state=STOPPING, changed_at=office.now())


def tend(office: Office) -> None:
    """See to it that somebody works if anything waits; called whenever a job is looked at."""
    if Job.objects.filter(state__in=BUSY).exists() and not is_worked(office):
        _begin(office)


def is_worked(office: Office) -> bool:
    """Whether a process is at the jobs of this office."""
    folder = place(office)
    free = locks.own(folder)
    if free:
        locks.disown(folder)
    return not free


def place(office: Office, job: Job | None = None) -> Path:
    """The folder of all jobs, or of one."""
    folder = office.folder / "work" / "jobs" / (job.code if job else "")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def eta(office: Office, job: Job) -> int | None:
    """How many seconds a job will take still, if it can be told."""
    began = job.result.get("began") if job.state == RUNNING else None
    if not began or not job.done or job.done >= job.total:
        return None
    passed = (office.now() - dt.datetime.fromisoformat(began)).total_seconds()
    return round(passed / job.done * (job.total - job.done))


def told(problem: Problem) -> dict[str, object]:
    """A problem as it is written down: in both languages, because its reader is not there yet."""
    return {
        "what": both(problem.what),
        "why": both(problem.why),
        "fix": both(problem.fix),
        "details": [both(one.text) for one in problem.details[:50]],
    }


def both(text: str) -> list[str]:
    """A sentence in English and in Chinese, as a page says it."""
    text = without_commands(text)
    return [str(text), in_chinese(text)]


def _sweep(office: Office) -> None:
    """Forget what has rested for a long time."""
    for old in Job.objects.filter(changed_at__lt=office.now() - _KEPT).exclude(state__in=BUSY):
        shutil.rmtree(place(office, old), ignore_errors=True)
        with one_transaction():
            old.delete()


def _begin(office: Office) -> None:
    """Start a process that outlives this one."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with (place(office) / "runner.log").open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "docgen.office.jobs_runner", str(office.folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=env,
            start_new_session=True,
        )
