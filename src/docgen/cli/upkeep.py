"""``docgen check``, ``docgen recover`` and ``docgen reindex``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, progress
from docgen.errors import Integrity, say


@click.command(cls=Command)
@click.option("--fixity", is_flag=True, help="Hash every file again.")
@click.option(
    "--days",
    type=click.IntRange(min=1),
    help="With --fixity: only what is due when every paper is read once in N days (default 30).",
    metavar="N",
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    help="With --fixity: stop after M minutes; fails if papers are overdue then.",
    metavar="M",
)
@click.option("--four", is_flag=True, help="Look at the four properties (四性检测, DA/T 70).")
@click.option(
    "--stage",
    type=click.Choice(["filing", "transfer", "keeping"]),
    default="keeping",
    show_default=True,
    help="With --four: at which stage.",
)
@click.option("--dossier", default="", help="With --four: only this dossier's papers.")
@click.option("--since", default="", help="With --four: only papers filed from this day on.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="With --four: write the report to sign, as .docx, .pdf or .xlsx (四性检测报告).",
)
@json_option()
@click.pass_obj
def check(
    entry: Entry,
    *,
    fixity: bool,
    days: int | None,
    minutes: float | None,
    four: bool,
    stage: str,
    dossier: str,
    since: str,
    report: Path | None,
    as_json: bool,
) -> int:
    """Check the archive: its layout, every inventory, and the register against it.

    With --days or --minutes, --fixity is a rolling one: the papers that were not read for the
    longest time come first. Exit code 6 if something was changed or lost, 1 if papers are overdue.

    \b
    Example: docgen check --fixity
             docgen check --fixity --days 30 --minutes 20
             docgen check --four --stage transfer --dossier 0000000042
             docgen check --four --stage filing --since 2026-11-01 --report 四性检测.pdf
    """
    from docgen.cli import upkeep_view as view
    from docgen.cli.upkeep_four import check_four, refuse_without_four
    from docgen.office import rolling, upgrading, upkeep

    office, who = entry.open()
    view.refuse_mixture(fixity=fixity, four=four, rolling=bool(days or minutes))
    if four:
        return check_four(office, who, stage, dossier, since, report, as_json=as_json)
    refuse_without_four(asked=bool(dossier or since or report))
    if days or minutes:
        with view.bar() as told:
            rolled = rolling.roll(
                office, who, days=days or rolling.DAYS, minutes=minutes or 0, told=told
            )
        return view.show_rolled(rolled, as_json=as_json)
    findings = list(upkeep.check(office, who, fixity=fixity))
    view.note_upgrade(len(upgrading.waiting(office)))
    return view.show_findings(findings, as_json=as_json)


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
                "destroyed": done.destroyed,
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
        for code in done.destroyed:
            out(say("The destruction list {list} is carried out to the end.", list=code))
        for failed in done.failed:
            out(failed)
    return Integrity.exit_code if done.failed else 0


@click.command(cls=Command)
@json_option()
@click.pass_obj
def reindex(entry: Entry, *, as_json: bool) -> None:
    """Make the search index anew while the old one answers.

    Also after another engine was chosen in docgen.toml ([search] engine): the index of the one
    before goes on answering until the new one is built, and is removed then.

    \b
    Example: docgen reindex
    """
    from docgen.office import upkeep

    office, who = entry.open()
    papers = upkeep.reindex(office, who, progress)
    if as_json:
        out_json({"papers": papers})
    else:
        out(say("{n} paper(s) indexed.", n=papers))
