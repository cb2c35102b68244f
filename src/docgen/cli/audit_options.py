"""What the audit reports are asked with: a period, what narrows them down, where they go.

Each decorator takes its options off the command and hands it one value instead.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, json_option

if TYPE_CHECKING:
    from docgen.model.audit import Period
    from docgen.office.desk import Office

Asked = Mapping[str, str]
_Command = Callable[..., object]
_QUESTION = ("who", "item", "dossier", "customer", "purpose")


@dataclass(frozen=True, slots=True)
class Output:
    """Where a report goes."""

    docx: Path | None = None
    pdf: Path | None = None
    xlsx: Path | None = None
    as_json: bool = False

    @property
    def files(self) -> list[Path]:
        """The files that are wanted."""
        return [file for file in (self.docx, self.pdf, self.xlsx) if file is not None]


def output(command: _Command) -> _Command:
    """``--docx``, ``--pdf``, ``--xlsx`` and ``--json`` as an ``Output``."""

    @functools.wraps(command)
    def run(
        entry: Entry,
        /,
        *,
        docx: Path | None,
        pdf: Path | None,
        xlsx: Path | None,
        as_json: bool,
        **rest: object,
    ) -> object:
        return command(entry, output=Output(docx, pdf, xlsx, as_json), **rest)

    path = click.Path(path_type=Path)
    for option in (
        json_option(),
        click.option("--xlsx", type=path, help="Write this Excel workbook."),
        click.option("--pdf", type=path, help="Write this PDF."),
        click.option("--docx", type=path, help="Write this Word file."),
    ):
        run = option(run)
    return run


def days(command: _Command) -> _Command:
    """``--since`` and ``--until`` as a pair of texts; see ``period``."""

    @functools.wraps(command)
    def run(entry: Entry, /, *, since: str, until: str, **rest: object) -> object:
        return command(entry, days=(since, until), **rest)

    until = click.option("--until", default="", help="Up to this day, 2026-11-30, included.")
    since = click.option("--since", default="", help="From this day on, 2026-11-01.")
    return since(until(run))


def question(command: _Command) -> _Command:
    """What narrows a report of entries down, as a mapping of texts."""

    @functools.wraps(command)
    def run(entry: Entry, /, **given: object) -> object:
        asked = {name: given.pop(name) for name in _QUESTION}
        return command(entry, asked=asked, **given)

    for option in (
        click.option("--purpose", default="", help="Only for this purpose."),
        click.option("--customer", default="", help="Only about this customer's id, K000042."),
        click.option("--dossier", default="", help="Only about this dossier."),
        click.option("--item", default="", help="Only about this paper."),
        click.option("--who", default="", help="Only this person."),
    ):
        run = option(run)
    return run


def by(*groups: str) -> Callable[[_Command], _Command]:
    """``--by``: which totals are printed."""
    kind = click.Choice(groups)
    return click.option(
        "--by", type=kind, default=groups[0], show_default=True, help="Which totals to print."
    )


def last(command: _Command) -> _Command:
    """``--last``: how many lines."""
    return click.option(
        "--last",
        type=click.IntRange(0),
        default=1000,
        show_default=True,
        help="How many lines, the newest; the totals count all.",
    )(command)


def period(office: Office, pair: tuple[str, str]) -> Period:
    """The period that two options name."""
    from docgen.office import audit_question

    return audit_question.period(office, *pair)


def month(office: Office, text: str) -> Period:
    """The period of a month such as ``2026-11``."""
    from docgen.office import audit_question

    return audit_question.month(office, text)
