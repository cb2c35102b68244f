"""A dossier: its cover, groups and catalogue, what it lacks, what happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.errors import Said, say
from docgen.model.access import Act
from docgen.model.dossier import Group
from docgen.office import (
    audit_print,
    auditing,
    describing,
    dossier_page,
    dossiers,
    form_states,
    gate,
    log_facts,
)
from docgen.office.describing import Facts
from docgen.office.dossier_page import Seen
from docgen.register.models import Item, Loan
from docgen.web import dossiers_acts, dossiers_add, dossiers_out, dossiers_print, given
from docgen.web.entering import Request
from docgen.web.page import button, known, page, with_grants
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.purposes import CHOICES

#: The four measures of R-030, and the retention periods, in words.
MEASURES = {
    "complete": say("complete"),
    "accurate": say("accurate"),
    "timely": say("timely"),
    "systematic": say("systematic"),
}
RETENTIONS = {
    "permanent": say("permanent"),
    "30 years": say("30 years"),
    "10 years": say("10 years"),
    "1 year": say("1 year"),
    "external": say("by another rule"),
}
_LAST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the catalogue; the first of its group on the page bears the group's name.

    Args:
        group: The group, where it begins.
        turn: Its number in the catalogue.
        item: The paper.
        facts: How it is described.
        blanks: How many answers it leaves open: it is a draft.
        loan: The loan by which it is out.
        copies: How many copies are held.
    """

    group: Group | None
    turn: int
    item: Item
    facts: Facts
    blanks: int
    loan: Loan | None
    copies: int


def dossier(request: Request, number: str) -> HttpResponse:
    """The page of one dossier."""
    with_grants(request)
    office, who = request.office, request.who
    seen = known(dossier_page.show, office, who, number)
    chosen = request.GET.get("group", "")
    wanted = [one for one in _papers(seen) if chosen in {"", one[0].key}]
    paper = gate.dossier_paper(seen.row)
    facts: dict[str, Any] = {
        "seen": seen,
        "row": seen.row,
        "lines": list(_lines(request, seen, wanted)),
        "pages": pages_of(request, len(wanted)),
        "counts": [(group, len(items)) for group, items in seen.contents.groups],
        "total": sum(len(items) for _, items in seen.contents.groups),
        "group": chosen,
        "measures": _measures(seen),
        "retention": RETENTIONS.get(seen.row.retention, seen.row.retention),
        "stages": _stages(seen),
        "acts": [*dossiers_acts.forms(request, seen), *dossiers_out.forms(request, seen.row)],
        "add": button(request, Act.FILE, paper=paper),
        "reads_log": button(request, Act.READ_LOG).allowed,
        "names": button(request, Act.LIST_LOANS).allowed,
        "bind": button(request, Act.READ, paper=paper, purpose="inspection"),
        "purposes": CHOICES,
        "prints": dossiers_print.KINDS,
    }
    return page(request, "dossiers/dossier.html", **facts)


def _papers(seen: Seen) -> list[tuple[Group, int, Item]]:
    """The papers in the order of the catalogue, numbered from 1."""
    every = [(group, item) for group, items in seen.contents.groups for item in items]
    return [(group, turn, item) for turn, (group, item) in enumerate(every, 1)]


def _lines(
    request: Request, seen: Seen, wanted: Sequence[tuple[Group, int, Item]]
) -> Iterator[Line]:
    offset, before = offset_of(request), None
    for group, turn, item in wanted[offset : offset + EACH]:
        item.dossier = seen.row
        yield Line(
            group if group is not before else None,
            turn,
            item,
            describing.facts(request.office, item),
            form_states.blanks_of(item),
            seen.loans.get(item.pk),
            len(seen.copies.get(item.pk, ())),
        )
        before = group


def _measures(seen: Seen) -> list[tuple[Said, int]]:
    percents = seen.review.report.measures.percents()
    return [(words, percents[name]) for name, words in MEASURES.items()]


def _stages(seen: Seen) -> list[tuple[str, object]]:
    titles = {one.key: one.title for one in seen.contents.kind.stages}
    return [(titles.get(one.stage, one.stage), one.on) for one in seen.stages]


def log(request: Request, number: str) -> HttpResponse:
    """What the log has of a dossier and of its papers, for whoever may read the log."""
    row = known(dossiers.resolve, request.who, number)
    found = auditing.entries(request.office, request.who, obj=str(row), last=_LAST)
    called = audit_print.names()
    entries = [log_facts.told(one, called) for one in found[::-1]]
    return page(request, "dossiers/log.html", row=row, entries=entries, most=_LAST)


PATHS: list[URLPattern] = [
    *dossiers_acts.PATHS,
    path("dossiers/<str:number>/", dossier, name="dossier"),
    path("dossiers/<str:number>/log/", log, name="dossier-log"),
    *dossiers_add.PATHS,
    *dossiers_print.PATHS,
    *dossiers_out.PATHS,
    *given.PATHS,
]
