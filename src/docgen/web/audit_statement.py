"""The month's statement (声明, 档案安全审计月报) as a page to print and as files to sign."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.catalogue import in_chinese
from docgen.errors import BadInput
from docgen.model.audit import word
from docgen.model.unusual import TITLES
from docgen.office import audit_log, audit_question, audit_report, audit_statement
from docgen.office.audit_report import Statement
from docgen.web.audit_reports import KINDS
from docgen.web.entering import Request
from docgen.web.page import download, page
from docgen.web.speech import is_chinese
from docgen.web.wrong import nothing_there

_MONTHS = 12


@require_safe
def statement(request: Request) -> HttpResponse:
    """What a month's statement says; made anew, and logged, each time."""
    audit_log.ask(request.office, request.who)
    month, problem, made = request.GET.get("month", ""), None, None
    if month:
        try:
            when = audit_question.month(request.office, month)
            made = audit_report.statement(request.office, request.who, when)
        except BadInput as wrong:
            problem = wrong
    if made and (kind := request.GET.get("file", "")):
        return _file(request, made, month, kind)
    return page(
        request,
        "audit/statement.html",
        status=422 if problem else 200,
        problem=problem,
        month=month,
        months=[(one, one) for one in _months(request.office.today)],
        made=made,
        acts=_acts(made) if made else [],
        rules=made.rules.most_common() if made else [],
        found=[(one, TITLES[one.rule]) for one in made.unusual] if made else [],
    )


def _months(today: dt.date) -> list[str]:
    """The newest months, this one first."""
    turns = (today.year * 12 + today.month - 1 - back for back in range(_MONTHS))
    return [f"{turn // 12:04d}-{turn % 12 + 1:02d}" for turn in turns]


def _acts(made: Statement) -> list[tuple[str, int, int]]:
    """Acts with how often they were done and refused, the most frequent first."""
    language = "zh" if is_chinese() else "en"
    acts = sorted(made.done | made.refused, key=lambda act: (-made.done[act], act))
    return [(word(act)[language], made.done[act], made.refused[act]) for act in acts]


def _file(request: Request, made: Statement, month: str, kind: str) -> HttpResponse:
    if kind not in {"pdf", "docx", "xlsx"}:
        raise nothing_there()
    aid = audit_statement.printed(
        request.office,
        request.who,
        made,
        in_chinese,
        pdf=kind == "pdf",
        xlsx=kind == "xlsx",
    )
    data = {"docx": aid.docx, "pdf": aid.pdf, "xlsx": aid.xlsx}[kind]
    return download(data or b"", f"statement-{month}.{kind}", KINDS[kind])


PATHS: list[URLPattern] = [path("audit/statement/", statement, name="audit-statement")]
