"""What the registers of the archive share on their pages: the tabs above them."""

from __future__ import annotations

from django.urls import reverse

from docgen.errors import Said, say

_TABS = {
    "dossiers": say("Dossiers"),
    "missing": say("What is missing"),
    "bindings": say("To bind"),
    "copies": say("Copies register"),
    "permits": say("Permits"),
    "regradings": say("Grades"),
}


def tabs(here: str) -> list[tuple[str, Said, bool]]:
    """Address, words, and whether it is the page that is shown."""
    return [(reverse(name), words, name == here) for name, words in _TABS.items()]
