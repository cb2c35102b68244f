"""Which papers of a dossier a person takes out, and their bytes under the names they get.

All papers are decided before any is opened. One that may not be read is refused with an entry in
the log of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from docgen.archive.paths import Names
from docgen.errors import NotAllowed, Reason, say
from docgen.model.access import Act
from docgen.office import destroyed, gate, lending, volumes
from docgen.office.desk import Office
from docgen.office.filing import METADATA
from docgen.office.volumes import Volume
from docgen.register.models import Item, Person

EVENT = "dossier.exported"


@dataclass(frozen=True, slots=True)
class Order:
    """What is taken out of a dossier, and for what.

    Args:
        volume: The dossier as far as the person may know of it.
        purpose: Why it is taken out.
        readable: The papers that are taken out, in the order of the catalogue.
        destroyed: The papers of which only the tombstone is there.
        refused: The papers that the person may not read, each with the rules that say so.
    """

    volume: Volume
    purpose: str
    readable: tuple[Item, ...]
    destroyed: tuple[Item, ...]
    refused: Mapping[Item, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was opened: for each version, its files by the names they had.

    Args:
        item: The paper.
        places: For each version, the name of each file in the bag.
        versions: For each version, the bytes; empty once they are written.
    """

    item: Item
    places: Mapping[int, Mapping[str, str]]
    versions: Mapping[int, Mapping[str, bytes]] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Its files by their names in the bag."""
        for n, files in self.versions.items():
            for path, data in files.items():
                yield self.places[n][path], data

    def without_bytes(self) -> Paper:
        """The same for the catalogue, which needs the names only."""
        return replace(self, versions={})


def ordered(office: Office, who: Person, text: str, purpose: str, *, leave_out: bool) -> Order:
    """Decide on a dossier and each of its papers.

    Raises:
        NotAllowed: He may not take out the dossier, or not all of it and ``leave_out`` is not set.
    """
    volume = volumes.volume(office, who, text, event=EVENT)
    row = volume.dossier
    gate.ask(office, who, Act.READ, EVENT, paper=gate.dossier_paper(row), purpose=purpose)
    refused: dict[Item, tuple[Reason, ...]] = {}
    for item in row.items.order_by("turn").select_related("dossier"):
        act, paper = destroyed.ask_act(item, Act.READ), gate.paper_of(item)
        try:
            gate.ask(office, who, act, EVENT, paper=paper, purpose=purpose)
        except NotAllowed as problem:
            refused[item] = problem.reasons
    if refused and not leave_out:
        raise NotAllowed(
            say("{n} papers of dossier {number} may not be taken out", n=len(refused), number=row),
            why=say("an export leaves nothing out in silence"),
            fix=say("ask somebody who may read them, or add --leave-out: the catalogue says so"),
            reasons=[
                Reason(one.rule, say("{item}: {reason}", item=item, reason=one.text))
                for item, reasons in refused.items()
                for one in reasons
            ],
        )
    known = [leaf.item for leaf in volume.leaves if leaf.item not in refused]
    return Order(
        volume,
        purpose,
        tuple(item for item in known if item.state == "filed"),
        tuple(item for item in known if item.state != "filed"),
        refused,
    )


def taken_out(office: Office, who: Person, order: Order, *, every: bool) -> Iterator[Paper]:
    """Open one paper after the other; each writes its entry in the log first."""
    for item in order.readable:
        opened = lending.open(
            office, who, str(item), order.purpose, every=every, beside=(METADATA,)
        )
        places = {n: _places(item, n, files) for n, files in opened.versions.items()}
        yield Paper(item, places, opened.versions)


def _places(item: Item, n: int, files: Mapping[str, bytes]) -> dict[str, str]:
    """Where files lie in a bag, under names that every disk can keep.

    ``%`` is written otherwise: bagit-python does not read it as RFC 8493 wants it.
    """
    names = Names()
    return {path: f"{item}/v{n}/{names.give(path.replace('%', '％'))}" for path in files}
