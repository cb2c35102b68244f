"""What tests of complaint cases share: the shipped kinds, a calendar, moments, and answers."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from zoneinfo import ZoneInfo

from docgen.config import shipped
from docgen.model.calendar import WorkCalendar
from docgen.model.case import Case, Step, begin
from docgen.model.case_acts import finish
from docgen.model.case_file import parse_case
from docgen.model.case_profile import HEADWORK, Profile

ZONE = ZoneInfo("Asia/Shanghai")
#: The National Day holiday of 2026 as it is here: seven days off, one make-up Saturday.
DAYS = WorkCalendar(
    days_off=frozenset(dt.date(2026, 10, day) for day in range(1, 8)),
    make_up_days=frozenset({dt.date(2026, 10, 10)}),
    years=frozenset({2026}),
)
KINDS = ("clothing", "gas", "oil")
#: A call-back that went well.
CALLED_BACK = {
    "way": "电话",
    "carried_out": "全部落实",
    "recurred": "否",
    **dict.fromkeys(
        ("speed_score", "result_score", "attitude_score", "explain_score", "overall_score"), "满意"
    ),
    "opinion": "处理及时",
    "next_step": "满意，回访结束",
}


@cache
def kind(name: str) -> Profile:
    """A kind of case as it is shipped."""
    file = shipped("rules") / "cases" / f"{name}.toml"
    return parse_case(tomllib.loads(file.read_text("utf-8")), name=name, file=file.name)


def at(text: str) -> dt.datetime:
    """A moment in the office, ``2026-03-02 09:00``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def begun(
    name: str, severity: str = "", *, when: str = "2026-03-02 09:00", lost: str = "是"
) -> Case:
    """A case that mira took in; 2 March 2026 is a Monday."""
    profile = kind(name)
    facts = {"lost": lost} if profile.no_loss_form else {}
    grave = severity or profile.severities[0].name
    return begin(profile, grave, at(when), facts, first="mira", now=at(when), calendar=DAYS)


def answers(case: Case, step: Step, **wanted: object) -> dict[str, object]:
    """Something for all that a step cannot be done without."""
    usual = {"outcome": "成立", "acceptance": "接受", "tracked": "否", "ways": ["说明致歉"]}
    needs = case.rule(step).needs
    return {name: wanted.get(name, usual.get(name, "有")) for name in needs} | wanted


def done(case: Case, key: str, when: str, **facts: object) -> Case:
    """The case after one step; heads decide, mira does the rest."""
    step = case.step(key)
    by = "boss" if case.rule(step).does in HEADWORK else "mira"
    given = answers(case, step, **facts)
    return finish(case, key, by=by, now=at(when), calendar=DAYS, facts=given)


def up_to(case: Case, end: str, when: str, **facts: object) -> Case:
    """The case played on until it is this step's turn."""
    while end not in {one.key for one in case.turn}:
        step = case.turn[0]
        mine = {name: value for name, value in facts.items() if name in _taken(case, step)}
        case = done(case, step.key, when, **mine)
    return case


def _taken(case: Case, step: Step) -> set[str]:
    rule = case.rule(step)
    return {*rule.fields, *rule.needs}
