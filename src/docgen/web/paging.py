"""Lists page by page: what ``parts/pager.html`` needs, from the address and the total."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.web.entering import Request
from docgen.web.page import number_of

EACH = 50
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Pages:
    """One page of a list.

    Args:
        first: The number of its first row, from 1; 0 if there is none.
        last: The number of its last row.
        total: How many rows the list has.
        before: The address of the page before; "" if there is none.
        after: The address of the page after.
    """

    first: int
    last: int
    total: int
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether the list has more than this page."""
        return bool(self.before or self.after)


def offset_of(request: Request, each: int = EACH) -> int:
    """How many rows stand on the pages before the one that is asked for."""
    return (max(1, number_of(request.GET, "page", 1, most=_MOST)) - 1) * each


def pages_of(request: Request, total: int, each: int = EACH) -> Pages:
    """The page that is asked for, of a list with so many rows."""
    offset = offset_of(request, each)
    number = offset // each + 1
    last = min(offset + each, total)
    return Pages(
        first=min(offset + 1, total),
        last=last,
        total=total,
        before=_address(request, number - 1) if offset else "",
        after=_address(request, number + 1) if last < total else "",
    )


def _address(request: Request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"
