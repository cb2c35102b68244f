"""``docgen check``, ``docgen recover`` and ``docgen reindex``."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import Integrity, say


@click.command(cls=Command)
@click.option("--fixity", is_flag=True, help="Hash every file again.")
@json_option()
@click.pass_obj
def check(entry: Entry, *, fixity: bool, as_json: bool) -> int:
    """Check the archive: its layout, every inventory, and the register against it.

    Exit code 6 if something was changed or lost.

    \b
    Example: docgen check --fixity
    """
    from docgen.office import upkeep

    office, who = entry.open()
    findings = list(upkeep.check(office, who, fixity=fixity))
    if as_json:
        out_json(
            {
                "ok": not findings,
                "findings": [
                    {
                        "code": one.code,
                        "item": one.urn,
                        "path": str(one.path),
                        "text": str(one.text),
                    }
                    for one in findings
                ],
            }
        )
    else:
        for one in findings:
            out(f"{one.code}  {one.urn}  {one.path}")
            out(one.text)
        out(say("{n} finding(s).", n=len(findings)))
    return Integrity.exit_code if findings else 0


@click.command(cls=Command)
@json_option()
@click.pass_obj
def recover(entry: Entry, *, as_json: bool) -> int:
    """Finish what was interrupted: publish, sweep, release numbers, index.

    \b
    Example: docgen recover
    """
    from docgen.office import upkeep

    office, who = entry.open()
    done = upkeep.recover(office, who)
    if as_json:
        out_json(
            {
                "published": done.published,
                "swept": done.swept,
                "numbers": done.numbers,
                "indexed": done.indexed,
                "failed": done.failed,
            }
        )
    else:
        out(
            say(
                "{published} paper(s) published, {swept} leftover(s) swept, {numbers} number(s) "
                "released, {indexed} paper(s) indexed.",
                published=len(done.published),
                swept=len(done.swept),
                numbers=len(done.numbers),
                indexed=done.indexed,
            )
        )
        for failed in done.failed:
            out(failed)
    return Integrity.exit_code if done.failed else 0


@click.command(cls=Command)
@json_option()
@click.pass_obj
def reindex(entry: Entry, *, as_json: bool) -> None:
    """Make the search index anew while the old one answers.

    \b
    Example: docgen reindex
    """
    from docgen.office import upkeep

    office, who = entry.open()
    papers = upkeep.reindex(office, who)
    if as_json:
        out_json({"papers": papers})
    else:
        out(say("{n} paper(s) indexed.", n=papers))
