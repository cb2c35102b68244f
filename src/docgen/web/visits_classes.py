"""What class a customer is of, his card's changes; and what sales are made of, by class."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from docgen.errors import BadInput, Problem, say
from docgen.model.access import Act
from docgen.model.composition import Part
from docgen.office import compositions, customer_classes, gate, visits_cards, visits_rules
from docgen.office.customer_classes import CREDIT, GRADE
from docgen.register.models import Customer
from docgen.web import charts
from docgen.web.acts import ActForm, Question, carry_out
from docgen.web.beside import beside, number_in
from docgen.web.entering import Request
from docgen.web.page import button, known, page
from docgen.web.postings_verbs import Sent
from docgen.web.speech import done
from docgen.web.uploads import received

_KINDS = {GRADE: say("customer grade"), CREDIT: say("credit class")}
_GIVEN = "given"


@require_GET
def classes(request: Request, code: str) -> HttpResponse:
    """A customer's grades and credit classes, and what reports changed on his card."""
    row, rows = known(customer_classes.history, request.office, request.who, code)
    return page(
        request,
        "visits/classes.html",
        row=row,
        found=[(one, _KINDS[one.kind]) for one in reversed(rows)],
        changes=[
            (one, visits_cards.said(one.before), visits_cards.said(one.after))
            for one in reversed(visits_cards.history(row))
        ],
        forms=[_form(request, row, GRADE), _form(request, row, CREDIT)],
    )


@require_POST
def classify(request: Request, code: str, kind: str) -> HttpResponse:
    """Grade a customer, or give him a credit class."""
    office, who = request.office, request.who
    row, _ = known(customer_classes.history, office, who, code)

    def do(sent: Sent) -> str:
        reason = sent.get("reason", "")
        if kind == CREDIT:
            limit = number_in(request.POST, "limit")
            customer_classes.rate(
                office, who, code, sent.get(_GIVEN, ""), limit=limit, reason=reason
            )
        else:
            names = [one.key for one in visits_rules.rules(office).criteria]
            points = {name: n for name in names if (n := number_in(request.POST, name)) is not None}
            customer_classes.grade(
                office, who, code, points, given=sent.get(_GIVEN, ""), reason=reason
            )
        done(request, say("Done: {step}", step=_KINDS.get(kind, kind)))
        return reverse("customer-classes", args=[row.code])

    return carry_out(request, _form(request, row, kind), do)


@require_http_methods(["GET", "POST"])
def composition(request: Request) -> HttpResponse:
    """Share out the figures of a sheet by customers' grades or any column; nothing is kept."""
    gate.ask(request.office, request.who, Act.WORK_VISIT, "customer.analysed")
    by = request.POST.get("by", "").strip() or compositions.GRADE
    amount = request.POST.get("amount", "").strip() or "销售额"
    problem: Problem | None = None
    found = None
    if request.method == "POST":
        try:
            found = _analysed(request, by, amount)
        except BadInput as wrong:
            problem = wrong
    chart = None
    if found:
        figures = {one.name: round(one.amount) for one in found}
        chart = charts.ranked(say("Amount by class"), figures)
    return page(
        request,
        "visits/composition.html",
        found=found,
        chart=chart,
        by=by,
        amount=amount,
        **beside(request, problem),
    )


def _analysed(request: Request, by: str, amount: str) -> list[Part]:
    with received(request, "file") as files:
        if not files:
            raise BadInput(
                say("No file is given"),
                why=say("the figures stand in a sheet, CSV or XLSX"),
                fix=say("choose one"),
                field="file",
            )
        return compositions.analyse(
            request.office, request.who, files[0].path, by=by, amount=amount
        )


def _form(request: Request, row: Customer, kind: str) -> ActForm:
    rules, url = visits_rules.rules(request.office), reverse("classify", args=[row.code, kind])
    reason = Question("reason", say("reason"), required=False)
    if kind == CREDIT:
        options = [(one.name, one.name) for one in rules.credits]
        asks = [
            Question(_GIVEN, say("credit class"), options=options),
            Question("limit", say("another limit, in yuan"), "number", required=False),
            reason,
        ]
        return ActForm(say("Give a credit class"), url, button(request, Act.DECIDE_VISIT), asks)
    points = say("Points from 0 to 100.")
    grades = [("", say("by points")), *((one.name, one.name) for one in rules.grades)]
    asks = [
        *(
            Question(one.key, one.title, "number", required=False, help=points)
            for one in rules.criteria
        ),
        Question(_GIVEN, say("or a grade by hand"), options=grades, required=False),
        reason,
    ]
    may = button(request, Act.WORK_VISIT, subject=row.code)
    return ActForm(say("Grade the customer"), url, may, asks)


PATHS: list[URLPattern] = [
    path("visits/composition/", composition, name="composition"),
    path("visits/customers/<code>/", classes, name="customer-classes"),
    path("visits/customers/<code>/<kind>/", classify, name="classify"),
]
