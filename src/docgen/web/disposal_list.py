"""One destruction list: its papers, who has signed, each step, and the certificate."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.access import Act
from docgen.model.disposal import State
from docgen.model.retention import PERIODS, years_kept
from docgen.office import (
    backups,
    certificate,
    destroyed,
    destroying,
    disposal,
    disposal_turns,
    gate,
)
from docgen.office.desk import Office
from docgen.office.disposal import Seen
from docgen.register.models import Person
from docgen.register.models_disposal import DestructionList
from docgen.web.accounts_fresh import fresh
from docgen.web.beside import beside
from docgen.web.disposal_lists import KINDS as LIST_KINDS
from docgen.web.entering import Request
from docgen.web.page import download, known, page
from docgen.web.prints import KINDS, way_of
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

_Verb = Callable[[Office, Person, str, QueryDict], DestructionList]
_VERBS: Mapping[str, _Verb] = {
    "approve": lambda office, who, code, _: disposal.approve(office, who, code),
    "refuse": lambda office, who, code, sent: disposal.refuse_list(
        office, who, code, sent.get("reason", "")
    ),
    "witness": lambda office, who, code, _: disposal.witness(office, who, code),
    "withdraw": lambda office, who, code, _: disposal.withdraw(office, who, code),
}


@require_safe
def destruction(request: Request, code: str) -> HttpResponse:
    """A list with its papers and what can be done with it."""
    return _shown(request, code)


def _shown(
    request: Request, code: str, act: str = "", problem: Problem | None = None
) -> HttpResponse:
    seen = known(disposal.show, request.office, request.who, code)
    row = seen.row
    turns = disposal_turns.turns(request.office, request.who, seen)
    signed = row.signatures.select_related("person").order_by("pk")
    return page(
        request,
        "disposal/list.html",
        seen=seen,
        row=row,
        kind=LIST_KINDS[seen.fact.kind],
        lines=_lines(request, seen),
        hidden=seen.papers - len(seen.lines),
        signed=signed,
        turns=turns,
        opened=act or next((one.name for one in turns if not one.against), ""),
        record=destroyed.digest(destroyed.record(row)) if row.state == State.DONE else "",
        sent=request.POST,
        **beside(request, problem),
    )


def _lines(request: Request, seen: Seen) -> list[dict[str, object]]:
    stones = {one.item_id: one.facts for one in seen.row.tombstones.all()}
    ended = seen.row.carried_out_at
    day = request.office.local(ended).date() if ended else request.office.today
    return [
        {
            "line": one,
            "item": one.item,
            "period": PERIODS.get(one.item.retention, one.item.retention),
            "years": years_kept(one.start, day),
            "copies": seen.copies.get(one.item_id, ()),
            "stone": stones.get(one.item_id),
        }
        for one in seen.lines
    ]


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Approve, refuse, witness or withdraw."""
    known(disposal.show, request.office, request.who, code)
    verb = _VERBS.get(act)
    if verb is None:
        raise nothing_there()
    try:
        row = verb(request.office, request.who, code, request.POST)
    except (BadInput, NotAllowed) as problem:
        return _shown(request, code, act, problem)
    done(request, say("{code}: {state}", code=row.code, state=State(row.state).said))
    return redirect("destruction", row.code)


@fresh
@require_POST
def carry_out(request: Request, code: str) -> HttpResponse:
    """Destroy the papers, after the number of the list was typed and the sign-in renewed."""
    seen = known(disposal.show, request.office, request.who, code)
    paper = disposal.list_paper(seen.row)
    gate.ask(request.office, request.who, Act.DESTROY, destroying.EVENT, paper=paper)
    try:
        _refuse_mistyped(request.POST.get("typed", ""), seen.row.code)
        row = destroying.carry_out(request.office, request.who, code)
    except (BadInput, NotAllowed) as problem:
        return _shown(request, code, "carry-out", problem)
    if row.state == State.DONE:
        done(request, say("The papers of {code} are destroyed.", code=row.code))
    else:
        note(
            request,
            say("It is decided, but not all is removed yet; have the archive repaired").by(
                "docgen recover"
            ),
        )
    if made := backups.days(request.office):
        note(
            request,
            say(
                "{n} backup(s) made from {first} to {last} still hold these papers: make a new "
                "one, then destroy those.",
                n=len(made),
                first=made[0],
                last=made[-1],
            ),
        )
    return redirect("destruction", row.code)


def _refuse_mistyped(typed: str, code: str) -> None:
    if typed.strip().upper() != code:
        raise BadInput(
            say("The number of the list was not typed"),
            why=say("what is destroyed cannot come back"),
            fix=say("type {code} if you mean this list", code=code),
            field="typed",
        )


@require_safe
def printed(request: Request, code: str) -> HttpResponse:
    """The certificate (销毁审批单) with papers and signatures."""
    way = way_of(request.GET)
    with tempfile.TemporaryDirectory() as folder:
        place, pdf = Path(folder), way == "pdf"
        files = known(certificate.write, request.office, request.who, code, place, pdf=pdf)
        file = files[-1]
        return download(file.read_bytes(), file.name, KINDS[file.suffix[1:]])


PATHS: list[URLPattern] = [
    path("destructions/<str:code>/", destruction, name="destruction"),
    path("destructions/<str:code>/carry-out/", carry_out, name="destruction-carry-out"),
    path("destructions/<str:code>/certificate/", printed, name="destruction-certificate"),
    path("destructions/<str:code>/<slug:act>/", act, name="destruction-act"),
]
