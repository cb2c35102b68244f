"""Taking a paper out: the files themselves, or a controlled copy; and the receipt of its entry."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from docgen.office import controlled, item_page, log_showing
from docgen.web import given
from docgen.web.entering import Request
from docgen.web.items_known import item_of
from docgen.web.page import download, known
from docgen.web.wrong import nothing_there

_BYTES = "application/octet-stream"


@require_POST
def file(request: Request, item: str) -> HttpResponse:
    """The paper's own files, for whoever may edit it; several come as one ZIP."""
    purpose = request.POST.get("purpose", "")
    row = item_of(request, item)
    taken = controlled.take(request.office, request.who, str(row), purpose)
    if len(taken.files) == 1:
        [(name, data)] = taken.files.items()
        return download(data, PurePath(name).name, _BYTES)
    number = f"{taken.copy.item} {taken.copy.number}"
    return download(_zipped(taken.files), f"{number}.zip", "application/zip")


@require_POST
def copy(request: Request, item: str) -> HttpResponse:
    """A controlled copy: a PDF with reader, time and number on each page."""
    purpose, holder = request.POST.get("purpose", ""), request.POST.get("holder", "").strip()
    row = item_of(request, item)
    made = controlled.give(request.office, request.who, str(row), purpose, holder=holder)
    return given.hand_over(request, made.pdf, made.name, made.password)


def receipt(request: Request, item: str, n: int) -> HttpResponse:
    """The receipt of the entry by which a version was filed."""
    seen = known(item_page.show, request.office, request.who, item)
    index = next((one.log_index for one in seen.chapters if one.n == n), None)
    if index is None:
        raise nothing_there()
    text = log_showing.prove(request.office, request.who, index)
    return download(text.encode(), f"{seen.item} v{n} receipt.txt", "text/plain; charset=utf-8")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    return out.getvalue()


PATHS: list[URLPattern] = [
    path("items/<str:item>/file/", file, name="item-file"),
    path("items/<str:item>/copy/", copy, name="item-copy"),
    path("items/<str:item>/<int:n>/receipt/", receipt, name="item-receipt"),
]
