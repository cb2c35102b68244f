"""What a day of visits changes on a customer's card, field by field (C-055, F-162).

A report names only what is new; what it leaves blank stays. Every change is told with what stood
there before, so that nothing is written over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: A card's field for what a report calls it.
PLAIN = {"address": "address", "business": "business", "opinion": "opinion"}
#: What a report says of the goods, and the card's column for it.
_STOCK = {"stock": "held", "purchases": "bought", "sales": "sold"}
#: The row of the card's goods that a report's sums stand in.
ALL_GOODS = "总体"
_BETWEEN = re.compile(r"[，,、；;]")
_MOBILE = "1"
#: So many visits stand on a card; the others on the cards before it.
_LAST = 12
#: Who filled it and when is not what changed.
_ASIDE = frozenset({"visitor", "updated_on", "visits", "last_visit_on", "stock_on"})

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a card: what stood there, and what does now."""

    field: str
    before: object
    after: object


def updated(card: Answers, told: Mapping[str, str], *, day: str, visitor: str) -> dict[str, object]:
    """The card's answers after a visit.

    Args:
        card: The answers as they were; empty for a new card.
        told: The row of the report: what it says of this customer.
        day: The day of the visit.
        visitor: Who made it.
    """
    now: dict[str, object] = dict(card)
    for name, field in PLAIN.items():
        if told.get(name):
            now[field] = told[name]
    if told.get("contact"):
        now["contacts"] = _with_row(card.get("contacts"), "name", _contact(told["contact"]))
    goods = {column: told[name] for name, column in _STOCK.items() if told.get(name)}
    if goods:
        now["stock"] = _with_row(card.get("stock"), "goods", {"goods": ALL_GOODS, **goods})
        now["stock_on"] = day
    visit = {"visited_on": day, "visitor": visitor, "summary": told.get("opinion") or "例行巡访"}
    now["visits"] = [*_rows(card.get("visits")), visit][-_LAST:]
    return now | {"last_visit_on": day, "opened_on": card.get("opened_on") or day}


def changes(before: Answers, after: Answers) -> list[Change]:
    """What is different, in the order of the names; who filled it and when is not told."""
    names = sorted({*before, *after} - _ASIDE)
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _contact(text: str) -> dict[str, object]:
    """``姓名，职务，电话`` as a row of contacts; a number of a mobile is one."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    row: dict[str, object] = {"name": parts[0] if parts else text}
    for part in parts[1:]:
        if re.fullmatch(r"[\d +()-]{5,}", part):
            row["mobile" if part.startswith(_MOBILE) else "phone"] = part
        else:
            row["post"] = part
    return row


def _with_row(there: object, key: str, row: Mapping[str, object]) -> list[dict[str, object]]:
    """The table with this row: what it says is put over the row of the same name, or added."""
    rows = _rows(there)
    for at, old in enumerate(rows):
        if old.get(key) == row[key]:
            rows[at] = {**old, **row}
            return rows
    return [*rows, dict(row)]


def _rows(there: object) -> list[dict[str, object]]:
    return [dict(row) for row in there] if isinstance(there, list) else []
