"""A handover as it is shown and told as JSON, from the empty checklist to the signed one."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from docgen.cli import handover_view
from docgen.model import handover_acts as acts
from docgen.model.handover import Handover, Kind, State, Thing

if TYPE_CHECKING:
    from docgen.register.models_postings import Handover as Row

DAY = dt.date(2028, 2, 29)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def row(**more: object) -> Row:
    facts: dict[str, object] = {
        "code": "J000001",
        "posting": SimpleNamespace(code="W000001", name="高样例"),
        "kind": "leaving",
        "successor": SimpleNamespace(code="p-0002", name="谭样例"),
        "supervisor": SimpleNamespace(code="p-0003", name="乔样例"),
        "leaves_on": DAY,
        "state": "open",
        "item": None,
    }
    return cast("Row", SimpleNamespace(**facts | more))


def fact(*things: Thing) -> Handover:
    return acts.begin(
        Kind.LEAVING, giver="p-0001", receiver="p-0002", supervisor="p-0003", things=things
    )


def told(one: Handover, capsys: Capture) -> dict[str, object]:
    handover_view.tell_handover(row(), one, as_json=True)
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_an_empty_handover_as_json(capsys: Capture) -> None:
    found = told(fact(), capsys)

    assert (found["items"], found["open"], found["signatures"]) == ([], [], [])
    assert found["unsigned"] == ["giver", "receiver", "supervisor"]
    assert (found["state"], found["paper"], found["day"]) == ("handed", None, "2028-02-29")


def test_things_as_json_keep_their_order_mark_and_note(capsys: Capture) -> None:
    one = fact(Thing("key", "YS-1", "库房钥匙", DAY), Thing("line", "badge"))

    found = told(acts.hand(one, "YS-1", by="p-0001", note="两把"), capsys)

    assert found["open"] == ["line:badge"]
    items = cast("list[dict[str, object]]", found["items"])
    assert items[0] == {
        "thing": "key:YS-1",
        "label": "库房钥匙",
        "due": "2028-02-29",
        "state": "handed",
        "by": "p-0001",
        "note": "两把",
    }
    assert (items[1]["due"], items[1]["by"], items[1]["state"]) == (None, "", "open")


def test_the_state_as_json_is_that_of_the_checklist_and_not_of_the_row(capsys: Capture) -> None:
    found = told(replace(fact(), ended=State.WITHDRAWN), capsys)

    assert found["state"] == "withdrawn"


def test_who_signed_is_shown_in_words_and_as_json(capsys: Capture) -> None:
    one = acts.sign(acts.sign(fact(), by="p-0002", on=DAY), by="p-0001", on=DAY)

    found = told(one, capsys)
    handover_view.tell_handover(row(), one, as_json=False)

    assert found["signatures"] == [
        {"as": "receiver", "by": "p-0002", "on": "2028-02-29"},
        {"as": "giver", "by": "p-0001", "on": "2028-02-29"},
    ]
    assert found["unsigned"] == ["supervisor"]
    shown = capsys.readouterr().out
    assert "signed by: receiver p-0002 2028-02-29, giver p-0001 2028-02-29\n" in shown


def test_what_is_not_there_yet_has_no_line(capsys: Capture) -> None:
    handover_view.tell_handover(row(), fact(), as_json=False)

    shown = capsys.readouterr().out
    assert "signed by" not in shown
    assert "paper" not in shown
    assert "giver: 高样例 (W000001)" in shown
    assert "last day: 2028-02-29" in shown


def test_the_checklist_is_a_table_with_blanks_for_what_is_not_known(capsys: Capture) -> None:
    handover_view.tell_handover(
        row(item="42-7"), fact(Thing("line", "badge", "工牌")), as_json=False
    )

    shown = capsys.readouterr().out.splitlines()
    assert shown[-1].split() == ["line:badge", "工牌", "open"]
    assert "paper: 42-7" in shown


@pytest.mark.parametrize("kind", list(Kind))
def test_a_list_names_each_kind_in_words(kind: Kind, capsys: Capture) -> None:
    handover_view.tell_handovers([row(kind=kind.value)], as_json=False)

    line = re.split(r"\s{2,}", capsys.readouterr().out.splitlines()[-1].strip())
    assert line == ["J000001", "高样例", "谭样例", kind.said, "2028-02-29", "in progress"]


def test_a_list_of_nothing_is_heads_or_an_empty_list(capsys: Capture) -> None:
    handover_view.tell_handovers([], as_json=False)
    shown = capsys.readouterr().out
    handover_view.tell_handovers([], as_json=True)

    assert shown.split()[:2] == ["handover", "giver"]
    assert json.loads(capsys.readouterr().out) == []


def test_a_list_as_json_names_people_by_code(capsys: Capture) -> None:
    handover_view.tell_handovers([row(), row(code="J000002", state="closed")], as_json=True)

    first, second = json.loads(capsys.readouterr().out)
    assert (first["receiver"], first["supervisor"], first["posting"]) == (
        "p-0002",
        "p-0003",
        "W000001",
    )
    assert (second["handover"], second["state"]) == ("J000002", "closed")
