"""Every page in a real browser."""

from __future__ import annotations

from tests.support.browsers import Sat, violations


def test_home_has_no_barrier(sat: Sat) -> None:
    page = sat.page("mira")

    page.goto("/")

    assert violations(page) == []
