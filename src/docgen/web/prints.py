"""Printed papers of the office as downloads: Word, PDF or a workbook, as the address asks."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict

from docgen.office.aids import Aid
from docgen.web.page import download

#: The media types of what is printed.
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def way_of(query: QueryDict, *, usual: str = "pdf") -> str:
    """How a paper is wanted: ``?as=pdf``, ``docx`` or ``xlsx``."""
    wanted = query.get("as", usual)
    return wanted if wanted in KINDS else usual


def sent(aid: Aid, way: str) -> HttpResponse:
    """A printed paper, sent as it was asked for."""
    data = {"pdf": aid.pdf, "xlsx": aid.xlsx}.get(way) or aid.docx
    kind = way if data is not aid.docx else "docx"
    return download(data, f"{aid.name}.{kind}", KINDS[kind])
