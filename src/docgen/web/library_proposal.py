"""A new version of a template, or a new one: looked at with its remarks, released by another."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.access import Act
from docgen.office import gate, proposing_templates, template_pictures, writing
from docgen.render.folder import read_unjudged
from docgen.render.template_upload import NAMES, taken
from docgen.web.accounts_fresh import fresh
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import Button, button, download, known, page
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
    family, _, slug = name.partition("/")
    title, look = name, None
    try:
        folder = read_unjudged(one.folder, name)
        title, look = folder.form.title, template_pictures.look(request.office, folder)
    except BadInput:  # the remarks say what is wrong
        if not one.is_new:
            title = writing.template(request.office, name).form.title
    return page(
        request,
        "library/proposal.html",
        one=one,
        family=family,
        slug=slug,
        title=title,
        look=look,
        may_release=Button(not reasons, reasons),
        may_withdraw=button(request, Act.KEEP_TEMPLATES),
        **beside(request, problem),
    )


@fresh
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
    full = f"{family}/{name}"
    is_new = known(proposing_templates.show, request.office, request.who, full).is_new
    proposing_templates.withdraw(request.office, request.who, full)
    done(request, say("The new version is withdrawn; nothing was changed."))
    return redirect("templates") if is_new else redirect("template", family, name)


@require_safe
def files(request: Request, family: str, name: str) -> HttpResponse:
    """The files of the version that waits as a ZIP: to go on with them and send them again."""
    one = known(proposing_templates.show, request.office, request.who, f"{family}/{name}")
    return download(zipped(one.folder), f"{name}.zip", "application/zip")


def zipped(folder: Path) -> bytes:
    """The files of a template's folder as one ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for file in NAMES:
            if (folder / file).is_file():
                pack.write(folder / file, file)
    return out.getvalue()
