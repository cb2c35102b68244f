"""``docgen find``."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import say
from docgen.model.grades import Grade


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@click.option("--dossier", default="", help="Only in this dossier.")
@click.option("--group", default="", help="Only in this group.")
@click.option("--grade", default="", help="Only papers of this grade.")
@click.option("--template", default="", help="Only forms made from this template.")
@click.option("--since", default="", help="Filed on this day or later, 2026-01-31.")
@click.option("--until", default="", help="Filed on this day or earlier.")
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to show."
)
@json_option()
@click.pass_obj
def find(
    entry: Entry,
    /,
    words: tuple[str, ...],
    limit: int,
    *,
    as_json: bool,
    **filters: str,
) -> int:
    """Search the archive for WORDS: any part of any word, name or number.

    Several words must all be there; -word must not; "a phrase" stands together;
    field:value narrows. You see only what you may know of. Exit code 1 if nothing is found.

    \b
    Example: docgen find 投诉 漏水 --since 2026-01-01
    """
    from docgen.office import finding

    office, who = entry.open()
    asked = " ".join([*words, *(f"{name}:{value}" for name, value in filters.items() if value)])
    result = finding.search(office, who, asked, limit=limit)
    if as_json:
        out_json(
            {
                "total": result.total,
                "hits": [
                    {
                        "item": hit.item,
                        "title": hit.title,
                        "customer": hit.customer,
                        "dossier": hit.dossier,
                        "template": hit.template,
                        "date": hit.date.isoformat(),
                        "grade": Grade.of_rank(hit.rank).code,
                        "number": hit.number,
                        "snippet": hit.snippet,
                    }
                    for hit in result.hits
                ],
                "took_ms": result.took_ms,
            }
        )
        return 0 if result.total else 1
    for hit in result.hits:
        out(f"{hit.item}  {hit.date}  {hit.title} {hit.number}  {hit.customer}")
        if hit.snippet:
            out(f"    {hit.snippet}")
    out(say("{n} found in {ms} ms.", n=result.total, ms=result.took_ms))
    return 0 if result.total else 1
