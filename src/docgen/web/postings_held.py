"""What people hold for the company: the list, registering, giving, taking back, counting."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from docgen.errors import BadInput, say
from docgen.forms.numbers import read_money
from docgen.forms.wrong import WrongValueError
from docgen.model.access import Act
from docgen.model.handover import HOLDINGS
from docgen.office import assets, assets_rows
from docgen.office.assets_rows import Terms
from docgen.web import postings_held_papers
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import button, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.postings_acts import with_input
from docgen.web.postings_verbs import Sent, day_in
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

KINDS = {
    "asset": say("asset"),
    "spare": say("spare unit"),
    "key": say("key"),
    "account": say("account"),
}
_TITLES = {
    "add": say("Register a thing"),
    "lend": say("Give it to somebody"),
    "return": say("Take it back"),
    "check": say("Count what somebody holds"),
}
_HOLDER = say("Sign-in name, code, or number of the posting.")
_EACH = say("One number a line.")
_LOST = say("What is on the list and is named in neither field is noted as lost. Go on?")


@require_GET
def held(request: Request) -> HttpResponse:
    """Everything with whoever has it, those in the store last."""
    kind = request.GET.get("kind", "")
    rows = assets.list_assets(request.office, request.who, kind=kind)
    first = offset_of(request)
    return page(
        request,
        "postings/assets.html",
        found=[
            (row, KINDS.get(row.kind, row.kind), assets_rows.holder_of(row))
            for row in rows[first : first + EACH]
        ],
        pages=pages_of(request, len(rows)),
        kinds=[("", say("all")), *((one, KINDS[one]) for one in HOLDINGS)],
        kind=kind,
        today=request.office.today,
        forms=[_form(request, name) for name in _TITLES],
    )


@require_POST
def act(request: Request, act: str) -> HttpResponse:
    """Register a thing, give it to somebody, take it back, or count what somebody has."""
    if act not in _TITLES:
        raise nothing_there()
    office, who = request.office, request.who

    def do(sent: Sent) -> str:
        number, to = sent.get("number", ""), sent.get("to", "")
        terms = Terms(day_in(sent, "until"), sent.get("request", ""))
        if act == "add":
            new = assets.NewThing(
                kind=sent.get("kind", ""),
                number=number,
                label=sent.get("label", ""),
                place=sent.get("place", ""),
                value=_value(sent.get("value", "")),
            )
            with_input(lambda: assets.add(office, who, new, to, terms))
        elif act == "lend":
            with_input(lambda: assets.lend(office, who, number, to, terms))
        elif act == "return":
            with_input(lambda: assets.return_(office, who, number, sent.get("condition", "")))
        else:
            _count(request, sent)
        done(request, say("Done: {step}", step=number or _TITLES[act]))
        return reverse("assets")

    return carry_out(request, _form(request, act), do)


def _count(request: Request, sent: Sent) -> None:
    """Count what somebody has, and say what was found that is not his."""
    found, damaged = (_numbers(sent.get(name, "")) for name in ("found", "damaged"))
    to = sent.get("to", "")
    _, strange = with_input(lambda: assets.check(request.office, request.who, to, found, damaged))
    for number in strange:
        note(request, say("{number} is not on his list", number=number))


def _numbers(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _form(request: Request, name: str) -> ActForm:
    number, to = Question("number", say("number")), Question("to", say("holder"), help=_HOLDER)
    until = Question("until", say("back by"), "date", required=False)
    asked = Question("request", say("request"), required=False)
    kinds = Question("kind", say("kind"), options=[(one, KINDS[one]) for one in HOLDINGS])
    more = [Question("place", say("place"), required=False)]
    more += [Question("value", say("value"), required=False)]
    states = [(one, one) for one in assets.CONDITIONS]
    asks = {
        "add": [kinds, number, Question("label", say("title")), to, *more, until, asked],
        "lend": [number, to, until, asked],
        "return": [number, Question("condition", say("condition"), options=states)],
        "check": [
            to,
            Question("found", say("found sound"), "longtext", required=False, help=_EACH),
            Question("damaged", say("found damaged"), "longtext", required=False, help=_EACH),
        ],
    }
    url, may = reverse("asset-act", args=[name]), button(request, Act.WORK_POSTING)
    return ActForm(_TITLES[name], url, may, asks[name], _LOST if name == "check" else "")


def _value(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return read_money(text)
    except WrongValueError as wrong:
        why = say("nothing was noted")
        raise BadInput(wrong.text, why=why, fix=wrong.fix, field="value") from wrong


PATHS: list[URLPattern] = [
    path("assets/", held, name="assets"),
    path("assets/acts/<act>/", act, name="asset-act"),
    *postings_held_papers.PATHS,
]
