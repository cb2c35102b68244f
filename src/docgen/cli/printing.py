"""How commands print: sentences, tables and JSON, in the reader's language."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import click

from docgen.cli.language import tell
from docgen.errors import Said, say

_Step = TypeVar("_Step")

#: An item's states and the retention periods, as people read them.
STATES = {"filed": say("filed"), "destroyed": say("destroyed")}
RETENTIONS = {
    "permanent": say("permanent"),
    "30 years": say("30 years"),
    "10 years": say("10 years"),
    "1 year": say("1 year"),
    "external": say("by another rule"),
}


def out(text: str = "") -> None:
    """Print a sentence."""
    click.echo(tell(text))


def note(text: str) -> None:
    """Print a remark that is not part of the answer."""
    click.echo(tell(text), err=True)


def holidays_unknown(year: int) -> Said:
    """What is said when working days were counted in a year whose holidays are not known."""
    return say(
        "The public holidays of {year} are not known yet: weekends alone were counted. "
        "Add them to rules/calendar.",
        year=year,
    )


def out_json(data: object) -> None:
    """Print data; dates as ISO 8601, Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under heads; a name or a code stays as it is, a sentence is translated."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in heads:
        made.add_column(tell(head), overflow="fold")
    for row in rows:
        made.add_row(*(tell(cell) if isinstance(cell, Said) else str(cell) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 240, highlight=False, markup=False)
    console.print(made)


def facts(pairs: Mapping[str, object]) -> None:
    """Print labels and values, one a line; empty ones are left out, names stay as they are."""
    for label, value in pairs.items():
        if value not in ("", None):
            click.echo(f"{tell(label)}: {tell(value) if isinstance(value, Said) else value}")


def progress(steps: Iterable[_Step], length: int) -> Iterator[_Step]:
    """Go through long work with a bar on the terminal; without one, silently."""
    bar = click.progressbar(steps, length=length, file=sys.stderr, hidden=not is_terminal())
    with bar:
        yield from bar


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def debugging() -> bool:
    """Whether a developer wants to see tracebacks."""
    return bool(os.environ.get("DOCGEN_DEBUG"))
