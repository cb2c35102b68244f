"""The gate: decisions of ``access.decide``, and every refusal an entry before it is heard."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desks import Cast, dossier_of, filed, log, log_refuses
from tests.support.offices import founder, person, reopen

from docgen.errors import BadInput, Misuse, NotAllowed, OutsideFailed, Problem
from docgen.model.access import Act, SignIn
from docgen.model.people import Role
from docgen.office import gate, lending, people
from docgen.office.desk import Office
from docgen.register.models import Customer


def test_a_refusal_is_logged_with_every_rule(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(NotAllowed) as refused:
        lending.open(office, folk.lena, str(item), "curiosity")

    rules = [reason.rule for reason in refused.value.reasons]
    assert rules == ["R2", "R3", "R4"]
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["who"]) == ("item.read", "deny", folk.lena.code)
    assert (entry["obj"], entry["dossier"], entry["grade"]) == (str(item), "0000000001", "C")
    assert entry["rules"] == rules


def test_a_purpose_that_is_not_on_the_list_does_not_reach_the_log(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(NotAllowed):
        lending.open(office, folk.mira, str(item), "王先生的电话")

    assert "why" not in log()[-1]


def test_a_purpose_of_the_list_stands_beside_the_refusal(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(NotAllowed):
        lending.open(office, folk.lena, str(item), "legal")

    assert log()[-1]["why"] == "legal"


def test_what_is_allowed_leaves_the_entry_to_the_verb(office: Office, folk: Cast) -> None:
    size = len(log())

    decision = gate.ask(office, folk.mira, Act.FILL, "form.filled")

    assert decision.allow
    assert decision.reasons[0].rule == "R0"
    assert len(log()) == size


def test_a_refusal_that_cannot_be_logged_is_no_leave(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        gate.ask(office, folk.lena, Act.MANAGE_PEOPLE, "person.added")


@pytest.mark.parametrize("act", list(Act))
def test_a_closed_account_may_nothing(office: Office, folk: Cast, act: Act) -> None:
    person(office, "he", "administrator")
    closed = people.close(office, people.by_login("he"), "jonas")

    with pytest.raises(NotAllowed) as refused:
        gate.ask(office, closed, act, "item.read", purpose="service")

    assert "R1" in {reason.rule for reason in refused.value.reasons}
    assert log()[-1]["res"] == "deny"
    assert folk.jonas.code == log()[-1]["who"]


@pytest.mark.parametrize("role", ["auditor", "administrator"])
@pytest.mark.parametrize("act", [Act.READ, Act.FILE, Act.FILL, Act.REQUEST_LOAN, Act.GRANT])
def test_auditor_and_administrator_hold_no_right_over_papers(
    office: Office, known: Customer, role: str, act: Act
) -> None:
    item = filed(office, founder(), known)
    apart = person(office, "apart", role, clearance="A")

    with pytest.raises(NotAllowed) as refused:
        gate.ask(office, apart, act, "item.read", paper=gate.paper_of(item), purpose="service")

    assert {"R0", "R7"} <= {reason.rule for reason in refused.value.reasons}


def test_an_account_as_the_rules_see_it(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    people.grant(office, folk.jonas, "lena", dossier_of(known))

    acting = gate.as_acting(folk.lena)

    assert (acting.code, acting.unit, acting.rank) == (folk.lena.code, "后勤部", 0)
    assert acting.roles == {Role.CLERK}
    assert acting.grants == {"0000000001"}


@pytest.mark.parametrize(
    ("problem", "res"),
    [
        (BadInput("wrong", why="w", fix="f"), "deny"),
        (OutsideFailed("broken", why="w", fix="f"), "error"),
    ],
)
def test_an_attempt_that_came_to_nothing_is_an_entry(
    office: Office, folk: Cast, problem: Problem, res: str
) -> None:
    with pytest.raises(type(problem)), gate.attempt(office, folk.mira, "item.filed", "K000001"):
        raise problem

    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["obj"]) == ("item.filed", res, "K000001")
    assert entry["more"] == {"problem": problem.code}


@pytest.mark.parametrize("kind", [NotAllowed, Misuse])
def test_what_is_logged_already_or_is_no_act_is_not_logged_twice(
    office: Office, folk: Cast, kind: type[Problem]
) -> None:
    size = len(log())

    with pytest.raises(kind), gate.attempt(office, folk.mira, "item.filed"):
        raise kind("no", why="w", fix="f")

    assert len(log()) == size


def test_the_first_problem_is_told_where_even_the_log_fails(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        log_refuses(monkeypatch),
        pytest.raises(BadInput, match="wrong"),
        gate.attempt(office, folk.mira, "item.filed"),
    ):
        raise BadInput("wrong", why="w", fix="f")


def test_the_gate_passes_on_what_the_rules_ask_for(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.jonas, known, grade="B")
    paper = gate.paper_of(item)

    with pytest.raises(NotAllowed) as refused:
        gate.ask(
            office,
            folk.jonas,
            Act.EXPORT,
            "item.read",
            paper=paper,
            purpose="service",
            sign_in=SignIn("password", 481),
            recent=50,
        )

    assert [reason.rule for reason in refused.value.reasons] == ["R10", "R15"]
    assert log()[-1]["rules"] == ["R10", "R15"]


def test_the_offices_own_figures_count(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    file = office.folder / "rules" / "approvals.toml"
    own = file.read_text("utf-8").replace("an_hour = 50 ", "an_hour = 2 ")
    file.write_text(own, "utf-8")
    changed = reopen(office.folder)
    paper = gate.paper_of(item)

    answers = [
        gate.weigh(one, folk.mira, Act.DOWNLOAD, paper=paper, purpose="service", recent=2).against
        for one in (office, changed)
    ]

    assert answers == [(), ("R15",)]


def test_only_what_a_word_would_answer_may_be_asked_for(
    office: Office, folk: Cast, known: Customer
) -> None:
    secret = gate.paper_of(filed(office, folk.jonas, known, grade="A"))
    size = len(log())

    decision = gate.ask_for_approval(
        office, folk.jonas, Act.COPY, "item.read", paper=secret, purpose="service"
    )
    with pytest.raises(NotAllowed) as refused:
        gate.ask_for_approval(
            office, folk.mira, Act.COPY, "item.read", paper=secret, purpose="service"
        )

    assert (decision.against, decision.lacks_approval_only) == (("R11",), True)
    assert [reason.rule for reason in refused.value.reasons] == ["R2", "R11"]
    assert len(log()) == size + 1


def test_weighing_writes_nothing(office: Office, folk: Cast) -> None:
    size = len(log())

    assert not gate.weigh(office, folk.mira, Act.MANAGE_PEOPLE).allow
    assert len(log()) == size


def test_a_plain_reading_looks_up_no_holds(office: Office, folk: Cast, known: Customer) -> None:
    item = lending.item_of(str(filed(office, folk.mira, known)))

    with CaptureQueriesContext(connection) as asked:
        gate.ask(
            office, folk.mira, Act.READ, "item.read", paper=gate.paper_of(item), purpose="service"
        )

    assert len(asked) == 1  # his grants
