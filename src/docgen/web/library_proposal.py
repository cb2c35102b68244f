"""A new version of a template: sent, looked at with its remarks, released by somebody else."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.access import Act
from docgen.office import gate, proposing_templates, template_pictures, writing
from docgen.render.folder import read_unjudged
from docgen.render.template_upload import taken
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import Button, button, known, page
from docgen.web.speech import done
from docgen.web.uploads import received


def propose(request: Request, family: str, name: str) -> HttpResponse:
    """Choose the files of a new version; sent, they wait for somebody else."""
    gate.ask(request.office, request.who, Act.KEEP_TEMPLATES, proposing_templates.PROPOSED)
    folder = known(writing.template, request.office, f"{family}/{name}")
    if request.method != "POST":
        return page(request, "library/propose.html", form=folder.form, slug=name)
    try:
        with received(request) as files:
            sent = taken([(one.name, one.path.read_bytes()) for one in files])
        proposing_templates.propose(request.office, request.who, folder.name, sent)
    except BadInput as problem:
        facts = beside(request, problem)
        return page(request, "library/propose.html", form=folder.form, slug=name, **facts)
    done(request, say("The new version waits for somebody else to release it."))
    return redirect("template-proposal", family, name)


@require_safe
def proposal(request: Request, family: str, name: str) -> HttpResponse:
    """A version that waits: the remarks beside the pages, the words that change."""
    return _shown(request, f"{family}/{name}")


def _shown(request: Request, name: str, problem: Problem | None = None) -> HttpResponse:
    one = known(proposing_templates.show, request.office, request.who, name)
    reasons = proposing_templates.against(request.who, one)
    try:
        look = template_pictures.look(request.office, read_unjudged(one.folder, name))
    except BadInput:  # the remarks say what is wrong
        look = None
    return page(
        request,
        "library/proposal.html",
        one=one,
        slug=name.partition("/")[2],
        form=known(writing.template, request.office, name).form,
        look=look,
        may_release=Button(not reasons, reasons),
        may_withdraw=button(request, Act.KEEP_TEMPLATES),
        **beside(request, problem),
    )


@require_POST
def release(request: Request, family: str, name: str) -> HttpResponse:
    """Make the version live; never one's own."""
    full = f"{family}/{name}"
    known(proposing_templates.show, request.office, request.who, full)
    try:
        version = proposing_templates.release(request.office, request.who, full)
    except NotAllowed as problem:
        return _shown(request, full, problem)
    done(
        request,
        say("Released: it is version {version} and is filled from now on.", version=version),
    )
    return redirect("template", family, name)


@require_POST
def withdraw(request: Request, family: str, name: str) -> HttpResponse:
    """Take the version back."""
    known(proposing_templates.withdraw, request.office, request.who, f"{family}/{name}")
    done(request, say("The new version is withdrawn; nothing was changed."))
    return redirect("template", family, name)
