"""Which groups are due for binding at the year's end, and what they lack."""

from __future__ import annotations

import datetime as dt

from docgen.model import binding
from docgen.model.binding import Sheet
from docgen.model.dossier import DossierType, Filed, Group, Required
from docgen.model.grades import Grade

KIND = DossierType(
    "unit",
    "房产档案",
    "房号",
    "销售经营部",
    Grade.parse("C"),
    "permanent",
    (
        Group("sales", "a", "签约", "bound"),
        Group("repair", "b", "维修"),
        Group("history", "e", "历史", "bound"),
    ),
    (Required("买卖合同", "sales"), Required("维修单", "repair")),
)


def sheet(turn: int, group: str, filed_on: str, pages: int | None = 2) -> Sheet:
    day = dt.date.fromisoformat(filed_on)
    return Sheet(turn, group, day, day, pages)


def due(*papers: Sheet, **reached: str) -> list[binding.Due]:
    days = {key.replace("_", "-"): dt.date.fromisoformat(day) for key, day in reached.items()}
    filed = [Filed(one.turn, one.group, f"资料{one.turn}") for one in papers]
    return binding.due(KIND, papers, filed, days, 2026)


def test_only_groups_that_are_bound_and_have_papers() -> None:
    found = due(sheet(1, "sales", "2026-05-01"), sheet(2, "repair", "2026-05-02"))

    assert [one.group.letter for one in found] == ["a"]
    assert found[0].pages == 2


def test_what_was_bound_before_is_not_bound_again() -> None:
    old, same, new = (
        sheet(n, "history", day)
        for n, day in enumerate(("2025-03-01", "2025-12-29", "2025-12-30"), 1)
    )

    [found] = due(old, same, new, bound_e="2025-12-29")

    assert [paper.turn for paper in found.papers] == [3]
    assert found.bound_on == dt.date(2025, 12, 29)
    assert due(old, same, bound_e="2025-12-29") == []


def test_next_years_papers_wait() -> None:
    assert due(sheet(1, "history", "2027-01-01")) == []
    assert len(due(sheet(1, "history", "2026-12-31"))) == 1


def test_a_volume_is_ready_when_nothing_is_missing_and_all_pages_are_counted() -> None:
    sales, uncounted, ready = (
        due(sheet(1, group, "2026-05-01", pages))[0]
        for group, pages in (("sales", 3), ("history", None), ("history", 4))
    )

    assert (sales.lacking, sales.is_ready) == (("买卖合同",), False)
    assert (uncounted.pages, uncounted.uncounted, uncounted.is_ready) == (None, 1, False)
    assert (ready.pages, ready.is_ready) == (4, True)


def test_each_bound_group_has_a_stage_of_its_own() -> None:
    assert list(binding.stages(KIND)) == ["bound-a", "bound-e"]
