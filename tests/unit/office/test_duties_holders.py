"""Who owes what the calendar brings: by unit, role and staff group, for good or for a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from docgen.model.duty import Duties, Rule, When
from docgen.model.people import Role
from docgen.office.duties_holders import Holder, Stay, holders
from docgen.register.models import Person

DAY = dt.date(2024, 2, 29)


def somebody(pk: int, login: str, unit: str = "客户服务部", *roles: str) -> Person:
    """Somebody who works here; nothing is kept."""
    return Person(pk=pk, login=login, name=login, unit=unit, roles=list(roles or ("clerk",)))


MIRA = somebody(1, "mira")
BIAN = somebody(2, "bian", "后勤部")
QIAO = somebody(3, "qiao", "后勤部", "manager", "clerk")
OUYANG = somebody(4, "ouyang", "欧阳若兰工作室", "archivist")
Members = dict[str, tuple[str, ...]]
ALL = (MIRA, BIAN, QIAO, OUYANG)


def owing(
    members: Members | None = None,
    *stays: Stay,
    people: Sequence[Person] = ALL,
    **rule: Any,  # noqa: ANN401  the rule's own
) -> list[str]:
    """The names, or units, of those who owe a duty with such a rule."""
    duty = Rule("daily", "工作日志", "D-028", When(), **rule)
    known = Duties((duty,), members or {}, 31)
    found = holders(known, duty, iter(people), stays)
    return [one.person.login if one.person else one.unit for one in found]


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ({}, ["mira", "bian", "qiao", "ouyang"]),
        ({"units": ("后勤部",)}, ["bian", "qiao"]),
        ({"units": ("后勤",)}, []),
        ({"units": ("欧阳若兰工作室", "客户服务部")}, ["mira", "ouyang"]),
        ({"roles": frozenset({Role.MANAGER})}, ["qiao"]),
        ({"roles": frozenset({Role.MANAGER, Role.ARCHIVIST})}, ["qiao", "ouyang"]),
        ({"units": ("客户服务部",), "roles": frozenset({Role.MANAGER})}, []),
        ({"by_unit": True}, ["客户服务部", "后勤部", "欧阳若兰工作室"]),
        ({"by_unit": True, "units": ("后勤部",)}, ["后勤部"]),
        ({"by_unit": True, "units": ("无人部",)}, []),
    ],
)
def test_units_and_roles_narrow_who_owes(rule: dict[str, Any], names: list[str]) -> None:
    assert owing(**rule) == names


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ((), []),
        (("mira",), ["mira"]),
        (("nobody", "bian"), ["bian"]),
        (("MIRA",), []),
        (("mira", "mira", "qiao"), ["mira", "qiao"]),
    ],
)
def test_a_group_names_those_who_owe(members: tuple[str, ...], names: list[str]) -> None:
    assert owing({"外派人员": members}, groups=("外派人员",)) == names


def test_a_member_may_be_named_by_his_code_too() -> None:
    assert owing({"外派人员": (BIAN.code,)}, groups=("外派人员",)) == ["bian"]


def test_a_group_that_is_nowhere_has_nobody_and_several_are_taken_together() -> None:
    groups = {"甲": ("mira",), "乙": ("qiao", "mira")}

    assert owing(groups, groups=("丙",)) == []
    assert owing(groups, groups=("甲", "乙")) == ["mira", "qiao"]
    assert owing(groups, groups=("乙",), by_unit=True) == ["客户服务部", "后勤部"]


def test_whoever_is_posted_owes_for_as_long_as_it_lasts() -> None:
    stay = Stay("外派人员", BIAN, DAY, DAY + dt.timedelta(30))
    duty = Rule("daily", "工作日志", "D-028", When(), groups=("外派人员",))

    [found] = holders(Duties((duty,), {}, 31), duty, ALL, [stay])

    assert (found.person, found.unit, found.code) == (BIAN, "后勤部", BIAN.code)
    days = (-1, 0, 30, 31)
    assert [found.owes(DAY + dt.timedelta(n)) for n in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("stay", "names"),
    [
        (Stay("外派人员", BIAN, DAY, None), ["mira", "bian"]),
        (Stay("外派人员", MIRA, DAY, None), ["mira"]),  # a member for good already
        (Stay("驻厂人员", BIAN, DAY, None), ["mira"]),
        (Stay("外派人员", somebody(9, "gone", "后勤部"), DAY, None), ["mira"]),
    ],
)
def test_a_stay_counts_in_its_group_and_for_open_accounts(stay: Stay, names: list[str]) -> None:
    assert owing({"外派人员": ("mira",)}, stay, groups=("外派人员",)) == names


def test_a_stay_does_not_reach_past_the_units_of_the_rule() -> None:
    stay = Stay("外派人员", BIAN, DAY, None)

    assert owing({}, stay, groups=("外派人员",), units=("客户服务部",)) == []
    assert owing({}, stay, groups=("外派人员",), roles=frozenset({Role.MANAGER})) == []


def test_a_rule_without_groups_has_no_use_for_stays() -> None:
    assert owing({}, Stay("", BIAN, DAY, DAY)).count("bian") == 1


def test_nobody_works_here_nobody_owes() -> None:
    assert owing(people=()) == []
    assert owing(people=(), by_unit=True) == []
    assert owing({"甲": ("mira",)}, people=(), groups=("甲",)) == []


def test_two_stays_are_two_times_of_owing() -> None:
    first = Stay("外派人员", BIAN, DAY, DAY)
    second = Stay("外派人员", BIAN, DAY + dt.timedelta(10), None)

    assert owing({}, first, second, groups=("外派人员",)) == ["bian", "bian"]
    assert owing({}, first, second, groups=("外派人员",), by_unit=True) == ["后勤部"]


def test_a_holder_without_dates_owes_every_day() -> None:
    always = Holder("后勤部")

    assert always.code == "后勤部"
    assert all(always.owes(day) for day in (dt.date.min, DAY, dt.date.max))
    assert always.person is None
