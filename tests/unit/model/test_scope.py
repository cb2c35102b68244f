"""What a filter lets through: cleared and needed, never one of the two alone."""

from __future__ import annotations

from itertools import product

import pytest

from docgen.model.scope import NOTHING, Scope

UNIT, DOSSIER = "客户服务部", "0000000042"
ALL = frozenset({UNIT}), frozenset({DOSSIER})


@pytest.mark.parametrize("rank", range(4))
def test_an_empty_scope_admits_nothing(rank: int) -> None:
    assert not NOTHING.admits(rank, UNIT, DOSSIER)
    assert not Scope(rank=3).admits(rank, UNIT, DOSSIER)


@pytest.mark.parametrize(("cleared", "rank"), list(product(range(-1, 4), range(4))))
def test_clearance_reaches_its_own_rank(cleared: int, rank: int) -> None:
    scope = Scope(cleared, everything=True, units=ALL[0], dossiers=ALL[1])

    assert scope.admits(rank, UNIT, DOSSIER) == (rank <= cleared)


@pytest.mark.parametrize(
    ("scope", "admitted"),
    [
        (Scope(1, everything=True), True),
        (Scope(1, units=frozenset({UNIT, "工程部"})), True),
        (Scope(1, dossiers=frozenset({DOSSIER})), True),
        (Scope(1, units=frozenset({"工程部"})), False),
        (Scope(1, dossiers=frozenset({"0000000043"})), False),
        (Scope(1, units=frozenset({DOSSIER}), dossiers=frozenset({UNIT})), False),
    ],
)
def test_one_need_is_enough(scope: Scope, admitted: bool) -> None:  # noqa: FBT001  a table's cell
    assert scope.admits(1, UNIT, DOSSIER) is admitted
