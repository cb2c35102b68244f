"""How cases are printed and given as JSON: with everything, with nothing, and at the minute."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.support.cases import begun, done, up_to

from docgen.cli import case_view
from docgen.model.calendar import Due
from docgen.model.case import Case, State
from docgen.office.cases_list import Late, Seen

KEYS = {
    *("case", "state", "severity", "due", "next", "profile", "customer", "dossier", "event"),
    *("about", "involves", "received", "settle_by", "first_contact", "chain", "steps", "papers"),
    "slips",
}


class Named(SimpleNamespace):
    """A row of the register that says its number."""

    def __str__(self) -> str:
        return str(self.number)


def row(case: Case, **more: object) -> Any:  # noqa: ANN401  a row of the register
    facts: dict[str, object] = {
        "number": "260301",
        "state": str(case.state),
        "severity": case.severity,
        "profile": case.profile.name,
        "customer": SimpleNamespace(name="深圳市样例物业服务有限公司", code="K000001"),
        "dossier": Named(number="0000000001"),
        "event": None,
        "first": SimpleNamespace(name="欧阳若兰", code="P0002"),
        "summary": "加油枪计量不准",
        "involves": [],
        "reason": "",
        "answers": dict(case.facts),
    }
    return SimpleNamespace(**{**facts, **more})


def seen(case: Case, *late: str, **more: Any) -> Seen:  # noqa: ANN401  as Seen has them
    """A case as the list has it."""
    made = SimpleNamespace(
        row=row(case, **more.pop("row", {})),
        case=case,
        steps=more.get("steps", {}),
        papers=more.get("papers", ()),
        slips=more.get("slips", ()),
        chain=more.get("chain", ("260301",)),
        opened=case.received,
        is_late=lambda step: step.key in late,
    )
    return cast("Seen", made)


def paper(step: str, *, own: bool = False) -> SimpleNamespace:
    item = Named(number="0000000001-0001", title="客户投诉记录")
    return SimpleNamespace(step=step, own=own, item=item)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (None, None),
        (Due(dt.date(2024, 2, 29)), "2024-02-29"),
        (Due(dt.date(2026, 12, 31), time=dt.time(23, 59)), "2026-12-31T23:59:00"),
        (Due(dt.date(2026, 3, 2), time=dt.time(0, 0, 1)), "2026-03-02T00:00:01"),
        (Due(dt.date(2026, 3, 2), time=dt.time(0)), "2026-03-02T00:00:00"),
    ],
)
def test_a_due_day_is_iso_8601_and_midnight_is_a_time(due: Due | None, text: str | None) -> None:
    assert case_view.moment_of(due) == text


@pytest.mark.parametrize("name", ["oil", "clothing", "gas"])
def test_a_new_case_as_json_has_every_key_and_nothing_done(name: str) -> None:
    case = begun(name)

    data = case_view.case_data(seen(case))

    assert set(data) == KEYS
    assert (data["event"], data["papers"], data["slips"], data["involves"]) == (None, [], [], [])
    assert [one["step"] for one in data["steps"]] == list(case.profile.keys)
    assert {one["done"] for one in data["steps"]} == {None}
    assert all(one["since"] is None or one["state"] == "open" for one in data["steps"])
    assert json.loads(json.dumps(data)) == data


def test_what_is_next_says_what_it_needs_and_until_when() -> None:
    case = begun("oil")

    [step] = case_view.case_data(seen(case, "contact"))["next"]

    assert step == {
        "step": "contact",
        "title": "联系有关部门查明情况",
        "unit": "企业发展部",
        "due": "2026-03-03",
        "late": True,
        "needs": ["contacted_units"],
        "form": None,
    }


def test_a_step_that_is_done_says_by_whom_and_one_that_waits_has_no_due_day() -> None:
    case = done(begun("oil"), "contact", "2026-03-04 08:05")
    kept = SimpleNamespace(by=SimpleNamespace(code="P0002", name="欧阳若兰"), remark="已电话联系")

    data = case_view.case_data(seen(case, "contact", steps={"contact": kept}))
    steps = {one["step"]: one for one in data["steps"]}

    assert steps["contact"]["done"] == "2026-03-04T08:05:00+08:00"
    assert (steps["contact"]["by"], steps["contact"]["remark"]) == ("P0002", "已电话联系")
    assert steps["contact"]["late"]
    assert (steps["visit"]["due"], steps["visit"]["by"], steps["visit"]["remark"]) == (
        *(None, None),
        "",
    )


def test_gas_is_due_to_the_minute() -> None:
    data = case_view.case_data(seen(begun("gas", when="2026-12-31 23:30")))

    assert data["settle_by"] == "2027-01-01T23:30:00"
    assert data["due"] == "2027-01-01T00:30:00"
    assert data["received"] == "2026-12-31T23:30:00+08:00"


def test_a_grave_case_names_its_event_and_papers_and_slips_their_numbers() -> None:
    slip = SimpleNamespace(
        kind="reminder", about="contact", number="CB-1", item=Named(number="0000000001-0002")
    )
    event = {"event": Named(number="0000000009"), "involves": ["新闻媒体"]}

    data = case_view.case_data(
        seen(begun("oil", "特殊"), row=event, papers=(paper("", own=True),), slips=(slip,))
    )

    assert (data["event"], data["involves"]) == ("0000000009", ["新闻媒体"])
    assert data["papers"] == [{"step": "", "item": "0000000001-0001", "title": "客户投诉记录"}]
    assert data["slips"] == [
        {"kind": "reminder", "about": "contact", "number": "CB-1", "item": "0000000001-0002"}
    ]


def test_a_case_is_printed_without_what_it_does_not_have(
    capsys: pytest.CaptureFixture[str],
) -> None:
    case_view.tell_case(seen(begun("oil"), papers=(paper("", own=True),)))

    told = printed(capsys)
    for absent in ("event dossier:", "taken up by:", "reason:", "reminder"):
        assert absent not in told
    assert "customer: 深圳市样例物业服务有限公司 (0000000001)" in told
    assert "due by: 2026-03-03" in told
    [opening] = [line for line in told.splitlines() if "case opened" in line]
    assert opening.rstrip().endswith("0000000001-0001")
    assert "2026-03-02 09:00 欧阳若兰" in opening


def test_steps_that_are_not_needed_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    case = up_to(begun("oil", "较大"), "meeting", "2026-03-02 10:00")

    case_view.tell_case(seen(case, "meeting"))

    first = {line.split()[0]: line for line in printed(capsys).splitlines() if line.strip()}
    assert "approve" not in first
    assert " late " in first["meeting"]
    assert "not its turn yet" in first["inform"]


def test_done_late_and_late_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    case = done(begun("oil"), "contact", "2026-03-05 10:00")

    case_view.tell_case(seen(case, "contact", "investigate"))

    first = {line.split()[0]: line for line in printed(capsys).splitlines() if line.strip()}
    assert "done late" in first["contact"]
    assert "done late" not in first["investigate"]
    assert " late " in first["investigate"]


@pytest.mark.parametrize("state", [State.CLOSED, State.NOT_ACCEPTED])
def test_of_a_case_that_ended_nothing_is_next(
    state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    case_view.tell_case(seen(replace(begun("oil"), state=state), row={"reason": "要求双倍"}))

    told = printed(capsys)
    assert "next:" not in told
    assert "docgen case close" not in told
    assert "reason: 要求双倍" in told


def test_what_has_no_limit_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    case = up_to(begun("clothing"), "cause", "2026-03-02 10:00")

    case_view.tell_case(seen(case))

    assert "no limit" in printed(capsys).splitlines()[-1]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_has_a_line_for_each_case(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    case_view.tell_cases([seen(begun("gas", when="2026-03-02 09:00"))] * count)

    told = printed(capsys)
    assert told.count("260301") == count
    assert told.count("2026-03-02 10:00") == count  # the dispatch, within the hour
    assert "matter" in told


def late(case: Case, key: str, days: int) -> Late:
    made = SimpleNamespace(row=row(case), case=case, step=case.step(key), days=days)
    return cast("Late", made)


def test_a_late_step_as_a_line_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    one = late(begun("oil"), "contact", 0)

    case_view.tell_late([one])

    line = printed(capsys).splitlines()[-1].split()
    assert line == [
        *("260301", "深圳市样例物业服务有限公司", "联系有关部门查明情况", "企业发展部"),
        *("2026-03-03", "0"),
    ]
    assert case_view.late_data(one) == {
        "case": "260301",
        "step": "contact",
        "title": "联系有关部门查明情况",
        "unit": "企业发展部",
        "due": "2026-03-03",
        "days": 0,
    }


def test_nothing_late_is_a_table_of_heads_alone(capsys: pytest.CaptureFixture[str]) -> None:
    case_view.tell_late([])

    told = printed(capsys)
    assert "days late" in told
    assert "2026" not in told


MARKUP: Mapping[str, str] = {"summary": "[bold]不准[/bold] {case}", "reason": "{n} [red]"}


def test_what_people_wrote_is_printed_as_they_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither marks of a terminal nor of a sentence in it mean anything."""
    one = seen(begun("oil"), row=dict(MARKUP))

    case_view.tell_case(one)
    case_view.tell_cases([one])

    told = printed(capsys)
    assert told.count("[bold]不准[/bold] {case}") == 2
    assert "reason: {n} [red]" in told
