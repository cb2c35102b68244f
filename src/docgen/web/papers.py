"""New paper: picking a template, choosing whom it is about, beginning the form.

The form itself is a draft from its first moment (``papers_draft``).
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from docgen.errors import BadInput, Said, say
from docgen.forms.headings import needed
from docgen.model.access import Act
from docgen.office import customers, customers_like, drafts, gate, template_uses, writing
from docgen.register.models import Customer
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.papers_draft import PATHS as DRAFTS
from docgen.web.speech import note

#: More is no number and no name of anybody.
_LONGEST = 60
FAMILIES: dict[str, Said] = {
    "contract": say("Contracts"),
    "dispatch": say("Posted staff"),
    "handover": say("Handover"),
    "complaint": say("Complaints"),
    "visit": say("Visits and receptions"),
    "customer": say("Customers"),
    "archive": say("Archive"),
    "service": say("Service and personnel"),
}


@require_GET
def new(request: Request) -> HttpResponse:
    """Pick a template."""
    gate.ask(request.office, request.who, Act.FILL, "form.filled")
    words = request.GET.get("q", "").strip()
    shelf = template_uses.shelf(request.office, request.who, words)
    part = "papers/shelf.html" if request.htmx else "papers/new.html"
    families = [(name, FAMILIES[name], some) for name, some in shelf.families]
    carried = _carried(request)
    return page(
        request,
        part,
        shelf=shelf,
        families=families,
        words=words,
        carried=carried,
        carried_query=urlencode(carried),
        drafts=_open(request),
    )


def _open(request: Request) -> list[drafts.Mine]:
    return [] if request.htmx else drafts.mine(request.office, request.who)[:3]


@require_POST
def star(request: Request, family: str, name: str) -> HttpResponse:
    """Keep a template at hand, or no longer."""
    gate.ask(request.office, request.who, Act.FILL, "form.filled")
    wanted = request.POST.get("on") == "1"
    known(template_uses.star, request.office, request.who, f"{family}/{name}", on=wanted)
    return redirect("new")


@require_http_methods(["GET", "POST"])
def start(request: Request, family: str, name: str) -> HttpResponse:
    """Choose whom the form is about, and begin it."""
    gate.ask(request.office, request.who, Act.FILL, "form.filled")
    folder = known(writing.template, request.office, f"{family}/{name}")
    if request.method == "POST":
        return _begun(request, folder.name)
    words = request.GET.get("q", "").strip()
    chosen = _chosen(request)
    found = customers_like.like(request.office, request.who, words) if not chosen else []
    form = folder.form
    return page(
        request,
        "papers/found.html" if request.htmx else "papers/start.html",
        form=form,
        must=sum(1 for one in form.fields if needed(one)),
        words=words,
        found=found,
        chosen=chosen,
        card=template_uses.card(request.office, folder.name),
        carried=_carried(request),
        family_title=FAMILIES[form.family],
        is_about_somebody=any(
            "customer" in source for one in form.fields for source in one.prefill
        ),
        draft=request.GET.get("draft", ""),
    )


def _begun(request: Request, template: str) -> HttpResponse:
    customer = request.POST.get("customer", "")[:_LONGEST]
    if code := request.POST.get("draft", ""):
        draft = known(drafts.get, request.office, request.who, code)
        if customer:
            known(drafts.about, request.office, request.who, draft, customer)
        return redirect("draft", draft.code)
    draft = known(
        drafts.begin,
        request.office,
        request.who,
        template,
        customer=customer,
        dossier=request.POST.get("dossier", "")[:_LONGEST],
        case=request.POST.get("case", "")[:_LONGEST],
    )
    if draft.version > 1:
        note(request, say("You go on with a draft of this form"))
    return redirect("draft", draft.code)


def _chosen(request: Request) -> Customer | None:
    text = request.GET.get("customer", "").strip()[:_LONGEST]
    if not text:
        return None
    try:
        return known(customers.resolve, request.who, text)
    except BadInput:  # several are meant: they are listed
        return None


def _carried(request: Request) -> dict[str, str]:
    """What the address says of where the paper belongs, for the next page."""
    return {
        name: value
        for name in ("dossier", "case", "customer")
        if (value := request.GET.get(name, ""))
    }


PATHS: list[URLPattern] = [
    path("new/", new, name="new"),
    path("new/<slug:family>/<slug:name>/", start, name="new-form"),
    path("new/<slug:family>/<slug:name>/star/", star, name="new-star"),
    *DRAFTS,
]
