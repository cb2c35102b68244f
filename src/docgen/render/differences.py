"""What a paper says otherwise than what was stored, field by field and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from docgen.errors import say
from docgen.render.reading import Change, Found, How, Reading


def compare(reading: Reading, stored: Mapping[str, object]) -> list[Change]:
    """What the paper says otherwise than the stored checked answers, in the form's order."""
    return [
        change
        for name, found in reading.found.items()
        if found.how is not How.NOWHERE and name in stored
        for change in _changes(found, stored[name])
    ]


def _changes(found: Found, was: object) -> Iterator[Change]:
    if found.value == was:
        return
    if isinstance(was, list) and isinstance(found.value, list) and _has_rows([*was, *found.value]):
        yield from _row_changes(found, was, found.value)
    else:
        yield Change(found.field, found.label, was, found.value, found.place, found.how)


def _has_rows(rows: Sequence[object]) -> bool:
    return all(isinstance(row, Mapping) for row in rows)


def _row_changes(
    found: Found, was: Sequence[Mapping[str, object]], now: Sequence[Mapping[str, object]]
) -> Iterator[Change]:
    """Rows changed in place cell by cell; rows added or taken out as a whole."""
    old, new = ([repr(sorted(row.items())) for row in rows] for rows in (was, now))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(b - a, d - c)
        for turn in range(both):
            yield from _cells(found, c + turn, was[a + turn], now[c + turn])
        for row in range(a + both, b):
            yield _row(found, row, was[row], None)
        for row in range(c + both, d):
            yield _row(found, row, None, now[row])


def _cells(
    found: Found, row: int, was: Mapping[str, object], now: Mapping[str, object]
) -> Iterator[Change]:
    for column, value in now.items():
        if value != was.get(column):
            name = f"{found.field}[{row + 1}].{column}"
            label = say("{table}, row {row}", table=found.label, row=row + 1)
            yield Change(name, label, was.get(column), value, found.place, found.how)


def _row(found: Found, row: int, was: object, now: object) -> Change:
    label = say("{table}, row {row}", table=found.label, row=row + 1)
    return Change(f"{found.field}[{row + 1}]", label, was, now, found.place, found.how)
