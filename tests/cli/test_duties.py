"""Duties through the commands: rules, list, due, done, waive, start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.shell import Inside, Said

RULES = """
[groups]
"外派人员" = ["mira", "nobody"]
[ladders]
standard = ["1 workdays doer"]
[[duty]]
key = "daily"
title = "工作日志"
source = "D-028"
groups = ["外派人员"]
every = "day"
[[duty]]
key = "review"
title = "审视结案投诉"
source = "C-024"
by = "unit"
units = ["档案室"]
every = "week"
on = "sunday"
[[duty]]
key = "trip-summary"
title = "出差总结和效果评价表"
source = "D-056"
within = "2 workdays"
"""


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


@pytest.fixture(autouse=True)
def _few_rules(folder: Path) -> None:
    (folder / "rules" / "duties.toml").write_text(RULES, "utf-8")


def numbers(said: Said) -> list[str]:
    return [one["number"] for one in said.data]


def test_an_event_begins_a_duty_that_is_then_late(inside: Inside) -> None:
    begun = done(
        inside.run("duty", "start", "trip-summary", "--on", "2025-09-30", "--about", "K000001")
    )
    told = inside.run("duty", "due")

    assert begun.out == "Y000001 出差总结和效果评价表 is due: 2025-10-10.\n"
    assert told.code == 1
    assert re.search(r"^Y000001 +2025-10-10 +\d+ +出差总结和效果评价表 ", told.out, re.MULTILINE)


def test_what_one_owes_is_listed_and_done(inside: Inside) -> None:
    due = done(inside.run("duty", "due", "--json"))
    [own] = due.data
    ended = done(inside.run("duty", "done", own["number"]))
    after = done(inside.run("duty", "due"))

    assert (own["title"], own["who"], own["late"]) == ("工作日志", "mira", False)
    assert ended.out == "Y000001 工作日志 is done.\n"
    assert after.out == "Nothing is owed.\n"


def test_a_manager_sees_all_and_lets_go(inside: Inside) -> None:
    every = done(inside.run("duty", "list", "--json", who="jonas"))
    his = done(inside.run("duty", "list", "--person", "mira", "--json", who="jonas"))
    unit = done(inside.run("duty", "list", "--unit", "档案室", "--json", who="jonas"))
    others = done(inside.run("duty", "list", "--week", "--json", who="lena"))
    waived = done(
        inside.run("duty", "waive", *numbers(his), "--reason", "休假", "--json", who="jonas")
    )

    assert sorted(numbers(every)) == sorted(numbers(his) + numbers(unit))
    assert len(numbers(his)) == len(numbers(unit)) == 1
    assert others.data == []
    assert (waived.data["state"], waived.data["reason"]) == ("waived", "休假")


def test_late_and_papers_are_parts_of_the_list(inside: Inside) -> None:
    done(inside.run("duty", "start", "trip-summary", "--on", "2025-09-30"))

    late = done(inside.run("duty", "list", "--late", "--papers", "--json"))

    assert numbers(late) == ["Y000001"]
    assert late.data[0]["late_days"] > 300


def test_rules_say_how_many_owe_them_and_who_is_nobody(inside: Inside) -> None:
    told = done(inside.run("duty", "rules"))
    data = done(inside.run("duty", "rules", "--json")).data

    assert "A staff group names nobody, who has no open account." in told.err
    assert [(one["rule"], one["owed_by"]) for one in data] == [
        ("daily", 1),
        ("review", 1),
        ("trip-summary", 0),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("duty", "start", "daily"), "not-found"),
        (("duty", "start", "trip-summary", "--on", "gestern"), "bad-input"),
        (("duty", "start", "trip-summary", "--about", "x" * 65), "bad-input"),
        (("duty", "start", "trip-summary", "--about", "a\x07"), "bad-input"),
        (("duty", "start", "trip-summary", "--person", "lena"), "not-allowed"),
        (("duty", "done", "Y9"), "not-found"),
        (("duty", "list", "--person", "keiner"), "not-found"),
    ],
)
def test_what_is_wrong_is_said(inside: Inside, words: tuple[str, ...], code: str) -> None:
    said = inside.run(*words, "--json")

    assert said.problem["code"] == code


def test_one_event_begins_a_duty_once(inside: Inside) -> None:
    done(inside.run("duty", "start", "trip-summary", "--on", "2025-09-30"))

    again = inside.run("duty", "start", "trip-summary", "--on", "2025-09-30", "--json")

    assert again.problem["code"] == "bad-input"
