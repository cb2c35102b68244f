"""The access log as pages: entries with filters, one entry with its receipt, parts to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.errors import BadInput, NotFound, say
from docgen.ledger.receipt import entry_of, read
from docgen.model.audit import word
from docgen.model.events import EVENTS
from docgen.model.grades import Grade
from docgen.office import (
    audit_print,
    audit_question,
    log_facts,
    log_pages,
    log_segments,
    log_showing,
)
from docgen.office.log_pages import Page, Wanted
from docgen.web.entering import Request
from docgen.web.page import download, page
from docgen.web.speech import is_chinese

_LONGEST = 200


@require_safe
def log(request: Request) -> HttpResponse:
    """The entries that fit, a hundred a page, the newest first."""
    problem, found = None, Page([])
    before = request.GET.get("before", "")
    at = int(before[:15]) if before.isascii() and before.isdecimal() else None
    try:
        found = log_pages.page(request.office, request.who, _wanted(request), before=at)
    except (BadInput, NotFound) as wrong:
        problem = wrong
    called = audit_print.names()
    return page(
        request,
        "audit/log.html",
        status=422 if problem else 200,
        entries=[log_facts.told(entry, called) for entry in found.entries],
        found=found,
        older=_address(request.GET, found.older),
        is_later=at is not None,
        newest=_address(request.GET, None),
        query=_address(request.GET, None).removeprefix("?"),
        problem=problem,
        asked=request.GET,
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    language = "zh" if is_chinese() else "en"
    return {
        "acts": [(act, word(act)[language]) for act in EVENTS],
        "results": [("", say("all")), *log_facts.RESULTS.items()],
        "grades": [("", say("all")), *((one.code, one.mark) for one in Grade)],
    }


def _wanted(request: Request) -> Wanted:
    asked = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in request.GET}
    when = audit_question.period(request.office, asked.get("since", ""), asked.get("until", ""))
    return Wanted(
        who=asked.get("person", ""),
        act=asked.get("act", ""),
        about=asked.get("about", ""),
        since=when.since,
        until=when.until,
        res=asked.get("res", ""),
        grade=asked.get("grade", ""),
        text=asked.get("text", ""),
    )


def _address(query: QueryDict, before: int | None) -> str:
    asked = query.copy()
    asked.pop("before", None)
    if before is not None:
        asked["before"] = str(before)
    return f"?{asked.urlencode()}"


@require_safe
def part(request: Request, kind: str) -> HttpResponse:
    """Entries to take away: the exact bytes as JSON lines, or a sheet of those that fit."""
    wanted, day = _wanted(request), request.office.today
    if kind == "jsonl":
        data = log_segments.lines(request.office, request.who, wanted)
        return download(data, f"log-{day}.jsonl", "application/jsonl")
    language = "zh" if is_chinese() else "en"
    data = log_segments.sheet(request.office, request.who, wanted, language)
    return download(data, f"log-{day}.csv", "text/csv; charset=utf-8")


@require_safe
def entry(request: Request, index: int) -> HttpResponse:
    """One entry: what it says, and the receipt that proves it."""
    found = log_showing.show(request.office, request.who, index)
    receipt, behind = found.pop("receipt"), found.pop("behind")
    told = log_facts.told(entry_of(read(receipt)), audit_print.names())
    return page(
        request, "audit/entry.html", one=told, act=found["act"], receipt=receipt, behind=behind
    )


@require_safe
def proof(request: Request, index: int) -> HttpResponse:
    """The receipt of an entry as a file that anybody can check with the log's public key."""
    receipt = log_showing.prove(request.office, request.who, index)
    return download(receipt.encode(), f"entry-{index}.tlog-proof", "text/plain; charset=utf-8")


PATHS: list[URLPattern] = [
    path("audit/log/", log, name="audit-log"),
    path("audit/log.csv", part, {"kind": "csv"}, name="audit-log-sheet"),
    path("audit/log.jsonl", part, {"kind": "jsonl"}, name="audit-log-lines"),
    path("audit/log/<int:index>/", entry, name="audit-entry"),
    path("audit/log/<int:index>/proof/", proof, name="audit-proof"),
]
