"""Outside requests as the rules see them: rows turned into facts, and what was approved exactly."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from docgen.errors import NotFound, say
from docgen.model import outside as rules
from docgen.model.access import OutsideFact, Paper
from docgen.model.ids import number_in
from docgen.model.outside import Signature, State
from docgen.model.outside_file import parse_outside
from docgen.model.outside_kinds import Kind, OutsideRules
from docgen.model.people import Role
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped
from docgen.register.models_outside import OutsideRequest


def outside_rules(office: Office) -> OutsideRules:
    """The office's terms; ``BadInput`` names the line that is wrong."""
    return own_or_shipped(office.folder, "outside.toml", parse_outside)


def find(code: str) -> OutsideRequest:
    """The request with this number."""
    digits = code.strip().upper().removeprefix("OUT-")
    rows = OutsideRequest.objects.select_related("requested_by", "ended_by", "notice_scan")
    row = rows.filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no outside request {code}", code=code),
            why=say("a request's number looks like OUT-000007"),
            fix=say("see the outside requests").by("docgen outside list"),
            field="request",
        )
    return row


def fact_of(kinds: OutsideRules, row: OutsideRequest) -> rules.Request:
    """A request's row as the rules see it, on the terms of today."""
    return rules.Request(
        terms=kinds.terms(Kind(row.kind)),
        registrar=row.requested_by.code,
        items=items_of(row),
        officers=frozenset(row.officers.values_list("name", flat=True)),
        digest=digest(row),
        state=State(row.state),
        signatures=tuple(
            Signature(one.person.code, Role(one.role), one.of)
            for one in row.signatures.order_by("pk").select_related("person")
        ),
        until=row.until,
        servings=row.servings.count(),
        reason=row.reason,
    )


def items_of(row: OutsideRequest) -> frozenset[str]:
    """The numbers of the papers in a request's scope."""
    return frozenset(str(one.item) for one in row.papers.select_related("item__dossier"))


def digest(row: OutsideRequest) -> str:
    """What was registered, as a hex digest: an approval holds for exactly this."""
    officers = row.officers.order_by("pk").values_list("name", "document", "number")
    facts = [
        *(row.kind, row.body, row.branch, row.notice, row.notice_title, str(row.notice_on or "")),
        *(row.cause, row.scope, row.permit, row.authority),
        [list(one) for one in officers],
        sorted(items_of(row)),
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def paper_of(row: OutsideRequest) -> Paper:
    """A request as the rules of access see it: as secret as the most secret paper in its scope."""
    ranks = row.papers.values_list("item__rank", flat=True)
    return Paper(row.code, max(ranks, default=0), "", "")


def outside_fact(row: OutsideRequest) -> OutsideFact:
    """What the gate needs to know of a request that papers are served under."""
    return OutsideFact(row.code, row.state, items_of(row), row.until or dt.date.min)


def holder(row: OutsideRequest) -> str:
    """Whom a copy is for: the body, and who came; as long as the copies register takes it."""
    names = "、".join(row.officers.order_by("pk").values_list("name", flat=True))
    whole = f"{row.body}（{names}）" if names != row.body else row.body
    return whole if len(whole) <= 120 else f"{whole[:119]}…"  # noqa: PLR2004  the column's width
