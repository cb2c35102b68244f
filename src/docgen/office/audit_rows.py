"""The rows of the register as reconciliation sees them: table, key, and the facts a log can tell.

Each function gives one table; names and facts are those of ``model.telling``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from docgen.model.case import StepState
from docgen.model.disposal import OPEN
from docgen.model.disposal import State as ListState
from docgen.model.duty import State as DutyState
from docgen.model.grades import Grade
from docgen.model.telling import Effect
from docgen.office import disposal
from docgen.office.numbers import ISSUED, VOID
from docgen.register.models import Customer, Dossier, Grant, IssuedNumber, Item, Loan, Person
from docgen.register.models_cases import Case, CaseStep
from docgen.register.models_copies import Copy
from docgen.register.models_custody import DossierLink, DossierStage, FormerNumber, Transfer
from docgen.register.models_description import DossierPlace
from docgen.register.models_disposal import DestructionList, Hold, Tombstone
from docgen.register.models_duties import DutyStep, OwedDuty
from docgen.register.models_keeping import Shortening
from docgen.register.models_outside import OutsideServing
from docgen.register.models_postings import (
    Appraisal,
    Area,
    Handover,
    Holding,
    Leave,
    Posting,
    PostingFact,
    Station,
)
from docgen.register.models_reminders import Reminder
from docgen.register.models_seals import Seal
from docgen.register.models_searches import SavedSearch
from docgen.register.models_visits import (
    CustomerClass,
    Gift,
    SurveyAnswer,
    SurveyRound,
    VisitPaper,
)

_AT_ONCE = 2000


def rows() -> Iterator[Effect]:
    """All rows that the log tells of, but versions and notes; those have modules of their own."""
    for table in _TABLES:
        yield from table()


def _each(rows: QuerySet[Any]) -> Iterator[Any]:
    """A table in short questions, so that nobody who writes has to wait."""
    last: object = None
    while True:
        after = rows.order_by("pk") if last is None else rows.filter(pk__gt=last).order_by("pk")
        some = list(after[:_AT_ONCE])
        yield from some
        if len(some) < _AT_ONCE:
            return
        last = some[-1].pk


def _people() -> Iterator[Effect]:
    for row in _each(Person.objects.all()):
        clearance = Grade.of_rank(row.clearance).code
        roles, active = ",".join(sorted(row.roles)), "yes" if row.active else "no"
        yield "person", row.code, {"active": active, "roles": roles, "clearance": clearance}
    for one in _each(Grant.objects.select_related("person", "dossier")):
        yield "grant", f"{one.person} {one.dossier}", {}


def _dossiers() -> Iterator[Effect]:
    for customer in _each(Customer.objects.all()):
        yield "customer", customer.code, {"kind": customer.kind}
    for row in _each(Dossier.objects.all()):
        yield "dossier", str(row), {"type": row.type}
        yield "dossier grade", str(row), {"grade": Grade.of_rank(row.rank).code}
    for place in _each(DossierPlace.objects.all()):
        yield "place", f"{place.dossier_id:010d}", {}
    for seal in _each(Seal.objects.all()):
        yield "seal", str(seal.log_index), {"of": f"{seal.dossier_id:010d}"}
    for link in _each(DossierLink.objects.all()):
        yield "link", f"{link.one_id:010d} {link.other_id:010d}", {}
    stages: dict[str, dict[str, str]] = {}
    for stage in _each(DossierStage.objects.all()):
        stages.setdefault(f"{stage.dossier_id:010d}", {})[stage.stage] = str(stage.on)
    yield from (("stage", number, days) for number, days in stages.items())
    papers = Counter(FormerNumber.objects.values_list("dossier__type", flat=True).iterator())
    yield from (("renumbering", name, {"papers": count}) for name, count in papers.items())


def _loans() -> Iterator[Effect]:
    asked: Counter[str] = Counter()
    for row in _each(Loan.objects.select_related("item", "borrower")):
        asked[f"{row.item} {row.borrower}"] += 1
        yield "loan", row.code, {"state": row.state}
    yield from (("loan request", key, {"times": times}) for key, times in asked.items())


def _copies() -> Iterator[Effect]:
    for row in _each(Copy.objects.select_related("item")):
        yield "copy", str(row.log_index), {"of": str(row.item)}
        yield "copy state", row.code, {"state": row.state}
    for one in _each(OutsideServing.objects.select_related("item")):
        yield "serving", str(one.log_index), {"of": str(one.item)}


def _custody() -> Iterator[Effect]:
    for row in _each(Transfer.objects.annotate(papers=Count("lines"))):
        yield "transfer", row.code, {"state": row.state, "papers": str(row.papers)}
    for one in _each(IssuedNumber.objects.filter(Q(state=VOID) | Q(state=ISSUED, item=None))):
        yield "number", one.number, {"state": one.state}


def _keeping() -> Iterator[Effect]:
    for row in _each(Hold.objects.all()):
        yield "hold", row.code, {"released": "yes" if row.released_at else "no"}
    for one in _each(Shortening.objects.all()):
        facts = {"state": one.state, "approved": "yes" if one.approved_by_id else "no"}
        yield "shortening", one.code, facts
    for stone in _each(Tombstone.objects.select_related("item", "list")):
        yield "tombstone", str(stone.item), {"list": stone.list.code}
    for some in _each(DestructionList.objects.annotate(papers=Count("lines"))):
        yield "destruction", some.code, _list_facts(some, some.papers)


def _list_facts(row: DestructionList, papers: int) -> Mapping[str, str | int]:
    fact = disposal.fact_of(row)
    is_over = fact.state in {ListState.UNDER_WAY, ListState.DONE}
    ended = "carried-out" if is_over else "no" if fact.state in OPEN else fact.state.value
    if fact.approvals_lacking and (is_over or fact.state is ListState.APPROVED):
        ended = f"{fact.state.value}, not approved"
    return {
        "papers": str(papers),
        "approvals": len(fact.approvers),
        "witnesses": len(fact.witnesses),
        "ended": ended,
    }


def _searches() -> Iterator[Effect]:
    for row in _each(SavedSearch.objects.all()):
        yield "search", row.code, {"state": row.state, "shared": "yes" if row.unit else "no"}


def _duties() -> Iterator[Effect]:
    """What is open, and a reminder before the day, is told by no entry."""
    for row in _each(OwedDuty.objects.exclude(state=DutyState.OPEN)):
        yield "duty", row.code, {"state": row.state}
    for step in _each(DutyStep.objects.filter(log_index__isnull=False).select_related("duty")):
        yield "duty step", f"{step.duty} {step.step}", {}


def _reminders() -> Iterator[Effect]:
    """One that no server is known to have taken is told by no entry."""
    for row in _each(Reminder.objects.filter(log_index__isnull=False).select_related("person")):
        yield "reminder", str(row.log_index), {"of": row.person.code}


def _cases() -> Iterator[Effect]:
    """A step that waits, is open or is not needed is told by no entry."""
    for row in _each(Case.objects.all()):
        yield "case", row.number, {"state": row.state, "severity": row.severity}
    ended = CaseStep.objects.filter(state__in=(StepState.DONE, StepState.SKIPPED))
    for step in _each(ended.select_related("case")):
        yield "case step", str(step), {"state": step.state}


def _postings() -> Iterator[Effect]:
    for row in _each(Posting.objects.all()):
        yield "posting", row.code, {"state": row.state}
    shown = Counter(str(one) for one in _each(PostingFact.objects.select_related("posting")))
    yield from (("posting fact", key, {"times": times}) for key, times in shown.items())
    for one in _each(Appraisal.objects.select_related("posting")):
        yield "appraisal", str(one), {}
    for leave in _each(Leave.objects.all()):
        yield "leave", leave.code, {"state": leave.state}
    for area in _each(Area.objects.all()):
        yield "area", area.key, {}


def _handovers() -> Iterator[Effect]:
    for row in _each(Handover.objects.all()):
        yield "handover", row.code, {"state": row.state}
    for thing in _each(Holding.objects.all()):
        yield "thing", thing.code, {"returned": "yes" if thing.returned_on else "no"}
    for station in _each(Station.objects.select_related("keeper")):
        yield "station", station.code, {"keeper": station.keeper.code if station.keeper else "-"}


def _visits() -> Iterator[Effect]:
    """Plans and made visits follow from their papers and are told by no entry of their own."""
    for paper in _each(VisitPaper.objects.select_related("item")):
        yield "visit paper", str(paper.log_index), {"of": str(paper.item)}
    for answer in _each(SurveyAnswer.objects.select_related("item")):
        yield "survey answer", str(answer.log_index), {"of": str(answer.item)}
    for row in _each(CustomerClass.objects.select_related("customer")):
        yield "customer class", str(row.log_index), {"of": row.customer.code}
    for gift in _each(Gift.objects.all()):
        yield "gift", gift.code, {"state": gift.state}
    for one in _each(SurveyRound.objects.all()):
        yield "survey", one.code, {"state": one.state}


def _items() -> Iterator[Effect]:
    """What acts after filing changed; of the others nothing is told here."""
    for row in _each(Item.objects.all()):
        facts = {"group": row.group, "retention": row.retention, "state": row.state}
        yield "item", str(row), facts | {"grade": Grade.of_rank(row.rank).code}


_TABLES: tuple[Callable[[], Iterator[Effect]], ...] = (
    *(_people, _dossiers, _loans, _copies, _custody, _keeping, _searches, _duties, _cases, _items),
    _reminders,
    _visits,
    _postings,
    _handovers,
)
