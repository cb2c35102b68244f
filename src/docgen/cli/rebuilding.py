"""``docgen rebuild``."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, progress
from docgen.errors import Integrity, say


@click.command(cls=Command)
@json_option()
@click.pass_obj
def rebuild(entry: Entry, *, as_json: bool) -> int:
    """Bring a lost register back from the files in archive/ and log/.

    Everything comes back but passwords; the search index is made anew. A register that is
    there is never replaced: move it away first. Exit code 6 if something could not be
    restored; each such thing is told.

    \b
    Example: mv register.sqlite3 register.old && docgen rebuild
    """
    from docgen.office import rebuilding

    done = rebuilding.rebuild(entry.folder(), entry.enter, progress)
    if as_json:
        out_json(
            {
                "ok": not done.lost,
                "changes": done.changes,
                "entries": done.entries,
                "papers": done.papers,
                "indexed": done.indexed,
                "lost": [str(text) for text in done.lost],
            }
        )
    else:
        for text in done.lost:
            out(text)
        out(
            say(
                "The register is back: {changes} change(s), {papers} paper(s), {entries} "
                "entries of the log; {lost} thing(s) could not be restored.",
                changes=done.changes,
                papers=done.papers,
                entries=done.entries,
                lost=len(done.lost),
            )
        )
    return Integrity.exit_code if done.lost else 0
