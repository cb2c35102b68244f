"""The faults found in a set of answers so far, each with the place it stands at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.errors import BadInput, Detail, say
from docgen.forms.form import Column, Field, Form


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer stands: before its name, and in which row."""

    prefix: str = ""
    place: str = ""


@dataclass(slots=True)
class Found:
    """What is wrong so far.

    Args:
        places: Where each answer stands in its file, by ``severity`` or ``items[2].what``.
        details: The faults.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    details: list[Detail] = field(default_factory=list)

    def spot(self, asked: Column) -> Spot:
        """Where the answer to a question of the form stands."""
        return Spot(place=self.places.get(asked.name, ""))

    def row(self, table: Field, number: int) -> Spot:
        """Where the ``number``-th row of a table stands, from 1."""
        place = say("row {row} of “{table}”", row=number, table=table.label)
        return Spot(f"{table.name}.", place)

    def cell(self, table: Field, number: int, column: Column) -> Spot:
        """Where one cell of that row stands."""
        place = self.places.get(f"{table.name}[{number}].{column.name}", "")
        return Spot(f"{table.name}.", place) if place else self.row(table, number)

    def add(self, column: Column, spot: Spot, text: str, fix: str) -> None:
        """Note a fault of one answer; a spot that does not say where is looked up."""
        name = spot.prefix + column.name
        place = spot.place or self.places.get(name, "")
        self.details.append(Detail(text, name, column.label, place, fix))

    def stands_at(self, column: Column, spot: Spot) -> bool:
        """Whether something is wrong with this answer already."""
        name = spot.prefix + column.name
        return any(one.field == name and one.place == spot.place for one in self.details)


def refusal(form: Form, found: Sequence[Detail], file: str) -> BadInput:
    """One ``BadInput`` for all faults; it speaks with the words of the first."""
    first = found[0]
    return BadInput(
        say("the answers to “{title}” have {count} fault(s)", title=form.title, count=len(found)),
        why=first.text,
        fix=first.fix,
        field=first.field,
        file=file,
        details=found,
    )
