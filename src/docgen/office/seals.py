"""Reading seals: the record as it was written, what it says is there, and what came since.

A sealed paper must lie in the archive with the same files in that version, or have its tombstone
with the same digests. That papers were added, changed or destroyed by a list is no difference; it
is only told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.errors import Integrity, Problem, Said, say
from docgen.ledger.entry import decode
from docgen.model.grades import Grade
from docgen.model.ids import ItemId
from docgen.office import gate, sealed, sealing
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_log import LogEntry
from docgen.register.models_seals import Seal

#: What a record says of each paper, by its number (``sealing.papers``).
Papers = Mapping[str, Mapping[str, Any]]
#: The versions of each paper, each with the sha512 of its files.
Held = Mapping[str, Mapping[int, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """A dossier's newest seal as a person may know it: its papers, what happened to them since.

    ``is_readable`` is false if its record is missing or was changed; then nothing is counted.
    """

    seal: Seal
    papers: int = 0
    added: int = 0
    changed: int = 0
    destroyed: int = 0
    is_readable: bool = True


def newest(row: Dossier) -> Seal | None:
    """The newest seal of a dossier."""
    return Seal.objects.filter(dossier=row).order_by("-n").select_related("dossier").first()


def told(office: Office, who: Person, row: Dossier) -> Told | None:
    """What to say of a dossier's newest seal, if it has one; the caller has leave to look at it."""
    seal = newest(row)
    if seal is None:
        return None
    try:
        then = known(who, row, read(office, seal))
    except Integrity:
        return Told(seal, is_readable=False)
    now = known(who, row, _by_number(sealing.papers(row)))
    other = [one for number, one in now.items() if number in then and one != then[number]]
    gone = [one for one in other if one["state"] != then[one["item"]]["state"]]
    return Told(seal, len(then), len(now.keys() - then.keys()), len(other) - len(gone), len(gone))


def known(who: Person, row: Dossier, papers: Papers) -> Papers:
    """Those that a person may know of who may look at the dossier.

    A paper's grade of today decides; of one that is in no register any more, that of the record.
    """
    rank = gate.as_acting(who).rank
    ranks = {str(item): item.rank for item in row.items.all()}
    return {
        number: one
        for number, one in papers.items()
        if ranks.get(number, Grade.parse(one["grade"]).rank) <= rank
    }


def read(office: Office, seal: Seal) -> Papers:
    """The papers of a seal's record, after the record was compared with row and log.

    Raises:
        Integrity: It is missing, or one of the three was changed.
    """
    try:
        data = sealed.place_of(office, seal).read_bytes()
    except OSError as error:
        raise _broken(seal, say("it cannot be read: {why}", why=error.strerror or "?")) from error
    if sealed.digest(data) != seal.sha512:
        raise _broken(seal, say("it is not what was written when the dossier was sealed"))
    if _logged(seal) != (sealing.EVENT, str(seal.dossier), seal.sha512):
        raise _broken(
            seal, say("entry {n} of the access log does not tell of it", n=seal.log_index)
        )
    return _by_number(json.loads(data)["papers"])


def held(office: Office, row: Dossier) -> Held:
    """What the archive has of a dossier's papers, and what the tombstones of others tell."""
    return {str(item): _versions(office, item) for item in row.items.select_related("tombstone")}


def differences(papers: Papers, there: Held) -> Iterator[tuple[str, Said]]:
    """Each paper that was sealed and is not there, or not as it was."""
    for number, one in papers.items():
        n, versions = one["version"], there.get(number, {})
        files = {file["path"]: file["sha512"] for file in one["files"]}
        if not versions:
            yield number, say("it was sealed, and it is gone without a tombstone")
        elif not files.items() <= versions.get(n, {}).items():
            yield number, say("version {n} has other files than those that were sealed", n=n)


def _by_number(papers: Iterable[Mapping[str, Any]]) -> Papers:
    return {str(one["item"]): one for one in papers}


def _versions(office: Office, item: Item) -> Mapping[int, Mapping[str, str]]:
    if item.state == "destroyed":
        stone = getattr(item, "tombstone", None)
        return {
            one["version"]: {file["path"]: file["sha512"] for file in one["files"]}
            for one in (stone.facts["versions"] if stone else ())
        }
    try:
        versions = office.store.versions(ItemId.parse(str(item)).urn)
    except Problem:
        return {}
    return {int(name[1:]): version.state for name, version in versions.items()}


def _logged(seal: Seal) -> tuple[object, ...]:
    row = LogEntry.objects.filter(idx=seal.log_index).first()
    try:
        entry = decode(bytes(row.leaf)) if row else {}
    except (Problem, TypeError):
        entry = {}
    return tuple(entry.get(key) for key in ("act", "obj", "sha512"))


def _broken(seal: Seal, why: Said) -> Integrity:
    file = f"{sealed.FOLDER}/{seal.file}"
    return Integrity(
        say("The record of the seal {seal} cannot be relied on", seal=seal),
        why=why,
        fix=say("have {file} brought back from a backup, and verify the log", file=file).by(
            "docgen log verify"
        ),
        file=file,
    )
