"""Postings, lacks, proposals and leave as they are shown and told as JSON; nothing to show, too."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from tests.support.postings import RULES

from docgen.cli import posting_papers, posting_view
from docgen.errors import say
from docgen.model.posting import State
from docgen.model.posting_gate import Lack, Shown
from docgen.model.posting_rotation import Proposal, Reason

if TYPE_CHECKING:
    from docgen.office.postings_list import Seen
    from docgen.register.models_postings import Leave
    from docgen.register.models_postings import Posting as Row

FIRST, LAST = dt.date(2026, 3, 2), dt.date(2028, 2, 29)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def row(**more: object) -> Row:
    """A posting's row."""
    facts: dict[str, object] = {
        "code": "W000001",
        "state": "planned",
        "name": "骆海宁",
        "staff_number": "KF0088",
        "dossier": "0000000042",
        "account": None,
        "kind": "外派技术人员",
        "scope": "国内异地",
        "host": "澜州驻外机构",
        "area": None,
        "more_areas": [],
        "area_since": None,
        "starts_on": FIRST,
        "ends_on": LAST,
        "departed_on": None,
        "ended_on": None,
        "reason": "",
    }
    return cast("Row", SimpleNamespace(**facts | more))


def seen(**more: object) -> Seen:
    """A posting with all that is kept of it: nothing unless said otherwise."""
    facts: dict[str, object] = {
        "row": row(),
        "lacks": (),
        "facts": (),
        "appraisals": (),
        "leaves": (),
        "owed": (),
        "proposal": Proposal((), ()),
        "advance": None,
        "contact_hours": "8:00至24:00",
    }
    return cast("Seen", SimpleNamespace(**facts | more))


def leave(**more: object) -> Leave:
    """Leave that was asked for."""
    facts: dict[str, object] = {
        "code": "Q000001",
        "posting": row(),
        "state": "asked",
        "starts_on": FIRST,
        "ends_on": FIRST,
        "days": 1,
        "kind": "事假",
        "chain": ["head", "manager"],
        "approvals": [],
        "item": None,
    }
    return cast("Leave", SimpleNamespace(**facts | more))


LACKS = (Lack(RULES.need("health"), say("it is missing")),)
MOVES = Proposal(
    (Reason("cycle", "D-090", say("the half-yearly change is due")),), (say("too soon"),)
)


def test_a_row_as_json_has_nulls_and_never_blanks_for_what_is_not_there(capsys: Capture) -> None:
    posting_view.tell_row(row(), as_json=True)

    told = json.loads(capsys.readouterr().out)
    assert {told[name] for name in ("account", "area", "area_since", "departed", "ended")} == {None}
    assert (told["posting"], told["from"], told["to"]) == ("W000001", "2026-03-02", "2028-02-29")
    assert told["more_areas"] == []


def test_a_row_as_json_names_account_and_area_by_their_keys() -> None:
    told = posting_view.row_data(
        row(account=SimpleNamespace(login="luo"), area=SimpleNamespace(key="lz", title="澜州"))
    )

    assert (told["account"], told["area"]) == ("luo", "lz")


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_said_in_words(state: State, capsys: Capture) -> None:
    posting_view.tell_row(row(state=state.value), as_json=False)

    told = capsys.readouterr().out
    assert told == f"W000001 骆海宁, 澜州驻外机构: {state.said}\n"


def test_a_list_of_nothing_is_heads_alone(capsys: Capture) -> None:
    posting_view.tell_rows([])

    heads, line, *rows = capsys.readouterr().out.splitlines()
    named = ["posting", "full name", "kind", "area", "host", "from", "to", "state"]
    assert re.split(r"\s{2,}", heads.strip()) == named
    assert ({*line.strip()}, rows) == ({"─"}, [])


def test_the_days_he_really_went_and_came_win_over_the_planned_ones(capsys: Capture) -> None:
    posting_view.tell_rows([row(), row(departed_on=dt.date(2026, 3, 9), ended_on=FIRST)])

    planned, gone = capsys.readouterr().out.splitlines()[2:]
    assert "2026-03-02" in planned
    assert "2028-02-29" in planned
    assert gone.split()[-3:-1] == ["2026-03-09", "2026-03-02"]


def test_a_posting_with_nothing_says_that_nothing_is_missing(capsys: Capture) -> None:
    posting_view.tell_seen(seen())

    told = capsys.readouterr().out
    assert told.endswith("\n\nNothing is missing.\n")
    assert "area" not in told
    assert "account" not in told
    assert "He might be moved" not in told


