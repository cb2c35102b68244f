"""What is printed of a dossier: cover, catalogue, note, labels, and all of it bound as one PDF."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.office import aids, binding, dossiers, labelling
from docgen.web import given
from docgen.web.entering import Request
from docgen.web.page import download, known
from docgen.web.wrong import nothing_there

PDF = "application/pdf"
#: What can be printed, in the order of the menu.
KINDS = {
    "cover": say("cover"),
    "catalogue": say("catalogue"),
    "note": say("note at the end"),
    "papers": say("list of papers"),
    "box": say("box label"),
    "spine": say("spine label"),
}
_LABELS = frozenset({"box", "spine"})


def print_(request: Request, number: str, kind: str) -> HttpResponse:
    """A cover, a catalogue, a note, a list or a label as PDF."""
    if kind not in KINDS:
        raise nothing_there()
    office, who = request.office, request.who
    row = str(known(dossiers.resolve, who, number))
    if kind in _LABELS:
        aid = labelling.label(office, who, [row], kind=kind, pdf=True)
    else:
        aid = aids.of_dossier(office, who, kind, row, pdf=True)
    return download(aid.pdf or b"", f"{aid.name}.pdf", PDF)


@require_POST
def bind(request: Request, number: str) -> HttpResponse:
    """The whole dossier as one PDF; each paper in it leaves on an entry of its own."""
    row = str(known(dossiers.resolve, request.who, number))
    purpose = request.POST.get("purpose", "")
    with tempfile.TemporaryDirectory(prefix="bound-") as folder:
        out = Path(folder) / f"{row}.pdf"
        bound = binding.bind(request.office, request.who, row, out, purpose=purpose)
        data = out.read_bytes()
    name = f"{row} {bound.number}.pdf".replace(" .", ".")
    return given.hand_over(request, data, name, bound.password)


PATHS: list[URLPattern] = [
    path("dossiers/<str:number>/print/<str:kind>/", print_, name="dossier-print"),
    path("dossiers/<str:number>/bind/", bind, name="dossier-bind"),
]
