"""Drawings of figures: in proportion, in order, and in words for who does not see them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from docgen.errors import say
from docgen.web import charts


def test_the_highest_column_is_as_high_as_the_drawing_and_the_others_in_proportion() -> None:
    chart = charts.columns("papers", {"01": 5, "02": 20, "03": 0})

    assert [one.height for one in chart.bars] == [25.0, 100.0, 0.0]
    assert all(one.y + one.height == charts.HEIGHT for one in chart.bars)


def test_columns_stand_in_their_order_within_the_drawing() -> None:
    chart = charts.columns("papers", {f"{n:02}": n for n in range(1, 32)})

    edges = [(one.x, one.x + one.width) for one in chart.bars]
    assert all(before[1] < after[0] for before, after in pairwise(edges))
    assert edges[0][0] >= 0
    assert edges[-1][1] <= charts.WIDTH


def test_a_line_has_a_point_for_each_figure() -> None:
    chart = charts.line("entries", {"1": 1, "2": 2, "3": 4})

    points = [tuple(map(float, one.split(","))) for one in chart.path.split()]
    assert [y for _, y in points] == [75.0, 50.0, 0.0]
    assert points == sorted(points)


def test_names_are_ranked_by_their_figures() -> None:
    chart = charts.ranked("acts", {"read": 3, "filed": 12, "lent": 6})

    assert [(one.label, one.width) for one in chart.bars] == [
        ("filed", 600.0),
        ("lent", 300.0),
        ("read", 150.0),
    ]


def test_the_description_names_the_sum_and_the_highest() -> None:
    assert charts.columns("x", {"5月": 2, "6月": 9}).desc == "11 in all; most: 6月, 9"


@pytest.mark.parametrize("make", [charts.columns, charts.line, charts.ranked])
@pytest.mark.parametrize("figures", [{}, {"a": 0}])
def test_nothing_is_said_to_be_nothing(make: charts.Maker, figures: dict[str, int]) -> None:
    chart = make("x", figures)

    drawn = render_to_string("parts/chart.html", {"chart": chart})

    assert "Nothing yet." in drawn or "暂无" in drawn
    assert "<rect" not in drawn


def test_a_drawing_has_a_title_words_and_a_table_and_nothing_inline() -> None:
    chart = charts.columns(say("Papers filed"), {"<5>": 2, "6": 9})

    drawn = render_to_string("parts/chart.html", {"chart": chart})

    assert 'role="img"' in drawn
    assert "<desc>" in drawn
    assert '<th scope="row">&lt;5&gt;</th><td class="figure">2</td>' in drawn
    assert " style=" not in drawn


def test_ranked_figures_are_a_table_themselves() -> None:
    drawn = render_to_string(
        "parts/chart.html", {"chart": charts.ranked("acts", {"阅览": 3, "归档": 12})}
    )

    assert drawn.index("归档") < drawn.index("阅览")
    assert 'aria-hidden="true"><rect width="600.0"' in drawn
