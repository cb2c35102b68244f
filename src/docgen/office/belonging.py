"""Which template an edited document was filled from, which item it is of, and which version.

The document says so itself in docgen's record; for one that does not, a person must. What it
says is believed only as far as the item's own record agrees.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, Integrity, say
from docgen.forms.form import Form
from docgen.model.access import Act
from docgen.office import cipher, editions, lending, provenance, writing
from docgen.office.desk import Office
from docgen.office.filing import METADATA
from docgen.office.lending import Examined
from docgen.office.provenance import Made
from docgen.register.models import Item, ItemVersion, Person
from docgen.render.folder import TemplateFolder
from docgen.render.record import Record

EVENT = "item.compared"


@dataclass(frozen=True, slots=True)
class Filed:
    """What the archive keeps of the item that a document is compared with.

    Args:
        item: The item.
        base: The version the document was made from; 0 if it does not say.
        made: What is kept of the newest version's answers.
        values: These answers.
        word: The name of its Word file.
        pdf: The name of its PDF; "" for none.
        files: All its files.
    """

    item: Item
    base: int
    made: Made
    values: Mapping[str, object]
    word: str
    pdf: str
    files: Mapping[str, bytes]


def template_of(office: Office, record: Record | None, template: str, path: Path) -> TemplateFolder:
    """The template to read it with: the version it was filled from, or the one that was named."""
    if template:
        return writing.template(office, template)
    if record is None:
        raise BadInput(
            say("{file} does not say which form it is", file=path.name),
            why=say("there is no record of docgen's in it; the program that saved it dropped it"),
            fix=say("name the template").by("docgen read FILE --template NAME"),
            file=str(path),
        )
    origin = record.origin
    folder = editions.find(office, origin.template, origin.template_sha256)
    if folder is None:
        raise BadInput(
            say("The template that {file} was filled from is not kept here", file=path.name),
            why=say("it was “{name}” in a version this office never used", name=origin.template),
            fix=say("read it with today's version").by(f"--template {origin.template}"),
            file=str(path),
        )
    return folder


def item_of(record: Record | None, folder: TemplateFolder, against: str) -> Item | None:
    """The item that was named, else the one that bears the document's number, if there is one."""
    if against:
        return lending.item_of(against)
    if record is None or not record.number:
        return None
    rows = Item.objects.select_related("dossier__customer", "filed_by")
    return rows.filter(form_number=record.number, template=folder.name).first()


def filed(
    office: Office,
    who: Person,
    item: Item,
    folder: TemplateFolder,
    record: Record | None,
    base: int,
) -> Filed:
    """What is kept of the item, if the document is one of its versions."""
    paper = lending.examine(office, who, item, EVENT, act=Act.AMEND)
    base = record.version if record else base
    kept = _made(paper, item.head)
    if kept is None or kept.template != folder.name:
        raise _not_comparable(item, folder.name)
    if record is not None:
        older = _made(paper, base) if 0 < base < item.head else kept
        _refuse_another(record, older or kept, item, base)
    names = list(cipher.names(paper.versions[-1]))
    words = [name for name in names if name.endswith(".docx")]
    if len(words) != 1:
        raise _no_one_document(item, len(words))
    pdf = f"{words[0].removesuffix('.docx')}.pdf"
    files = {name: paper.bytes_of(name, item.head) for name in names}
    form = (editions.find(office, kept.template, kept.template_sha256) or folder).form
    try:
        values = kept.values(form, _shown(paper, form))
    except ValueError as error:
        raise _unreadable(item, item.head) from error
    base = _unchanged_to(paper, base)
    return Filed(item, base, kept, values, words[0], pdf if pdf in files else "", files)


def _unchanged_to(paper: Examined, base: int) -> int:
    """The newest version with the same Word file: a signed copy that was added changes no word."""
    words = {
        version.n: [paper.sha512_of(name, version) for name in _words(version)]
        for version in paper.versions
    }
    while base in words and words.get(base + 1) == words[base]:
        base += 1
    return base


def _made(paper: Examined, n: int) -> Made | None:
    try:
        return Made.of(json.loads(paper.bytes_of(METADATA, n))["made"])
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(paper.item, n) from error


def _unreadable(item: Item, n: int) -> Integrity:
    return Integrity(
        say("The answers kept with {item} cannot be read", item=item),
        why=say("what is kept of version {n} is not what docgen wrote", n=n),
        fix=say("see what else was changed").by(f"docgen item verify {item}"),
    )


def _no_one_document(item: Item, count: int) -> BadInput:
    return BadInput(
        say("{item} cannot be compared with this document", item=item),
        why=say(
            "it has {count} Word files, so it is not clear which of them is the form", count=count
        ),
        fix=say("file the edited form as a paper of its own").by("docgen file"),
        field="item",
    )


def _not_comparable(item: Item, template: str) -> BadInput:
    return BadInput(
        say("{item} cannot be compared with this document", item=item),
        why=say("it was not filled from “{template}”", template=template),
        fix=say("name the item it was made from").by("--against ITEM"),
        field="item",
    )


def _refuse_another(record: Record, made: Made, item: Item, n: int) -> None:
    """The record in a document is that of the version it names; lists may lack masked columns."""
    for name, value in record.answers.items():
        if not isinstance(value, list) and not _is_same(made.answers.get(name), value):
            raise BadInput(
                say("The document was not made from {item}", item=item),
                why=say("the record inside it holds other answers than version {n}", n=n),
                fix=say("name the item it was made from").by("--against ITEM"),
                field="item",
            )


def _is_same(kept: object, told: object) -> bool:
    """Of a picture an item keeps the digest, and the record in a document its label besides."""
    if isinstance(kept, Mapping):
        return str(told).endswith(f" sha256:{kept.get('sha256')}")
    return kept == told


def _shown(paper: Examined, form: Form) -> dict[str, bytes]:
    """The pictures of all versions of a paper, if its form has any."""
    columns = (column for asked in form.fields for column in (asked, *asked.columns))
    if not any(column.pictured for column in columns):
        return {}
    return {
        digest: data
        for version in paper.versions
        for name in _words(version)
        for digest, data in provenance.pictures(paper.bytes_of(name, version.n)).items()
    }


def _words(version: ItemVersion) -> list[str]:
    return [name for name in cipher.names(version) if name.endswith(".docx")]
