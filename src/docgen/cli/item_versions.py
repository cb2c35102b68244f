"""``docgen item history`` and ``docgen item verify``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import out, out_json, progress
from docgen.errors import Integrity, Misuse, Negative, say
from docgen.forms import shown as forms_shown

if TYPE_CHECKING:
    from docgen.office.history import Chapter
    from docgen.office.verifying import Remark, Verified

#: What came of verifying, as people read it.
_STATES = {
    "same": say("as it was filed"),
    "uncompared": say("its bytes are as they were filed; it could not be made again"),
    "differs": say("NOT as it was filed"),
}
_CODES = {"same": 0, "uncompared": Negative.exit_code, "differs": Integrity.exit_code}


@click.command(cls=Command)
@click.argument("number")
@json_option()
@click.pass_obj
def history(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show the versions of the item NUMBER: who filed each, when, why, and what changed.

    \b
    Example: docgen item history 0000000001-0001
    """
    from docgen.office import history as chronicle

    office, who = entry.open()
    item, chapters = chronicle.history(office, who, number)
    if as_json:
        out_json({"item": str(item), "versions": [_chapter_data(one) for one in chapters]})
        return
    out(f"{item}  {item.title} {item.form_number}".rstrip())
    for one in chapters:
        moment = f"{office.local(one.at):%Y-%m-%d %H:%M}"
        out(f"v{one.n}  {moment}  {one.by.name}")
        _tell_chapter(one)


def _tell_chapter(one: Chapter) -> None:
    if one.base:
        out(say("    edited by hand from version {base}", base=one.base))
    if one.reason:
        out(say("    reason: {reason}", reason=one.reason))
    tell_changes(one.changes, "    ")
    for file in one.files:
        out(f"    {file['path']}  {file['size']} B")
    if one.fault:
        out(say("    its record cannot be read: {fault}", fault=one.fault))


def tell_changes(changes: Sequence[Mapping[str, Any]], margin: str = "") -> None:
    """Print what changed: the label, was and is, and where it stands."""
    from docgen.render.reading import Place

    for one in changes:
        where = f"  ({tell(Place(**one['where']).said)})" if one["where"] else ""
        out(f"{margin}{one['label']}: {shown(one['was'])} → {shown(one['is'])}{where}")


def shown(value: object) -> str:
    """A value as a line of text."""
    return forms_shown.shown(value, tell)


def _chapter_data(one: Chapter) -> dict[str, object]:
    return {
        "version": one.n,
        "at": one.at.isoformat(),
        "by": one.by.code,
        "log_index": one.log_index,
        "files": one.files,
        "from": one.base or None,
        "reason": one.reason,
        "changes": one.changes,
        "fault": one.fault or None,
    }


@click.command(cls=Command)
@click.argument("number", required=False, default="")
@click.option("--dossier", default="", help="All papers of this dossier.")
@click.option("--all", "everything", is_flag=True, help="All papers of the archive.")
@json_option()
@click.pass_obj
def verify(entry: Entry, number: str, dossier: str, *, everything: bool, as_json: bool) -> int:
    """Verify the item NUMBER: its bytes, and that its answers still make the same form.

    The form is filled again from the answers and the template kept with it, and compared part
    by part. Exit code 6 if something differs, 1 if something could not be compared.

    \b
    Example: docgen item verify 0000000001-0001
    """
    from docgen.office import verifying

    if sum(map(bool, (number, dossier, everything))) != 1:
        raise Misuse(
            say("It is not clear what to verify"),
            why=say("one of NUMBER, --dossier and --all is needed, and only one"),
            fix=say("write for instance: docgen item verify --all"),
        )
    office, who = entry.open()
    if number:
        done = [verifying.verify(office, who, number)]
    else:
        count, steps = verifying.verify_many(office, who, dossier)
        done = list(progress(steps, count))
    if as_json:
        out_json({"ok": _worst(done) == "same", "items": [_verified_data(one) for one in done]})
    else:
        _tell_verified(done)
    return _CODES[_worst(done)]


def _worst(done: Sequence[Verified]) -> str:
    return max((str(one.state) for one in done), key=list(_CODES).index, default="same")


def _tell_verified(done: Sequence[Verified]) -> None:
    for one in done:
        if len(done) == 1 or one.remarks:
            out(f"{one.item}  {one.item.title}")
            out(f"  {tell(_STATES[one.state])}")
        for remark in one.remarks:
            _tell_remark(remark)
    if len(done) != 1:
        wrong = sum(one.state == "differs" for one in done)
        open_ = sum(one.state == "uncompared" for one in done)
        out(
            say(
                "{n} verified, {wrong} not as filed, {open} not compared",
                n=len(done),
                wrong=wrong,
                open=open_,
            )
        )


def _tell_remark(remark: Remark) -> None:
    out(f"  v{remark.version}  {remark.file}")
    out(f"    {tell(remark.text)}")
    if remark.place:
        out(f"    {tell(remark.place)}")
        out(say("      filed: {words}", words=remark.was))
        out(say("      made again: {words}", words=remark.now))


def _verified_data(one: Verified) -> dict[str, object]:
    return {
        "item": str(one.item),
        "state": str(one.state),
        "forms": one.forms,
        "remarks": [
            {
                "version": remark.version,
                "file": remark.file,
                "text": str(remark.text),
                "differs": remark.is_wrong,
                "place": str(remark.place),
                "was": remark.was,
                "now": remark.now,
            }
            for remark in one.remarks
        ],
    }
