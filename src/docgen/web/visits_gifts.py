"""Gifts to customers and from them: the register, deciding, giving, declaring, handing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from docgen.errors import BadInput, Said, say
from docgen.forms.numbers import read_money
from docgen.forms.wrong import WrongValueError
from docgen.model.access import Act
from docgen.model.gifting import State, Way
from docgen.office import gifts
from docgen.register.models_visits import Gift
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, known, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.postings_acts import with_input
from docgen.web.postings_verbs import Sent, day_in
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_WAYS: Mapping[str, Said] = {Way.GIVEN: say("given to"), Way.RECEIVED: say("received from")}
_NOTE = Question("note", say("note"), required=False)
_TITLES: Mapping[str, Said] = {
    "approve": say("Approve"),
    "refuse": say("Refuse"),
    "give": say("Note that it was given"),
    "hand-in": say("Note that it was handed in"),
}
_ASKS: Mapping[str, Sequence[Question]] = {
    "approve": [_NOTE],
    "refuse": [Question("note", say("reason"))],
    "give": [
        Question("actual", say("what it cost, in yuan")),
        Question("on", say("on"), "date", required=False, help=say("Today, if left empty.")),
    ],
    "hand-in": [Question("note", say("where it is now"))],
}
_NOW: Mapping[State, Sequence[str]] = {
    State.ASKED: ("approve", "refuse"),
    State.APPROVED: ("give",),
    State.DECLARED: ("hand-in",),
}


@require_GET
def listed(request: Request) -> HttpResponse:
    """The gift register, the newest first."""
    state = request.GET.get("state", "")
    rows = gifts.list_gifts(request.office, request.who, state)[::-1]
    first = offset_of(request)
    return page(
        request,
        "visits/gifts.html",
        found=[
            (row, _WAYS[row.way], State(row.state).said, _acts(request, row))
            for row in rows[first : first + EACH]
        ],
        pages=pages_of(request, len(rows)),
        state=state,
        states=[("", say("all")), *((one.value, one.said) for one in State)],
        form=_declare_form(request),
    )


@require_GET
def one(request: Request, code: str) -> HttpResponse:
    """One gift: what, for whom, what became of it, and what can be done now."""
    row = known(gifts.show, request.office, request.who, code)
    left = row.budget - gifts.used(row.unit, request.office.local(row.at).year)
    return page(
        request,
        "visits/gift.html",
        row=row,
        way=_WAYS[row.way],
        state=State(row.state).said,
        left=left,
        acts=_acts(request, row),
    )


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Decide on a gift, or note what became of it."""
    office, who = request.office, request.who
    row = known(gifts.find, office, who, code)
    if act not in _TITLES:
        raise nothing_there()

    def do(sent: Sent) -> str:
        said = sent.get("note", "")
        if act == "give":
            gifts.give(office, who, code, yuan(sent, "actual"), day_in(sent, "on"))
        elif act == "hand-in":
            gifts.hand_in(office, who, code, said)
        else:
            gifts.decide(office, who, code, agreed=act == "approve", note=said)
        done(request, say("Done: {step}", step=_TITLES[act]))
        return reverse("gift", args=[row.code])

    return carry_out(request, _form(request, row, act), do)


@require_POST
def declare(request: Request) -> HttpResponse:
    """Declare what was received, where the office allows it."""
    office, who = request.office, request.who

    def do(sent: Sent) -> str:
        customer, what = sent.get("customer", ""), sent.get("what", "")
        row = with_input(lambda: gifts.declare(office, who, customer, what, yuan(sent, "amount")))
        done(request, say("{code}: {state}.", code=row.code, state=State(row.state).said))
        return reverse("gifts")

    return carry_out(request, _declare_form(request), do)


def yuan(sent: Sent, name: str) -> Decimal:
    """The amount in a field."""
    try:
        return read_money(sent.get(name, ""))
    except WrongValueError as wrong:
        why = say("nothing was noted")
        raise BadInput(wrong.text, why=why, fix=wrong.fix, field=name) from wrong


def _acts(request: Request, row: Gift) -> list[ActForm]:
    return [_form(request, row, name) for name in _NOW.get(State(row.state), ())]


def _form(request: Request, row: Gift, name: str) -> ActForm:
    head = name in {"approve", "refuse", "hand-in"}
    may = (
        button(request, Act.DECIDE_VISIT, subject=row.by.code)
        if head
        else button(request, Act.WORK_VISIT)
    )
    return ActForm(_TITLES[name], reverse("gift-act", args=[row.code, name]), may, _ASKS[name])


def _declare_form(request: Request) -> ActForm:
    return ActForm(
        say("Declare a gift received"),
        reverse("gift-declare"),
        button(request, Act.WORK_VISIT),
        [
            Question("customer", say("customer"), help=say("Name, id or dossier number.")),
            Question("what", say("what")),
            Question("amount", say("worth, in yuan"), value="0"),
        ],
    )


PATHS: list[URLPattern] = [
    path("gifts/", listed, name="gifts"),
    path("gifts/declare/", declare, name="gift-declare"),
    path("gifts/<code>/", one, name="gift"),
    path("gifts/<code>/acts/<act>/", act, name="gift-act"),
]
