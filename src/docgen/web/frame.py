"""What stands around every page: who is signed in, the menu of his roles, the language."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from docgen.errors import say
from docgen.model.access import ROLE_ACTS, Act
from docgen.model.people import APART, READERS, Role
from docgen.office import approving
from docgen.register.models import Person
from docgen.web import desk
from docgen.web.speech import is_chinese

_ALL = frozenset(Role)
#: For so many seconds a number stands, if only others' processes have changed it.
_HOLDS = 20.0
_NUMBERS: dict[tuple[Path, int], tuple[float, int]] = {}


def _may(act: Act) -> frozenset[Role]:
    """The roles that may do something at all."""
    return frozenset(role for role in Role if act in ROLE_ACTS[role])


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu: for whom it is, how it is called, the URL's name, its sign."""

    roles: frozenset[Role]
    title: str
    url: str
    sign: str


MENU = (
    Entry(_ALL, say("Home"), "home", "home"),
    Entry(frozenset({Role.CLERK, Role.ARCHIVIST}), say("New paper"), "new", "pen"),
    Entry(READERS, say("Search"), "search", "search"),
    Entry(READERS, say("Customers"), "customers", "people"),
    Entry(READERS, say("Dossiers"), "dossiers", "folder"),
    Entry(READERS, say("Loan desk"), "loans", "loan"),
    Entry(_may(Act.LIST_OUTSIDE), say("Outside requests"), "outside", "out"),
    Entry(READERS, say("Approvals"), "approvals", "tick"),
    Entry(READERS, say("Cases"), "cases", "case"),
    Entry(READERS, say("Duties"), "duties", "clock"),
    Entry(READERS, say("Posted staff"), "postings", "badge"),
    Entry(READERS, say("Visits"), "visits", "calendar"),
    Entry(_may(Act.LIST_TRANSFERS), say("Transfers"), "transfers", "box"),
    Entry(_may(Act.LIST_DISPOSAL), say("Retention"), "retention", "shield"),
    Entry(_may(Act.AUDIT), say("Audit"), "audit", "eye"),
    Entry(_ALL, say("Templates"), "templates", "form"),
    Entry(frozenset({Role.ADMINISTRATOR}), say("Administration"), "administration", "gear"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Facts for every page."""
    user = getattr(request, "user", None)
    who = user if isinstance(user, Person) else None
    roles = frozenset(Role(role) for role in who.roles) if who else frozenset()
    return {
        "who": who,
        "roles": roles,
        "company": desk.office().settings.company,
        "menu": [
            (one, url := reverse(one.url), _is_here(request, url))
            for one in MENU
            if one.roles & roles
        ],
        "is_chinese": is_chinese(),
        "reads_papers": not roles & APART,
        "to_approve": _to_approve(who) if who and roles & READERS else 0,
    }


def _to_approve(who: Person) -> Callable[[], int]:
    """How much waits for his word, when the menu is drawn."""
    return functools.partial(_counted, who)


def _counted(who: Person) -> int:
    """Counting takes longer than drawing: a number holds for a while, or until ``forget``."""
    office = desk.office()
    moment, n = _NUMBERS.get((office.folder, who.pk), (0.0, 0))
    if not moment or time.monotonic() > moment + _HOLDS:
        n = sum(approving.counts(office, who).values())
        _NUMBERS[office.folder, who.pk] = (time.monotonic(), n)
    return n


def forget() -> None:
    """Somebody has sent something to this process: what was counted may not be so any more."""
    _NUMBERS.clear()


def _is_here(request: HttpRequest, url: str) -> bool:
    """Whether the page is this entry's, or lies below it."""
    return request.path == url or (url != reverse("home") and request.path.startswith(url))
