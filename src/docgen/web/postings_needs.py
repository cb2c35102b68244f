"""What a posting still needs: noting that it is there, by a filed paper or without any."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from docgen.errors import say
from docgen.model.posting_gate import Lack
from docgen.office import postings_papers, postings_rows
from docgen.office.postings_list import Seen
from docgen.office.postings_papers import Told
from docgen.register.models_postings import Posting as Row
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.entering import Request
from docgen.web.page import known
from docgen.web.postings_acts import may_work
from docgen.web.postings_verbs import Sent, day_in
from docgen.web.speech import done


def lacking(request: Request, one: Seen) -> list[tuple[Lack, ActForm]]:
    """What is missing for a departure, each with the form that notes it."""
    return [(lack, _form(request, one.row, lack.need.key)) for lack in one.lacks]


def _form(request: Request, row: Row, need: str) -> ActForm:
    return ActForm(
        say("Note that it is there"),
        reverse("posting-note", args=[row.code, need]),
        may_work(request, row),
        [
            Question(
                "item",
                say("Number of the paper"),
                required=False,
                help=say("filed in his dossier; leave it empty if there is none"),
            ),
            Question("result", say("How it turned out"), required=False),
            Question("until", say("It holds until"), "date", required=False),
        ],
    )


@require_POST
def note(request: Request, code: str, need: str) -> HttpResponse:
    """Note that something a posting needs is there."""
    row = known(postings_rows.find, request.office, request.who, code)
    title = known(postings_rows.rules(request.office).need, need).title

    def noted(sent: Sent) -> str:
        told = Told(sent.get("item", ""), sent.get("result", ""), day_in(sent, "until"))
        postings_papers.note(request.office, request.who, row.code, need, told)
        done(request, say("Done: {step}", step=title))
        return reverse("posting", args=[row.code])

    return carry_out(request, _form(request, row, need), noted)
