"""Adding papers to a dossier: several files at once, each looked at before all are filed.

With JavaScript each file is sent twice: once to be looked at (type, what is in it, whether it lies
there already), so that title, group and grade can be chosen beside what is known of it, and once
with all others to be filed, together or not at all. Nothing waits on the machine between. Without
it the form is sent once, with one group and grade for all.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from docgen.errors import BadInput, Problem, say
from docgen.model.grades import Grade
from docgen.office import dossiers, gate, intake
from docgen.office.intake import Brought, Wanted
from docgen.register.models import Dossier
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.speech import done, note
from docgen.web.uploads import Uploaded, received
from docgen.web.wrong import status_of


def add(request: Request, number: str) -> HttpResponse:
    """The page to add papers, and the adding."""
    row = known(dossiers.resolve, request.who, number)
    if request.method != "POST":
        return _form(request, row)
    try:
        with received(request, "files") as files:
            brought = intake.bring_together(
                request.office,
                request.who,
                row,
                [_wanted(request, turn, one, files) for turn, one in enumerate(files)],
                twice=bool(request.POST.get("twice")),
            )
    except BadInput as problem:
        if request.htmx:
            raise
        return _form(request, row, problem)
    return _filed(request, row, brought)


@require_POST
def look(request: Request, number: str) -> HttpResponse:
    """What is to be known of one file before it is filed; a fragment for its row."""
    row = known(dossiers.resolve, request.who, number)
    with received(request, "file") as files:
        try:
            if not files:
                raise intake.nothing_chosen()
            found = intake.look(request.office, request.who, row, files[0].path)
        except BadInput as problem:
            return page(request, "dossiers/looked.html", status=422, problem=problem)
    return page(request, "dossiers/looked.html", found=found)


def _wanted(request: Request, turn: int, one: Uploaded, files: Sequence[Uploaded]) -> Wanted:
    """A file with what was chosen for it, else for all."""
    sent = request.POST
    title = sent.get(f"title-{turn}", sent.get("title", "") if len(files) == 1 else "")
    group = sent.get(f"group-{turn}") or sent.get("group") or "other"
    return Wanted(one.path, title, group, sent.get(f"grade-{turn}", sent.get("grade", "")))


def _form(request: Request, row: Dossier, problem: Problem | None = None) -> HttpResponse:
    kind = request.office.rules.dossier_type(row.type)
    rank = gate.as_acting(request.who).rank
    grades = [one for one in Grade if row.rank <= one.rank <= rank]
    return page(
        request,
        "dossiers/add.html",
        status=status_of(problem) if problem else 200,
        problem=problem,
        row=row,
        groups=kind.groups,
        grades=grades,
        typed=request.POST,
        group=request.POST.get("group", request.GET.get("group", "other")),
        most=request.office.settings.max_megabytes,
    )


def _filed(request: Request, row: Dossier, brought: Sequence[Brought]) -> HttpResponse:
    done(request, say("{n} paper(s) filed.", n=len(brought)))
    for one in brought:
        for warning in one.warnings:
            note(request, say("{file}: {warning}", file=one.path.name, warning=warning))
    there = reverse("dossier", kwargs={"number": str(row)})
    return HttpResponseClientRedirect(there) if request.htmx else HttpResponseRedirect(there)


PATHS: list[URLPattern] = [
    path("dossiers/<str:number>/add/", add, name="dossier-add"),
    path("dossiers/<str:number>/add/look/", look, name="dossier-look"),
]
