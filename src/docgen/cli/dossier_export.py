"""``docgen dossier export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.batch_view import progress
from docgen.cli.printing import note, out, out_json
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.office.exporting import Exported


@click.command(cls=Command)
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="The bag; for several dossiers the folder for their bags.",
)
@click.option(
    "--purpose",
    default="",
    help="Why: service, complaint, contract, handover, legal, inspection, customer.",
)
@click.option("--zip", "packed", is_flag=True, help="One ZIP file instead of a folder.")
@click.option("--all-versions", "every", is_flag=True, help="Every version, not only the newest.")
@click.option(
    "--for-person", "plain", is_flag=True, help="A plain ZIP with readable names, no bag."
)
@click.option(
    "--leave-out",
    is_flag=True,
    help="Leave out what you may not read; the catalogue says what and why.",
)
@json_option()
@click.pass_obj
def export(
    entry: Entry,
    numbers: tuple[str, ...],
    target: Path,
    purpose: str,
    *,
    packed: bool,
    every: bool,
    plain: bool,
    leave_out: bool,
    as_json: bool,
) -> None:
    """Take dossiers out, each as a BagIt bag: all papers, catalogue, tombstones, holds.

    Each paper is read on its own entry in the log. What you may not read stops the export,
    unless you say --leave-out.

    \b
    Example: docgen dossier export 0000000001 --purpose legal --out 0000000001.zip --zip
    """
    from docgen.office import exporting, exporting_person

    if plain and every:
        raise Misuse(
            say("--for-person has the newest versions only"),
            why=say("a person looks for one file a paper"),
            fix=say("leave out one of --for-person and --all-versions"),
        )
    office, who = entry.open()
    packed = packed or plain or target.suffix == ".zip"
    places = _places(numbers, target, packed=packed)
    done: list[Exported] = []
    with progress(silent=as_json, resumable=False) as told:
        for number, place in places.items():
            done.append(
                exporting_person.export_for_person(
                    office, who, number, place, purpose=purpose, leave_out=leave_out, tell=told
                )
                if plain
                else exporting.export(
                    office,
                    who,
                    number,
                    place,
                    purpose=purpose,
                    packed=packed,
                    every=every,
                    leave_out=leave_out,
                    tell=told,
                )
            )
            if not as_json:
                _tell(done[-1])
    if as_json:
        out_json({"exports": [_data(one) for one in done]})


def _places(numbers: tuple[str, ...], target: Path, *, packed: bool) -> dict[str, Path]:
    """Where each dossier goes: one to the place named, several into it as a folder."""
    ending = ".zip" if packed else ""
    if len(numbers) == 1:
        named = target if target.suffix == ending else target.with_name(f"{target.name}{ending}")
        return {numbers[0]: named if packed else target}
    if not all(number.isdecimal() for number in numbers):
        raise Misuse(
            say("several dossiers are named by their numbers"),
            why=say("each bag is called like its dossier"),
            fix=say("look the numbers up: docgen dossier list"),
        )
    return {number: target / f"{int(number):010d}{ending}" for number in numbers}


def _tell(one: Exported) -> None:
    out(
        say(
            "{number}: {papers} papers in {file}",
            number=one.dossier,
            papers=one.papers,
            file=one.path,
        )
    )
    if one.number:
        out(say("  in the copies register as {number}", number=one.number))
    if one.destroyed:
        note(say("  {n} destroyed papers are in the catalogue only.", n=one.destroyed))
    if one.left_out:
        items = ", ".join(one.left_out)
        note(say("  left out, because you may not read them: {items}", items=items))


def _data(one: Exported) -> dict[str, object]:
    return {
        "dossier": one.dossier,
        "path": str(one.path),
        "papers": one.papers,
        "destroyed": one.destroyed,
        "left_out": list(one.left_out),
        "log_index": one.log_index,
        "copy": one.number or None,
    }
