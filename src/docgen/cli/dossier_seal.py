"""``docgen dossier seal``: fixing a dossier's catalogue, and comparing it with what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli import dossier_seal_view as view
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import BadInput, Integrity, say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person


@click.command("seal", cls=Command)
@click.argument("numbers", nargs=-1, required=True)
@click.option("--why", default="", help="Why it is sealed now, in a few words.")
@click.option("--check", is_flag=True, help="Seal nothing; compare the newest seal.")
@json_option()
@click.pass_obj
def seal(
    entry: Entry, numbers: tuple[str, ...], why: str, *, check: bool, as_json: bool
) -> int | None:
    """Fix the catalogues of dossiers as they are now, provably.

    Each paper's number, title and digests go into a record in log/sealed, whose own digest
    stands in the access log. Nothing is locked: papers may be added later. --check compares the
    newest seal with the archive, byte by byte; exit code 6 if a sealed paper is gone or changed.

    \b
    Example: docgen dossier seal 0000000001 --why 年度检查
             docgen dossier seal 0000000001 --check
    """
    from docgen.office import sealing

    if check and why:
        raise BadInput(
            say("These options do not belong together"),
            why=say("--check seals nothing, so there is nothing to give a reason for"),
            fix=say("leave out --why"),
            field="--why",
        )
    office, who = entry.open()
    if check:
        return _check(office, who, numbers, as_json=as_json)
    done = sealing.seal(office, who, numbers, why)
    if as_json:
        out_json(
            [
                {
                    "dossier": str(one.dossier),
                    "n": one.n,
                    "on": office.today.isoformat(),
                    "papers": one.papers,
                    "sha512": one.sha512,
                    "log_index": one.log_index,
                }
                for one in done
            ]
        )
        return None
    for one in done:
        out(
            say(
                "Sealed {dossier} with {papers} paper(s): seal {n}, log entry {entry}.",
                dossier=one.dossier,
                papers=one.papers,
                n=one.n,
                entry=one.log_index,
            )
        )
    return None


def _check(office: Office, who: Person, numbers: tuple[str, ...], *, as_json: bool) -> int:
    from docgen.office import seal_checks

    done = [seal_checks.check(office, who, number) for number in dict.fromkeys(numbers)]
    if as_json:
        out_json([view.checked_data(office, one) for one in done])
    else:
        for one in done:
            view.tell_checked(office, one)
    return 0 if all(one.is_right for one in done) else Integrity.exit_code
