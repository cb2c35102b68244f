"""Which papers of a dossier a person takes out, and their bytes under the names they get.

All papers are decided before any is opened. One that may not be read is refused with an entry in
the log of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docgen.archive.paths import Names
from docgen.errors import NotAllowed, Reason, say
from docgen.model.access import Act
from docgen.office import cipher, controlled, destroyed, gate, volumes
from docgen.office.desk import Office
from docgen.office.filing import METADATA
from docgen.office.issuing import Issue
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
        refused: The papers that the person may not take out, each with the rules that say so.
        issue: Under which number of the copies register they leave.
    """

    volume: Volume
    purpose: str
    readable: tuple[Item, ...]
    destroyed: tuple[Item, ...]
    refused: Mapping[Item, tuple[Reason, ...]]
    issue: Issue


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was opened: for each version, its files by the names they had.

    Args:
        item: The paper.
        places: For each version, the name of each file in the bag.
        versions: For each version, the bytes; empty once they are written.
        opened: For each version that the archive keeps encrypted, what its files are opened.
    """

    item: Item
    places: Mapping[int, Mapping[str, str]]
    versions: Mapping[int, Mapping[str, bytes]] = field(default_factory=dict)
    opened: Mapping[int, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Its files by their names in the bag."""
        for n, files in self.versions.items():
            for path, data in files.items():
                yield self.places[n][path], data

    def without_bytes(self) -> Paper:
        """The same for the catalogue, which needs the names only."""
        return replace(self, versions={})


def ordered(
    office: Office, who: Person, text: str, purpose: str, *, form: str, leave_out: bool
) -> Order:
    """Decide on a dossier and each of its papers.

    Args:
        office: The office.
        who: Who takes it out.
        text: The dossier.
        purpose: What for.
        form: What leaves, for the log: ``bag`` or ``person``.
        leave_out: Go on without the papers that he may not take out.

    Raises:
        NotAllowed: He may not take out the dossier, or not all of it and ``leave_out`` is not set.
    """
    volume = volumes.volume(office, who, text, event=EVENT)
    row = volume.dossier
    gate.ask(office, who, Act.READ, EVENT, paper=gate.dossier_paper(row), purpose=purpose)
    issue = Issue(office, who, Act.EXPORT, form)
    refused: dict[Item, tuple[Reason, ...]] = {}
    for item in row.items.order_by("turn").select_related("dossier"):
        act = destroyed.ask_act(item, Act.EXPORT)
        try:
            gate.ask(office, who, act, EVENT, **issue.facts(item, purpose))
        except NotAllowed as problem:
            refused[item] = problem.reasons
    if refused and not leave_out:
        raise NotAllowed(
            say("{n} papers of dossier {number} may not be taken out", n=len(refused), number=row),
            why=say("an export leaves nothing out in silence"),
            fix=say("get leave for them, or leave them out; the catalogue says so").by(
                "--leave-out"
            ),
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
        issue,
    )


def taken_out(order: Order, *, every: bool) -> Iterator[Paper]:
    """Open one paper after the other; each writes its entry in the log first."""
    for item in order.readable:
        opened = controlled.opened(
            order.issue, str(item), order.purpose, every=every, beside=(METADATA,)
        )
        places = {n: _places(item, n, files) for n, files in opened.versions.items()}
        closed = {one.n: cipher.names(one) for one in item.versions.all() if cipher.is_closed(one)}
        plain = {
            n: [_plain(name, files[name]) for name in closed[n]]
            for n, files in opened.versions.items()
            if n in closed
        }
        yield Paper(item, places, opened.versions, plain)


def _plain(name: str, data: bytes) -> dict[str, Any]:
    """A file as the catalogue tells it, of which the register knows the encrypted bytes only."""
    return {"path": name, "sha512": hashlib.sha512(data).hexdigest(), "size": len(data)}


def _places(item: Item, n: int, files: Mapping[str, bytes]) -> dict[str, str]:
    """Where files lie in a bag, under names that every disk can keep.

    ``%`` is written otherwise: bagit-python does not read it as RFC 8493 wants it.
    """
    names = Names()
    return {path: f"{item}/v{n}/{names.give(path.replace('%', '％'))}" for path in files}
