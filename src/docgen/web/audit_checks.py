"""Checking the log from the page: now, with its progress, and against an earlier checkpoint."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from docgen.errors import BadInput, say
from docgen.ledger.verify import CODES
from docgen.office import audit_log, auditing, checkpoints, log_checking, log_standing
from docgen.register.models_page import Job
from docgen.web.entering import Request
from docgen.web.page import download, known, page
from docgen.web.uploads import received


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Request) -> HttpResponse:
    """Begin to check the whole log; with checkpoints that were kept elsewhere, if any are sent."""
    audit_log.ask(request.office, request.who)
    problem = None
    if request.method == "POST":
        try:
            job = log_checking.begin(request.office, request.who, _kept(request))
        except BadInput as wrong:
            problem = wrong
        else:
            return redirect("audit-check", code=job.code)
    standing = log_standing.standing(request.office, request.who)
    return page(
        request,
        "audit/verify.html",
        status=422 if problem else 200,
        standing=standing,
        problem=problem,
        note=request.POST.get("note", ""),
        checks=log_checking.earlier(request.who),
    )


def _kept(request: Request) -> list[tuple[str, str]]:
    """The checkpoints that were sent as files, and the one that was pasted."""
    with received(request, "files") as files:
        kept = [(one.name, auditing.read_note(one.path)) for one in files]
    pasted = request.POST.get("note", "").replace("\r\n", "\n")
    if pasted.strip():
        kept.append((say("the one pasted"), pasted.strip("\n") + "\n"))
    for name, note in kept:
        if not checkpoints.is_like_one(note):
            raise BadInput(
                say("{file} is no checkpoint", file=name),
                why=say("it does not begin with a name, a size and a root, a line each"),
                fix=say("give the file as it was kept, or paste all of its lines"),
                field="note",
            )
    return kept


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, code: str) -> HttpResponse:
    """How far a check is and what it found; each POST does the next slice."""
    audit_log.ask(request.office, request.who)
    if request.method == "POST":
        job = known(log_checking.go_on, request.office, request.who, code)
        if not request.htmx:
            return redirect("audit-check", code=code)
        return page(request, "audit/progress.html", **_told(job))
    job = known(log_checking.find, request.office, request.who, code)
    return page(request, "audit/check.html", **_told(job))


def _told(job: Job) -> dict[str, Any]:
    findings = [{**one, "means": CODES[one["code"]]} for one in job.result.get("findings", [])]
    compared = [name for name, _ in job.facts["notes"]]
    return {
        "job": job,
        "is_running": job.state == log_checking.RUNNING,
        "result": job.result,
        "findings": findings,
        "compared": compared,
    }


@require_POST
def checkpoint(request: Request) -> HttpResponse:
    """Sign the log's size and root now; the note to keep elsewhere."""
    audit_log.ask(request.office, request.who)
    note = auditing.checkpoint(request.office, request.who)
    name = f"checkpoint-{checkpoints.size_of(note)}.note"
    return download(note.encode(), name, "text/plain; charset=utf-8")


PATHS: list[URLPattern] = [
    path("audit/verify/", verify, name="audit-verify"),
    path("audit/verify/<str:code>/", check, name="audit-check"),
    path("audit/checkpoint/", checkpoint, name="audit-checkpoint"),
]
