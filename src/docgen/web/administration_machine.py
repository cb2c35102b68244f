"""The machine's side of the office: backups, errands, mail, health, storage."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from docgen.catalogue import in_chinese
from docgen.errors import BadInput, OutsideFailed, Problem, say
from docgen.office import (
    backup_here,
    backups,
    errand_notes,
    errands,
    health,
    inspecting,
    keys_status,
    mail_standing,
    storage,
)
from docgen.web.accounts import fresh
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

_LAST = 20


@require_safe
def health_report(request: Request) -> HttpResponse:
    """What is well and what is not, with advice."""
    inspecting.look(request.office, request.who, "health")
    free, total = storage.disk(request.office)
    return page(
        request,
        "administration/health.html",
        checks=health.checks(request.office, request.who),
        versions=health.versions(request.office),
        parts=storage.parts(request.office),
        free=storage.readable(free),
        total=storage.readable(total),
        used=total - free,
        whole=total,
    )


@require_safe
def backups_(request: Request) -> HttpResponse:
    """When backups were made, and making one."""
    inspecting.ask(request.office, request.who)
    return _backups(request)


def _backups(request: Request, problem: Problem | None = None) -> HttpResponse:
    return page(
        request,
        "administration/backups.html",
        status=422 if problem else 200,
        problem=problem,
        days=backups.days(request.office)[: -_LAST - 1 : -1],
        recipients=request.office.settings.recipients,
        place=request.POST.get("place", ""),
        keys=keys_status.status(request.office, request.who),
    )


@fresh
@require_POST
def back_up(request: Request) -> HttpResponse:
    """Make a backup now, for the recipients in the settings."""
    inspecting.ask(request.office, request.who)
    try:
        made = backup_here.make(request.office, request.who, request.POST.get("place", ""))
    except (BadInput, OutsideFailed) as wrong:
        return _backups(request, wrong)
    done(
        request,
        say("{papers} paper(s) are backed up to {place}", papers=made.papers, place=made.place),
    )
    return redirect("backups")


@require_safe
def queue(request: Request) -> HttpResponse:
    """The errands: what each does, when it ran last, what came of it."""
    inspecting.look(request.office, request.who, "errands")
    notes = errand_notes.read(request.office.folder)
    rows = [(one, notes.get(one.key), one in errands.QUICK) for one in errands.ERRANDS]
    return page(request, "administration/queue.html", rows=rows, **_mail(request))


def _mail(request: Request) -> dict[str, Any]:
    return {
        "mail": request.office.settings.mail,
        "standing": mail_standing.standing(request.office),
    }


@fresh
@require_POST
def run(request: Request, key: str) -> HttpResponse:
    """Run an errand now."""
    inspecting.ask(request.office, request.who)
    errand = next((one for one in errands.QUICK if one.key == key), None)
    if errand is None:
        raise nothing_there()
    errands.ask(request.office, request.who)
    tell = in_chinese if request.office.settings.language == "zh" else str
    came = errands.run(errand, request.office, request.who, tell, lambda _, __: None)
    if isinstance(came, Problem):
        note(request, say("It failed: {what}", what=came.what))
    else:
        done(request, came or say("There was nothing to do"))
    return redirect("queue")


@fresh
@require_POST
def try_mail(request: Request) -> HttpResponse:
    """Talk to the mail server, and send nothing."""
    try:
        mail_standing.try_server(request.office, request.who)
    except OutsideFailed as wrong:
        note(request, say("{what}: {why}", what=wrong.what, why=wrong.why))
    else:
        done(request, say("The mail server lets us in"))
    return redirect("queue")


PATHS: list[URLPattern] = [
    path("administration/health/", health_report, name="health-report"),
    path("administration/backups/", backups_, name="backups"),
    path("administration/backups/new/", back_up, name="backup-new"),
    path("administration/queue/", queue, name="queue"),
    path("administration/queue/<str:key>/run/", run, name="queue-run"),
    path("administration/mail/try/", try_mail, name="mail-try"),
]
