"""Checking the whole log in slices, so that a page can show how far it is.

Each slice goes on from the tree's edge of the one before, which the job keeps; any process of the
server may take the next. As soon as one slice finds anything, the whole log is checked in one go as
``log verify`` does: only that tells exactly which entries are concerned.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from docgen.catalogue import in_chinese
from docgen.errors import NotFound, say
from docgen.ledger.merkle import Frontier
from docgen.ledger.note import Checkpoint as Promise
from docgen.ledger.verify import Report, verify_log
from docgen.model.access import Act
from docgen.office import auditing, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import Job

KIND = "log-check"
RUNNING, DONE = "running", "done"
#: So many entries are checked in one slice: a moment's work.
SLICE = 10_000
_KEPT = 20


def begin(office: Office, who: Person, kept: Sequence[tuple[str, str]] = ()) -> Job:
    """Begin to check the log, also against checkpoints that somebody kept: name and text."""
    gate.ask(office, who, Act.VERIFY_LOG, "log.verified")
    _, mistrust = auditing.opened(office, kept)
    size, head = auditing.moment()
    facts = {"notes": list(kept), "head": _text(head), "edge": _text(Frontier().to_bytes())}
    with one_transaction():
        mine = Job.objects.filter(person=who, kind=KIND).order_by("-pk")
        Job.objects.filter(pk__in=[row.pk for row in mine[_KEPT - 1 :]]).delete()
        job = Job.objects.create(
            person=who,
            kind=KIND,
            state=RUNNING,
            total=size,
            facts={**facts, "before": ""},
            made_at=office.now(),
            changed_at=office.now(),
        )
    return _whole(office, who, job) if mistrust or not size else job


def find(office: Office, who: Person, code: str) -> Job:
    """A check that this person began."""
    gate.ask(office, who, Act.VERIFY_LOG, "log.verified")
    digits = code.removeprefix("J")
    found = Job.objects.filter(person=who, kind=KIND, pk=int(digits) if digits.isdecimal() else -1)
    if (job := found.first()) is None:
        raise NotFound(
            say("There is no check {code}", code=code),
            why=say("nobody began it, or it was another person's"),
            fix=say("begin a new one"),
        )
    return job


def earlier(who: Person) -> list[Job]:
    """The checks that this person began, the newest first."""
    return list(Job.objects.filter(person=who, kind=KIND).order_by("-pk")[:_KEPT])


def go_on(office: Office, who: Person, code: str) -> Job:
    """Check the next slice; of two who ask at once, one does it."""
    job = find(office, who, code)
    if job.state != RUNNING:
        return job
    edge = Frontier.from_bytes(_bytes(job.facts["edge"]))
    promises, mistrust = auditing.opened(office, job.facts["notes"])
    end = _end(edge.size, job.total, promises)
    is_last = end == job.total
    report = verify_log(
        auditing.rows(edge.size, end),
        [one for one in promises if _is_of(one, edge.size, end, is_last=is_last)],
        head=_bytes(job.facts["head"]) if is_last else None,
        start=edge,
        before=job.facts["before"],
    )
    if mistrust or report.findings or report.size != end:
        return _whole(office, who, job)
    facts = {"edge": _text(report.head.to_bytes()), "before": report.last}
    done = {"state": DONE, "result": _result(report)} if is_last else {}
    with one_transaction():
        if _put(office, job, done=end, facts={**job.facts, **facts}, **done) and is_last:
            journal.append(office, "log.verified", who, n=0)
    job.refresh_from_db()
    return job


def _whole(office: Office, who: Person, job: Job) -> Job:
    """Check everything at once: something is wrong, and it is to be told exactly."""
    report = auditing.examine(office, who, job.facts["notes"])
    with one_transaction():
        _put(office, job, done=job.total, state=DONE, result=_result(report))
    job.refresh_from_db()
    return job


def _put(office: Office, job: Job, **changed: Any) -> bool:  # noqa: ANN401  columns of the table
    """Keep how far it is; whether nobody else was faster."""
    mine = Job.objects.filter(pk=job.pk, version=job.version)
    return bool(mine.update(**changed, changed_at=office.now(), version=F("version") + 1))


def _end(start: int, total: int, promises: Sequence[Promise]) -> int:
    """Where a slice ends: with a checkpoint if there is one, so that what it proves is known."""
    far = start + SLICE
    if far >= total:
        return total
    return max((one.size for one in promises if start < one.size <= far), default=far)


def _is_of(promise: Promise, start: int, end: int, *, is_last: bool) -> bool:
    """Whether a checkpoint is looked at in this slice; one of more entries in the last."""
    return (start < promise.size or not start) and (is_last or promise.size <= end)


def _result(report: Report) -> dict[str, Any]:
    return {
        "whole": report.is_whole,
        "size": report.size,
        "root": _text(report.root),
        "findings": [
            {
                "code": one.code,
                "index": one.index,
                "time": one.time,
                "en": str(one.text),
                "zh": in_chinese(one.text),
            }
            for one in report.findings
        ],
    }


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
