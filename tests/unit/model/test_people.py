"""Which roles one person may hold together."""

from __future__ import annotations

from itertools import combinations

import pytest

from docgen.model.people import APART, READERS, Role, roles_fault

SETS = [frozenset(some) for n in range(len(Role) + 1) for some in combinations(Role, n)]


def test_every_role_reads_or_stands_apart() -> None:
    assert frozenset(Role) == READERS | APART
    assert not READERS & APART


@pytest.mark.parametrize("held", SETS, ids=lambda held: "-".join(sorted(held)) or "none")
def test_who_checks_or_runs_the_archive_has_no_second_role(held: frozenset[Role]) -> None:
    checks, reads = held & APART, held & READERS

    refused = bool(roles_fault(held))

    assert refused == (bool(checks and reads) or len(checks) > 1)


def test_the_fault_names_the_role_that_stands_apart() -> None:
    fault = roles_fault([Role.CLERK, Role.AUDITOR])

    assert fault.startswith("auditor excludes every other role")


def test_a_role_named_twice_is_one() -> None:
    assert roles_fault([Role.AUDITOR, Role.AUDITOR]) == ""
