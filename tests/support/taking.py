"""What tests of imports share: trees of old papers, and taking them in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docgen.office import taking_in, taking_in_folder, taking_in_sheet
from docgen.office.desk import Office
from docgen.office.taking_in import How, Outcome
from docgen.office.taking_in_folder import Given
from docgen.office.taking_in_places import Places
from docgen.register.models import Person


def put(root: Path, source: str, text: str = "") -> Path:
    """A file below the folder; its own path is its text unless said otherwise."""
    path = root / source
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"材料 {source}\n", "utf-8")
    return path


def how(*, dry_run: bool = False, again: bool = False, report: Path | None = None) -> How:
    """How an import is done, telling nobody how far it is."""
    return How(dry_run, again, report, lambda _phase, _done, _total: None)


def places(office: Office, who: Person, opening: str = "", **mapping: str) -> Places:
    """What finds the dossiers."""
    return Places(office, who, mapping, office.rules.dossier_type(opening) if opening else None)


def given(office: Office, *, dated: date | None = None, group: str = "other") -> Given:
    """What holds for all papers."""
    return Given(office.today, group, dated=dated)


def take(
    office: Office,
    who: Person,
    root: Path,
    *,
    opening: str = "",
    dated: date | None = None,
    done: How | None = None,
) -> Outcome:
    """Take in a tree."""
    found, all_have = places(office, who, opening), given(office, dated=dated)
    return taking_in.carry_out(
        office,
        who,
        lambda: taking_in_folder.plan(root, office.folder, found, all_have),
        done or how(),
    )


def take_sheet(
    office: Office,
    who: Person,
    rows: Path,
    root: Path | None,
    *,
    done: How | None = None,
    **mapping: str,
) -> Outcome:
    """Take in the papers that a sheet lists."""
    found, all_have = places(office, who), given(office)
    return taking_in.carry_out(
        office,
        who,
        lambda: taking_in_sheet.plan(office, rows, root, found, all_have, mapping),
        done or how(),
    )


def left(outcome: Outcome) -> dict[str, str]:
    """Why each paper that was not taken was not, by where it comes from."""
    return {str(one.source): str(one.why) for one in outcome.not_taken}
