"""Rows of the log in portions: what the database lets through is what the bytes say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest
from tests.support.desks import Cast, filed

from docgen.office import audit_log
from docgen.office import log_reading as reading
from docgen.office.desk import Office
from docgen.office.log_reading import Fit, begins, either, holds
from docgen.register.models import Customer
from docgen.register.models_log import LogEntry

FILED = b'{"act":"item.filed"'
ITEM = b'"obj":"0000000001-0001"'
CASES: list[tuple[list[Fit], Callable[[bytes], bool]]] = [
    ([], lambda _: True),
    ([begins(FILED)], lambda leaf: leaf.startswith(FILED)),
    ([holds(ITEM)], lambda leaf: ITEM in leaf),
    ([begins(FILED), holds(ITEM)], lambda leaf: leaf.startswith(FILED) and ITEM in leaf),
    ([either(begins(FILED), holds(ITEM))], lambda leaf: leaf.startswith(FILED) or ITEM in leaf),
    ([begins()], lambda _: False),
    ([holds("客户".encode())], lambda leaf: "客户".encode() in leaf),
    ([holds(b"%s 100%")], lambda leaf: b"%s 100%" in leaf),
]


@pytest.mark.usefixtures("office", "folk", "known")
@pytest.mark.parametrize("size", [1, 3, 5000])
def test_portions_are_whole_in_order_and_hold_what_fits(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", size)
    monkeypatch.setattr(reading, "_FEW", size)
    every = [(one.idx, bytes(one.leaf)) for one in LogEntry.objects.order_by("idx")]

    for tests, fits in CASES:
        right = [row for row in every if fits(row[1])]

        assert [*chain.from_iterable(reading.upward(0, len(every), tests))] == right
        assert [*chain.from_iterable(reading.downward(0, len(every), tests))] == right[::-1]
        assert [*chain.from_iterable(reading.upward(2, 5, tests))] == [
            row for row in right if 2 <= row[0] < 5
        ]


def test_no_portion_is_read_before_it_is_asked_for(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(office, folk.mira, known)
    monkeypatch.setattr(reading, "_FEW", 2)
    end = audit_log.size()

    first = next(reading.downward(0, end))

    assert [index for index, _ in first] == [end - 1, end - 2]
