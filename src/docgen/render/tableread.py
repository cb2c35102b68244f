"""The rows of a table from all places of the paper that show one.

A row is what belongs together: places of one row of a Word table, or of one turn of a loop over
paragraphs. A row that a person added has no tags, or bears those of the row it was copied from; it
becomes a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docgen.errors import Detail, say
from docgen.forms.form import Field
from docgen.render.evidence import Evidence
from docgen.render.marks import is_ticked
from docgen.render.plan import Plan
from docgen.render.reading import How
from docgen.render.seen import Seen
from docgen.render.settle import UNKNOWN, Settled, settle

_ORDER = (How.TAG, How.BOOKMARK, How.PATTERN)


@dataclass(slots=True)
class Row:
    """The places of one row."""

    places: list[Evidence] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """Which row it was when the paper was filled."""
        return next((one.row for one in self.places if one.row is not None), None)

    def takes(self, place: Evidence, most: int) -> bool:
        """Whether a place belongs to this row.

        Args:
            place: It stands after all places of the row.
            most: How many places of its kind a row has.
        """
        last = self.places[-1]
        if (place.how is How.PATTERN) != (last.how is How.PATTERN) or place.row != last.row:
            return False
        if place.unit != last.unit and -1 < place.step <= last.step:
            return False
        return sum(one.mark.key == place.mark.key for one in self.places) < most


def settle_rows(
    table: Field, places: Sequence[Evidence], stored: object, plan: Plan, seen: Seen
) -> Settled:
    """The rows that the paper shows.

    Args:
        table: The question.
        places: All places of the table, in the paper's order, at least one.
        stored: The rows that were printed; ``UNKNOWN`` if there is no record.
        plan: The template.
        seen: The paper's pictures.
    """
    kept = stored if isinstance(stored, list) else []
    loops = plan.loops.get(table.name, frozenset())
    lists = [_rows(one, plan) for one in _passes(_best(places), several=len(loops) > 1)]
    if len({tuple(row.number for row in rows) for rows in lists}) == 1:
        lists = [[_joined(turn) for turn in zip(*lists, strict=True)]]
    passes = [_settled(table, rows, kept, places[0], seen) for rows in lists]
    changed: list[Settled] = []
    for one in passes:
        if one.value != stored and all(one.value != other.value for other in changed):
            changed.append(one)
    if len(changed) <= 1:
        return (changed or passes)[0]
    text = say("two lists of its rows say different things")
    where = changed[1].place
    fix = say("write the same in both")
    question = Detail(text, table.name, table.label, where.said if where else "", fix)
    return replace(changed[0], questions=(*changed[0].questions, question))


def _joined(rows: Iterable[Row]) -> Row:
    """One row of several lists that print the same rows."""
    return Row([place for row in rows for place in row.places])


def _best(places: Iterable[Evidence]) -> list[Evidence]:
    """In each unit what the surest way found; no rows that nobody filled."""
    units: dict[int, list[Evidence]] = {}
    for place in places:
        units.setdefault(place.unit, []).append(place)
    found: list[Evidence] = []
    for _, unit in sorted(units.items()):
        how = min((one.how for one in unit), key=_ORDER.index)
        best = [one for one in unit if one.how is how]
        if how is not How.PATTERN or any(_is_filled(one) for one in best):
            found += best
    return found


def _is_filled(place: Evidence) -> bool:
    return bool(place.text.strip()) and is_ticked(place.text) is not False


def _passes(places: Sequence[Evidence], *, several: bool) -> list[list[Evidence]]:
    """The places of each list of the rows, where a template prints several."""
    lists: dict[int, list[Evidence]] = {}
    loop = 0
    for place in places:
        loop = place.loop or loop if several else 0
        lists.setdefault(loop, []).append(place)
    return list(lists.values()) or [[]]


def _rows(places: Iterable[Evidence], plan: Plan) -> list[Row]:
    rows: list[Row] = []
    for place in places:
        if not rows or not rows[-1].takes(place, plan.most(place.mark)):
            rows.append(Row())
        rows[-1].places.append(place)
    return rows


def _settled(
    table: Field,
    rows: Sequence[Row],
    kept: Sequence[Mapping[str, object]],
    first: Evidence,
    seen: Seen,
) -> Settled:
    values: list[dict[str, object]] = []
    questions: list[Detail] = []
    used: set[int] = set()
    for row in rows:
        number = row.number
        base = kept[number] if number is not None and number < len(kept) else None
        is_copy = number in used
        used.add(-1 if number is None else number)
        value, asked = _row(table, row, base, seen, is_copy=is_copy)
        values.append(value)
        questions += asked
    places = [place for row in rows for place in row.places]
    how = max((one.how for one in places), key=_ORDER.index, default=How.PATTERN)
    place = places[0].place if places else first.place
    return Settled(values, how, place, tuple(questions))


def _row(
    table: Field, row: Row, base: Mapping[str, object] | None, seen: Seen, *, is_copy: bool
) -> tuple[dict[str, object], list[Detail]]:
    """One row; what it does not print is as it was, but nothing in a row that was added."""
    values: dict[str, object] = {}
    questions: list[Detail] = []
    for column in table.columns:
        places = [one for one in row.places if one.mark.column == column.name]
        stored = UNKNOWN if base is None else base.get(column.name, "")
        if column.pictured:
            known = "" if is_copy or base is None else stored
            path = f"{table.name}.{column.name}"
            settled = seen.settle_cell(path, column, known, row.places)
            values[column.name] = settled.value
            questions += settled.questions
        elif places:
            settled = settle(f"{table.name}.{column.name}", column, places, stored)
            values[column.name] = settled.value
            questions += settled.questions
        elif stored is UNKNOWN or is_copy:
            values[column.name] = [] if column.kind == "choices" else ""
        else:
            values[column.name] = stored
    return values, questions
