"""A form that is being filled in: saved while one types, shown beside as it will look, and made.

Every answer to the browser says what the forms' own checks say. Without JavaScript the buttons do
the same: save, one more row, preview, make.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.forms.form import Form
from docgen.office import drafts, drafts_making, previews, writing
from docgen.office.drafts_making import PAPER, Wish
from docgen.register.models_page import Draft
from docgen.web.entering import Request
from docgen.web.page import download, known, number_of, page
from docgen.web.papers_fields import asked_of, place_of
from docgen.web.papers_read import Typed, take_pictures, typed
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there, status_of

_Turns = Mapping[str, Sequence[int]]
_MOST_VERSION = 2**31


@require_GET
def mine(request: Request) -> HttpResponse:
    """My drafts."""
    removed = request.session.pop("removed_draft", "")
    rows = drafts.mine(request.office, request.who)
    return page(request, "papers/drafts.html", drafts=rows, removed=removed)


@require_http_methods(["GET", "POST"])
def draft(request: Request, code: str) -> HttpResponse:
    """The form; what is sent is saved."""
    row = known(drafts.get, request.office, request.who, code)
    if row.state == drafts.MADE:
        return page(request, "papers/made.html", **_made_facts(request, row))
    if request.method != "POST":
        return _form_page(request, row)
    before = row.version
    row, found = _saved(request, row)
    if row.code != code:
        return _elsewhere(request, row)
    if not request.htmx:
        done(request, say("The draft is saved"))
        return redirect(f"{reverse('draft', args=[code])}#{_anchor(request)}")
    facts = _form_facts(request, row, found.turns, everything="everything" in request.POST)
    answer = page(request, "papers/saved.html", **facts)
    if row.version != before:
        answer.headers["HX-Trigger"] = "saved"
    return answer


@require_POST
def make(request: Request, code: str) -> HttpResponse:
    """Save what was sent, then make the paper of it; pressed twice, it is made once."""
    row = known(drafts.get, request.office, request.who, code)
    if row.state == drafts.MADE:
        return redirect("draft", code)
    row, found = _saved(request, row)
    if row.code != code:
        return _elsewhere(request, row)
    wish = Wish(
        file=request.POST.get("act") == "file",
        copies="copies" in request.POST,
        dossier=request.POST.get("dossier", ""),
    )
    try:
        drafts_making.make(request.office, request.who, row, wish)
    except (BadInput, NotAllowed) as problem:
        return _form_page(request, row, found.turns, problem)
    return redirect("draft", code)


@require_GET
def preview(request: Request, code: str) -> HttpResponse:
    """The paper as it will look; of several asked for at once only the newest is drawn."""
    row = known(drafts.get, request.office, request.who, code)
    asked = number_of(request.GET, "version", row.version, most=_MOST_VERSION)
    if request.htmx and asked < row.version:
        return HttpResponse(status=204)
    form = writing.template(request.office, row.template).form
    looked = previews.look(request.office, form, _given(request, row, form))
    shown = previews.preview(request.office, row.template, looked)
    pictures = [base64.b64encode(one).decode() for one in shown.pages.pictures]
    part = "papers/preview.html" if request.htmx else "papers/preview_page.html"
    return page(request, part, draft=row, form=form, shown=shown, pictures=pictures)


@require_POST
def move(request: Request, code: str) -> HttpResponse:
    """Remove a draft, or put it back."""
    if request.POST.get("act") == "restore":
        known(drafts.restore, request.office, request.who, code)
        done(request, say("The draft {code} is back", code=code))
    else:
        known(drafts.remove, request.office, request.who, code)
        request.session["removed_draft"] = code
    return redirect("drafts")


@require_GET
def paper(request: Request, code: str, kind: str) -> HttpResponse:
    """A paper that was made and not filed."""
    row = known(drafts.get, request.office, request.who, code)
    data = drafts_making.paper(request.office, request.who, row, kind) if kind in PAPER else None
    if data is None:
        raise nothing_there()
    title = writing.template(request.office, row.template).form.title
    name = f"{title} {row.made.get('number', '')}".strip()
    return download(data, f"{name}.{kind}", PAPER[kind])


def _saved(request: Request, row: Draft) -> tuple[Draft, Typed]:
    """Save what was typed; the draft it stands in now."""
    form = writing.template(request.office, row.template).form
    found = typed(form, request.POST, row.answers)
    take_pictures(request.office, request, form, row.code, found)
    saved = drafts.keep(
        request.office,
        request.who,
        row,
        found.answers,
        version=number_of(request.POST, "version", 0, most=_MOST_VERSION),
        window=request.POST.get("window", "")[:16],
    )
    return saved, found


def _elsewhere(request: Request, row: Draft) -> HttpResponse:
    """Another window had saved meanwhile: both are kept, and this one goes on beside."""
    note(
        request,
        say(
            "This form was changed in another window. What you typed here is kept as {code}",
            code=row.code,
        ),
    )
    if not request.htmx:
        return redirect("draft", row.code)
    answer = HttpResponse(status=204)
    answer.headers["HX-Redirect"] = reverse("draft", args=[row.code])
    return answer


def _form_page(
    request: Request, row: Draft, turns: _Turns | None = None, problem: Problem | None = None
) -> HttpResponse:
    facts = _form_facts(request, row, turns or {}, everything=problem is not None)
    wrong = facts["looked"].faults if problem and problem.details else ()
    faults = [(place_of(one, turns or {}), one) for one in wrong]
    status = status_of(problem) if problem else 200
    window = request.POST.get("window", "")[:16] or secrets.token_hex(4)
    return page(
        request,
        "papers/draft.html",
        status=status,
        problem=problem,
        faults=faults,
        window=window,
        options=drafts_making.options(request.office, request.who, row),
        **facts,
    )


def _form_facts(request: Request, row: Draft, turns: _Turns, *, everything: bool) -> dict[str, Any]:
    form = writing.template(request.office, row.template).form
    looked = previews.look(request.office, form, _given(request, row, form))
    asked = asked_of(form, row.answers, row.known, looked, turns, everything=everything)
    return {
        "draft": row,
        "form": form,
        "slug": form.name.partition("/")[2],
        "asked": asked,
        "looked": looked,
        "everything": everything,
        "has_pictures": any(one.look == "picture" for one in asked)
        or any(column.pictured for one in form.fields for column in one.columns),
    }


def _given(request: Request, row: Draft, form: Form) -> dict[str, Any]:
    return drafts.given(request.office, row, form)


def _anchor(request: Request) -> str:
    table = request.POST.get("row", "") or request.POST.get("drop", "").partition("-")[0]
    return f"f-{table}" if table else "main"


def _made_facts(request: Request, row: Draft) -> dict[str, Any]:
    form = writing.template(request.office, row.template).form
    return {
        "draft": row,
        "form": form,
        "slug": form.name.partition("/")[2],
        "made": row.made,
        "customer": drafts.customer_of(request.who, row),
    }


PATHS: list[URLPattern] = [
    path("drafts/", mine, name="drafts"),
    path("drafts/<slug:code>/", draft, name="draft"),
    path("drafts/<slug:code>/preview/", preview, name="draft-preview"),
    path("drafts/<slug:code>/make/", make, name="draft-make"),
    path("drafts/<slug:code>/move/", move, name="draft-move"),
    path("drafts/<slug:code>/paper.<slug:kind>", paper, name="draft-paper"),
]
