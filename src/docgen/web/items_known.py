"""The paper of an address, for whoever may know of it; others hear that there is nothing."""

from __future__ import annotations

from docgen.office import lending
from docgen.register.models import Item
from docgen.web.entering import Request
from docgen.web.page import known
from docgen.web.wrong import nothing_there


def item_of(request: Request, number: str) -> Item:
    """The paper; somebody who may not know of it is refused as if he had asked for its facts."""
    if not lending.is_known(request.office, request.who, number):
        known(lending.show, request.office, request.who, number)
        raise nothing_there()
    return lending.item_of(number)
