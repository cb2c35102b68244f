"""What must be brought, kind by kind: by the shipped terms, which keep to the law and R-071."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace

import pytest

from docgen.config import shipped
from docgen.model import outside_kinds
from docgen.model.access import PURPOSES
from docgen.model.outside_bringing import Brought, Officer, lacks
from docgen.model.outside_file import parse_outside
from docgen.model.outside_kinds import BODIES, FLOORS, Gives, Kind, OutsideRules
from docgen.model.people import Role

TODAY = dt.date(2026, 11, 23)
TWO = (
    Officer("庄知遥", "工作证", "示法990117", is_scanned=True),
    Officer("桑令仪", "工作证", "示法990264", is_scanned=True),
)
WHOLE = Brought(
    body="云汀市样本区人民法院",
    officers=TWO,
    branch="人民法院",
    notice="（2026）示民初990号",
    notice_on=dt.date(2026, 3, 3),
    notice_scanned=True,
    permit="示司协准〔2026〕9号",
    authority="示例省司法厅",
    is_own=True,
)


def rules() -> OutsideRules:
    """The shipped terms."""
    file = shipped("rules") / "outside.toml"
    return parse_outside(tomllib.loads(file.read_text("utf-8")), file=file.name)


SHIPPED = rules().kinds


def test_the_shipped_terms_name_every_kind_and_keep_the_floors() -> None:
    assert set(SHIPPED) == set(Kind)
    assert not SHIPPED[Kind.CUSTOMER].taken
    assert SHIPPED[Kind.OFFICIAL].approve == (Role.LEGAL,)
    assert SHIPPED[Kind.FOREIGN].approve == (Role.LEGAL, Role.MANAGER)
    assert {kind for kind, terms in SHIPPED.items() if terms.gives is Gives.CONSULT} == {
        Kind.PARENT,
        Kind.AUDIT,
        Kind.SUPERVISION,
    }
    for kind, floors in FLOORS.items():
        assert all(floor.holds(SHIPPED[kind]) for floor in floors)


def test_each_kind_is_served_for_a_purpose_that_the_log_knows() -> None:
    assert {kind.purpose for kind in Kind} <= set(PURPOSES)
    assert {kind.word for kind in outside_kinds.Kind} & set(BODIES) == set()


@pytest.mark.parametrize("kind", Kind)
def test_nothing_lacks_if_all_is_there(kind: Kind) -> None:
    assert lacks(replace(SHIPPED[kind], taken=True), WHOLE, TODAY) == []


TAKEN_AWAY = {
    "one officer": replace(WHOLE, officers=TWO[:1]),
    "nobody": replace(WHOLE, officers=()),
    "one credential twice": replace(WHOLE, officers=(TWO[0], replace(TWO[1], number="示法990117"))),
    "one name twice": replace(WHOLE, officers=(TWO[0], replace(TWO[1], name="庄知遥"))),
    "a scan": replace(WHOLE, officers=(TWO[0], replace(TWO[1], is_scanned=False))),
    "notice": replace(WHOLE, notice=""),
    "its day": replace(WHOLE, notice_on=None),
    "a day to come": replace(WHOLE, notice_on=TODAY + dt.timedelta(days=1)),
    "its scan": replace(WHOLE, notice_scanned=False),
    "branch": replace(WHOLE, branch="城市管理部门"),
    "permit": replace(WHOLE, permit=""),
    "authority": replace(WHOLE, authority=""),
    "own": replace(WHOLE, is_own=False),
}
OFFICIAL = {*TAKEN_AWAY} - {"permit", "authority", "own"}
NOTICE = {"notice", "its day", "a day to come"}
#: What each kind cannot do without; the rest it can.
NEEDED = {
    Kind.OFFICIAL: OFFICIAL,
    Kind.PARENT: NOTICE | {"nobody"},
    Kind.AUDIT: NOTICE | {"nobody"},
    Kind.SUPERVISION: {"nobody"},
    Kind.CUSTOMER: {"nobody", "a scan", "own"},
    Kind.FOREIGN: NOTICE | {"nobody", "a scan", "its scan", "permit", "authority"},
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_lacks_what_it_needs_and_nothing_else(kind: Kind) -> None:
    terms = replace(SHIPPED[kind], taken=True)

    lacking = {what for what, brought in TAKEN_AWAY.items() if lacks(terms, brought, TODAY)}

    assert lacking == NEEDED[kind]


def test_a_foreign_body_without_number_is_refused_by_the_law_itself() -> None:
    [reason] = lacks(SHIPPED[Kind.FOREIGN], TAKEN_AWAY["permit"], TODAY)

    assert reason.rule == "DSL-36"


def test_all_that_lacks_is_said_at_once() -> None:
    found = lacks(SHIPPED[Kind.OFFICIAL], Brought("某单位", ()), TODAY)

    assert [reason.rule for reason in found] == ["R-071"] * 4


def test_a_kind_that_is_off_says_only_that() -> None:
    [reason] = lacks(SHIPPED[Kind.CUSTOMER], Brought("", ()), TODAY)

    assert (reason.rule, "takes no requests" in reason.text) == ("G-016", True)
