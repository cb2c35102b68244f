"""What was decided of papers after they were filed: their newest group and retention by the log.

``item.json`` says what a paper was when it was filed, and no byte of it changes. Whoever compares
it with the register asks here whether a difference was an act of somebody's.
"""

from __future__ import annotations

from functools import cached_property

from docgen.ledger.entry import decode
from docgen.register.models import Item
from docgen.register.models_log import LogEntry

#: Act → the fact it changes; the entry's ``more.to`` is what it became.
_ACTS = {"item.moved": "group", "retention.changed": "retention"}


class ChangedSince:
    """The log read once, when the first difference asks for it."""

    def explains(self, item: Item, fact: str) -> bool:
        """Whether the log says that this fact of a paper became what the register has."""
        return fact in _ACTS.values() and self._newest.get((str(item), fact)) == getattr(item, fact)

    @cached_property
    def _newest(self) -> dict[tuple[str, str], str]:
        marks = [f'"act":"{act}"'.encode() for act in _ACTS]
        found: dict[tuple[str, str], str] = {}
        leaves = LogEntry.objects.order_by("idx").values_list("leaf", flat=True)
        for leaf in map(bytes, leaves.iterator()):
            if any(mark in leaf for mark in marks):
                entry = decode(leaf)
                act, more = str(entry.get("act")), entry.get("more")
                if act in _ACTS and entry.get("res") == "allow" and isinstance(more, dict):
                    found[str(entry["obj"]), _ACTS[act]] = str(more["to"])
        return found
