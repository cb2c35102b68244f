"""A new template: begun from a Word form, or sent with its questions; somebody else releases it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import gate, proposing_templates
from docgen.render.template_upload import taken
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.papers import FAMILIES
from docgen.web.speech import done
from docgen.web.uploads import received

_LONGEST = 80


def new(request: Request) -> HttpResponse:
    """Say what it is called and choose its files; sent, they wait for somebody else."""
    gate.ask(request.office, request.who, Act.KEEP_TEMPLATES, proposing_templates.PROPOSED)
    family, slug, title = (
        request.POST.get(field, "").strip()[:_LONGEST] for field in ("family", "name", "title")
    )
    problem = None
    if request.method == "POST":
        try:
            with received(request) as files:
                sent = taken([(one.name, one.path.read_bytes()) for one in files])
            proposing_templates.propose_new(
                request.office, request.who, f"{family}/{slug}", sent, title
            )
        except BadInput as wrong:
            problem = wrong
        else:
            done(request, say("The new template waits for somebody else to release it."))
            return redirect("template-proposal", family, slug)
    return page(
        request,
        "library/new.html",
        families=FAMILIES.items(),
        family=family,
        slug=slug,
        title=title,
        **beside(request, problem),
    )
