"""``docgen dossier missing``: what one dossier lacks, or all of them, with each unit's sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.dossier_view import lacks_data, tell_lacks
from docgen.cli.printing import facts, out, out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.model.completeness import Measures
    from docgen.office.completeness import Review

_MEASURES = {
    "complete": say("complete"),
    "accurate": say("accurate"),
    "timely": say("timely"),
    "systematic": say("systematic"),
}


@click.command("missing", cls=Command)
@click.argument("number", default="")
@click.option("--unit", default="", help="Without NUMBER: only the dossiers of this unit.")
@json_option()
@click.pass_obj
def missing(entry: Entry, number: str, unit: str, *, as_json: bool) -> int:
    """Show what dossiers lack; exit code 1 if anything.

    Required papers, gaps in the numbering, expired certificates, drafts and forms without a
    signed copy, papers late for the archive, dossiers nobody has added to; and the four measures.
    Without NUMBER all open dossiers are looked at, with a sum for each unit.

    \b
    Example: docgen dossier missing 0000000001
    """
    from docgen.office import completeness

    office, who = entry.open()
    if number:
        return _tell_one(completeness.of_one(office, who, number), as_json=as_json)
    return _tell_all(completeness.of_all(office, who, unit), as_json=as_json)


def _tell_one(found: Review, *, as_json: bool) -> int:
    if as_json:
        out_json(_as_data(found))
    else:
        tell_lacks(found.report.lacks)
        facts({label: f"{of[name]} %" for of in [_percents(found)] for name, label in _named()})
    return 1 if found.report.lacks else 0


def _tell_all(found: list[Review], *, as_json: bool) -> int:
    from docgen.office import completeness

    units = completeness.by_unit(found)
    lacking = [one for one in found if one.report.lacks]
    if as_json:
        sums = [
            {
                "unit": unit,
                "dossiers": one.dossiers,
                "whole": one.whole,
                "lacks": dict(one.lacks),
                "measures": one.measures.percents(),
            }
            for unit, one in units.items()
        ]
        out_json({"dossiers": [_as_data(one) for one in found], "units": sums})
        return 1 if lacking else 0
    for one in lacking:
        out(f"\n{one.dossier}  {one.dossier.title}")
        tell_lacks(one.report.lacks)
    out()
    table(
        [say("unit"), say("dossiers"), say("whole"), *_MEASURES.values()],
        [
            (unit, one.dossiers, one.whole, *(f"{n} %" for n in _ordered(one.measures)))
            for unit, one in units.items()
        ],
    )
    return 1 if lacking else 0


def _as_data(found: Review) -> dict[str, object]:
    return {
        "number": str(found.dossier),
        "title": found.dossier.title,
        "unit": found.dossier.unit,
        "missing": lacks_data(found.report.lacks),
        "measures": _percents(found),
    }


def _percents(found: Review) -> dict[str, int]:
    return found.report.measures.percents()


def _named() -> list[tuple[str, str]]:
    return list(_MEASURES.items())


def _ordered(measures: Measures) -> list[int]:
    percents = measures.percents()
    return [percents[name] for name in _MEASURES]
