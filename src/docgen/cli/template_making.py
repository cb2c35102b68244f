"""``docgen template new`` and ``accept``: beginning a template, and taking one over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import is_terminal, out, out_json, table
from docgen.cli.template_remarks import as_data, tell_remarks
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.office.drafting import Drafted

_LEFT = {
    "sign-date": say("the day beside a signature is left to be written by hand: {words}"),
    "unclear": say("no label was found for a blank in: {words}"),
    "guessed": say("the label says nothing docgen knows; choose a better name for {words}"),
    "has-marks": say("marks were there already and are left as they are: {words}"),
    "linked": say("the link to the Word template (.dot) it was begun with was taken out"),
}


@click.command("new", cls=Command)
@click.argument("name")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), help="An existing Word form (.docx)."
)
@click.option("--title", default="", help="The Chinese title; else that of the Word form.")
@json_option()
@click.pass_obj
def new(entry: Entry, name: str, source: Path | None, title: str, *, as_json: bool) -> None:
    """Begin the template NAME, from an existing Word form or from our own look.

    Empty cells beside labels, lines to write on, days, boxes to tick and lists with empty rows
    become questions; places to sign stay as they are. The Word form itself is not changed.

    \b
    Example: docgen template new visit/guest-record --from 来访登记表.docx
    """
    from docgen.office import drafting

    office, who = entry.open()
    made = drafting.draft(office, who, name, source, title)
    if as_json:
        out_json(_as_data(made))
        return
    out(say("Begun: {name} in {folder}", name=made.name, folder=made.folder))
    table(
        [say("field"), say("label"), say("kind"), say("choices or columns")],
        [
            (
                one.name,
                one.label,
                one.kind,
                "、".join(one.choices or [c.label for c in one.columns]),
            )
            for one in made.draft.fields
        ],
    )
    signers = "、".join(one.label for one in made.draft.sign)
    out(say("signed by: {signers}", signers=signers or "-"))
    if made.draft.left:
        out(say("Left for you:"))
    for what, words in made.draft.left:
        out(f"  - {tell(_LEFT[what]).format(words=words)}")
    tell_remarks([(made.name, remark) for remark in made.remarks])
    out(say("Now look it over in Word, then: docgen template check {name}", name=made.name))


def _as_data(made: Drafted) -> dict[str, object]:
    return {
        "template": made.name,
        "folder": str(made.folder),
        "fields": [
            {
                "name": one.name,
                "label": one.label,
                "kind": one.kind,
                "choices": list(one.choices),
                "columns": [column.name for column in one.columns],
            }
            for one in made.draft.fields
        ],
        "sign": [{"role": one.role, "label": one.label} for one in made.draft.sign],
        "left": [{"what": what, "words": words} for what, words in made.draft.left],
        "remarks": [as_data(made.name, remark) for remark in made.remarks],
    }


@click.command("accept", cls=Command)
@click.argument("target", metavar="NAME|DIR")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option()
@click.pass_obj
def accept(entry: Entry, target: str, *, yes: bool, as_json: bool) -> int:
    """Take a template over: show how the words of its example changed, and record its digest.

    Only a template without remarks can be accepted. A changed template is still filled, but
    the list says that nobody has accepted it. Exit code 1 if it was not accepted.

    \b
    Example: docgen template accept visit/guest-record
    """
    from docgen.office import accepting

    office, who = entry.open()
    seen = accepting.review(office, who, target)
    if seen.remarks:
        if as_json:
            remarks = [as_data(seen.name, remark) for remark in seen.remarks]
            out_json({"template": seen.name, "accepted": False, "remarks": remarks})
        else:
            tell_remarks([(seen.name, remark) for remark in seen.remarks])
            out(say("It is not accepted while there are remarks."))
        return 1
    if not as_json:
        _tell_diff(seen.diff)
    if not (yes or _agreed(seen.name)):
        out(say("It was not accepted."))
        return 1
    version = accepting.accept(office, who, seen)
    if as_json:
        out_json({"template": seen.name, "accepted": True, "version": version, "remarks": []})
    else:
        out(say("Accepted: {name}, version {version}", name=seen.name, version=version))
    return 0


def _agreed(name: str) -> bool:
    if not is_terminal():
        raise Misuse(
            say("Nobody is there to look at the words"),
            why=say("accepting a template asks a person at a terminal"),
            fix=say("look at the words above and add --yes"),
        )
    return click.confirm(tell(say("Accept “{name}” with these words?", name=name)))


def _tell_diff(diff: tuple[str, ...]) -> None:
    """The changed words, red and green on a terminal."""
    if not diff:
        out(say("The words of the example are as expected.txt says."))
    for line in diff:
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        click.echo(click.style(line, fg=colour) if colour and is_terminal() else line)
