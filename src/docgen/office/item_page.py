"""A paper with all that is known of it but its words, told in one entry of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.errors import Problem
from docgen.model.access import Act
from docgen.model.retention import Due
from docgen.office import copies, describing, gate, history, holds, lending, loan_losses, retention
from docgen.office.describing import Facts
from docgen.office.desk import Office
from docgen.office.history import Chapter
from docgen.register.models import Item, Loan, Person
from docgen.register.models_copies import Copy
from docgen.register.models_regrading import Regrading


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper's facts.

    Args:
        item: Its row.
        chapters: Its versions, the newest first; none of a paper that is gone.
        facts: How it is described.
        archive_number: 档号.
        group: Its group's title.
        loans: Its loans that are not over, the oldest first.
        copies: Copies that somebody holds.
        holds: The codes of the holds that lie on it.
        due: When its period is over; ``None`` if the schedule cannot tell.
        original: That its original is lost, and what stands in its place.
        regrading: An open proposal to change its grade.
    """

    item: Item
    chapters: Sequence[Chapter]
    facts: Facts
    archive_number: str
    group: str
    loans: Sequence[Loan]
    copies: Sequence[Copy]
    holds: Sequence[str]
    due: Due | None
    original: str
    regrading: Regrading | None

    @property
    def made(self) -> Mapping[str, Any]:
        """How the newest version came to be."""
        return self.chapters[0].made if self.chapters else {}

    @property
    def filed_on(self) -> dt.datetime:
        """When it was filed first."""
        return self.item.filed_at


_OVER = ("returned", "refused", "cancelled", "written-off")


def show(office: Office, who: Person, text: str) -> Seen:
    """Look at a paper's facts; its history has what was kept with each version."""
    item, chapters = lending.item_of(text), list[Chapter]()
    if item.state == "filed":
        chapters = history.chapters(office, who, item)
    else:
        item = lending.show(office, who, text)
    kind = office.rules.dossier_type(item.dossier.type)
    group = kind.group(item.group)
    loans = item.loans.exclude(state__in=_OVER).select_related("borrower").order_by("pk")
    return Seen(
        item=item,
        chapters=chapters[::-1],
        facts=describing.facts(office, item),
        archive_number=describing.archive_number(office, item),
        group=f"{group.letter} {group.title}" if group else item.group,
        loans=list(loans),
        copies=copies.held([item]).get(item.pk, []),
        holds=holds.on(item),
        due=_due(office, item),
        original=loan_losses.fate_of(item),
        regrading=Regrading.objects.filter(item=item, state="proposed").first(),
    )


def _due(office: Office, item: Item) -> Due | None:
    try:
        return retention.due_of(office, retention.schedule(office), item)
    except Problem:  # rules that are being changed; the paper's own facts are shown all the same
        return None


def groups_of(office: Office, item: Item) -> list[tuple[str, str]]:
    """The groups of a paper's dossier, key and title."""
    kind = office.rules.dossier_type(item.dossier.type)
    return [(one.key, f"{one.letter} {one.title}") for one in kind.groups]


def may_see_borrowers(office: Office, who: Person) -> bool:
    """Whether a person may know who has a paper."""
    return gate.weigh(office, who, Act.LIST_LOANS).allow
