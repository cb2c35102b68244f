"""Leave that waits for somebody's word, and giving it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from docgen.errors import Said, say
from docgen.model.posting_leave import next_step
from docgen.model.posting_rules import HEAD
from docgen.office import postings_leave
from docgen.register.models_postings import Leave
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import Button, known
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done

_ANSWERS = [("yes", say("agree")), ("no", say("refuse"))]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Leave that was asked for, whose word it waits for, and the form to say it."""

    leave: Leave
    waits_for: Said
    form: ActForm


def waiting(request: Request) -> list[Waiting]:
    """The leave that waits, of postings one may know of."""
    found = postings_leave.open_leaves(request.office, request.who)
    return [
        Waiting(
            one,
            say("the head of the place")
            if next_step(one.chain, one.approvals) == HEAD
            else say("a manager"),
            _form(one),
        )
        for one in found
    ]


@require_POST
def decide(request: Request, code: str) -> HttpResponse:
    """Agree to leave as the next of those who must, or refuse it."""
    office, who = request.office, request.who
    row = known(postings_leave.find, office, who, code)

    def do(sent: Sent) -> str:
        agree, reason = sent.get("answer") == "yes", sent.get("reason", "")
        postings_leave.decide(office, who, code, agree=agree, reason=reason)
        done(request, say("Done: {step}", step=row.code))
        return reverse("postings")

    return carry_out(request, _form(row), do)


def _form(row: Leave) -> ActForm:
    return ActForm(
        say("Decide"),
        reverse("posting-leave", args=[row.code]),
        Button(allowed=True, reasons=()),
        [
            Question("answer", say("answer"), options=_ANSWERS),
            Question("reason", say("reason"), required=False),
        ],
    )
