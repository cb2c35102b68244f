"""The template library: its list, a template's page, its Word file, favourites."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from docgen.model.access import Act
from docgen.office import (
    editions,
    library,
    proposing_templates,
    template_pictures,
    template_uses,
    writing,
)
from docgen.office.library import State
from docgen.web import library_check, library_new, library_proposal
from docgen.web.entering import Request
from docgen.web.library_fields import asked_of
from docgen.web.page import button, download, known, page
from docgen.web.papers import FAMILIES
from docgen.web.prints import KINDS
from docgen.web.wrong import nothing_there


@require_safe
def templates(request: Request) -> HttpResponse:
    """The library by family, searched and narrowed to a state."""
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "")
    wanted = State(state) if state in set(State) else State.ALL
    found = library.library(request.office, request.who, words, wanted)
    return page(
        request,
        "library/found.html" if request.htmx else "library/list.html",
        found=found,
        families=[(FAMILIES[name], some) for name, some in found.families],
        words=words,
        wanted=wanted,
        may_keep=button(request, Act.KEEP_TEMPLATES),
    )


@require_safe
def template(request: Request, family: str, name: str) -> HttpResponse:
    """What a template asks, who signs it, where it goes, how it looks."""
    folder = known(writing.template, request.office, f"{family}/{name}")
    form = folder.form
    return page(
        request,
        "library/template.html",
        entry=library.entry(request.office, request.who, folder.name),
        form=form,
        family_title=FAMILIES[form.family],
        asked=[asked_of(one) for one in form.fields],
        look=template_pictures.look(request.office, folder),
        used=library.papers_made(request.who, folder.name),
        search=urlencode({"template": folder.name}),
        may_fill=button(request, Act.FILL),
        may_keep=button(request, Act.KEEP_TEMPLATES),
        waits=folder.name in proposing_templates.waiting(request.office),
        sha256=folder.sha256,
    )


@require_safe
def word(request: Request, family: str, name: str) -> HttpResponse:
    """The Word file, as it is or as it was in an earlier version."""
    folder = known(writing.template, request.office, f"{family}/{name}")
    if sha256 := request.GET.get("version", ""):
        kept = editions.find(request.office, folder.name, sha256)
        if kept is None:
            raise nothing_there()
        folder = kept
    return download(folder.docx, f"{folder.form.title}.docx", KINDS["docx"])


@require_POST
def star(request: Request, family: str, name: str) -> HttpResponse:
    """Keep a template at hand, or no longer."""
    on = request.POST.get("on") == "1"
    known(template_uses.star, request.office, request.who, f"{family}/{name}", on=on)
    return redirect("template", family, name)


_ONE = "templates/<slug:family>/<slug:name>/"
PATHS: list[URLPattern] = [
    path("templates/", templates, name="templates"),
    path("templates/new/", library_new.new, name="template-new"),
    path(_ONE, template, name="template"),
    path(f"{_ONE}word/", word, name="template-word"),
    path(f"{_ONE}star/", star, name="template-star"),
    path(f"{_ONE}check/", library_check.check, name="template-check"),
    path(f"{_ONE}marked/", library_check.marked, name="template-marked"),
    path(f"{_ONE}history/", library_check.history, name="template-history"),
    path(f"{_ONE}propose/", library_proposal.propose, name="template-propose"),
    path(f"{_ONE}proposal/", library_proposal.proposal, name="template-proposal"),
    path(f"{_ONE}proposal/files.zip", library_proposal.files, name="template-files"),
    path(f"{_ONE}release/", library_proposal.release, name="template-release"),
    path(f"{_ONE}withdraw/", library_proposal.withdraw, name="template-withdraw"),
    path(
        "templates/pages/<str:sha256>/<int:page>.png", library_check.picture, name="template-page"
    ),
]
