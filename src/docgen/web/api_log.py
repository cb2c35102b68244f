"""The access log, for auditors: reading entries, the newest checkpoint, proofs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router
from ninja.params.functions import Query

from docgen.office import auditing, log_showing
from docgen.web.api_token import Asked, must_be_for

router = Router(tags=["log"])


@router.get("/log", response=list[dict[str, Any]], summary="The newest entries")
def entries(
    request: Asked,
    act: str = Query("", max_length=60, description="What was done, or how it begins: loan"),
    about: str = Query("", max_length=200, description="A paper, a dossier, an account"),
    last: int = Query(50, ge=1, le=1000),
) -> list[dict[str, Any]]:
    """Oldest first, each with its sentence in both languages; reading is an entry itself."""
    must_be_for(request, "log")
    return auditing.entries(request.office, request.who, act=act, obj=about, last=last)


@router.get("/log/checkpoint", summary="The log's signed checkpoint")
def checkpoint(request: Asked) -> HttpResponse:
    """A signed note, to be kept elsewhere and compared with later ones."""
    must_be_for(request, "log")
    note = auditing.checkpoint(request.office, request.who)
    return HttpResponse(note, content_type="text/plain; charset=utf-8")


@router.get("/log/{index}", response=dict[str, Any], summary="One entry")
def entry(request: Asked, index: int) -> dict[str, Any]:
    """With what stands behind its commitments, if it was kept."""
    must_be_for(request, "log")
    return log_showing.show(request.office, request.who, index)


@router.get("/log/{index}/proof", summary="Proof that an entry is in the log")
def proof(request: Asked, index: int) -> HttpResponse:
    """A receipt that ``docgen-audit`` checks without this office."""
    must_be_for(request, "log")
    receipt = log_showing.prove(request.office, request.who, index)
    return HttpResponse(receipt, content_type="text/plain; charset=utf-8")
