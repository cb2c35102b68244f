"""What a kind of approvals is made of: its open rows, how each is told, and who says yes or no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from docgen.errors import Reason, say
from docgen.model.access import ROLE_ACTS, Act, Decision
from docgen.model.people import Person as Acting
from docgen.model.people import Role
from docgen.office.desk import Office
from docgen.register.models import Grant, Person


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks, looked up once."""

    office: Office
    who: Person
    acting: Acting

    def may(self, act: Act) -> bool:
        """Whether one of his roles allows an act at all."""
        return any(act in ROLE_ACTS[role] for role in self.acting.roles)


@dataclass(frozen=True, slots=True)
class Open:
    """Something that waits, as it is told.

    Args:
        code: Its number.
        wants: What is asked for, as a sentence.
        about: The title of what it is about.
        decision: What the rules of access say of this person's deciding on it.
        asker: Who asked.
        since: Since when it waits.
        number: The number of the paper, dossier or case it is about.
        rank: Its grade's rank, if it has one.
        why: Why it was asked for, in the words of who asked.
        facts: What else is worth knowing before deciding, with its name.
        besides: What the topic's own rules have against this person's deciding on it.
    """

    code: str
    wants: str
    about: str
    decision: Decision
    asker: Person
    since: dt.datetime
    number: str = ""
    rank: int | None = None
    why: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    besides: tuple[Reason, ...] = ()


_Verb = Callable[[Office, Person, str, str], object]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of approvals.

    Args:
        kind: Its name in addresses.
        title: As people call it.
        url: The name of the page where one of them is seen.
        act: What its deciding asks leave for.
        rows: The open ones this person may know of, the oldest first.
        own: Those of them that he asked for or has agreed to already.
        tell: One of them, told.
        approve, refuse: The topic's verbs; ``None`` if it is decided on its own page.
        takes: The name in its address.
    """

    kind: str
    title: str
    url: str
    act: Act
    rows: Callable[[Eye], QuerySet[Any]]
    own: Callable[[Eye], Q]
    tell: Callable[[Eye, Any], Open]
    approve: _Verb | None = None
    refuse: _Verb | None = None
    takes: str = "code"

    def concerns(self, eye: Eye) -> bool:
        """Whether this person decides on such things at all."""
        return eye.acting.active and eye.may(self.act)

    def theirs(self, eye: Eye) -> QuerySet[Any]:
        """The open ones that others asked for."""
        rows = self.rows(eye)
        return rows.exclude(pk__in=rows.filter(self.own(eye)).order_by().values("pk"))


def known(eye: Eye, path: str = "") -> Q:
    """Papers or dossiers somebody may know of, by the way to their dossier: ``item__dossier``.

    The same as ``access.visible_to``, written so that a count asks the database once.
    """
    if Role.ARCHIVIST in eye.acting.roles:
        return Q()
    granted = Grant.objects.filter(person=eye.who).values("dossier")
    return Q(**{f"{path}__unit": eye.who.unit}) | Q(**{f"{path}__in": granted})


def says(column: str) -> Cast:
    """A column of JSON as text, to look whether a name stands in it."""
    return Cast(column, TextField())


def signed_already() -> tuple[Reason, ...]:
    """That nobody says yes twice."""
    return (Reason("R6", say("you have approved it already; somebody else must")),)


def own_request() -> tuple[Reason, ...]:
    """That nobody decides on what he asked for."""
    return (Reason("R6", say("nobody decides on what he asked for himself")),)
