"""What is done with a posting: agreed to, begun, appraised, leave, moved, handed over, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from docgen.errors import BadInput, NotFound, Said, say
from docgen.model.access import Act
from docgen.model.handover import Kind
from docgen.model.posting import State
from docgen.model.posting_rotation import FORM_WORDS
from docgen.model.typed import day_of
from docgen.office import (
    gate,
    handovers,
    postings,
    postings_appraising,
    postings_leave,
    postings_list,
    postings_rotation,
    postings_rows,
)
from docgen.office.desk import Office
from docgen.office.postings_papers import Wish
from docgen.register.models import Person
from docgen.register.models_postings import Posting as Row
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import Button, button, known
from docgen.web.postings_areas import area_options
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

Sent = Mapping[str, str]
_REASON = Question("reason", say("reason"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """An act: its name on the button, who may, what it asks, and its verb."""

    title: Said
    verb: Callable[[Office, Person, str, Sent], object]
    questions: Sequence[Question] = ()
    decides: bool = False


def _day(sent: Sent, name: str) -> dt.date | None:
    return day_of(sent[name], name) if sent.get(name) else None


def _appraise(office: Office, who: Person, code: str, sent: Sent) -> object:
    try:
        score = Decimal(sent.get("score", "")).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise BadInput(
            say("{text} is no score", text=sent.get("score") or "-"),
            why=say("a score is a number from 0 to 100"),
            fix=say("write it like 87.5"),
            field="score",
        ) from error
    month = day_of(f"{sent.get('month', '')}-01", "month")
    wish = postings_appraising.Score(
        month, score, sent.get("comment", ""), major_error=sent.get("major") == "yes"
    )
    return postings_appraising.appraise(office, who, code, wish)


def _leave(office: Office, who: Person, code: str, sent: Sent) -> object:
    wanted = postings_leave.Wanted(
        starts=day_of(sent.get("starts", ""), "starts"),
        ends=day_of(sent.get("ends", ""), "ends"),
        kind=sent.get("kind", ""),
        reason=sent.get("reason", ""),
        stand_in=sent.get("stand_in", ""),
    )
    return postings_leave.ask(office, who, code, wanted)


def _notify(office: Office, who: Person, code: str, sent: Sent) -> object:
    given: dict[str, object] = {"report_to": sent.get("report_to", "")}
    if sent.get("why"):
        given["reasons"] = [sent["why"]]
    day = day_of(sent.get("on", ""), "on")
    return postings_rotation.notify(office, who, code, sent.get("area", ""), day, Wish(given=given))


def _hand_over(office: Office, who: Person, code: str, sent: Sent) -> object:
    wish = handovers.Wish(
        posting=code,
        kind=sent.get("kind", ""),
        to=sent.get("to", ""),
        supervisor=sent.get("supervisor", ""),
        day=day_of(sent.get("day", ""), "day"),
        area=sent.get("area", ""),
        reason=sent.get("reason", ""),
        shorter=sent.get("shorter", ""),
    )
    return handovers.start(office, who, wish)


_LEAVES = [(one, one) for one in ("事假", "病假", "年休假", "婚假", "产假", "陪产假", "丧假", "探亲假")]
_KINDS: Mapping[str, _Kind] = {
    "approve": _Kind(
        say("Agree to the posting"),
        lambda office, who, code, _: postings.decide(office, who, code, agree=True),
        decides=True,
    ),
    "refuse": _Kind(
        say("Refuse the posting"),
        lambda office, who, code, sent: postings.decide(
            office, who, code, agree=False, reason=sent.get("reason", "")
        ),
        [_REASON],
        decides=True,
    ),
    "depart": _Kind(
        say("Note the departure"),
        lambda office, who, code, sent: postings.depart(office, who, code, _day(sent, "on")),
        [Question("on", say("on"), "date", required=False, help=say("Today, if left empty."))],
    ),
    "appraise": _Kind(
        say("Appraise a month"),
        _appraise,
        [
            Question("month", say("month"), "month"),
            Question("score", say("score"), help=say("Of 100.")),
            Question("comment", say("comment"), "longtext"),
            Question("major", say("major error"), options=[("", say("no")), ("yes", say("yes"))], required=False),
        ],
    ),
    "leave": _Kind(
        say("Ask for leave"),
        _leave,
        [
            Question("kind", say("kind"), options=_LEAVES),
            Question("starts", say("from"), "date"),
            Question("ends", say("to"), "date"),
            _REASON,
            Question("stand_in", say("stand-in")),
        ],
    ),
    "notice": _Kind(say("Notice of a move"), _notify),
    "hand-over": _Kind(say("Begin the handover"), _hand_over),
    "return": _Kind(
        say("Note the return"),
        lambda office, who, code, sent: postings.return_(office, who, code, _day(sent, "on")),
        [Question("on", say("on"), "date", required=False, help=say("Today, if left empty."))],
    ),
}
_NOW: Mapping[State, Sequence[str]] = {
    State.PLANNED: ("approve", "refuse"),
    State.APPROVED: ("depart",),
    State.DEPARTED: ("appraise", "leave", "notice", "hand-over", "return"),
}
