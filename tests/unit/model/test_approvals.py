"""``rules/approvals.toml``: the shipped file is the default, and a higher grade never asks less.

Each mistake has its example in ``tests/bad-rules/approvals_*``.
"""

from __future__ import annotations

import tomllib
from itertools import product
from typing import Any

import pytest

from docgen.config import shipped
from docgen.model.access import Act, Policy
from docgen.model.access_facts import Freshness, Need
from docgen.model.approvals import parse_policy
from docgen.model.grades import Grade
from docgen.model.people import Role

BARE: dict[str, Any] = {"an_hour": 7, "beyond": ["legal", "manager"]}
LEGAL = frozenset({Role.LEGAL})


def test_the_shipped_file_is_the_default() -> None:
    text = (shipped("rules") / "approvals.toml").read_text("utf-8")

    assert parse_policy(tomllib.loads(text), file="approvals.toml") == Policy()


def test_a_file_may_ask_for_nothing_but_the_figures_of_many() -> None:
    policy = parse_policy(BARE, file="x")

    assert (policy.approvals, policy.sign_in, policy.an_hour) == ({}, {}, 7)
    assert policy.beyond == Need(frozenset({Role.LEGAL, Role.MANAGER}))


def test_rows_of_one_act_add_up() -> None:
    rows = [
        {"acts": ["copy"], "from": "B", "by": ["legal"]},
        {"acts": ["copy", "export"], "from": "A", "by": ["manager"], "count": 2},
    ]

    found = parse_policy(BARE | {"approval": rows}, file="x").approvals

    managers = Need(frozenset({Role.MANAGER}), 2)
    assert found == {
        (Act.COPY, 2): (Need(LEGAL),),
        (Act.COPY, 3): (Need(LEGAL), managers),
        (Act.EXPORT, 3): (managers,),
    }


@pytest.mark.parametrize(("low", "high"), list(product("PCBA", repeat=2)))
def test_a_higher_grade_never_asks_for_less(low: str, high: str) -> None:
    rows = [
        {"from": low, "minutes": 15, "second_factor": True},
        {"from": high, "minutes": 480},
    ]

    found = parse_policy(BARE | {"sign_in": rows}, file="x").sign_in

    asked = [found.get(grade.rank, Freshness(10_000)) for grade in Grade]
    assert asked == sorted(asked, key=lambda one: (-one.minutes, one.second_factor))
    assert asked[-1] == Freshness(15, second_factor=True)
