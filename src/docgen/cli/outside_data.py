"""Outside requests and servings as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.office.outside import Seen
    from docgen.office.outside_handing import Served


def serving_data(one: Served, file: Path | None) -> dict[str, object]:
    """A serving as data."""
    return {
        "item": str(one.row.item),
        "gives": one.row.gives,
        "copy": one.given.copy.code if one.given else None,
        "file": str(file) if file else None,
        "password": (one.given.password or None) if one.given else None,
        "log_index": one.row.log_index,
    }


def request_data(one: Seen) -> dict[str, object]:
    """A request as data."""
    row, fact = one.row, one.fact
    return {
        "request": row.code,
        "kind": row.kind,
        "state": row.state,
        "body": row.body,
        "branch": row.branch or None,
        "notice": {
            "number": row.notice or None,
            "on": row.notice_on.isoformat() if row.notice_on else None,
            "title": row.notice_title or None,
            "scan": str(row.notice_scan) if row.notice_scan else None,
        },
        "cause": row.cause or None,
        "scope": row.scope,
        "permit": row.permit or None,
        "authority": row.authority or None,
        "officers": [
            {
                "name": officer.name,
                "document": officer.document,
                "number": officer.number,
                "scan": str(officer.scan) if officer.scan else None,
            }
            for officer in one.officers
        ],
        "papers": [
            {"item": str(line.item), "title": line.item.title, "whole_dossier": line.whole}
            for line in one.papers
        ],
        "papers_count": one.count,
        "requested_by": row.requested_by.login,
        "requested_at": row.requested_at.isoformat(),
        "approved_by": [
            {"who": signed.person.login, "role": signed.role, "at": signed.at.isoformat()}
            for signed in one.signatures
        ],
        "lacking": [role.value for role in fact.lacking],
        "until": row.until.isoformat() if row.until else None,
        "reason": row.reason or None,
        "servings": [
            {
                "item": str(served.item),
                "gives": served.gives,
                "copy": served.copy.code if served.copy else None,
                "served_by": served.served_by.login,
                "escort": served.escort.login,
                "at": served.at.isoformat(),
                "log_index": served.log_index,
            }
            for served in one.servings
        ],
    }
