"""Audit reports as pages: who saw what, who was refused, who knew, loans, what is unusual.

Each is asked for by a form whose answers stand in the address, so that a report can be kept as a
bookmark; making one is an entry of the log every time. Nothing is read before somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.catalogue import in_chinese
from docgen.errors import BadInput, NotFound, Said, say
from docgen.model.access import PURPOSES
from docgen.model.audit import Listing, Period, Question
from docgen.office import (
    audit_access,
    audit_knew,
    audit_loans,
    audit_log,
    audit_print,
    audit_question,
    audit_reconcile,
    audit_unusual,
)
from docgen.web import audit_lines
from docgen.web.entering import Request
from docgen.web.page import download, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.wrong import nothing_there

Asked = Mapping[str, str]
#: So many of the newest lines are kept; the totals count all.
LINES = 5000
_LONGEST = 200
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Args:
        title: What it is called.
        about: What it tells.
        fields: What narrows it down.
        make: Makes it.
    """

    title: Said
    about: Said
    fields: tuple[str, ...]
    make: Callable[[Request, Asked, Period], Listing]


def _question(asked: Asked) -> Question:
    return audit_question.question(
        who=asked.get("person", ""),
        item=asked.get("item", ""),
        dossier=asked.get("dossier", ""),
        customer=asked.get("customer", ""),
        purpose=asked.get("purpose", ""),
    )


def _access(request: Request, asked: Asked, when: Period) -> Listing:
    return audit_access.access(request.office, request.who, _question(asked), when, last=LINES)


def _refused(request: Request, asked: Asked, when: Period) -> Listing:
    return audit_access.refused(request.office, request.who, _question(asked), when, last=LINES)


def _knew(request: Request, asked: Asked, when: Period) -> Listing:
    return audit_knew.who_knew(request.office, request.who, asked["number"], until=when.until)


def _loans(request: Request, asked: Asked, when: Period) -> Listing:
    which = asked.get("which", "") or "all"
    return audit_loans.loans(request.office, request.who, when, which, asked.get("unit", ""))


def _outside(request: Request, _: Asked, when: Period) -> Listing:
    return audit_loans.outside(request.office, request.who, when)


def _unusual(request: Request, _: Asked, when: Period) -> Listing:
    return audit_unusual.unusual_acts(request.office, request.who, when)


def _reconcile(request: Request, _: Asked, __: Period) -> Listing:
    return audit_reconcile.reconcile(request.office, request.who)


#: Reports whose lines come oldest first; a page begins with the newest.
_BY_TIME = ("access", "refused", "outside")
_DAYS = ("since", "until")
_NARROWED = ("person", "item", "dossier", "customer", "purpose", *_DAYS)
REPORTS: Mapping[str, Report] = {
    "access": Report(
        say("Access"),
        say("Who looked at, read, copied, borrowed or took out what, when and why."),
        _NARROWED,
        _access,
    ),
    "refused": Report(
        say("Refusals"), say("What was refused or failed, and by which rules."), _NARROWED, _refused
    ),
    "who-knew": Report(
        say("Who knew"),
        say("Everybody who knew a paper or a dossier, those who know what it says first."),
        ("number", "until"),
        _knew,
    ),
    "loans": Report(
        say("Loans"),
        say("Loans, those that were out longest first."),
        ("which", "unit", *_DAYS),
        _loans,
    ),
    "outside": Report(
        say("Outside requests"), say("What the log says of outside requests."), _DAYS, _outside
    ),
    "unusual": Report(
        say("Unusual patterns"),
        say("Hints by the figures of rules/unusual.toml; none of them is a verdict."),
        _DAYS,
        _unusual,
    ),
    "reconcile": Report(
        say("Reconciliation"),
        say("Whether each row of the register is as the log tells, and nothing besides."),
        (),
        _reconcile,
    ),
}


@require_safe
def report(request: Request, name: str) -> HttpResponse:
    """A report: its form, and what it found if it was asked for."""
    if (made := REPORTS.get(name)) is None:
        raise nothing_there()
    audit_log.ask(request.office, request.who)
    asked = {key: request.GET.get(key, "").strip()[:_LONGEST] for key in made.fields}
    problem = listing = None
    if _is_asked(request, made, asked):
        try:
            when = audit_question.period(
                request.office, asked.get("since", ""), asked.get("until", "")
            )
            listing = made.make(request, asked, when)
        except (BadInput, NotFound) as wrong:
            problem = wrong
        else:
            if kind := request.GET.get("file", ""):
                return _file(request, listing, when, kind)
    return page(
        request,
        "audit/report.html",
        status=422 if problem else 200,
        name=name,
        report=made,
        asked=asked,
        problem=problem,
        listing=listing,
        **(_shown(request, listing) if listing else {}),
        **_choices(),
    )


def _is_asked(request: Request, made: Report, asked: Asked) -> bool:
    """Whether the form was sent; of a paper that nobody named, nobody knew."""
    return "run" in request.GET and ("number" not in made.fields or bool(asked["number"]))


def _shown(request: Request, listing: Listing) -> dict[str, Any]:
    called, start = audit_print.names(), offset_of(request)
    lines = listing.lines[::-1] if listing.report in _BY_TIME else listing.lines
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "rows": audit_lines.rows(lines[start : start + EACH], called),
        "pages": pages_of(request, len(listing.lines)),
        "totals": [*audit_lines.totals(listing, called)],
        "query": query.urlencode(),
    }


def _choices() -> dict[str, Any]:
    return {
        "purposes": [("", say("all")), *PURPOSES.items()],
        "which": [
            ("all", say("all")),
            ("open", say("not ended")),
            ("overdue", say("overdue")),
            ("lost", say("lost")),
        ],
    }


def _file(request: Request, listing: Listing, when: Period, kind: str) -> HttpResponse:
    """The report as a file: a list to sign, a workbook, or a sheet."""
    if kind not in KINDS:
        raise nothing_there()
    name = f"{listing.report}-{request.office.today}.{kind}"
    if kind == "csv":
        return download(audit_lines.sheet(listing, audit_print.names()), name, KINDS[kind])
    scope = " ".join(filter(None, (when.words, listing.scope)))
    aid = audit_print.printed(
        request.office,
        request.who,
        listing,
        scope,
        in_chinese,
        pdf=kind == "pdf",
        xlsx=kind == "xlsx",
    )
    data = {"docx": aid.docx, "pdf": aid.pdf, "xlsx": aid.xlsx}[kind]
    return download(data or b"", name, KINDS[kind])


PATHS: list[URLPattern] = [path("audit/reports/<str:name>/", report, name="audit-report")]
