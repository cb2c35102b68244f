"""What a dossier's seal looks like on the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.cli.printing import out
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.seal_checks import Checked
    from docgen.office.seals import Told


def sealed_data(office: Office, told: Told | None) -> dict[str, object] | None:
    """A dossier's newest seal as data; the counts are null if its record cannot be relied on."""
    if told is None:
        return None
    since = {"added": told.added, "changed": told.changed, "destroyed": told.destroyed}
    return {
        "n": told.seal.n,
        "on": office.local(told.seal.at).date().isoformat(),
        "papers": told.papers if told.is_readable else None,
        "since": since if told.is_readable else None,
    }


def tell_sealed(office: Office, told: Told | None) -> None:
    """Print a dossier's newest seal, and what came since."""
    if told is None:
        return
    day, number = office.local(told.seal.at).date(), told.seal.dossier
    if not told.is_readable:
        out(
            say(
                "Sealed on {day}; the record cannot be relied on: docgen dossier seal {number} "
                "--check",
                day=day,
                number=number,
            )
        )
        return
    out(
        say(
            "Sealed on {day} with {papers} paper(s); since then {added} added, {changed} changed, "
            "{destroyed} destroyed.",
            day=day,
            papers=told.papers,
            added=told.added,
            changed=told.changed,
            destroyed=told.destroyed,
        )
    )


def checked_data(office: Office, checked: Checked) -> dict[str, object]:
    """A seal that was compared, as data."""
    return {
        "dossier": str(checked.told.seal.dossier),
        **(sealed_data(office, checked.told) or {}),
        "ok": checked.is_right,
        "differences": [
            {"item": number or None, "text": str(text)} for number, text in checked.differences
        ],
        "hidden": checked.hidden,
    }


def tell_checked(office: Office, checked: Checked) -> None:
    """Print what came of comparing a seal."""
    number = checked.told.seal.dossier
    out(f"{number}")
    tell_sealed(office, checked.told)
    for item, text in checked.differences:
        out(say("  {item}: {text}", item=item or number, text=text))
    if checked.hidden:
        out(say("  {n} paper(s) that you may not know of differ.", n=checked.hidden))
    if checked.is_right:
        out(say("  All that was sealed is there."))
