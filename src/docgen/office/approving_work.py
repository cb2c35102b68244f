"""What waits for a decision about people's work: cases, gifts, postings, leave, handovers.

See ``approving_sources.Source``; the steps of a case that decide are answered on the case's page.
"""

from __future__ import annotations

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from docgen.errors import say
from docgen.model.access import Act, Decision
from docgen.model.case import RUNNING, StepState
from docgen.model.case_profile import HEADWORK
from docgen.model.gifting import State as GiftState
from docgen.model.handover import State as HandoverState
from docgen.model.posting import State as PostingState
from docgen.model.posting_leave import LeaveState, next_step
from docgen.model.posting_rules import MANAGER
from docgen.office import cases_changing, cases_rules, gate, gifts, postings, postings_leave
from docgen.office.approving_sources import (
    Eye,
    Open,
    Source,
    known,
    own_request,
    says,
    signed_already,
)
from docgen.register.models import Dossier, Person
from docgen.register.models_cases import Case, CaseStep
from docgen.register.models_postings import Handover, Leave, Posting
from docgen.register.models_visits import Gift


def _steps(eye: Eye) -> QuerySet[CaseStep]:
    """The deciding steps whose turn it is: heads see all cases they are cleared for (G-026)."""
    turn = Q(pk=None)
    for kind in cases_rules.profiles(eye.office).values():
        keys = [one.key for one in kind.steps if one.does in HEADWORK]
        turn |= Q(case__profile=kind.name, key__in=keys)
    rows = CaseStep.objects.filter(turn, state=StepState.OPEN, case__state__in=RUNNING)
    rows = rows.filter(case__dossier__rank__lte=eye.acting.rank)
    return rows.select_related("case__dossier", "case__customer", "case__first").order_by("pk")


def _step(eye: Eye, row: CaseStep) -> Open:
    case = row.case
    title = cases_rules.profile(eye.office, case.profile).step(row.key).title
    return Open(
        case.number,
        say("decide: {step}", step=title),
        case.summary or case.customer.name,
        _weigh(eye, Act.DECIDE_CASE, case.dossier, case.first),
        case.first,
        row.since or case.opened_at,
        case.number,
        facts=((say("severity"), case.severity), (say("due by"), row.due_on or case.due_on or "")),
    )


def _extensions(eye: Eye) -> QuerySet[Case]:
    """Cases for which more time was asked than is agreed to so far."""
    rows = Case.objects.annotate(
        wanted=KT("extension__until"), so_far=Cast("due_on", TextField()), said=says("extension")
    )
    rows = rows.filter(state__in=RUNNING, wanted__gt=F("so_far"))
    rows = rows.filter(dossier__rank__lte=eye.acting.rank)
    return rows.select_related("dossier", "customer", "first").order_by("pk")


def _extension(eye: Eye, row: Case) -> Open:
    asked = row.extension
    asker = Person.objects.get(pk=int(asked["by"].removeprefix("p-")))
    return Open(
        row.number,
        say("more time for a case, until {day}", day=asked["until"]),
        row.summary or row.customer.name,
        _weigh(eye, Act.DECIDE_CASE, row.dossier, asker),
        asker,
        row.opened_at,
        row.number,
        why=asked["reason"],
        facts=((say("due by"), row.due_on or ""),),
        besides=signed_already() if eye.who.code in asked["agreed"] else (),
    )


def _gifts(_: Eye) -> QuerySet[Gift]:
    rows = Gift.objects.filter(state=GiftState.ASKED)
    return rows.select_related("customer", "by", "item").order_by("pk")


def _gift(eye: Eye, row: Gift) -> Open:
    decision = gate.weigh_as(eye.office, eye.acting, Act.DECIDE_VISIT, subject=row.by.code)
    return Open(
        row.code,
        say("a gift of {amount} yuan", amount=row.amount),
        f"{row.what}（{row.customer.name}）",
        decision,
        row.by,
        row.at,
        facts=((say("budget of the year"), row.budget),),
    )


def _postings(eye: Eye) -> QuerySet[Posting]:
    rows = Posting.objects.filter(known(eye, "dossier"), state=PostingState.PLANNED)
    rows = rows.filter(dossier__rank__lte=eye.acting.rank)
    return rows.select_related("dossier", "opened_by", "account", "area").order_by("pk")


