"""One loan: the facts for whoever decides, and every act of the desk as a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from docgen.errors import BadInput, NotAllowed, Problem, say
from docgen.model.access import PURPOSES
from docgen.model.calendar import Due
from docgen.model.loan import State
from docgen.model.loan_return import Inspection
from docgen.office import loan_acts, loan_changes, loan_losses, loan_sheet, loan_slip, loans
from docgen.office.desk import Office
from docgen.register.models import Loan, Person
from docgen.web.beside import beside, day_in, number_in
from docgen.web.entering import Request
from docgen.web.page import known, page
from docgen.web.prints import sent, way_of
from docgen.web.speech import done, note
from docgen.web.wrong import nothing_there

_Verb = Callable[[Office, Person, str, QueryDict], Loan | tuple[Loan, Due]]


def _returned(office: Office, who: Person, code: str, sent: QueryDict) -> Loan:
    found = Inspection(
        number_in(sent, "pages"),
        sent.get("condition", ""),
        sent.get("missing", "").strip(),
        sent.get("remark", "").strip(),
    )
    return loans.take_back(office, who, code, found=found)


_VERBS: Mapping[str, _Verb] = {
    "approve": lambda office, who, code, sent: loans.approve(
        office, who, code, sent.get("override", "")
    ),
    "refuse": lambda office, who, code, sent: loans.refuse(
        office, who, code, sent.get("reason", "")
    ),
    "hand-over": lambda office, who, code, sent: loans.hand_over(
        office, who, code, sent.get("override", "")
    ),
    "return": _returned,
    "renew": lambda office, who, code, _: loan_changes.renew(office, who, code),
    "recall": lambda office, who, code, sent: loan_changes.recall(
        office, who, code, sent.get("reason", ""), day_in(sent, "by")
    ),
    "lost": lambda office, who, code, sent: loan_losses.report(
        office, who, code, sent.get("report", "")
    ),
    "settle": lambda office, who, code, sent: loan_losses.settle(
        office, who, code, sent.get("decision", ""), sent.get("replacement", "")
    ),
    "cancel": lambda office, who, code, sent: loan_changes.cancel(
        office, who, code, sent.get("reason", "")
    ),
}


@require_safe
def loan(request: Request, code: str) -> HttpResponse:
    """A loan with what can be done with it."""
    return _shown(request, code)


def _shown(
    request: Request, code: str, act: str = "", problem: Problem | None = None
) -> HttpResponse:
    facts = known(loan_acts.facts, request.office, request.who, code)
    return page(
        request,
        "loans/loan.html",
        facts=facts,
        loan=facts.row,
        purpose=PURPOSES.get(facts.row.purpose, facts.row.purpose),
        act=act,
        sent=request.POST,
        today=request.office.today,
        **beside(request, problem),
    )


@require_POST
def act(request: Request, code: str, act: str) -> HttpResponse:
    """Do something with a loan; what speaks against it stands beside what was typed."""
    known(loans.show, request.office, request.who, code)
    verb = _VERBS.get(act)
    if verb is None:
        raise nothing_there()
    try:
        made = verb(request.office, request.who, code, request.POST)
    except (BadInput, NotAllowed) as problem:
        return _shown(request, code, act, problem)
    row = made if isinstance(made, Loan) else made[0]
    done(
        request,
        say("{loan} of {item}: {state}", loan=row.code, item=row.item, state=State(row.state).said),
    )
    for reason in loans.outcome(request.office, row).alerts if act == "return" else ():
        note(request, reason.text)
    return redirect("loan", code=row.code)


@require_safe
def slip(request: Request, code: str) -> HttpResponse:
    """The slip that goes with the paper, with its receipt (查阅借阅单)."""
    way = way_of(request.GET)
    aid = known(loan_slip.printed, request.office, request.who, code, pdf=way == "pdf")
    return sent(aid, way)


@require_safe
def sheet(request: Request, code: str) -> HttpResponse:
    """The sheet to be signed (查阅借阅登记及带出许可单)."""
    way = way_of(request.GET)
    aid = known(loan_sheet.printed, request.office, request.who, code, pdf=way == "pdf")
    return sent(aid, way)
