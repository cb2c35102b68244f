"""A backup made from the page: encrypted, into a folder of the server, while somebody waits.

The page is no place to carry all papers away from: what it makes opens only for the recipients in
``docgen.toml``. Large offices make theirs by cron, as ``docgen backup``.
"""

from __future__ import annotations

from pathlib import Path

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import backups, gate
from docgen.office.backups import Backup
from docgen.office.desk import Office
from docgen.register.models import Item, Person

#: So many papers are copied while somebody waits.
MOST = 5000


def make(office: Office, who: Person, place: str) -> Backup:
    """Make one in this folder of the server."""
    gate.ask(office, who, Act.UPKEEP, backups.EVENT)
    if not office.settings.recipients:
        raise BadInput(
            say("The page makes encrypted backups only"),
            why=say("docgen.toml names nobody they are encrypted for"),
            fix=say("name recipients there, [backup], or make the backup on the server").by(
                "docgen backup"
            ),
            field="place",
        )
    if Item.objects.count() > MOST:
        raise BadInput(
            say("The office is too large for a backup while you wait"),
            why=say("it has more than {n} papers", n=MOST),
            fix=say("make it on the server, best every night by cron").by("docgen backup"),
            field="place",
        )
    folder = Path(place.strip())
    if "\0" in place or not folder.is_absolute() or not folder.is_dir():
        raise BadInput(
            say("{folder} is no folder of the server", folder=place.replace("\0", "")),
            why=say("a backup goes into a folder that is there, named from / on"),
            fix=say("name one on another disk, such as /media/backup"),
            field="place",
        )
    return backups.back_up(office, who, folder)
