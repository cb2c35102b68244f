"""What a dossier lacks on a day, and its four measures, each counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.certificates import Certificate
from docgen.model.completeness import Measure, Measures, Paper, Report, examine, summary
from docgen.model.dossier import DossierType, Filed, Group, Required, Stage
from docgen.model.grades import Grade

TODAY = dt.date(2026, 11, 22)
OPENED = dt.date(2026, 11, 1)
KIND = DossierType(
    name="sample",
    title="样本档案",
    key_label="编号",
    unit="客户服务部",
    grade=Grade.C,
    retention="permanent",
    groups=(Group("sales", "a", "合同资料"), Group("other", "c", "其他资料")),
    required=(
        Required("服务合同", "sales", source="R-102"),
        Required("交接表", "other", source="F-100", stage="closed"),
    ),
    stages=(Stage("signed", "签约"), Stage("closed", "结束")),
    review_months=3,
)
CONTRACT = Paper(Filed(1, "sales", "服务合同"), TODAY)


def report(*papers: Paper, **reached: dt.date) -> Report:
    return examine(KIND, papers, reached, OPENED, TODAY)


def kinds(found: Report) -> list[str]:
    return [lack.kind for lack in found.lacks]


def test_a_whole_dossier_lacks_nothing_and_is_whole() -> None:
    found = report(CONTRACT)

    assert found.lacks == ()
    assert set(found.measures.percents().values()) == {100}


@pytest.mark.parametrize(
    ("paper", "kind", "measure", "percent"),
    [
        (replace(CONTRACT, is_unsigned=True), "unsigned", "accurate", 0),
        (replace(CONTRACT, late_since=dt.date(2026, 6, 30)), "late", "timely", 50),
        (replace(CONTRACT, filed_on=dt.date(2026, 8, 21)), "stale", "timely", 50),
        (replace(CONTRACT, filed=Filed(2, "sales", "服务合同")), "gap", "systematic", 50),
        (replace(CONTRACT, filed=Filed(1, "sales", "报价单")), "required", "complete", 0),
    ],
)
def test_each_finding_lowers_its_measure(
    paper: Paper, kind: str, measure: str, percent: int
) -> None:
    found = report(paper)

    assert kinds(found) == [kind]
    assert found.measures.percents()[measure] == percent
    assert sum(n < 100 for n in found.measures.percents().values()) == 1


def test_a_paper_in_no_group_of_the_type_is_not_systematic() -> None:
    found = report(CONTRACT, Paper(Filed(2, "lost", "照片"), TODAY))

    assert found.measures.systematic == Measure(1, 2)


def test_the_newest_paper_says_until_when_a_certificate_is_valid() -> None:
    over = (Certificate("健康证明", dt.date(2026, 1, 31)),)
    renewed = (Certificate("健康证明", dt.date(2027, 1, 31)),)
    old = replace(CONTRACT, certificates=over, filed_on=dt.date(2026, 11, 2))
    new = Paper(Filed(2, "other", "材料清单"), TODAY, certificates=renewed)

    assert kinds(report(old)) == ["expired"]
    assert [lack.text for lack in report(old).lacks] == ["健康证明 ran out on 2026-01-31"]
    assert kinds(report(old, new)) == []
    assert kinds(report(new, old)) == []


def test_a_stage_wants_its_paper_and_the_last_one_ends_staleness() -> None:
    old = replace(CONTRACT, filed_on=dt.date(2026, 1, 1))

    assert kinds(report(old, signed=TODAY)) == ["stale"]
    assert kinds(report(old, closed=TODAY)) == ["required"]


def test_an_empty_dossier_is_stale_counted_from_its_opening() -> None:
    young, old = report(), examine(KIND, [], {}, dt.date(2026, 1, 1), TODAY)

    assert kinds(young) == ["required"]
    assert kinds(old) == ["required", "stale"]
    assert young.measures.systematic == Measure(0, 0)


def test_the_sum_of_a_unit_counts_dossiers_findings_and_measures() -> None:
    unsigned = report(replace(CONTRACT, is_unsigned=True))

    total = summary([report(CONTRACT), unsigned, report()])

    assert (total.dossiers, total.whole) == (3, 1)
    assert total.lacks == {"unsigned": 1, "required": 1}
    assert total.measures.complete == Measure(2, 3)
    assert total.measures.accurate == Measure(1, 2)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_hundred_is_said_of_what_is_whole_alone(met: int, more: int) -> None:
    percent = Measure(met, met + more).percent

    assert 0 <= percent <= 100
    assert (percent == 100) == (more == 0)


def test_nothing_to_measure_is_whole() -> None:
    assert set(Measures().percents().values()) == {100}
    assert summary([]).dossiers == 0
