"""``docgen read``: an edited form as answers again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.item_versions import shown, tell_changes
from docgen.cli.language import tell
from docgen.cli.printing import is_terminal, note, out, out_json, table
from docgen.errors import Misuse, Negative, say

if TYPE_CHECKING:
    from docgen.office.filing import Filed
    from docgen.office.rereading import Reread
    from docgen.render.reading import Found

#: By what a value was found, as people read it.
_HOW = {
    "tag": say("control"),
    "bookmark": say("bookmark"),
    "pattern": say("words around it"),
    "record": say("not printed; as filled"),
    "nowhere": say("not found"),
}


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--against", default="", metavar="ITEM", help="The item to compare it with.")
@click.option("--template", default="", help="Its template, if the file does not say.")
@click.option(
    "--from-version",
    "base",
    type=click.IntRange(min=1),
    default=None,
    help="The version it was made from, if the file does not say.",
)
@click.option("--apply", "apply_it", is_flag=True, help="File it as a new version of its item.")
@click.option("--reason", default="", help="Why it was edited; for the item's history.")
@click.option("--yes", is_flag=True, help="Do not ask before filing.")
@json_option()
@click.pass_obj
def read(
    entry: Entry,
    file: Path,
    against: str,
    template: str,
    base: int | None,
    reason: str,
    *,
    apply_it: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Read an edited form back: what it says, what changed, what is open.

    Compared with the item that bears its document number, or the one you name. With --apply it
    is filed as that item's new version, with the new answers and a fresh PDF. Exit code 1 if
    something changed or is open.

    \b
    Example: docgen read 客户投诉记录.docx --apply
    """
    from docgen.office import applying, rereading

    office, who = entry.open()
    reread = rereading.read(office, who, file, against=against, template=template, base=base or 0)
    if not as_json:
        _tell(reread, with_open=not apply_it)
    done = None
    if apply_it and not reread.is_unchanged and _agreed(reread, yes=yes, ask=not as_json):
        done = applying.apply(office, who, reread, reason=reason)
    if as_json:
        out_json(_data(reread, done))
    elif done:
        out(say("Filed as version {n} of {item}.", n=done.version, item=done.item))
    elif apply_it:
        out(say("Nothing is filed."))
    return 0 if done or reread.is_unchanged else Negative.exit_code


def _agreed(reread: Reread, *, yes: bool, ask: bool) -> bool:
    """Whether it may be filed; what is open is refused by the office itself."""
    if yes or reread.open or reread.filed is None:
        return True
    item = reread.filed.item
    if ask and is_terminal():
        return click.confirm(tell(say("File it as a new version of {item}?", item=item)))
    raise Misuse(
        say("Nobody was asked whether to file it as a new version of {item}", item=item),
        why=say("--apply asks on a terminal, and there is none"),
        fix=say("add --yes if you are sure"),
    )


def _tell(reread: Reread, *, with_open: bool) -> None:
    form, found = reread.folder.form, reread.reading.found.values()
    out(f"{form.title}  ({form.name})")
    table(
        [say("field"), say("value"), say("found by"), say("where")],
        [
            (one.label, shown(one.value), _HOW[one.how], one.place.said if one.place else "")
            for one in found
        ],
    )
    for warning in reread.reading.warnings:
        note(warning)
    if reread.filed:
        filed = reread.filed
        out(say("Compared with {item}, version {n}:", item=filed.item, n=filed.item.head))
    else:
        out(say("Compared with what it was filled with; it belongs to no item that is known:"))
    _tell_differences(reread)
    if with_open and reread.open:
        _tell_open(reread)


def _tell_differences(reread: Reread) -> None:
    from docgen.office.applying import change_data

    if reread.is_unchanged:
        out(say("  no changes"))
    tell_changes([change_data(one) for one in reread.changes], "  ")
    if reread.wording:
        out(say("Words outside the answers were changed:"))
    for was, now in reread.wording:
        out(f"  {was or '–'} → {now or '–'}")


def _tell_open(reread: Reread) -> None:
    out(say("Open, to be settled in the document first:"))
    for one in reread.open:
        where = " ".join(filter(None, (tell(one.place), one.label, one.field)))
        out(f"  - {where}: {tell(one.text)}")
        if one.fix:
            out(say("    fix: {fix}", fix=one.fix))


def _data(reread: Reread, done: Filed | None) -> dict[str, object]:
    from docgen.office.applying import change_data

    filed = reread.filed
    return {
        "template": reread.folder.name,
        "item": str(filed.item) if filed else None,
        "version": filed.base or None if filed else None,
        "newest": filed.item.head if filed else None,
        "fields": [_field(one) for one in reread.reading.found.values()],
        "changes": [change_data(one) for one in reread.changes],
        "wording": [{"was": was, "is": now} for was, now in reread.wording],
        "open": [
            {
                "field": one.field,
                "label": one.label,
                "text": str(one.text),
                "place": str(one.place),
                "fix": str(one.fix),
            }
            for one in reread.open
        ],
        "warnings": [str(one) for one in reread.reading.warnings],
        "applied": _applied(done) if done else None,
    }


def _field(found: Found) -> dict[str, object]:
    from docgen.forms.stored import pack

    return {
        "field": found.field,
        "label": found.label,
        "value": pack({"": found.value})[""],
        "how": found.how,
        "place": str(found.place.said) if found.place else "",
    }


def _applied(done: Filed) -> dict[str, object]:
    return {
        "item": str(done.item),
        "version": done.version,
        "sha512": next(iter(done.sha512.values())),
        "log_index": done.log_index,
    }
