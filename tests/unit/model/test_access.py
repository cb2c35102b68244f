"""Who may do what: two judges over the full product of the classes of input, and every sentence."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from typing import Any

import pytest
from tests.support.access_oracle import duties, objecting, read_matrix

from docgen.errors import Said
from docgen.model import access, access_rules
from docgen.model.access import (
    ROLE_ACTS,
    Act,
    Approval,
    Decision,
    LoanFact,
    OutsideFact,
    Paper,
    Policy,
    Request,
    SignIn,
    decide,
)
from docgen.model.access_duties import DUTIES
from docgen.model.access_facts import Need
from docgen.model.people import Person, Role

TODAY = dt.date(2026, 3, 9)
NOW = dt.datetime(2026, 3, 9, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ITEM, OTHER_ITEM, DOSSIER = "0000000042-0007", "0000000042-0008", "0000000042"
UNIT, ELSEWHERE = "客户服务部", "工程部"
SELF, OTHER, THIRD = "p-0001", "p-0002", "p-0003"
WANTED, ANOTHER = "ab12", "cd34"

ROLES = [frozenset(some) for n in range(len(Role) + 1) for some in combinations(Role, n)]
FILED = Paper(ITEM, 1, UNIT, DOSSIER)
SECRET = replace(FILED, rank=3)
MINE = LoanFact(ITEM, SELF, "out", TODAY)
LATE = replace(MINE, due=TODAY - DAY)
BY_MANAGER = Approval(OTHER, Role.MANAGER, NOW, WANTED, UNIT)
BY_KEEPER = Approval(THIRD, Role.ARCHIVIST, NOW, WANTED, "档案室")
ANY = frozenset(Role)
TWO = Need(frozenset({Role.MANAGER, Role.ARCHIVIST}), 2)
COVERED = OutsideFact("W000001", "approved", frozenset({ITEM}), TODAY)

#: The classes whose product is judged in full, by the names of a request's facts.
FULL: Mapping[str, Sequence[Any]] = {
    "person": [
        Person(SELF, "mira", unit, rank, roles)
        for roles in (*(frozenset({role}) for role in Role), frozenset({Role.CLERK, Role.AUDITOR}))
        for unit in (UNIT, ELSEWHERE)
        for rank in (1, 3)
    ],
    "paper": [
        *(None, FILED, SECRET),
        *(replace(SECRET, held=True), replace(FILED, state="destroyed")),
    ],
    "purpose": ["complaint", "curiosity"],
    "loan": [None, MINE],
    "subject": [OTHER, SELF],
    "sign_in": [SignIn(), SignIn("password", 481)],
    "approvals": [
        (),
        (BY_MANAGER, BY_KEEPER),
        (replace(BY_MANAGER, by=SELF), replace(BY_KEEPER, of=ANOTHER)),
    ],
    "outside": [None, COVERED],
    "recent": [49, 50],
}
#: All classes, far too many for a full product; walked by a stride.
WIDE: Mapping[str, Sequence[Any]] = {
    "person": [
        Person(SELF, "mira", unit, rank, roles, grants, active=active)
        for roles in ROLES
        for rank in range(-1, 4)
        for unit in (UNIT, ELSEWHERE)
        for grants in (frozenset[str](), frozenset({DOSSIER}))
        for active in (True, True, True, False)
    ],
    "paper": [
        None,
        *(
            Paper(ITEM, rank, UNIT, DOSSIER, state, held)
            for rank in range(4)
            for state in ("filed", "filed", "transferred")
            for held in (False, True)
        ),
    ],
    "purpose": ["complaint", "", "curiosity"],
    "loan": [
        None,
        *(replace(MINE, state=state) for state in ("requested", "approved", "returned")),
        *(replace(one, item=item) for one in (MINE, LATE) for item in (ITEM, OTHER_ITEM)),
        *(replace(one, borrower=OTHER) for one in (MINE, LATE)),
        replace(MINE, due=None),
        replace(MINE, due=TODAY + DAY, since=TODAY),
        replace(MINE, due=TODAY + DAY, since=TODAY + DAY),
        replace(MINE, acts=frozenset({Act.VIEW, Act.READ, Act.COPY})),
        replace(MINE, acts=frozenset({Act.VIEW})),
    ],
    "subject": ["", SELF, OTHER],
    "sign_in": [
        SignIn(),
        SignIn(),
        *(SignIn("password", minutes) for minutes in (-1, 0, 15, 16, 480, 481)),
        *(SignIn("mfa", minutes) for minutes in (-1, 0, 15, 16, 480, 481)),
    ],
    "approvals": [
        (),
        (BY_MANAGER,),
        (BY_KEEPER,),
        (BY_MANAGER, BY_KEEPER),
        (BY_MANAGER, replace(BY_KEEPER, by=OTHER)),
        (BY_MANAGER, replace(BY_MANAGER, by=THIRD)),
        (replace(BY_MANAGER, of=ANOTHER), BY_KEEPER),
        (replace(BY_MANAGER, of=""), replace(BY_KEEPER, of="")),
        (replace(BY_MANAGER, role=Role.CLERK), replace(BY_KEEPER, by=SELF)),
    ],
    "outside": [
        None,
        COVERED,
        replace(COVERED, state="requested"),
        replace(COVERED, items=frozenset({OTHER_ITEM})),
        replace(COVERED, until=TODAY - DAY),
    ],
    "recent": [0, 49, 50, 51],
    "wanted": [WANTED, ""],
    "rank": [None, 0, 1, 2, 3],
    "founding": [False, True],
    "policy": [
        Policy(),
        Policy(sign_in={}, approvals={(Act.COPY, 1): (TWO,), (Act.EXPORT, 1): (TWO, Need(ANY))}),
        Policy(an_hour=1, beyond=TWO),
    ],
}


def asked(act: Act, classes: Mapping[str, Sequence[Any]], facts: Iterable[Any]) -> Request:
    """One request of this act; what the narrower classes do not say is as usual."""
    told = {"wanted": WANTED} | dict(zip(classes, facts, strict=True))
    return Request(act=act, today=TODAY, **told)


def full(act: Act) -> Iterator[Request]:
    """The full product of the classes."""
    return (asked(act, FULL, facts) for facts in product(*FULL.values()))


def walk(act: Act, count: int) -> Iterator[Request]:
    """So many requests of this act, spread over the product of all classes.

    The stride is the golden ratio in 64 bits, which has no short period in any class, and has no
    divisor in common with the size of the product, so that no request comes twice.
    """
    total = math.prod(map(len, WIDE.values()))
    stride = next(n for n in itertools.count(0x9E3779B97F4A7C15) if math.gcd(n, total) == 1)
    for step in range(count):
        at, facts = step * stride % total, []
        for classes in WIDE.values():
            at, which = divmod(at, len(classes))
            facts.append(classes[which])
        yield asked(act, WIDE, facts)


def differs(request: Request) -> bool:
    """Whether the judges differ on the rules that object or on what must be done."""
    decision, expected = decide(request), objecting(request)
    due = set() if expected else duties(request)
    return decision.against != expected or decision.obligations != due


def rules_of(decision: Decision) -> list[str]:
    """The rules of the reasons as they are told."""
    return [reason.rule for reason in decision.reasons]


def test_the_full_product_is_a_million_requests() -> None:
    assert len(Act) * math.prod(map(len, FULL.values())) >= 1_000_000


@pytest.mark.parametrize("act", Act)
def test_both_judges_agree_on_the_full_product(act: Act) -> None:
    wrong = next(filter(differs, full(act)), None)

    assert wrong is None, f"{decide(wrong).against} and {objecting(wrong)}: {wrong}"


@pytest.mark.parametrize("act", Act)
def test_both_judges_agree_on_a_walk_through_all_classes(act: Act) -> None:
    wrong = next(filter(differs, walk(act, 5_000)), None)

    assert wrong is None, f"{decide(wrong).against} and {objecting(wrong)}: {wrong}"


@pytest.mark.parametrize("rule", access_rules.RULES)
def test_a_rule_taken_out_is_noticed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    others = {
        act: tuple(one for one in rules if one[0] != rule)
        for act, rules in access_rules.BY_ACT.items()
    }
    monkeypatch.setattr(access, "BY_ACT", others)

    watched, _ = access_rules.RULES[rule]
    assert any(map(differs, chain.from_iterable(walk(act, 500) for act in watched)))


@pytest.mark.parametrize(("act", "rank"), DUTIES)
def test_what_leaves_has_the_duties_of_the_page(act: Act, rank: int) -> None:
    request = Request(
        replace(KEEPER, rank=3),
        act,
        TODAY,
        replace(FILED, rank=rank),
        "legal",
        approvals=(BY_MANAGER,),
        wanted=WANTED,
        outside=COVERED,
    )

    decision = decide(request)

    assert decision.allow
    assert decision.obligations == duties(request)


def test_the_roles_may_what_the_table_says() -> None:
    assert {str(role): {str(act) for act in acts} for role, acts in ROLE_ACTS.items()} == (
        read_matrix()
    )


def test_every_act_is_somebodys() -> None:
    assert frozenset().union(*ROLE_ACTS.values()) == frozenset(Act)


def test_the_rules_are_those_of_the_list() -> None:
    lines = str(access_rules.__doc__).splitlines()

    assert list(access_rules.RULES) == [line.split()[0] for line in lines if line[:5] == "    R"]


def test_every_objection_has_its_sentence() -> None:
    requests = chain.from_iterable(walk(act, 200) for act in Act)

    reasons = [one for request in requests for one in decide(request).reasons]

    assert {one.rule for one in reasons} == set(access_rules.RULES)
    assert all(isinstance(one.text, Said) and one.text for one in reasons)


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


def test_a_loan_covers_its_acts_and_no_others() -> None:
    request = Request(GUEST, Act.AMEND, TODAY, PAPER, loan=MINE)

    denied = decide(request)
    early = decide(replace(request, act=Act.VIEW, loan=replace(MINE, since=TODAY + DAY)))

    assert rules_of(denied) == ["R3", "R5"]
    assert denied.reasons[1].text == "the loan does not cover this act"
    assert early.reasons[1].text == "the loan begins on 2026-03-10"


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


READ_SECRET = Request(replace(CLERK, rank=3), Act.READ, TODAY, SECRET, "legal")
COPY_SECRET = replace(READ_SECRET, act=Act.COPY, wanted=WANTED)


@pytest.mark.parametrize(
    ("rank", "sign_in", "allowed"),
    [
        (1, SignIn("password", 10_000), True),
        (2, SignIn("password", 480), True),
        (2, SignIn("mfa", 481), False),
        (3, SignIn("password", 0), False),
        (3, SignIn("mfa", 15), True),
        (3, SignIn("mfa", 16), False),
        (3, SignIn("os"), True),
    ],
)
def test_higher_grades_ask_for_a_fresh_and_strong_sign_in(
    rank: int, sign_in: SignIn, *, allowed: bool
) -> None:
    decision = decide(replace(READ_SECRET, paper=replace(SECRET, rank=rank), sign_in=sign_in))

    assert decision.allow == allowed
    assert allowed or "sign in again" in decision.reasons[0].text


@pytest.mark.parametrize(
    "approval",
    [
        None,
        replace(BY_MANAGER, by=SELF),
        replace(BY_MANAGER, of=ANOTHER),
        replace(BY_MANAGER, role=Role.LEGAL),
    ],
    ids=["none", "his own", "of something else", "in another role"],
)
def test_what_is_no_approval_counts_nothing(approval: Approval | None) -> None:
    denied = decide(replace(COPY_SECRET, approvals=(approval,) if approval else ()))

    assert rules_of(denied) == ["R11"]
    assert denied.lacks_approval_only
    assert denied.reasons[0].text == (
        "papers of grade 核心商密 need it approved first, exactly as it is asked, "
        "by 1 other of: manager; given: 0"
    )


def test_a_managers_word_opens_the_copy_it_was_given_for() -> None:
    assert decide(replace(COPY_SECRET, approvals=(BY_MANAGER,))).allow


def test_two_are_not_one_who_says_it_twice() -> None:
    policy = Policy(approvals={(Act.COPY, 3): (Need(frozenset({Role.MANAGER}), 2),)})
    twice = replace(COPY_SECRET, policy=policy, approvals=(BY_MANAGER, BY_MANAGER))

    assert rules_of(decide(twice)) == ["R11"]
    assert decide(replace(twice, approvals=(BY_MANAGER, replace(BY_MANAGER, by=THIRD)))).allow


@pytest.mark.parametrize(
    ("person", "approvals", "allowed"),
    [
        (CLERK, (), False),
        (CLERK, (BY_MANAGER,), False),
        (CLERK, (BY_KEEPER,), True),
        (replace(KEEPER, unit="档案室"), (BY_MANAGER,), True),
        (replace(KEEPER, unit="档案室"), (BY_KEEPER,), False),
        (KEEPER, (), False),
        (KEEPER, (replace(BY_MANAGER, unit="工程部"),), False),
    ],
)
def test_a_grade_is_changed_by_unit_and_archive_together(
    person: Person, approvals: tuple[Approval, ...], *, allowed: bool
) -> None:
    request = Request(person, Act.REGRADE, TODAY, PAPER, approvals=approvals, wanted=WANTED, rank=2)

    assert decide(request).against == (() if allowed else ("R12",))


def test_a_hold_lets_a_grade_be_raised_and_not_lowered() -> None:
    held = replace(PAPER, held=True)
    request = Request(CLERK, Act.REGRADE, TODAY, held, approvals=(BY_KEEPER,), wanted=WANTED)

    assert decide(replace(request, rank=2)).allow
    assert rules_of(decide(replace(request, rank=0))) == ["R13"]
    assert rules_of(decide(replace(request, act=Act.DESTROY, person=KEEPER))) == ["R13"]


@pytest.mark.parametrize(
    ("outside", "why"),
    [
        (None, "an outsider is served under an approved request alone"),
        (replace(COVERED, state="requested"), "outside request W000001 is not open"),
        (replace(COVERED, items=frozenset()), "outside request W000001 does not cover"),
        (replace(COVERED, until=TODAY - DAY), "outside request W000001 ended on 2026-03-08"),
    ],
)
def test_an_outsider_is_served_within_his_request(outside: OutsideFact | None, why: str) -> None:
    denied = decide(Request(KEEPER, Act.SERVE_OUTSIDE, TODAY, PAPER, outside=outside))

    assert rules_of(denied) == ["R14"]
    assert denied.reasons[0].text.startswith(why)


def test_what_an_outsider_gets_names_its_request() -> None:
    allowed = decide(Request(KEEPER, Act.SERVE_OUTSIDE, TODAY, PAPER, outside=COVERED))

    assert allowed.reasons[-1].text == "outside request W000001 covers it"


def test_many_papers_in_an_hour_need_a_word() -> None:
    request = Request(CLERK, Act.DOWNLOAD, TODAY, PAPER, "legal", wanted=WANTED, recent=50)

    denied = decide(request)

    assert rules_of(denied) == ["R15"]
    assert denied.reasons[0].text.startswith("50 papers were taken out within the last hour")
    assert decide(replace(request, recent=49)).allow
    assert decide(replace(request, approvals=(BY_MANAGER,))).allow


def test_nobody_answers_what_he_asked_for() -> None:
    manager = replace(CLERK, roles=frozenset({Role.MANAGER}))

    for act in (Act.DECIDE_PERMIT, Act.DECIDE_OUTSIDE, Act.DECIDE_REGRADE):
        denied = decide(Request(manager, act, TODAY, PAPER, subject=SELF))
        assert rules_of(denied) == ["R6"]
        assert denied.reasons[0].text.startswith("mira asked for it")
