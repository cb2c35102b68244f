"""What was read back from a paper, field by field, and how it differs from what was stored.

Values only. How they are found is ``readback``'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import Detail, Said, say
from docgen.render.record import Record


class How(StrEnum):
    """By what a value was found, the surest first."""

    TAG = "tag"  #: the content control around it
    BOOKMARK = "bookmark"  #: the bookmark around it
    PATTERN = "pattern"  #: the template's own words before and after it
    RECORD = "record"  #: not printed on the paper: what was stored when it was filled
    NOWHERE = "nowhere"  #: not on the paper, and there is no record


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the paper: a paragraph, or a cell of a table; all counted from 1, 0 for none.

    Args:
        where: ``header`` or ``footer``; "" for the document itself.
        paragraph: Which paragraph outside tables.
        table: Which table.
        row: Which of its rows.
        cell: Which cell of the row.
    """

    where: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0

    @property
    def said(self) -> Said:
        """The place as a sentence part."""
        if self.table:
            spot = say(
                "table {table}, row {row}, cell {cell}",
                table=self.table,
                row=self.row,
                cell=self.cell,
            )
        else:
            spot = say("paragraph {paragraph}", paragraph=self.paragraph)
        if self.where == "header":
            return say("header: {spot}", spot=spot)
        return say("footer: {spot}", spot=spot) if self.where else spot


@dataclass(frozen=True, slots=True)
class Found:
    """One field as the paper has it now.

    Args:
        field: Its name.
        label: What the clerk calls it.
        value: The checked plain value; for a table its rows; for what cannot be understood the
            text as it stands (then there is a question about it); ``""`` for nothing.
        how: By what it was found.
        place: Where it stands first; ``None`` if it does not.
    """

    field: str
    label: str
    value: object
    how: How
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A text from which its value cannot be read, such as an amount in words.

    Args:
        path: The field or column it is made from.
        text: What stands there now.
        place: Where.
    """

    path: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper read back.

    Args:
        found: Every field of the form, in its order.
        questions: What a person must decide first: a text that is no right answer, places that
            contradict each other, a row that cannot be read. Each with field, label, place, fix.
        record: What the paper was made from; ``None`` for a paper that does not say.
        warnings: What to know besides, such as a damaged record.
        reckoned: What it shows that is made from its answers, in the paper's order.
    """

    found: Mapping[str, Found]
    questions: tuple[Detail, ...] = ()
    record: Record | None = None
    warnings: tuple[Said, ...] = ()
    reckoned: tuple[Reckoned, ...] = ()

    @property
    def answers(self) -> dict[str, object]:
        """Each field that was found, with its value, as ``forms.answers.check`` takes them."""
        return {name: one.value for name, one in self.found.items() if one.how is not How.NOWHERE}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between what was stored and what the paper says.

    Args:
        field: The field's name; for a cell ``items[1].what``, for a whole row
            ``items[1]``, counted from 1.
        label: What the clerk calls it.
        was: The stored value; ``None`` for a row that was added.
        is_: What stands there now; ``None`` for a row that was taken out.
        where: Where it stands now; ``None`` if it does not.
        how: By what it was found.
    """

    field: str
    label: str
    was: object
    is_: object
    where: Place | None
    how: How