def _posting(eye: Eye, row: Posting) -> Open:
    return Open(
        row.code,
        say("post somebody: {scope}", scope=row.scope),
        f"{row.name}（{row.host}）",
        _weigh(eye, Act.DECIDE_POSTING, row.dossier, row.opened_by),
        row.opened_by,
        row.opened_at,
        row.code,
        facts=((say("from"), row.starts_on), (say("until"), row.ends_on)),
        besides=own_request() if row.account == eye.who else (),
    )


def _leaves(eye: Eye) -> QuerySet[Leave]:
    """Leave whose next word is a manager's; that of a place's head is given on its own page."""
    rows = Leave.objects.filter(known(eye, "posting__dossier"), state=LeaveState.ASKED)
    turn = [row.pk for row in rows if next_step(row.chain, row.approvals) == MANAGER]
    rows = rows.filter(pk__in=turn, posting__dossier__rank__lte=eye.acting.rank)
    rows = rows.annotate(said=says("approvals"))
    return rows.select_related("posting__dossier", "posting__account", "by").order_by("pk")


def _leave(eye: Eye, row: Leave) -> Open:
    posting = row.posting
    mine = own_request() if posting.account == eye.who else ()
    agreed = [one["by"] for one in row.approvals]
    return Open(
        row.code,
        say("leave of {n} days", n=row.days),
        posting.name,
        _weigh(eye, Act.DECIDE_POSTING, posting.dossier, row.by),
        row.by,
        row.at,
        posting.code,
        why=row.reason,
        facts=((say("from"), row.starts_on), (say("until"), row.ends_on), (say("kind"), row.kind)),
        besides=signed_already() if eye.who.code in agreed else mine,
    )


def _handovers(eye: Eye) -> QuerySet[Handover]:
    """Handovers that all three have signed: a head closes them."""
    rows = Handover.objects.filter(known(eye, "posting__dossier"), state=HandoverState.SIGNED)
    rows = rows.filter(posting__dossier__rank__lte=eye.acting.rank)
    return rows.select_related("posting__dossier", "posting__account", "opened_by").order_by("pk")


def _handover(eye: Eye, row: Handover) -> Open:
    posting = row.posting
    return Open(
        row.code,
        say("close a handover"),
        posting.name,
        _weigh(eye, Act.DECIDE_POSTING, posting.dossier, posting.account),
        row.opened_by,
        row.opened_at,
        row.code,
        facts=((say("leaves on"), row.leaves_on),),
    )


def _weigh(eye: Eye, act: Act, dossier: Dossier, asker: Person | None) -> Decision:
    paper, subject = gate.dossier_paper(dossier), asker.code if asker else ""
    return gate.weigh_as(eye.office, eye.acting, act, paper=paper, subject=subject)


SOURCES = (
    Source(
        "case",
        say("Case decisions"),
        "case",
        Act.DECIDE_CASE,
        _steps,
        lambda eye: Q(case__first=eye.who),
        _step,
    ),
    Source(
        "extension",
        say("More time for cases"),
        "case",
        Act.DECIDE_CASE,
        _extensions,
        lambda eye: Q(said__contains=f'"{eye.who.code}"'),
        _extension,
        lambda office, who, code, _: cases_changing.agree_longer(office, who, code),
    ),
    Source(
        "gift",
        say("Gifts"),
        "gift",
        Act.DECIDE_VISIT,
        _gifts,
        lambda eye: Q(by=eye.who),
        _gift,
        lambda office, who, code, words: gifts.decide(office, who, code, agreed=True, note=words),
        lambda office, who, code, words: gifts.decide(office, who, code, agreed=False, note=words),
    ),
    Source(
        "posting",
        say("Postings"),
        "posting",
        Act.DECIDE_POSTING,
        _postings,
        lambda eye: Q(opened_by=eye.who) | Q(account=eye.who),
        _posting,
        lambda office, who, code, words: postings.decide(
            office, who, code, agree=True, reason=words
        ),
        lambda office, who, code, words: postings.decide(
            office, who, code, agree=False, reason=words
        ),
    ),
    Source(
        "leave",
        say("Leave"),
        "posting",
        Act.DECIDE_POSTING,
        _leaves,
        lambda eye: (
            Q(by=eye.who) | Q(posting__account=eye.who) | Q(said__contains=f'"{eye.who.code}"')
        ),
        _leave,
        lambda office, who, code, _: postings_leave.decide(office, who, code, agree=True),
        lambda office, who, code, words: postings_leave.decide(
            office, who, code, agree=False, reason=words
        ),
    ),
    Source(
        "handover",
        say("Handovers"),
        "handover",
        Act.DECIDE_POSTING,
        _handovers,
        lambda eye: Q(posting__account=eye.who),
        _handover,
    ),
)
