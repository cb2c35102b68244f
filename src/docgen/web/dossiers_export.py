"""A dossier taken out as one ZIP: for a person, or as a bag for another archive."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.access import Act
from docgen.office import dossiers, exporting, exporting_person, gate
from docgen.register.models import Dossier
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import button, known, page
from docgen.web.purposes import CHOICES

#: As what a dossier leaves.
_FORMS = [
    ("person", say("a plain ZIP with readable names, for a person")),
    ("bag", say("a BagIt bag with catalogue and proofs, for another archive")),
    ("every", say("a BagIt bag with every version of each paper")),
]


@require_http_methods(["GET", "POST"])
def export(request: Request, number: str) -> HttpResponseBase:
    """Take a dossier out: each paper leaves on an entry of its own."""
    row = known(dossiers.resolve, request.who, number)
    if request.method != "POST":
        return _asked(request, row)
    try:
        return _exported(request, row)
    except (BadInput, NotAllowed) as problem:
        return _asked(request, row, problem)


def _asked(request: Request, row: Dossier, problem: Problem | None = None) -> HttpResponse:
    paper = gate.dossier_paper(row)
    return page(
        request,
        "dossiers/export.html",
        row=row,
        may=button(request, Act.READ, paper=paper, purpose="inspection"),
        purposes=CHOICES,
        forms=_FORMS,
        purpose=request.POST.get("purpose", ""),
        form=request.POST.get("form", ""),
        leave_out="leave_out" in request.POST,
        **beside(request, problem),
    )


def _exported(request: Request, row: Dossier) -> FileResponse:
    purpose, form = request.POST.get("purpose", ""), request.POST.get("form", "")
    leave_out = "leave_out" in request.POST
    office, who, number = request.office, request.who, str(row)
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        out = Path(folder) / f"{number}.zip"
        if form in {"bag", "every"}:
            every = form == "every"
            exporting.export(
                office,
                who,
                number,
                out,
                purpose=purpose,
                packed=True,
                every=every,
                leave_out=leave_out,
            )
        else:
            exporting_person.export_for_person(
                office, who, number, out, purpose=purpose, leave_out=leave_out
            )
        file = out.open("rb")  # its name goes, its bytes stay until they are sent
    return FileResponse(
        file, as_attachment=True, filename=f"{number}.zip", content_type="application/zip"
    )


PATHS: list[URLPattern] = [path("dossiers/<str:number>/export/", export, name="dossier-export")]
