"""The printed register of copies (副本登记簿, G-013), made of its rows; see ``aids``."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.copies import State
from docgen.office import aids, copies
from docgen.office.aid_facts import Values, frame
from docgen.office.aids import Aid
from docgen.office.desk import Office
from docgen.register.models_copies import Copy


def printed(
    office: Office, rows: Sequence[Copy], scope: str, *, pdf: bool = False, xlsx: bool = False
) -> Aid:
    """The register of these copies, which the caller has leave to know of."""
    values = frame(office, max((row.item.rank for row in rows), default=1)) | {
        "scope": scope or "全部副本",
        "made_on": office.today,
        "copies": [_line(row) for row in rows],
        "copies_count": len(rows),
        "held_count": sum(row.state == State.HELD for row in rows),
        "archivist": "",
        "reviewer": "",
        "remark": "",
    }
    return aids.made(office, "copies", values, pdf=pdf, xlsx=xlsx)


def _line(row: Copy) -> Values:
    fact = copies.fact_of(row)
    return {
        "code": row.code,
        "item_number": str(row.item),
        "name": row.item.title,
        "kind": fact.kind.word,
        "copy_number": row.number or "",
        "holder": fact.holder,
        "reason": fact.reason,
        "since": fact.since,
        "review_on": fact.review_on or "",
        "state": fact.state.word,
        "ended_on": fact.ended_on or "",
        "note": "　".join(
            filter(None, (fact.remark, "原件已销毁" if row.item.state == "destroyed" else ""))
        ),
    }
