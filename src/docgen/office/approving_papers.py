"""What waits for a decision about papers: loans, losses, permits, grades, periods, destruction.

Each function says of one kind which rows are open that somebody may know of, which of them are
his own, and how one is told; see ``approving_sources.Source``.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from docgen.errors import say
from docgen.model.access import PURPOSES, Act, Paper
from docgen.model.disposal import State as ListState
from docgen.model.grades import Grade
from docgen.model.loan import Kind as LoanKind
from docgen.model.loan import State as LoanState
from docgen.model.outside import State as OutsideState
from docgen.model.outside_kinds import Kind as OutsideKind
from docgen.model.permit import State as PermitState
from docgen.model.proposal import State as ProposalState
from docgen.model.retention import PERIODS
from docgen.office import disposal, gate, loans, outside, permits, regrading, shortening
from docgen.office.approving_sources import (
    Eye,
    Open,
    Source,
    known,
    own_request,
    says,
    signed_already,
)
from docgen.office.outside_facts import outside_rules
from docgen.register.models import Loan
from docgen.register.models_disposal import DestructionLine, DestructionList
from docgen.register.models_keeping import Shortening
from docgen.register.models_outside import OutsidePaper, OutsideRequest, OutsideSignature
from docgen.register.models_permits import Permit
from docgen.register.models_regrading import Regrading

_PAPER = "item__dossier"


def _rank(eye: Eye, path: str = "item__") -> Q:
    return Q(**{f"{path}rank__lte": eye.acting.rank})


def _loans(eye: Eye, state: LoanState) -> QuerySet[Loan]:
    rows = Loan.objects.filter(_rank(eye), known(eye, _PAPER), state=state)
    return rows.select_related("item__dossier", "borrower").order_by("pk")


def _loan(eye: Eye, row: Loan, wants: str) -> Open:
    decision = gate.weigh_as(
        eye.office,
        eye.acting,
        Act.DECIDE_LOAN,
        paper=gate.paper_of(row.item),
        purpose=row.purpose,
        loan=gate.loan_fact(row),
    )
    purpose = PURPOSES.get(row.purpose, row.purpose)
    return Open(
        row.code,
        wants,
        row.item.title,
        decision,
        row.borrower,
        row.lost_at or row.requested_at,
        str(row.item),
        row.item.rank,
        row.loss,
        ((say("purpose"), purpose), (say("kind"), LoanKind(row.kind).said)),
    )


def _permits(eye: Eye) -> QuerySet[Permit]:
    rows = Permit.objects.filter(_rank(eye), known(eye, _PAPER), state=PermitState.REQUESTED)
    return (
        rows.select_related("item__dossier", "asked_by")
        .order_by("pk")
        .prefetch_related("approvals__person")
    )


def _permit(eye: Eye, row: Permit) -> Open:
    decision = gate.weigh_as(
        eye.office,
        eye.acting,
        Act.DECIDE_PERMIT,
        paper=gate.paper_of(row.item),
        subject=row.asked_by.code,
    )
    said = [one.person for one in row.approvals.all()]
    return Open(
        row.code,
        say("take a paper out: {act}", act=_TAKEN[row.act]),
        row.item.title,
        decision,
        row.asked_by,
        row.asked_at,
        str(row.item),
        row.item.rank,
        row.why,
        (
            (say("purpose"), PURPOSES.get(row.purpose, row.purpose)),
            (say("approved by"), "、".join(one.name for one in said)),
        ),
        signed_already() if eye.who in said else (),
    )


_TAKEN = {"copy": say("a controlled copy"), "download": say("its files"), "export": say("export")}


def _regradings(eye: Eye) -> QuerySet[Regrading]:
    cleared = Q(old__lte=eye.acting.rank, new__lte=eye.acting.rank)
    rows = Regrading.objects.filter(cleared, known(eye, "dossier"), state=ProposalState.PROPOSED)
    rows = rows.select_related("dossier", "item__dossier", "proposed_by").order_by("pk")
    return rows.annotate(said=says("approvals"))


def _regrading(eye: Eye, row: Regrading) -> Open:
    rank = max(row.old, row.new)
    about = row.item.dossier if row.item else row.dossier
    paper = Paper(row.number, rank, about.unit, str(about), row.item.state if row.item else "filed")
    decision = gate.weigh_as(
        eye.office, eye.acting, Act.DECIDE_REGRADE, paper=paper, subject=row.proposed_by.code
    )
    marks = {"old": Grade.of_rank(row.old).mark, "new": Grade.of_rank(row.new).mark}
    agreed = [one["by"] for one in row.approvals]
    return Open(
        row.code,
        say("change the grade from {old} to {new}", **marks),
        row.item.title if row.item else row.dossier.title,
        decision,
        row.proposed_by,
        row.proposed_at,
        row.number,
        row.old,
        row.reason,
        ((say("approved by"), "、".join(one["unit"] for one in row.approvals)),),
        signed_already() if eye.who.code in agreed else (),
    )


def _shortenings(eye: Eye) -> QuerySet[Shortening]:
    rows = Shortening.objects.filter(_rank(eye), state=ProposalState.PROPOSED)
    return rows.select_related("item__dossier", "proposed_by", "approved_by").order_by("pk")


def _shortening(eye: Eye, row: Shortening) -> Open:
    decision = gate.weigh_as(
        eye.office, eye.acting, Act.DECIDE_DESTRUCTION, paper=gate.paper_of(row.item)
    )
    mine = own_request() if eye.who == row.proposed_by else ()
    return Open(
        row.code,
        say("keep it for {new} instead of {old}", new=_period(row.new), old=_period(row.old)),
        row.item.title,
        decision,
        row.proposed_by,
        row.proposed_at,
        str(row.item),
        row.item.rank,
        row.reason,
        ((say("approved by"), row.approved_by.name if row.approved_by else ""),),
        signed_already() if eye.who == row.approved_by else mine,
    )


def _period(name: str) -> str:
    return PERIODS.get(name, name)


def _lists(eye: Eye) -> QuerySet[DestructionList]:
    above = DestructionLine.objects.filter(list=OuterRef("pk"), item__rank__gt=eye.acting.rank)
    rows = DestructionList.objects.filter(~Exists(above), state=ListState.PROPOSED)
    rows = rows.annotate(rank=Max("lines__item__rank"), papers=Count("lines", distinct=True))
    people = "signatures__person"
    return rows.select_related("proposed_by").prefetch_related(people).order_by("pk")


def _list(eye: Eye, row: Any) -> Open:  # noqa: ANN401  a list with its annotations
    decision = gate.weigh_as(
        eye.office, eye.acting, Act.DECIDE_DESTRUCTION, paper=Paper(row.code, row.rank or 0, "", "")
    )
    mine = own_request() if eye.who == row.proposed_by else ()
    signed = [one.person for one in row.signatures.all() if one.part == disposal.APPROVAL]
    return Open(
        row.code,
        say("destroy {n} papers", n=row.papers),
        row.opinion,
        decision,
        row.proposed_by,
        row.proposed_at,
        rank=row.rank,
        facts=(
            (say("method"), row.method),
            (say("approved by"), "、".join(one.name for one in signed)),
        ),
        besides=signed_already() if eye.who in signed else mine,
    )


def _requests(eye: Eye) -> QuerySet[OutsideRequest]:
    """Those that still need the word of one of his roles."""
    above = OutsidePaper.objects.filter(request=OuterRef("pk"), item__rank__gt=eye.acting.rank)
    signed = OutsideSignature.objects.filter(request=OuterRef("pk"))
    terms = outside_rules(eye.office)
    turn = Q(pk=None)
    for role in sorted(eye.acting.roles):
        kinds = [one for one in OutsideKind if role in terms.terms(one).approve]
        turn |= Q(kind__in=kinds) & Q(~Exists(signed.filter(role=role)))
    rows = OutsideRequest.objects.filter(~Exists(above), turn, state=OutsideState.REQUESTED)
    rows = rows.annotate(rank=Max("papers__item__rank"), count=Count("papers", distinct=True))
    return rows.select_related("requested_by").prefetch_related("signatures").order_by("pk")


def _request(eye: Eye, row: Any) -> Open:  # noqa: ANN401  a request with its annotations
    decision = gate.weigh_as(
        eye.office,
        eye.acting,
        Act.DECIDE_OUTSIDE,
        paper=Paper(row.code, row.rank or 0, "", ""),
        subject=row.requested_by.code,
    )
    signed = [one.person_id for one in row.signatures.all()]
    return Open(
        row.code,
        say("show {n} papers to an outside body", n=row.count),
        row.body,
        decision,
        row.requested_by,
        row.requested_at,
        rank=row.rank,
        why=row.scope,
        facts=(
            (say("kind"), OutsideKind(row.kind).said),
            (say("notice"), f"{row.notice_title} {row.notice}".strip()),
        ),
        besides=signed_already() if eye.who.pk in signed else (),
    )


SOURCES = (
    Source(
        "loan",
        say("Loans"),
        "loan",
        Act.DECIDE_LOAN,
        lambda eye: _loans(eye, LoanState.REQUESTED),
        lambda eye: Q(borrower=eye.who),
        lambda eye, row: _loan(eye, row, say("borrow")),
        loans.approve,
        loans.refuse,
    ),
    Source(
        "loss",
        say("Lost papers"),
        "loan",
        Act.DECIDE_LOAN,
        lambda eye: _loans(eye, LoanState.LOST),
        lambda eye: Q(borrower=eye.who),
        lambda eye, row: _loan(eye, row, say("decide on a lost paper")),
    ),
    Source(
        "permit",
        say("Permits"),
        "item",
        Act.DECIDE_PERMIT,
        _permits,
        lambda eye: Q(asked_by=eye.who) | Q(approvals__person=eye.who),
        _permit,
        lambda office, who, code, _: permits.approve(office, who, code),
        permits.refuse,
        takes="item",
    ),
    Source(
        "regrading",
        say("Grades"),
        "regrading",
        Act.DECIDE_REGRADE,
        _regradings,
        lambda eye: Q(proposed_by=eye.who) | Q(said__contains=f'"{eye.who.code}"'),
        _regrading,
        lambda office, who, code, _: regrading.approve(office, who, code),
        regrading.refuse,
    ),
    Source(
        "shortening",
        say("Shorter retention"),
        "item",
        Act.DECIDE_DESTRUCTION,
        _shortenings,
        lambda eye: Q(proposed_by=eye.who) | Q(approved_by=eye.who),
        _shortening,
        lambda office, who, code, _: shortening.approve(office, who, code),
        shortening.refuse,
        takes="item",
    ),
    Source(
        "destruction",
        say("Destruction"),
        "destruction",
        Act.DECIDE_DESTRUCTION,
        _lists,
        lambda eye: (
            Q(proposed_by=eye.who)
            | Q(signatures__person=eye.who, signatures__part=disposal.APPROVAL)
        ),
        _list,
        lambda office, who, code, _: disposal.approve(office, who, code),
        disposal.refuse_list,
    ),
    Source(
        "outside",
        say("Outside requests"),
        "outside-request",
        Act.DECIDE_OUTSIDE,
        _requests,
        lambda eye: Q(requested_by=eye.who) | Q(signatures__person=eye.who),
        _request,
        lambda office, who, code, words: outside.approve(office, who, code, opinion=words),
        outside.refuse,
    ),
)
