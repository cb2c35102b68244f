"""Visits, gifts, surveys and classes as they are shown and told as JSON; blanks and ties, too."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from docgen.cli import visit_view
from docgen.errors import say
from docgen.model.survey import Result

if TYPE_CHECKING:
    from docgen.office.surveys import Seen
    from docgen.office.visits_rows import Reported
    from docgen.register.models_visits import CustomerClass, Gift, Visit

DAY = dt.date(2028, 2, 29)
CUSTOMER = SimpleNamespace(code="K000001", name="晋江海风五金商行")
MIRA = SimpleNamespace(code="p-0002", name="mira")
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def visit(**more: object) -> Visit:
    facts: dict[str, object] = {
        "customer": CUSTOMER,
        "grade": "A",
        "visitor": MIRA,
        "planned_on": None,
        "visited_on": None,
        "paper": None,
        "reason": "",
    }
    return cast("Visit", SimpleNamespace(**facts | more))


def gift(**more: object) -> Gift:
    facts: dict[str, object] = {
        "code": "P000001",
        "way": "given",
        "state": "asked",
        "customer": CUSTOMER,
        "what": "纪念摆件",
        "amount": Decimal("60.00"),
        "actual": None,
        "by": MIRA,
        "decided_by": None,
        "note": "",
        "item": None,
        "ended_on": None,
    }
    return cast("Gift", SimpleNamespace(**facts | more))


def survey(result: Result, *trend: tuple[int, Decimal | None]) -> Seen:
    row = SimpleNamespace(code="S000001", year=2028, state="open", sent=10)
    labels = {"quality": "质量"}
    return cast("Seen", SimpleNamespace(row=row, result=result, labels=labels, trend=trend))


def reported(*warnings: str, number: str = "XF-2028-0001") -> Reported:
    changes = SimpleNamespace(select_related=lambda _: [])
    paper = SimpleNamespace(number=number, kind="daily", day=DAY, changes=changes)
    said = tuple(map(say, warnings))
    return cast("Reported", SimpleNamespace(paper=paper, items=("42-1", "43-1"), warnings=said))


@pytest.mark.parametrize(
    ("paper", "report"),
    [(None, None), (SimpleNamespace(item="0000000042-0007"), "0000000042-0007")],
)
def test_a_visit_as_json_has_nulls_for_what_is_not_there(paper: object, report: str | None) -> None:
    told = visit_view.visit_data(visit(paper=paper))

    assert (told["report"], told["planned"], told["visited"]) == (report, None, None)
    assert (told["customer"], told["visitor"]) == ("K000001", "p-0002")


def test_visits_are_a_line_each_with_blanks(capsys: Capture) -> None:
    visit_view.tell_visits([visit(planned_on=DAY), visit(visited_on=DAY, grade="")], as_json=False)

    heads, _, first, second = capsys.readouterr().out.splitlines()
    named = ["planned for", "visited", "customer", "grade", "visited by", "report"]
    assert re.split(r"\s{2,}", heads.strip()) == named
    assert first.split() == ["2028-02-29", CUSTOMER.name, "A", "mira"]
    assert second.split() == ["2028-02-29", CUSTOMER.name, "mira"]
    assert second.startswith(" ")


def test_no_visits_are_heads_or_an_empty_list(capsys: Capture) -> None:
    visit_view.tell_visits([], as_json=True)
    empty = json.loads(capsys.readouterr().out)
    visit_view.tell_visits([], as_json=False)

    assert empty == []
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_what_was_filed_is_told_with_its_warnings_aside(capsys: Capture) -> None:
    visit_view.tell_reported(reported("nothing is open"), as_json=False)

    told = capsys.readouterr()
    assert told.out == "Filed XF-2028-0001: 42-1, 43-1\n"
    assert told.err == "nothing is open\n"


def test_a_paper_without_a_number_is_told_by_its_kind(capsys: Capture) -> None:
    visit_view.tell_reported(reported(number=""), as_json=False)

    assert capsys.readouterr().out == "Filed daily: 42-1, 43-1\n"


def test_what_was_filed_as_json_has_the_warnings_in_it(capsys: Capture) -> None:
    visit_view.tell_reported(reported("nothing is open"), as_json=True)

    told = capsys.readouterr()
    assert json.loads(told.out) == {
        "number": "XF-2028-0001",
        "kind": "daily",
        "day": "2028-02-29",
        "items": ["42-1", "43-1"],
        "changed": [],
        "warnings": ["nothing is open"],
    }
    assert told.err == ""


@pytest.mark.parametrize(
    ("actual", "shown"), [(None, "60.00"), (Decimal("58.50"), "58.50"), (Decimal(0), "0")]
)
def test_what_a_gift_really_cost_wins_even_if_it_was_nothing(
    actual: Decimal | None, shown: str, capsys: Capture
) -> None:
    visit_view.tell_gifts([gift(actual=actual)], as_json=False)

    assert capsys.readouterr().out.splitlines()[-1].split()[-2:] == [shown, "asked"]


@pytest.mark.parametrize(("way", "said"), [("given", "given to"), ("received", "received from")])
def test_whose_gift_it_is_is_said_in_words(way: str, said: str, capsys: Capture) -> None:
    visit_view.tell_gifts([gift(way=way, state="handed-in")], as_json=False)

    line = capsys.readouterr().out.splitlines()[-1]
    assert said in line
    assert line.rstrip().endswith("handed in")


def test_a_gift_as_json_has_nulls_until_it_is_decided() -> None:
    asked = visit_view.gift_data(gift())
    done = visit_view.gift_data(gift(decided_by=MIRA, item="42-7", ended_on=DAY))

    assert [asked[name] for name in ("actual", "decided_by", "paper", "ended")] == [None] * 4
    assert (done["decided_by"], done["paper"], done["ended"]) == ("p-0002", "42-7", DAY)


def test_a_survey_without_answers_says_a_dash(capsys: Capture) -> None:
    visit_view.tell_survey(survey(Result(0, None, {}, 0), (2028, None)), as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2028: 0 answer(s), average -, 0 reach the pass line"
    assert lines[-1] == "2028: -"


def test_the_worst_question_comes_first_and_equal_ones_by_name(capsys: Capture) -> None:
    means = {"quality": Decimal("80.0"), "fame": Decimal("30.0"), "attitude": Decimal("80.0")}
    found = Result(4, Decimal("63.3"), means, 2)

    visit_view.tell_survey(survey(found, (2027, Decimal("61.0"))), as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert [one.split()[0] for one in lines[3:6]] == ["fame", "attitude", "质量"]
    assert lines[-1] == "2027: 61.0"


def test_a_survey_as_json_keeps_questions_by_key(capsys: Capture) -> None:
    found = Result(1, Decimal("80.0"), {"quality": Decimal("80.0")}, 1)

    visit_view.tell_survey(survey(found, (2027, None), (2028, Decimal("80.0"))), as_json=True)

    told = json.loads(capsys.readouterr().out)
    assert told["questions"] == {"quality": "80.0"}
    assert told["trend"] == [{"year": 2027, "average": None}, {"year": 2028, "average": "80.0"}]


def test_a_class_as_json_has_its_facts_beside_it() -> None:
    one = SimpleNamespace(
        customer=CUSTOMER,
        kind="credit",
        value="二级",
        facts={"limit": 100_000},
        reason="",
        by=MIRA,
        at=dt.datetime(2028, 2, 29, 8, tzinfo=dt.UTC),
    )

    told = visit_view.class_data(cast("CustomerClass", one))

    assert (told["class"], told["limit"], told["by"]) == ("二级", 100_000, "p-0002")
    assert told["at"] == "2028-02-29T08:00:00+00:00"
