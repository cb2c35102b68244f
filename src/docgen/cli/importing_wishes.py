"""The options that all ways of importing have, handed to the command as one value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import json_option
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.taking_in_places import Places
    from docgen.register.models import Person

_OPTIONS = (
    json_option(),
    click.option(
        "--report",
        type=click.Path(path_type=Path),
        help="Write what was not taken, and why, as .csv or .xlsx.",
    ),
    click.option(
        "--duplicates",
        type=click.Choice(["skip", "take"]),
        default="skip",
        show_default=True,
        help="Papers whose bytes the office has already.",
    ),
    click.option(
        "--open-dossiers",
        "opening",
        default="",
        metavar="TYPE",
        help="Open missing dossiers as this type.",
    ),
    click.option(
        "--grade", default="", help="P, C, B or A, never below the dossier's; else the dossier's."
    ),
    click.option(
        "--group", default="other", show_default=True, help="Group of papers that name none."
    ),
    click.option("--dry-run", is_flag=True, help="Say what would be filed where; file nothing."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was wished with these options."""

    dry_run: bool
    group: str
    grade: str
    opening: str
    duplicates: str
    report: Path | None
    as_json: bool


def wishing(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options; it gets them as ``wishes``."""

    @functools.wraps(command)
    def wished(*args: object, **values: object) -> int:
        own = {name: values.pop(name) for name in Wishes.__slots__}
        return command(*args, wishes=Wishes(**own), **values)  # type: ignore[arg-type]  # click's

    made: Callable[..., int] = wished
    for option in _OPTIONS:
        made = option(made)
    return made


def mapped(mappings: tuple[str, ...], why: str) -> dict[str, str]:
    """What ``--map NAME=MEANT`` says, if each says something."""
    pairs = {}
    for one in mappings:
        name, equals, meant = one.rpartition("=")
        if not (equals and name.strip() and meant.strip()):
            raise Misuse(
                say("--map {one} says nothing", one=one),
                why=why,
                fix=say("write for instance: --map 张三旧档=K000012"),
            )
        pairs[name.strip()] = meant.strip()
    return pairs


def places(office: Office, who: Person, pairs: dict[str, str], opening: str) -> Places:
    """What finds the dossiers, with these names mapped."""
    from docgen.office.taking_in_places import Places

    return Places(office, who, pairs, office.rules.dossier_type(opening) if opening else None)