@pytest.mark.parametrize("state", ["departed", "returned", "refused"])
def test_who_is_beyond_the_gate_is_not_told_what_is_missing(state: str, capsys: Capture) -> None:
    posting_view.tell_seen(seen(row=row(state=state), lacks=LACKS))

    assert "missing" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("area", "more", "told"),
    [
        (None, [], None),
        (SimpleNamespace(title="澜州"), [], "area: 澜州"),
        (SimpleNamespace(title="澜州"), ["yj", "zh"], "area: 澜州, yj, zh"),
        (None, ["yj"], "area: yj"),
    ],
)
def test_areas_stand_in_one_line(
    area: object, more: list[str], told: str | None, capsys: Capture
) -> None:
    posting_view.tell_seen(seen(row=row(area=area, more_areas=more)))

    lines = [one for one in capsys.readouterr().out.splitlines() if one.startswith("area:")]
    assert lines == ([told] if told else [])


def test_all_that_is_kept_of_a_posting_is_shown_part_by_part(capsys: Capture) -> None:
    month = SimpleNamespace(month=FIRST, score=Decimal("58.00"), major_error=True, item="42-7")
    fact = SimpleNamespace(key="health", item=None, result="适合派驻", valid_until=LAST)
    duty = SimpleNamespace(code="Y000001", rule="posting-end", title="办理续派", due=LAST)

    posting_view.tell_seen(
        seen(
            lacks=LACKS,
            facts=(fact,),
            appraisals=(month,),
            leaves=(leave(),),
            owed=(duty,),
            proposal=MOVES,
            advance=FIRST,
        )
    )

    told = capsys.readouterr().out
    parts = ("适合派驻", "健康证明", "58.00", "He might be moved", "but: too soon", "Q000001")
    assert [told.index(one) for one in parts] == sorted(told.index(one) for one in parts)
    assert "no advance before: 2026-03-02" in told
    assert told.rstrip().endswith("2028-02-29")


def test_a_posting_as_json_has_every_part_even_if_it_is_empty() -> None:
    told = posting_view.seen_data(seen())

    empty = ("missing", "papers", "months", "leaves", "duties")
    assert [told[name] for name in empty] == [[]] * 5
    assert told["rotation"] == {"reasons": [], "against": []}
    assert told["no_advance_before"] is None


def test_parts_as_json_name_numbers_and_days() -> None:
    month = SimpleNamespace(month=FIRST, score=Decimal("58.00"), major_error=True, item="42-7")
    fact = SimpleNamespace(key="health", item=None, result="", valid_until=None)

    told = posting_view.seen_data(
        seen(lacks=LACKS, facts=(fact,), appraisals=(month,), proposal=MOVES)
    )

    assert told["papers"] == [{"need": "health", "item": None, "result": "", "until": None}]
    assert told["months"] == [{"month": "2026-03", "score": Decimal("58.00"), "item": "42-7"}]
    assert [(one["need"], one["why"]) for one in told["missing"]] == [("health", "it is missing")]
    assert told["rotation"]["against"] == ["too soon"]


@pytest.mark.parametrize(
    ("state", "approvals", "step", "words"),
    [
        ("asked", [], "head", "the head of the place"),
        ("asked", ["p-0002"], "manager", "a manager"),
        ("agreed", ["p-0002", "p-0003"], None, ""),
        ("refused", [], None, ""),
    ],
)
def test_leave_says_whose_word_it_waits_for(
    state: str, approvals: list[str], step: str | None, words: str, capsys: Capture
) -> None:
    one = leave(state=state, approvals=approvals)

    posting_view.tell_leaves([one])

    told = capsys.readouterr().out.splitlines()[2]
    assert posting_view.leave_data(one)["next"] == step
    assert told.rstrip().endswith(words or {"agreed": "agreed to"}.get(state, state))


def test_what_was_noted_is_said_line_by_line(capsys: Capture) -> None:
    posting_papers._tell([Shown("health", "适合派驻", LAST), Shown("training")], as_json=False)

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "noted: health 适合派驻, until 2028-02-29"
    assert said[1].rstrip() == "noted: training"


def test_what_was_noted_as_json_is_a_list_even_of_nothing(capsys: Capture) -> None:
    posting_papers._tell([], as_json=True)
    empty = json.loads(capsys.readouterr().out)
    posting_papers._tell([Shown("health", "", LAST)], as_json=True)

    assert empty == []
    assert json.loads(capsys.readouterr().out) == [
        {"need": "health", "result": "", "until": "2028-02-29"}
    ]
