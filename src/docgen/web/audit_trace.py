"""Tracing a stray page (泄密追溯): whose controlled copy it is; and the auditor's word on the log.

The one is the auditor's and the archivist's; a checkpoint that came back cosigned is kept by
whoever keeps the log.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, Integrity, say
from docgen.model.access import Act
from docgen.model.copies import State
from docgen.office import audit_log, auditing, cosigning, gate, tracing
from docgen.register.models_log import Cosignature
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done
from docgen.web.uploads import received

_BY = {
    "identifier": say("the file's identifier"),
    "metadata": say("the file's metadata"),
    "text": say("the words on the page"),
    "code": say("the code on the page"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def trace(request: Request) -> HttpResponse:
    """Send a PDF, a scan or a photo of one page; hear which copy it is and who had it."""
    audit_log.ask(request.office, request.who)
    problem, found, name = None, None, ""
    if request.method == "POST":
        try:
            with received(request) as files:
                if not files:
                    raise _nothing()
                name = files[0].name
                found = tracing.trace(request.office, request.who, files[0].path)
        except BadInput as wrong:
            problem = wrong
    return page(
        request,
        "audit/trace.html",
        name=name,
        asked=found is not None,
        found=[(one, _BY[one.clue.by], _rows(one)) for one in found or ()],
        **beside(request, problem),
    )


def _rows(one: tracing.Traced) -> list[tuple[object, str]]:
    return [(row, State(row.state).said) for row in one.rows]


def _nothing() -> BadInput:
    return BadInput(
        say("No file was sent"),
        why=say("a page is traced by its picture or its file"),
        fix=say("choose the file and send it again"),
        field="files",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cosigned(request: Request) -> HttpResponse:
    """Take back a checkpoint that the auditor cosigned; the first time with his public key."""
    gate.ask(request.office, request.who, Act.KEEP_LOG, "log.cosigned")
    problem = None
    if request.method == "POST":
        try:
            row = _taken_back(request)
        except (BadInput, Integrity) as wrong:
            problem = wrong
        else:
            day = request.office.local(row.at)
            text = say(
                "Cosigned on {day}: the first {n} entries of the log.",
                day=f"{day:%Y-%m-%d %H:%M}",
                n=row.size,
            )
            done(request, text)
            return redirect("audit-cosigned")
    facts = beside(request, problem)
    overdue = cosigning.overdue(request.office)
    return page(request, "audit/cosigned.html", overdue=overdue, **facts)


def _taken_back(request: Request) -> Cosignature:
    with received(request, "note") as notes, received(request, "key") as keys:
        if not notes:
            raise _nothing()
        key = auditing.read_note(keys[0].path) if keys else ""
        note = auditing.read_note(notes[0].path)
        return cosigning.take_back(request.office, request.who, note, key)


PATHS: list[URLPattern] = [
    path("audit/trace/", trace, name="audit-trace"),
    path("audit/cosigned/", cosigned, name="audit-cosigned"),
]
