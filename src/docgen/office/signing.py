"""Filing the signed copy of a form: a scan beside the Word file it was printed from (R-023).

It becomes a new version of the same item: nothing that was filed goes away, and what docgen keeps
of the form's answers stays true. The version says which of its files the signed copy is; one that
is edited afterwards is unsigned again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import amending, cipher, gate, intake, lending
from docgen.office.desk import Office
from docgen.office.filing import METADATA, Filed, NewPaper
from docgen.office.lending import Examined
from docgen.register.models import ItemText, Person
from docgen.render.text import extract

EVENT = "item.signed"


def sign(office: Office, who: Person, number: str, scan: Path) -> Filed:
    """File a scan as the signed copy of an item's newest version.

    Args:
        office: The office.
        who: The acting person.
        number: The item.
        scan: The signed paper: PDF, PNG or JPEG; it keeps its name.
    """
    item = lending.item_of(number)
    with gate.attempt(office, who, amending.EVENT, str(item)):
        data = intake.read_file(scan, office)
        words = extract(data, scan.name).text
        paper = lending.examine(office, who, item, EVENT, act=Act.AMEND)
        files = dict.fromkeys(cipher.names(paper.versions[-1]), b"")
        _refuse_taken(scan.name, files)
        files = {name: paper.bytes_of(name, item.head) for name in files}
        before = ItemText.objects.filter(item=item).values_list("body", flat=True).first() or ""
        new = NewPaper(
            files={**files, scan.name: data},
            title=item.title,
            group=item.group,
            text="\n".join(filter(None, (before, words))),
            template=item.template,
            number=item.form_number,
            made={**_made(paper), "signed": scan.name},
        )
        return amending.add_version(office, who, item, new, base=item.head, why="signed copy")


def _made(paper: Examined) -> dict[str, Any]:
    """How the newest version was made; the signature is on what that says."""
    made: dict[str, Any] = json.loads(paper.bytes_of(METADATA, paper.item.head))["made"]
    return made


def _refuse_taken(name: str, files: dict[str, bytes]) -> None:
    if name in files or name == METADATA:
        raise BadInput(
            say("The item has a file called {name} already", name=name),
            why=say("nothing is ever written over"),
            fix=say("give the scan another name"),
            file=name,
        )
