"""Why somebody wants to read a paper: the closed list of R4, to choose from."""

from __future__ import annotations

from docgen.errors import say
from docgen.model.access import PURPOSES

_SAID = {
    "service": say("serving the customer"),
    "complaint": say("handling a complaint"),
    "contract": say("performing a contract"),
    "handover": say("handing over work"),
    "legal": say("legal matters"),
    "inspection": say("inspecting the archive"),
    "customer": say("the customer himself asks"),
}
#: Code and words, in the order of the list; the first is none, so that nobody chooses unawares.
CHOICES: list[tuple[str, str]] = [
    ("", say("– choose a purpose –")),
    *((code, _SAID.get(code, words)) for code, words in PURPOSES.items()),
]


def said(code: str) -> str:
    """A purpose in words."""
    return _SAID.get(code, code)
