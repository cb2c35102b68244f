"""What somebody asks for on the search page, as it stands in the address, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from docgen.errors import say
from docgen.index.engine import Order
from docgen.office import finding

#: What hits are narrowed by, and what it is called.
FILTERS = {
    "customer": say("customer"),
    "dossier": say("dossier"),
    "template": say("form"),
    "group": say("group"),
    "grade": say("grade"),
    "unit": say("unit"),
    "year": say("year"),
    "since": say("dated from"),
    "until": say("dated to"),
}
ORDERS: Mapping[Order, str] = {
    "best": say("the best first"),
    "date": say("the newest first"),
    "number": say("by number"),
}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    Args:
        words: What was typed.
        filters: Filter → value; those that say nothing are left out.
        order: What comes first.
    """

    words: str
    filters: Mapping[str, str]
    order: Order = "best"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.filters)

    @property
    def asked(self) -> str:
        """The whole search in docgen's grammar."""
        filters = {name: value for name, value in self.filters.items() if name != "year"}
        if year := self.filters.get("year"):
            filters = {"since": year, "until": year, **filters}
        return finding.narrowed([self.words] if self.words else [], filters)

    def address(self, **changes: str) -> str:
        """The page of this search with other filters; "" takes one away."""
        wanted = {"q": self.words, **self.filters, **changes}
        if self.order != "best":
            wanted["order"] = self.order
        query = urlencode({name: value for name, value in wanted.items() if value})
        return f"{reverse('search')}?{query}"


def wish_of(query: QueryDict) -> Wish:
    """What the address asks for; what it has besides is left aside."""
    filters = {name: query.get(name, "").strip()[:_LONGEST].replace('"', "") for name in FILTERS}
    order = query.get("order", "best")
    return Wish(
        words=query.get("q", "").strip(),
        filters={name: value for name, value in filters.items() if value},
        order=cast("Order", order) if order in ORDERS else "best",
    )
