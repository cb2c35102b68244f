"""``docgen outside serve``: handing papers to those who came, within what was approved."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.outside_data import serving_data
from docgen.cli.outside_view import tell_serving
from docgen.cli.printing import note, out_json
from docgen.errors import OutsideFailed, say
from docgen.model.outside_kinds import Gives


@click.command("serve", cls=Command)
@click.argument("number")
@click.argument("items", nargs=-1, required=True, metavar="ITEM..")
@click.option("--escort", required=True, help="The account of whoever stays with the visitors.")
@click.option(
    "--officers-present", is_flag=True, help="They are here and showed their credentials again."
)
@click.option(
    "--without-others", is_flag=True, help="You looked: nothing in it is about anybody else."
)
@click.option("--consult", is_flag=True, help="They look at it here; no copy leaves.")
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder for the copies; else here.",
)
@json_option()
@click.pass_obj
def serve(
    entry: Entry,
    number: str,
    items: tuple[str, ...],
    escort: str,
    target: Path,
    *,
    officers_present: bool,
    without_others: bool,
    consult: bool,
    as_json: bool,
) -> None:
    """Serve ITEMs under the approved request NUMBER, each as a numbered copy.

    All are checked before the first is served: the request is approved, its last day is not
    past, the papers are in its scope, and the escort is a second person of the office.

    \b
    Example: docgen outside serve OUT-000001 0000000001-0003 --escort mira
               --officers-present --out /media/usb
             docgen outside serve OUT-000002 0000000001-0003 --escort mira
               --officers-present --consult
    """
    from docgen.office import outside_handing
    from docgen.office.handing_out import check_out

    office, who = entry.open()
    check_out(target)
    presence = outside_handing.Presence(escort, officers_present, without_others)
    gives = Gives.CONSULT if consult else Gives.COPY
    done = []
    for one in outside_handing.serve(office, who, number, items, presence, gives=gives):
        file = _written(target, one.given.name, one.given.pdf) if one.given else None
        done.append(serving_data(one, file))
        if not as_json:
            tell_serving(one, file)
    if as_json:
        out_json(done)
    elif any(one["password"] for one in done):
        note(say("Tell the passwords to the visitors yourself; they are kept nowhere."))


def _written(folder: Path, name: str, pdf: bytes) -> Path:
    from docgen.office.whole_files import refuse_there, write_whole

    file = folder / name
    refuse_there(file)
    try:
        write_whole({file: pdf})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=file, error=error.strerror or error),
            why=say("the disk refused; the copy stands in the register all the same"),
            fix=say("end it there with docgen copy end, and serve the paper again"),
            file=str(file),
        ) from error
    return file
