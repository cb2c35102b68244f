"""Rows of a data sheet with what somebody corrected on the page, without touching the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import overload

from docgen.render.datarow import Row

#: The key of what says whom a row is about, if a column of its own does.
CUSTOMER = "customer"
#: What stands instead, by the row's number and the field; JSON has no other keys than texts.
Corrections = Mapping[str, Mapping[str, str]]


def corrected(rows: Sequence[Row], corrections: Corrections) -> Sequence[Row]:
    """The rows as they were corrected; "" takes a value away."""
    return _Corrected(rows, corrections) if corrections else rows


class _Corrected(Sequence[Row]):
    """Each row made when it is asked for, as those of the sheet are."""

    def __init__(self, rows: Sequence[Row], corrections: Corrections) -> None:
        self._rows, self._corrections = rows, corrections

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._right(row) for row in self._rows[index]]
        return self._right(self._rows[index])

    def _right(self, row: Row) -> Row:
        instead = self._corrections.get(str(row.number))
        if not instead:
            return row
        answers = {name: value for name, value in row.answers.items() if name not in instead}
        answers |= {name: text for name, text in instead.items() if text and name != CUSTOMER}
        extra = {**row.extra, **{key: instead[key] for key in (CUSTOMER,) if key in instead}}
        return replace(row, answers=answers, extra=extra)
