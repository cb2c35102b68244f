"""``docgen dossier seal --check``, and what ``docgen check`` says of all seals.

Of papers that a person may not know of he hears only how many differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from docgen.archive.check import Finding, check_root
from docgen.errors import BadInput, Integrity, Said, say
from docgen.model.access import Act
from docgen.model.ids import ItemId
from docgen.office import dossiers, gate, journal, sealed, seals
from docgen.office.desk import Office, one_transaction
from docgen.office.seals import Papers, Told
from docgen.register.models import Dossier, Person
from docgen.register.models_seals import Seal

EVENT = "dossier.compared"


@dataclass(frozen=True, slots=True)
class Checked:
    """A dossier's newest seal compared with what is there.

    Args:
        told: The seal, and what came since.
        differences: What is wrong, by the paper's number; the record's fault has none.
        hidden: How many papers differ that the person may not know of.
    """

    told: Told
    differences: tuple[tuple[str, str], ...] = ()
    hidden: int = 0

    @property
    def is_right(self) -> bool:
        """Whether everything that was sealed is there."""
        return not self.differences and not self.hidden


def check(office: Office, who: Person, text: str) -> Checked:
    """Compare a dossier's newest seal with archive and tombstones; every byte is read."""
    row = dossiers.resolve(who, text)
    gate.ask(office, who, Act.VIEW, EVENT, paper=gate.dossier_paper(row))
    seen = seals.told(office, who, row)
    if seen is None:
        raise BadInput(
            say("{dossier} was never sealed", dossier=row),
            why=say("there is nothing to compare it with"),
            fix=say("seal it as it is now").by(f"docgen dossier seal {row}"),
            field="number",
        )
    checked = _checked(office, who, row, seen)
    with one_transaction():
        wrong = len(checked.differences) + checked.hidden
        journal.append(office, EVENT, who, obj=str(row), dossier=str(row), n=wrong)
    return checked


def _checked(office: Office, who: Person, row: Dossier, seen: Told) -> Checked:
    try:
        papers = seals.read(office, seen.seal)
    except Integrity as fault:
        return Checked(seen, (("", fault.why),))
    known = seals.known(who, row, papers)
    wrong = [*seals.differences(papers, seals.held(office, row))]
    wrong += _damaged(office, row, papers.keys() - dict(wrong).keys())
    shown = tuple((number, text) for number, text in wrong if number in known)
    return Checked(seen, shown, len(dict(wrong).keys() - known.keys()))


def _damaged(office: Office, row: Dossier, numbers: set[str]) -> Iterator[tuple[str, Said]]:
    """What the bytes of the papers say that are still to be read."""
    filed = [str(item) for item in row.items.filter(state="filed").order_by("turn")]
    urns = {ItemId.parse(number).urn: number for number in filed if number in numbers}
    for finding in check_root(office.folder / "archive", fixity=True, urns=urns):
        if finding.urn:
            yield urns[finding.urn], finding.text


def findings(office: Office) -> Iterator[Finding]:
    """Every seal against what is there.

    Codes: A106 a record is missing or was changed, A107 a sealed paper is gone or was changed.
    """
    rows = Seal.objects.select_related("dossier").order_by("dossier", "n")
    for dossier, each in groupby(rows.iterator(), key=lambda one: one.dossier):
        there = seals.held(office, dossier)
        for seal in each:
            yield from _found(office, seal, there)


def _found(office: Office, seal: Seal, there: seals.Held) -> Iterator[Finding]:
    try:
        papers: Papers = seals.read(office, seal)
    except Integrity as fault:
        text = say("this seal's record cannot be relied on: {why}", why=fault.why)
        yield Finding("A106", "", f"{sealed.FOLDER}/{seal.file}", text)
        return
    for number, text in seals.differences(papers, there):
        yield Finding("A107", ItemId.parse(number).urn, f"{sealed.FOLDER}/{seal.file}", text)
