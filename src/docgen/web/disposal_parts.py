"""What the pages of retention and destruction share: their tabs, and what a form may name."""

from __future__ import annotations

from django.urls import reverse

from docgen.errors import Said, say
from docgen.model.retention import PERIODS
from docgen.office import retention
from docgen.office.desk import Office
from docgen.web.entering import Request
from docgen.web.items_known import item_of

_TABS = {
    "retention": say("Period over"),
    "holds": say("Holds"),
    "shortenings": say("Shorter periods"),
    "destructions": say("Destruction lists"),
}


def tabs(here: str) -> list[tuple[str, Said, bool]]:
    """Address, words, and whether it is the page that is shown."""
    return [(reverse(name), words, name == here) for name, words in _TABS.items()]


def period_options(office: Office) -> list[tuple[str, str]]:
    """The periods of the office's schedule, to choose from."""
    periods = retention.schedule(office).periods
    return [(name, PERIODS.get(name, one.title)) for name, one in periods.items()]


def known_place(request: Request, text: str) -> str:
    """What a hold is to lie on; a paper that he may not know of is as if it were not there."""
    return str(item_of(request, text)) if "-" in text else text
