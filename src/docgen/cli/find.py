"""``docgen find``."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.find_options import Wish, wishing
from docgen.cli.language import tell
from docgen.cli.printing import note, progress
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.cli.find_view import Answer
    from docgen.index.engine import Order
    from docgen.office.desk import Office
    from docgen.register.models import Person


class Find(Command):
    """A command whose ``-word`` is a word that must not be there, and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move these words behind all options, unless one is an option's value."""
        options = [one for one in self.params if isinstance(one, click.Option)]
        valued = {text for one in options if not one.is_flag for text in one.opts}
        words: list[str] = []
        rest: list[str] = []
        for before, arg in pairwise(["", *args]):
            is_word = arg.startswith("-") and not arg.startswith("--") and before not in valued
            (words if is_word else rest).append(arg)
        if words and not {"-h", "--"}.intersection(args):
            args = [*rest, "--", *words]
        return super().parse_args(ctx, args)


@click.command(cls=Find)
@wishing
@json_option()
@click.pass_obj
def find(entry: Entry, /, *, wish: Wish, as_json: bool) -> int:
    """Search the archive for WORDS: any part of any word, name or number.

    Several words must all be there; -word must not; "a phrase" stands together; field:value
    narrows, and so do the options. You see only what you may know of. A search that is kept
    with --save is used again with --saved, also with more words; docgen saved lists them.
    Exit code 1 if nothing is found.

    \b
    Example: docgen find 投诉 漏水 --since 2026-01-01
             docgen find --customer szyb --order date --facets
             docgen find --like 0000000042-0007
             docgen find 投诉 --unit 客户服务部 --save 本部门投诉
             docgen find --saved 本部门投诉 --xlsx 投诉清单.xlsx
    """
    from docgen.cli import find_view as view
    from docgen.office import hit_list, suggesting

    if wish.is_empty:
        raise click.UsageError(tell(say("Say what to look for: words, an option, or --saved NAME")))
    if wish.share and not wish.save:
        raise click.UsageError(tell(say("--share belongs to --save NAME")))
    if wish.xlsx:
        hit_list.refuse(wish.xlsx)
    office, who = entry.open()
    if wish.suggest:
        return view.show_suggestions(
            suggesting.suggest(office, who, " ".join(wish.words)), as_json=as_json
        )
    answer = _answer(office, who, wish)
    if wish.xlsx:
        hit_list.write(wish.xlsx, answer.result.hits, tell)
        note(say("Written: {file}", file=wish.xlsx))
        if answer.result.total > hit_list.MOST:
            note(say("It has the first {n} of them.", n=hit_list.MOST))
    return view.show(answer, as_json=as_json)


def _answer(office: Office, who: Person, wish: Wish) -> Answer:
    """Search, and look for what may have been meant if nothing was found."""
    from docgen.cli.find_view import Answer
    from docgen.index.engine import FACETS
    from docgen.office import finding, hit_list, nearest, saved_searches, similar

    kept = saved_searches.named(office, who, wish.saved) if wish.saved else None
    asked = finding.narrowed([*([kept.text] if kept else []), *wish.words], wish.filters)
    order = wish.order or cast("Order", kept.order if kept else "best")
    if wish.save:
        saved_searches.save(office, who, wish.save, asked, order=order, shared=wish.share)
        note(say("Saved: docgen find --saved {name}", name=wish.save))
    result = finding.search(
        office,
        who,
        asked,
        limit=hit_list.MOST if wish.xlsx else wish.limit,
        offset=0 if wish.xlsx else wish.offset,
        order=order,
        facets=FACETS,
        is_list=bool(wish.xlsx),
        bar=progress,
    )
    first = wish.offset if wish.xlsx else 0
    page = result.hits[first : first + wish.limit]
    return Answer(
        wish,
        result,
        page,
        finding.marker(office, asked),
        similar.percents(office, asked, page),
        () if result.total else nearest.nearest(office, who, asked),
    )
