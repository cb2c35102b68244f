"""Sentences that can be translated, and the kinds of problems with their exit codes."""

from __future__ import annotations

import copy
import pickle

import pytest

from docgen import errors
from docgen.errors import BadInput, Detail, Problem, Reason, Said, listed, say, without_commands

KINDS = Problem.__subclasses__()


def test_a_sentence_keeps_its_template_and_what_stood_in_it() -> None:
    said = say("{who} has {n} loans open", who="mira", n=2)

    assert said == "mira has 2 loans open"
    assert said.template == "{who} has {n} loans open"
    assert said.params == {"who": "mira", "n": 2}


def test_a_sentence_without_parts_is_taken_as_it_is() -> None:
    said = say("write {{ customer_name }} in the letter")

    assert said == said.template == "write {{ customer_name }} in the letter"
    assert said.params == {}


def test_what_stands_in_a_sentence_is_not_read_as_a_template() -> None:
    assert say("{text} is no date", text="{who}") == "{who} is no date"


def test_a_part_may_have_any_name() -> None:
    assert say("{template} and {self}", template="one", self="two") == "one and two"


def test_a_part_that_is_not_given_is_a_slip_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        say("{who} has {n} loans open", who="mira")


def test_a_part_may_be_a_sentence_and_stays_one() -> None:
    said = say("This loan cannot be {step} now", step=say("approved"))

    assert said == "This loan cannot be approved now"
    assert isinstance(said.params["step"], Said)


def test_a_copied_sentence_is_still_a_sentence() -> None:
    said = say("{who} keeps the archive", who="mira")

    for twin in (copy.copy(said), copy.deepcopy(said)):
        assert (twin, twin.template, twin.params) == (said, said.template, said.params)


def test_a_sentence_may_bring_its_command_and_leave_it_at_the_door() -> None:
    said = say("give the loan {loan} back", loan="L000001").by("docgen loan return L000001")
    within = say("It is out: {fix}", fix=said)

    assert said == "give the loan L000001 back: docgen loan return L000001"
    assert without_commands(said) == "give the loan L000001 back"
    assert without_commands(within) == "It is out: give the loan L000001 back"
    assert without_commands("as it stands") == "as it stands"


def test_a_list_of_sentences_keeps_each_of_them() -> None:
    said = listed([say("clerk"), say("legal")])

    assert said == "clerk, legal"
    assert [part for part in said.params.values() if isinstance(part, Said)] == ["clerk", "legal"]
    assert listed(["a", "b", "c"], mark="; ") == "a; b; c"


def test_braces_in_a_list_are_only_braces() -> None:
    assert listed(["{who}", "{0}"]) == "{who}, {0}"


def test_the_exit_codes_are_those_that_scripts_rely_on() -> None:
    assert {kind.__name__: kind.exit_code for kind in KINDS} == {
        "Negative": 1,
        "Misuse": 2,
        "BadInput": 3,
        "NotAllowed": 4,
        "NotFound": 5,
        "Integrity": 6,
        "OutsideFailed": 7,
    }


def test_the_drawing_shows_every_kind_with_its_exit_code() -> None:
    drawing = str(errors.__doc__)

    for kind in KINDS:
        assert f"── {kind.__name__:<15} exit {kind.exit_code}  " in drawing


def test_every_kind_has_its_own_code_for_programs() -> None:
    codes = {Problem.code, *(kind.code for kind in KINDS)}

    assert len(codes) == len(KINDS) + 1
    assert all(code.replace("-", "").islower() for code in codes)


@pytest.mark.parametrize("kind", [Problem, *KINDS])
def test_a_problem_says_what_why_and_what_to_do(kind: type[Problem]) -> None:
    problem = kind(
        say("{text} is no date", text="2026-13-01"),
        why=say("a year has twelve months"),
        fix=say("write year-month-day"),
        field="received_on",
        file="answers.toml",
        line=3,
        details=iter([Detail("one"), Detail("two", place="row 2")]),
        reasons=iter([Reason("R2", "his clearance")]),
    )

    assert str(problem) == (
        "2026-13-01 is no date\n  why: a year has twelve months\n  fix: write year-month-day"
    )
    assert (problem.field, problem.file, problem.line) == ("received_on", "answers.toml", 3)
    assert problem.details == (Detail("one"), Detail("two", place="row 2"))
    assert problem.reasons == (Reason("R2", "his clearance"),)
    assert isinstance(problem.what, Said)


@pytest.mark.parametrize("kind", [Problem, *KINDS])
def test_a_problem_arrives_whole_from_another_process(kind: type[Problem]) -> None:
    problem = kind(
        say("{what} is wrong", what="it"),
        why=say("a reason"),
        fix=say("mend {it}", it=say("this")),
        field="received_on",
        line=3,
        details=[Detail(say("one {n}", n=1), place=say("row {row}", row=2))],
        reasons=[Reason("R2", say("his clearance"))],
    )

    twin = pickle.loads(pickle.dumps(problem))  # noqa: S301  our own bytes

    assert (type(twin), twin.args, twin.__dict__) == (kind, problem.args, problem.__dict__)
    assert (twin.what.template, twin.what.params) == ("{what} is wrong", {"what": "it"})
    assert isinstance(twin.fix.params["it"], Said)
    assert twin.details[0].text.params == {"n": 1}


def test_what_is_not_known_of_a_problem_is_empty() -> None:
    problem = BadInput("what", why="why", fix="fix")

    assert (problem.field, problem.file, problem.line) == ("", "", 0)
    assert (problem.details, problem.reasons) == ((), ())


def test_a_problem_is_no_slip_of_the_programmer() -> None:
    assert not any(issubclass(kind, (ValueError, OSError)) for kind in KINDS)
