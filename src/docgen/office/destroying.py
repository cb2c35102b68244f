"""Carrying a destruction list out: decided in one commit, then everything else follows from it.

      1. commit   items, tombstones, list and log entries: from here on the papers are destroyed
      2. record   ``log/destroyed/D000001.json``: the list as it stays for ever
      3. shred    the keys of what was encrypted, from the store in ``keys/``
         remove   each object with its bytes, and what of it lies in the work folder
      4. forget   the words: from the index, and from the past in ``log/register.jsonl``

Before step 1 the papers are whole and on the list. After it ``upkeep.finish`` does what is left,
after a crash as after the commit, with the same functions (``destroyed``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from docgen.errors import OutsideFailed, say
from docgen.model import disposal as rules
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.model.ids import ItemId
from docgen.office import destroyed, disposal, gate, journal, lending, retention, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, ItemText, Outbox, Person
from docgen.register.models_disposal import DestructionLine, DestructionList, Tombstone
from docgen.register.models_keys import PaperKey

EVENT = "destruction.carried-out"


def carry_out(office: Office, who: Person, code: str) -> DestructionList:
    """Destroy the papers of an approved list in the presence of today's witnesses.

    When this returns with the state ``done``, nothing of their content is left in the office;
    with ``under-way`` the decision stands and ``docgen recover`` does the rest.

    Raises:
        NotAllowed: He may not, a witness is missing, or a paper may not go any more.
        OutsideFailed: A paper is just being filed. Nothing was destroyed.
    """
    row = disposal.find(code)
    gate.ask(office, who, Act.DESTROY, EVENT, paper=disposal.list_paper(row))
    upkeep.finish(office)  # what was filed last must be in the archive before it can leave it
    with disposal.logged(office, who, EVENT, row.code), one_transaction():
        _commit(office, who, row.pk)
    upkeep.finish(office)
    row.refresh_from_db()
    return row


def _commit(office: Office, who: Person, number: int) -> None:
    row = DestructionList.objects.select_for_update().get(pk=number)
    after = rules.carry_out(disposal.fact_of(row), by=who.code, day=office.today)
    lines = list(row.lines.select_related("item__dossier__customer", "twin").order_by("pk"))
    items = [line.item for line in lines]
    table = retention.schedule(office)
    papers = [disposal.paper_of(office, table, item, leaving=items, own=row) for item in items]
    disposal.refuse(after.kind, papers, office)
    _refuse_unpublished(office, items)
    row.state, row.carried_out_by = after.state, who
    row.carried_out_at, row.version = office.now(), row.version + 1
    row.save()
    for line, paper in zip(lines, papers, strict=True):
        _bury(row, line, paper, office.today)
    journal.append_each(office, "item.destroyed", who, [_entry(row, line.item) for line in lines])
    _condemn_keys(office, who, row, items)
    record = destroyed.record(row)
    journal.append(office, EVENT, who, obj=row.code, n=len(lines), sha512=destroyed.digest(record))


def _condemn_keys(office: Office, who: Person, row: DestructionList, items: Sequence[Item]) -> None:
    """The keys of encrypted papers count as shredded from here on; their files follow."""
    keys = PaperKey.objects.filter(item__in=items, shredded_at=None)
    encrypted = {one.item_id for one in keys}
    journal.append_each(
        office,
        "keys.shredded",
        who,
        [_entry(row, item) for item in items if item.pk in encrypted],
    )
    keys.update(shredded_at=office.now())


def _refuse_unpublished(office: Office, items: Sequence[Item]) -> None:
    """A version on its way into the archive would arrive after the object has gone."""
    waiting = {one.urn for one in office.store.unpublished()}
    for item in items:
        if ItemId.parse(str(item)).urn in waiting:
            raise OutsideFailed(
                say("{item} is just being filed", item=item),
                why=say("a version of it is not in the archive yet; nothing was destroyed"),
                fix=say("have the archive repaired, then carry the list out again").by(
                    "docgen recover"
                ),
            )


def _bury(row: DestructionList, line: DestructionLine, paper: rules.Paper, day: dt.date) -> None:
    """Leave the tombstone, and drop the words; the row of the item stays with its number."""
    item = line.item
    facts = _facts(item) | {
        "destroyed_on": str(day),
        "list": row.code,
        "period_over_on": str(paper.due.day or ""),
        "kept_copy": paper.twin if row.kind == rules.Kind.DUPLICATE else "",
    }
    Tombstone.objects.create(
        item=item, list=row, at=row.carried_out_at or row.proposed_at, facts=facts
    )
    if row.kind == rules.Kind.DUPLICATE:
        line.twin = lending.item_of(paper.twin)
        line.save()
    item.state, item.version = "destroyed", item.version + 1
    item.save()
    ItemText.objects.filter(item=item).delete()
    Outbox.objects.create(item=item)


def _facts(item: Item) -> dict[str, Any]:
    """What stays known of a paper."""
    customer = item.dossier.customer
    return {
        "item": str(item),
        "title": item.title,
        "dossier": str(item.dossier),
        "dossier_title": item.dossier.title,
        "customer": {"id": customer.code, "name": customer.name},
        "group": item.group,
        "grade": Grade.of_rank(item.rank).code,
        "retention": item.retention,
        "template": item.template,
        "number": item.form_number,
        "dated": item.dated.isoformat(),
        "filed_at": item.filed_at.isoformat(),
        "filed_by": item.filed_by.code,
        "versions": [
            {"version": one.n, "at": one.at.isoformat(), "by": one.by.code, "files": one.files}
            for one in item.versions.order_by("n").select_related("by")
        ],
    }


def _entry(row: DestructionList, item: Item) -> dict[str, object]:
    return {
        "obj": str(item),
        "dossier": str(item.dossier),
        "grade": Grade.of_rank(item.rank).code,
        "basis": [row.code],
    }
