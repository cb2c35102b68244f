"""Filing an edited form as a new version of its item, with the answers it has now.

The document is filed as it was handed in, but for docgen's own record in it, which becomes that
of the new version, so that the next edit knows what it started from.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from docgen.errors import BadInput, say
from docgen.forms import stored
from docgen.office import amending, belonging, gate, provenance, rereading, writing
from docgen.office.desk import Office
from docgen.office.filing import Filed, NewPaper
from docgen.office.rereading import Reread
from docgen.register.models import Person
from docgen.render import pdfcheck, recorded
from docgen.render.pdf import to_pdf
from docgen.render.reading import Change


def apply(office: Office, who: Person, reread: Reread, *, reason: str = "") -> Filed:
    """File what was read back as the newest version of its item.

    What is the same as the newest version is filed too, if somebody asks for it.

    Args:
        office: The office.
        who: The acting person.
        reread: What ``rereading.read`` gave.
        reason: Why it was edited, for the history; "" for no reason.

    Raises:
        BadInput: Something is open, the item is not known, has changed meanwhile or is lent out.
        NotAllowed: He may not.
    """
    item = str(reread.filed.item) if reread.filed else ""
    with gate.attempt(office, who, amending.EVENT, item):
        _refuse_open(reread)
        if reread.filed is None:
            raise _no_item(reread)
        base = reread.filed.base
        _refuse_if_unsure(reread, base)
        amending.refuse_if_overtaken(reread.filed.item, base)
        amending.refuse_if_lent(reread.filed.item)
        why = f"edited by hand from version {base}"
        why = f"{why}: {reason}" if reason else why
        paper = _paper(office, reread, reread.filed, reason)
        return amending.add_version(office, who, reread.filed.item, paper, base=base, why=why)


def _paper(office: Office, reread: Reread, filed: belonging.Filed, reason: str) -> NewPaper:
    values = rereading.context(reread, reread.values)
    fresh = provenance.written(reread.folder, values)
    word = recorded.renewed(reread.data, fresh, filed.item.head + 1)
    files = {**filed.files, filed.word: word}
    if filed.pdf:
        files[filed.pdf] = _printed(office, filed, word)
    edited = {
        "from": filed.base,
        "reason": reason,
        "changes": [change_data(one) for one in reread.changes],
        "wording": [{"was": was, "is": now} for was, now in reread.wording],
    }
    return NewPaper(
        files=files,
        title=filed.item.title,
        group=filed.item.group,
        text=reread.text,
        template=filed.item.template,
        number=filed.item.form_number,
        made={
            **provenance.made(office, reread.folder, values),
            **provenance.printed(filed.made.copies),
            "edited": edited,
        },
    )


def _printed(office: Office, filed: belonging.Filed, word: bytes) -> bytes:
    """A PDF of the kind the item had: of the paper, of its copies, or a PDF/A-2b."""
    seconds = office.settings.pdf_seconds
    if filed.made.copies:
        return writing.copies_of(word, filed.made.copies, seconds)
    return to_pdf(word, seconds=seconds, archival=pdfcheck.archival(filed.files[filed.pdf]))


def change_data(change: Change) -> dict[str, Any]:
    """A change as plain data; its place in numbers, so that each reader says it in his language."""
    both = stored.pack({"was": _plain(change.was), "is": _plain(change.is_)})
    place = asdict(change.where) if change.where else {}
    where = {name: count for name, count in place.items() if count}
    return {"field": change.field, "label": change.label, **both, "where": where, "how": change.how}


def _plain(value: object) -> object:
    """A row that was not there before, or is no more, is nothing."""
    return "" if value is None else value


def _refuse_open(reread: Reread) -> None:
    if reread.open:
        raise BadInput(
            say(
                "{file} cannot be filed: {n} question(s) are open",
                file=reread.name,
                n=len(reread.open),
            ),
            why=reread.open[0].text,
            fix=say("correct the document, save it, and read it again"),
            file=reread.name,
            details=reread.open,
        )


def _no_item(reread: Reread) -> BadInput:
    return BadInput(
        say("It is not known which item {file} belongs to", file=reread.name),
        why=say("no item bears its document number, or it has none"),
        fix=say("name the item").by("docgen read FILE --against ITEM --apply"),
        field="item",
        file=reread.name,
    )


def _refuse_if_unsure(reread: Reread, base: int) -> None:
    if not base:
        raise BadInput(
            say("{file} does not say which version it was made from", file=reread.name),
            why=say("there is no record of docgen's in it; the program that saved it dropped it"),
            fix=say("if you are sure, name the version").by("--from-version N"),
            file=reread.name,
        )
