"""Who may do what: against a second judge over all classes of input, and by laws."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.access_oracle import objecting, read_matrix

from docgen.errors import Said
from docgen.model import access
from docgen.model.access import (
    DOCUMENT_ACTS,
    PURPOSES,
    ROLE_ACTS,
    Act,
    Decision,
    LoanFact,
    Paper,
    Request,
    decide,
    visible_to,
)
from docgen.model.people import APART, READERS, Person, Role
from docgen.model.scope import NOTHING

TODAY = dt.date(2026, 3, 9)
DAY = dt.timedelta(days=1)
ITEM, DOSSIER, UNIT = "0000000042-0007", "0000000042", "客户服务部"
SELF, OTHER = "p-0001", "p-0002"

ROLES = [frozenset(some) for n in range(len(Role) + 1) for some in combinations(Role, n)]
PAPERS = [
    None,
    *(Paper(ITEM, rank, UNIT, DOSSIER, s) for rank in range(4) for s in ("filed", "destroyed")),
]
LOANS = [
    None,
    *(LoanFact(ITEM, SELF, s, TODAY) for s in ("requested", "approved", "refused", "returned")),
    LoanFact(ITEM, SELF, "out", TODAY + DAY),
    LoanFact(ITEM, SELF, "out", TODAY),
    LoanFact(ITEM, SELF, "out", TODAY - DAY),
    LoanFact(ITEM, SELF, "out", None),
    LoanFact(ITEM, OTHER, "out", TODAY),
    LoanFact(ITEM, OTHER, "out", TODAY - DAY),
    LoanFact("0000000042-0008", SELF, "out", TODAY),
    LoanFact("0000000042-0008", SELF, "out", TODAY - DAY),
]
PURPOSE = ["complaint", "", "curiosity"]
SUBJECT = ["", SELF, OTHER]
FOUNDING = [False, True]
PEOPLE = [
    Person(SELF, "mira", unit, rank, roles, grants, active=active)
    for roles in ROLES
    for rank in range(-1, 4)
    for unit in (UNIT, "工程部")
    for grants in (frozenset[str](), frozenset({DOSSIER}))
    for active in (True, False)
]
CLASSES: Sequence[Sequence[object]] = (PEOPLE, PAPERS, LOANS, PURPOSE, SUBJECT, FOUNDING)


def walk(act: Act, count: int) -> Iterator[Request]:
    """So many requests of this act, spread evenly over the product of all classes.

    The stride has no divisor in common with the size of the product, so no request comes
    twice and every class meets every other.
    """
    total = math.prod(len(classes) for classes in CLASSES)
    stride = next(n for n in range(round(total * 0.618), total) if math.gcd(n, total) == 1)
    for step in range(count):
        at, person = divmod(step * stride % total, len(PEOPLE))
        at, paper = divmod(at, len(PAPERS))
        at, loan = divmod(at, len(LOANS))
        at, why = divmod(at, len(PURPOSE))
        founding, about = divmod(at, len(SUBJECT))
        yield Request(
            person=PEOPLE[person],
            act=act,
            today=TODAY,
            paper=PAPERS[paper],
            purpose=PURPOSE[why],
            loan=LOANS[loan],
            subject=SUBJECT[about],
            founding=FOUNDING[founding],
        )


def rules_of(decision: Decision) -> list[str]:
    return [reason.rule for reason in decision.reasons]


def differs(request: Request) -> bool:
    decision, expected = decide(request), objecting(request)
    return decision.allow == bool(expected) or (bool(expected) and rules_of(decision) != expected)


@pytest.mark.parametrize("act", Act)
def test_both_judges_agree(act: Act) -> None:
    wrong = [request for request in walk(act, 20_000) if differs(request)]

    assert not wrong, f"{len(wrong)} differ, the first: {wrong[0]}: {objecting(wrong[0])}"


@pytest.mark.parametrize("rule", access._RULES)
def test_a_rule_taken_out_is_noticed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(access._RULES, rule, lambda _: iter(()))

    assert any(map(differs, chain.from_iterable(walk(act, 2_000) for act in Act)))


def test_the_roles_may_what_the_table_says() -> None:
    assert {str(role): {str(act) for act in acts} for role, acts in ROLE_ACTS.items()} == (
        read_matrix()
    )


def test_every_act_is_somebodys() -> None:
    assert frozenset().union(*ROLE_ACTS.values()) == frozenset(Act)


def test_the_rules_are_those_of_the_list() -> None:
    listed = [
        line.split()[0] for line in str(access.__doc__).splitlines() if line.startswith("    R")
    ]

    assert list(access._RULES) == listed


CODES = st.sampled_from([SELF, OTHER])
UNITS = st.sampled_from([UNIT, "工程部"])
DOSSIERS = st.sampled_from([DOSSIER, "0000000043"])
RANKS = st.integers(0, 3)
HELD = st.frozensets(st.sampled_from(sorted(READERS)), min_size=1) | (
    st.sampled_from(sorted(APART)).map(lambda role: frozenset({role}))
)
PERSONS = st.builds(
    Person,
    code=CODES,
    name=st.just("jonas"),
    unit=UNITS,
    rank=RANKS,
    roles=HELD,
    grants=st.frozensets(DOSSIERS),
    active=st.sampled_from([True, True, True, False]),
)
FILED = st.builds(
    Paper,
    item=st.just(ITEM),
    rank=RANKS,
    unit=UNITS,
    dossier=DOSSIERS,
    state=st.sampled_from(["filed", "filed", "filed", "transferred"]),
)
LENT = st.builds(
    LoanFact,
    item=st.just(ITEM),
    borrower=CODES,
    state=st.sampled_from(["requested", "approved", "out", "out", "returned"]),
    due=st.none() | st.integers(-2, 2).map(lambda days: TODAY + days * DAY),
)
ASKED = st.builds(
    Request,
    person=PERSONS,
    act=st.sampled_from(Act),
    today=st.just(TODAY),
    paper=st.none() | FILED,
    purpose=st.sampled_from([*PURPOSES, ""]),
    loan=st.none() | LENT,
    subject=st.just("") | CODES,
    founding=st.booleans(),
)
always = settings(deadline=None, max_examples=300)


def takes_nothing_away(request: Request, changed: Person) -> bool:
    return decide(replace(request, person=changed)).allow >= decide(request).allow


@given(ASKED, RANKS)
@always
def test_a_higher_clearance_takes_nothing_away(request: Request, rank: int) -> None:
    higher = replace(request.person, rank=max(rank, request.person.rank))

    assert takes_nothing_away(request, higher)


@given(ASKED, DOSSIERS)
@always
def test_a_grant_takes_nothing_away(request: Request, dossier: str) -> None:
    granted = replace(request.person, grants=request.person.grants | {dossier})

    assert takes_nothing_away(request, granted)


@given(ASKED, st.sampled_from(sorted(READERS)))
@always
def test_one_more_readers_role_takes_nothing_away(request: Request, role: Role) -> None:
    busier = replace(request.person, roles=request.person.roles | {role})

    assert takes_nothing_away(request, busier)


@given(ASKED)
@always
def test_a_closed_account_may_nothing(request: Request) -> None:
    closed = replace(request.person, active=False)

    assert "R1" in rules_of(decide(replace(request, person=closed)))
    assert visible_to(closed) == NOTHING


@given(ASKED, st.sampled_from(sorted(DOCUMENT_ACTS)), st.frozensets(st.sampled_from(Role)))
@always
def test_who_stands_apart_touches_no_paper(
    request: Request, act: Act, others: frozenset[Role]
) -> None:
    for role in APART:
        person = replace(request.person, roles=others | {role})

        assert "R7" in rules_of(decide(replace(request, person=person, act=act)))
        assert visible_to(person) == NOTHING


@given(ASKED, FILED)
@always
def test_lists_show_what_may_be_viewed(request: Request, paper: Paper) -> None:
    there = replace(paper, state="filed")
    seen = visible_to(request.person).admits(there.rank, there.unit, there.dossier)

    viewed = decide(replace(request, act=Act.VIEW, paper=there, loan=None))

    assert viewed.allow == seen


@given(ASKED, st.integers(0, 5))
@always
def test_waiting_opens_nothing(request: Request, days: int) -> None:
    later = replace(request, today=request.today + days * DAY)

    assert decide(request).allow >= decide(later).allow


@given(ASKED)
@always
def test_every_answer_has_its_reasons_in_words(request: Request) -> None:
    decision = decide(request)

    assert decision.reasons
    assert len(set(rules_of(decision))) == len(decision.reasons)
    assert all(isinstance(reason.text, Said) and reason.text for reason in decision.reasons)


CLERK = Person(SELF, "mira", UNIT, 1, frozenset({Role.CLERK}))
GUEST = replace(CLERK, unit="法务部")
KEEPER = replace(CLERK, roles=frozenset({Role.ARCHIVIST}))
STRANGER = Person(OTHER, "lena", "工程部", 0, frozenset({Role.AUDITOR}))
PAPER = Paper(ITEM, 1, UNIT, DOSSIER)


def test_a_refusal_names_every_rule_that_objects() -> None:
    denied = decide(Request(STRANGER, Act.FILE, TODAY, PAPER))

    assert not denied.allow
    assert rules_of(denied) == ["R0", "R2", "R3", "R7"]


def test_three_faults_are_three_reasons() -> None:
    legal = replace(STRANGER, roles=frozenset({Role.LEGAL}))

    denied = decide(Request(legal, Act.FILE, TODAY, PAPER))

    assert rules_of(denied) == ["R0", "R2", "R3"]
    assert [reason.text.partition(":")[0] for reason in denied.reasons] == [
        "no role of lena (legal) allows it",
        "the paper's grade is 内部, and lena is cleared up to 公开",
        "lena (工程部) has no need to know of it",
    ]


@pytest.mark.parametrize(
    ("person", "ground"),
    [
        (CLERK, "it belongs to 客户服务部, the unit of mira"),
        (KEEPER, "mira keeps the archive"),
        (replace(GUEST, grants=frozenset({DOSSIER})), "mira was granted dossier 0000000042"),
        (GUEST, "mira has it on loan until 2026-03-09"),
    ],
)
def test_leave_names_its_ground(person: Person, ground: str) -> None:
    loan = LoanFact(ITEM, SELF, "out", TODAY)

    allowed = decide(Request(person, Act.READ, TODAY, PAPER, "complaint", loan))

    assert allowed.allow
    assert [(reason.rule, reason.text) for reason in allowed.reasons] == [
        ("R0", f"the role {next(iter(person.roles))} allows it"),
        ("R3", ground),
    ]


def test_a_loan_opens_its_paper_to_its_last_day() -> None:
    loan = LoanFact(ITEM, SELF, "out", TODAY)
    asked = Request(GUEST, Act.READ, TODAY, PAPER, "legal", loan)

    after = decide(replace(asked, today=TODAY + DAY))

    assert decide(asked).allow
    assert rules_of(after) == ["R3", "R5"]
    assert after.reasons[1].text == "the loan ended on 2026-03-09"


def test_an_overdue_loan_shuts_no_paper_of_ones_own_unit() -> None:
    late = LoanFact(ITEM, SELF, "out", TODAY - DAY)

    assert decide(Request(CLERK, Act.READ, TODAY, PAPER, "legal", late)).allow


@pytest.mark.parametrize("purpose", ["", "curiosity", "Complaint"])
def test_a_purpose_outside_the_list_is_none(purpose: str) -> None:
    denied = decide(Request(CLERK, Act.READ, TODAY, PAPER, purpose))

    assert rules_of(denied) == ["R4"]
    assert denied.reasons[0].text.endswith(f"given: {purpose or '-'}")


def test_nobody_serves_himself() -> None:
    loan = LoanFact(ITEM, SELF, "requested")

    for act in (Act.DECIDE_LOAN, Act.HAND_OVER, Act.TAKE_BACK):
        assert rules_of(decide(Request(KEEPER, act, TODAY, PAPER, loan=loan))) == ["R6"]


def test_the_founder_names_people_but_never_himself() -> None:
    asked = Request(KEEPER, Act.MANAGE_PEOPLE, TODAY, founding=True)

    assert decide(replace(asked, subject=OTHER)).reasons[0].text == "the role founder allows it"
    assert rules_of(decide(replace(asked, subject=SELF))) == ["R8"]
    assert rules_of(decide(replace(asked, founding=False))) == ["R0"]
