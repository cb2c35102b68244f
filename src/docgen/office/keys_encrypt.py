"""Encrypting a paper that was filed before its grade asked for it: a new version of the same files.

The versions before stay in the archive as they are, open to whoever reads the disk: an archive
loses nothing. They go with the paper, when it is destroyed.
"""

from __future__ import annotations

import json

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import amending, cipher, daybook, gate, lending, upkeep
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models import Item, Person


def encrypt_item(office: Office, who: Person, number: str) -> Item:
    """File the newest version of a paper once more, encrypted; its words leave the search.

    May be said again if it was cut off: then what is left of it is done.

    Raises:
        BadInput: Its grade does not ask for it, or encryption is off.
    """
    item = lending.item_of(number)
    with gate.attempt(office, who, amending.EVENT, str(item)):
        _refuse_if_unasked(office, item)
        gate.ask(office, who, Act.AMEND, amending.EVENT, paper=gate.paper_of(item))
        if item.head in open_versions(item):
            _add_version(office, who, item)
    daybook.begin_anew()
    upkeep.rebuild_index(office)
    item.refresh_from_db()
    return item


def _add_version(office: Office, who: Person, item: Item) -> None:
    paper = lending.examine(office, who, item, amending.EVENT, act=Act.AMEND)
    newest = paper.versions[-1]
    new = NewPaper(
        files={name: paper.bytes_of(name, newest.n) for name in cipher.names(newest)},
        title=item.title,
        group=item.group,
        text="",
        template=item.template,
        number=item.form_number,
        made=json.loads(paper.bytes_of(cipher.METADATA, newest.n))["made"],
    )
    amending.add_version(office, who, item, new, base=item.head, why="encrypted")


def open_versions(item: Item) -> list[int]:
    """The versions of a paper that lie in the archive unencrypted."""
    return [one.n for one in item.versions.order_by("n") if not cipher.is_closed(one)]


def _refuse_if_unasked(office: Office, item: Item) -> None:
    if not cipher.asks(office, item.rank):
        raise BadInput(
            say("{item} is not of a grade that is encrypted", item=item),
            why=say("encryption is off, or docgen.toml does not name the grade"),
            fix=say("see how the keys stand").by("docgen keys status"),
            field="item",
        )
