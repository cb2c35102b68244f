"""Sealing a dossier: its catalogue as it is now, fixed as a record whose digest the log holds.

The log is bound by its checkpoints, the record by the log, and the papers by the record: so it
can be shown that a dossier is complete, also that nothing was taken out of it. A sealed dossier
is not locked; papers come and go by their own rules, and ``seals`` tells what did since. The
record names all papers, also those that the person who seals may not know of.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Sequence
from typing import Any

from docgen.errors import BadInput, Problem, say
from docgen.ledger.merkle import Frontier
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.office import dossiers, gate, journal, sealed
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_seals import Seal

EVENT = "dossier.sealed"
_MOST = 120
_log = logging.getLogger(__name__)


def seal(office: Office, who: Person, numbers: Sequence[str], why: str = "") -> list[Seal]:
    """Seal dossiers as they are now; all of them or none."""
    rows = list(dict.fromkeys(dossiers.resolve(who, number) for number in numbers))
    for row in rows:
        # As receiving papers is, this is the archive's own act.
        gate.ask(office, who, Act.ACCEPT_TRANSFER, EVENT, paper=gate.dossier_paper(row))
    words = why.strip()
    if len(words) > _MOST:
        raise BadInput(
            say("These words are too long"),
            why=say("there is room for {n} characters", n=_MOST),
            fix=say("say it shorter").by("--why TEXT"),
            field="why",
        )
    with gate.attempt(office, who, EVENT, str(rows[0])), one_transaction():
        head = journal.head()
        done = [_seal(office, who, row, words, head) for row in rows]
    try:
        sealed.finish(office)
    except Problem as problem:
        _log.warning("the record is left to recovery: %s", problem.what)
    return done


def _seal(office: Office, who: Person, dossier: Dossier, why: str, log: Frontier) -> Seal:
    row = Dossier.objects.select_for_update().select_related("customer").get(pk=dossier.pk)
    listed, count = papers(row), Seal.objects.filter(dossier=row).count()
    made = Seal(dossier=row, n=count + 1, at=office.now(), by=who, why=why, papers=len(listed))
    data = _record(office, made, listed, log)
    made.sha512 = sealed.digest(data)
    sealed.stage(office, made.file, data)
    made.log_index = journal.append(
        office,
        EVENT,
        who,
        obj=str(row),
        dossier=str(row),
        n=made.papers,
        sha512=made.sha512,
        more={"seal": made.n},
    )
    made.save()
    return made


def papers(row: Dossier) -> list[dict[str, Any]]:
    """What a seal says of each paper of a dossier, in the order of their numbers."""
    items = row.items.order_by("turn").select_related("tombstone__list")
    return [_paper(item) for item in items.prefetch_related("versions")]


def _paper(item: Item) -> dict[str, Any]:
    newest = {one.n: one.files for one in item.versions.all()}.get(item.head, [])
    files = [{"path": one["path"], "sha512": one["sha512"]} for one in newest]
    facts = {
        "item": str(item),
        "title": item.title,
        "group": item.group,
        "grade": Grade.of_rank(item.rank).code,
        "state": item.state,
        "version": item.head,
        "files": files,
    }
    if (stone := getattr(item, "tombstone", None)) is not None:
        facts["destroyed"] = {"on": stone.facts["destroyed_on"], "list": stone.list.code}
    return facts


def _record(office: Office, seal: Seal, listed: list[dict[str, Any]], log: Frontier) -> bytes:
    """The catalogue as JSON in UTF-8 with sorted keys."""
    row, who = seal.dossier, seal.by
    groups = office.rules.dossier_type(row.type).groups
    facts = {
        "docgen": 1,
        "dossier": str(row),
        "seal": seal.n,
        "sealed_at": seal.at.isoformat(),
        "sealed_on": office.today.isoformat(),
        "sealed_by": {"id": who.code, "name": who.name, "unit": who.unit},
        "why": seal.why,
        "file_number": row.file_number,
        "type": row.type,
        "title": row.title,
        "customer": row.customer.code,
        "groups": [{"key": one.key, "letter": one.letter, "title": one.title} for one in groups],
        "count": seal.papers,
        "papers": listed,
        "log": {"size": log.size, "root": base64.b64encode(log.root()).decode()},
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
