"""What is done with copies: noted, looked at again, and that they came back or are gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.model.access import Act, Paper
from docgen.model.copies import ENDS, Kind, State
from docgen.model.copies import Copy as Wanted
from docgen.model.typed import day_of
from docgen.office import copies as verbs
from docgen.office import gate
from docgen.register.models import Item
from docgen.register.models_copies import Copy
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import button, known
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_Verb = Callable[[Request, str, Mapping[str, str]], Copy]


def forms(request: Request, row: Copy) -> list[ActForm]:
    """The acts on a copy that is held, as buttons."""
    return [_act(request, row, name) for name in _ACTS] if row.state == State.HELD else []


def _act(request: Request, row: Copy, name: str) -> ActForm:
    title, questions, _ = _ACTS[name]
    item = row.item  # it may be gone; its copies are not
    paper = Paper(str(item), item.rank, item.dossier.unit, str(item.dossier))
    may = button(request, Act.AMEND, paper=paper)
    return ActForm(title, reverse("copy-act", args=[row.code, name]), may, questions)


def _end(request: Request, code: str, sent: Mapping[str, str]) -> Copy:
    how = next((one for one in ENDS if one == sent.get("how", "")), ENDS[0])
    remark = sent.get("remark", "")
    return verbs.end(request.office, request.who, code, how, _day(sent, "on"), remark)


def _review(request: Request, code: str, sent: Mapping[str, str]) -> Copy:
    return verbs.review(request.office, request.who, code, _day(sent, "until"))


def _day(sent: Mapping[str, str], name: str) -> dt.date | None:
    return day_of(sent[name], name) if sent.get(name) else None


_ACTS: Mapping[str, tuple[str, list[Question], _Verb]] = {
    "end": (
        say("It came back, or is gone"),
        [
            Question("how", say("What became of it"), options=[(one, one.said) for one in ENDS]),
            Question("on", say("Day"), "date", required=False, help=say("Today, if left empty.")),
            Question(
                "remark", say("Remark"), required=False, help=say("needed for a copy that is lost")
            ),
        ],
        _end,
    ),
    "review": (
        say("It stays there"),
        [
            Question(
                "until",
                say("To be looked at again on"),
                "date",
                required=False,
                help=say("In a year, if left empty."),
            )
        ],
        _review,
    ),
}


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Note that a copy came back, was destroyed or lost; or that it was looked at and stays."""
    row = known(verbs.find, request.who, code)
    if act not in _ACTS:
        raise nothing_there()

    def noted(sent: Mapping[str, str]) -> str:
        after = _ACTS[act][2](request, row.code, sent)
        done(request, say("{code}: {state}", code=after.code, state=State(after.state).said))
        return reverse("copies")

    return carry_out(request, _act(request, row, act), noted)


def note_form(request: Request, item: Item) -> ActForm:
    """Noting that somebody holds a copy of a paper, for the paper's page."""
    words = {Kind.PHOTOCOPY: say("photocopy"), Kind.COUNTERPART: say("part of a form")}
    words[Kind.ELECTRONIC] = say("electronic copy")
    return ActForm(
        say("Note a copy"),
        reverse("item-note-copy", kwargs={"item": str(item)}),
        button(request, Act.AMEND, paper=gate.paper_of(item)),
        [
            Question("holder", say("Who has it"), help=say("a unit, a person or a body")),
            Question("reason", say("Reason")),
            Question("kind", say("Kind"), options=[(one.value, words[one]) for one in Kind]),
            Question("since", say("Since"), "date", request.office.today.isoformat()),
            Question("until", say("To be looked at again on"), "date", required=False),
        ],
    )


@require_POST
def note(request: Request, item: str) -> HttpResponse:
    """Note that somebody holds a copy of a paper."""
    row = item_of(request, item)

    def noted(sent: Mapping[str, str]) -> str:
        kind = next((one for one in Kind if one == sent.get("kind", "")), Kind.PHOTOCOPY)
        since = _day(sent, "since") or request.office.today
        holder, reason = sent.get("holder", ""), sent.get("reason", "")
        wanted = Wanted(holder, reason, since, kind, _day(sent, "until"))
        made = verbs.note(request.office, request.who, str(row), wanted)
        done(request, say("Noted as {code}.", code=made.code))
        return reverse("item", kwargs={"item": str(row)})

    return carry_out(request, note_form(request, row), noted)


PATHS: list[URLPattern] = [
    path("registers/copies/<str:code>/<slug:act>/", act, name="copy-act"),
    path("items/<str:item>/note-copy/", note, name="item-note-copy"),
]
