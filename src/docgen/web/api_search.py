"""Finding papers, and who one is."""

from __future__ import annotations

import datetime as dt

from ninja import Router, Schema
from ninja.params.functions import Query
from pydantic import Field

from docgen.index.engine import Order
from docgen.model.grades import Grade
from docgen.office import finding
from docgen.web.api_token import Asked, must_be_for

router = Router(tags=["find"])


class Me(Schema):
    """Whose token it is."""

    code: str
    login: str
    name: str
    unit: str
    roles: list[str]
    scopes: list[str]
    until: dt.datetime


class Hit(Schema):
    """One paper that was found; ``spans`` are places of the words in ``snippet``."""

    item: str
    title: str
    customer: str
    dossier: str
    template: str
    date: dt.date
    grade: str
    number: str
    snippet: str
    spans: list[tuple[int, int]]


class Found(Schema):
    """What matches, as far as this person may know of it."""

    total: int
    hits: list[Hit]
    took_ms: float
    next: int | None = Field(None, description="The cursor of the next hits; null at the end.")


@router.get("/me", response=Me, summary="Whose token this is")
def me(request: Asked) -> Me:
    """The person behind the token, and what the token is for."""
    who, token = request.who, request.auth
    return Me(
        code=who.code,
        login=who.login,
        name=who.name,
        unit=who.unit,
        roles=who.roles,
        scopes=token.scopes,
        until=token.ends_at,
    )


@router.get("/search", response=Found, summary="Find papers")
def search(
    request: Asked,
    q: str = Query("", max_length=10_000, description="docgen's search grammar: 投诉 since:2026"),
    order: Order = "best",
    limit: int = Query(20, ge=1, le=100),
    cursor: int = Query(0, ge=0, le=100_000),
) -> Found:
    """Papers that match, counted and shown only as far as the person may know of them."""
    must_be_for(request, "read")
    found = finding.search(request.office, request.who, q, limit=limit, offset=cursor, order=order)
    shown = cursor + len(found.hits)
    return Found(
        total=found.total,
        hits=[
            Hit(
                item=one.item,
                title=one.title,
                customer=one.customer,
                dossier=one.dossier,
                template=one.template,
                date=one.date,
                grade=Grade.of_rank(one.rank).code,
                number=one.number,
                snippet=one.snippet,
                spans=list(one.spans),
            )
            for one in found.hits
        ],
        took_ms=found.took_ms,
        next=shown if found.hits and shown < found.total else None,
    )
