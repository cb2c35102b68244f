"""``docgen upgrade``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.office.delivered import Part


@click.command(cls=Command)
@click.option("--dry-run", is_flag=True, help="Change nothing, only say what would be done.")
@click.option("--show", default="", metavar="NAME", help="How one of them differs from the new.")
@json_option()
@click.pass_obj
def upgrade(entry: Entry, *, dry_run: bool, show: str, as_json: bool) -> None:
    """Bring the office's rules and templates up to this docgen.

    What is missing is added, what the office never changed is replaced and kept under
    rules/replaced. What the office has changed is left as it is and listed.

    \b
    Example: docgen upgrade --dry-run
             docgen upgrade --show rules/loans.toml
    """
    from docgen.office import upgrading

    office, who = entry.open()
    if show:
        lines = list(upgrading.differences(office, who, show))
        if as_json:
            out_json({"name": show, "diff": lines})
        else:
            for line in lines:
                click.echo(line)
        return
    parts = upgrading.upgrade(office, who, dry_run=dry_run)
    if as_json:
        out_json({"dry_run": dry_run, "parts": [_data(part) for part in parts]})
    else:
        _tell(parts, dry_run=dry_run)


def _data(part: Part) -> dict[str, object]:
    return {"name": part.name, "state": part.state, "differing": part.differing}


def _tell(parts: Sequence[Part], *, dry_run: bool) -> None:
    from docgen.office.delivered import State

    done = {
        State.MISSING: say("would be added") if dry_run else say("added"),
        State.OLDER: say("would be replaced") if dry_run else say("replaced; the old one is kept"),
        State.OWN: say("changed here; nothing newer"),
        State.CHANGED: say("left: it may be the office's own work; docgen's differs"),
        State.REMOVED: say("left out: it was removed here"),
    }
    rows = [
        (part.name, done[part.state], ", ".join(path.rpartition("/")[2] for path in part.differing))
        for part in parts
        if part.state in done
    ]
    if rows:
        table((say("Name"), say("What is done"), say("Files that differ")), rows)
    fresh = () if dry_run else (State.MISSING, State.OLDER)
    same = sum(part.state in {State.SAME, *fresh} for part in parts)
    out(say("{n} of {all} are those of this docgen.", n=same, all=len(parts)))
