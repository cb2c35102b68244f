"""The options of ``docgen find``, handed to the command as one value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.errors import say

if TYPE_CHECKING:
    from docgen.index.engine import Order

#: Options that narrow a search: each is a field of the grammar.
_FILTERS = {
    "customer": say("Only of this customer: a piece of the name, or of its pinyin such as szyb."),
    "dossier": say("Only in this dossier."),
    "unit": say("Only papers of this unit's dossiers."),
    "group": say("Only in this group."),
    "grade": say("Only papers of this grade."),
    "template": say("Only forms made from this template."),
    "number": say("Only with this piece in the document number."),
    "phone": say("Only with this piece of a phone number in any text, however it was written."),
    "since": say("Dated on this day or later, 2026-01-31."),
    "until": say("Dated on this day or earlier."),
    "like": say("Only what is like this item, the most similar first."),
}
_OPTIONS = (
    *(click.option(f"--{name}", default="", help=about) for name, about in _FILTERS.items()),
    click.option(
        "--order",
        type=click.Choice(["best", "date", "number"]),
        help="The best first (the default), the newest, or by document number.",
    ),
    click.option(
        "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to show."
    ),
    click.option("--offset", type=click.IntRange(0), default=0, help="How many to leave out."),
    click.option(
        "--facets",
        is_flag=True,
        help="Show all counts by customer, dossier, year, form, group, grade, unit.",
    ),
    click.option(
        "--xlsx", type=click.Path(path_type=Path), help="Also write all hits into a new workbook."
    ),
    click.option("--save", default="", metavar="NAME", help="Keep this search under a name."),
    click.option("--share", is_flag=True, help="With --save: your unit sees and uses it too."),
    click.option(
        "--saved", default="", metavar="NAME", help="Begin with the search kept under this name."
    ),
    click.option("--suggest", is_flag=True, help="Only say what the last word may become."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is searched for, and what is to be done with it."""

    words: tuple[str, ...]
    filters: dict[str, str]
    order: Order | None
    limit: int
    offset: int
    facets: bool
    xlsx: Path | None
    save: str
    share: bool
    saved: str
    suggest: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is searched for."""
        return not (self.words or self.saved or any(self.filters.values()))


def wishing(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the words and the options; it gets them as ``wish``."""

    @functools.wraps(command)
    def wished(*args: object, **values: object) -> int:
        filters = {name: values.pop(name) for name in _FILTERS}
        own = {name: values.pop(name) for name in Wish.__slots__ if name != "filters"}
        return command(*args, wish=Wish(filters=filters, **own), **values)  # type: ignore[arg-type]  # click's

    made: Callable[..., int] = wished
    for option in reversed(_OPTIONS):
        made = option(made)
    return click.argument("words", nargs=-1)(made)
