"""Reading an edited form back: what it says now, how that differs from its item, and what is open.

Nothing is guessed. What cannot be understood, or contradicts itself, is a question for a person.
Whoever may file a new version of the item may compare a document with it, because the comparison
tells what is filed; filing that version is ``applying``'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from docgen.errors import BadInput, Detail
from docgen.forms import answers
from docgen.model.access import Act
from docgen.office import belonging, gate, intake, knowing, provenance, reckoning
from docgen.office.belonging import Filed
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.render import docx, readback, recorded
from docgen.render.folder import TemplateFolder
from docgen.render.reading import Change, How, Reading
from docgen.render.text import extract


@dataclass(frozen=True, slots=True)
class Reread:
    """A document read back.

    Args:
        name: The file's name.
        data: The document.
        text: All its words, for the search.
        folder: The template it was read with.
        reading: What was read, field by field.
        filed: The item it belongs to; ``None`` if none was named or found.
        changes: What it says otherwise than the item, or than its own record.
        open: Questions and faults: what a person must settle first.
        values: The checked answers; empty while something is open.
        wording: Lines that are neither the form's nor an answer's: (was, is).
    """

    name: str
    data: bytes
    text: str
    folder: TemplateFolder
    reading: Reading
    filed: Filed | None
    changes: tuple[Change, ...]
    open: tuple[Detail, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    wording: tuple[tuple[str, str], ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether there is nothing to tell: no change, no question, no other wording."""
        return not (self.changes or self.open or self.wording)


def read(
    office: Office,
    who: Person,
    path: Path,
    *,
    against: str = "",
    template: str = "",
    base: int = 0,
) -> Reread:
    """Read a document back and compare it.

    Args:
        office: The office.
        who: The acting person.
        path: The document.
        against: The item to compare it with; else the one that bears its document number, else
            its own record.
        template: The template, for a document that does not say.
        base: The version it was made from, for a document that does not say.

    Raises:
        BadInput: It cannot be read, is of another item, or the template is not known.
        NotAllowed: He may not fill forms, or not know of this item.
    """
    gate.ask(office, who, Act.FILL, belonging.EVENT)
    data = intake.read_file(path, office)
    record = recorded.find(data, path.name)
    folder = belonging.template_of(office, record, template, path)
    item = belonging.item_of(record, folder, against)
    with gate.attempt(office, who, belonging.EVENT, str(item or "")):
        filed = belonging.filed(office, who, item, folder, record, base) if item else None
        kept = filed.values if filed else None
        reading = readback.read(data, folder.form, folder.docx, name=path.name, stored=kept)
        text = extract(data, path.name).text
    was = filed.values if filed else record.values(folder.form, digests=True) if record else {}
    changes = tuple(readback.compare(reading, was)) if was else ()
    reread = Reread(path.name, data, text, folder, reading, filed, changes)
    return _judged(office, reread, was)


def _judged(office: Office, reread: Reread, was: Mapping[str, object]) -> Reread:
    """The same with all faults, the checked answers, and the words that are not the form's."""
    try:
        checked = _checked(office, reread, was)
    except BadInput as refused:
        known = {one.field for one in reread.reading.questions} | _unknowable(reread)
        more = [one for one in refused.details if one.field not in known]
        return replace(reread, open=(*reread.reading.questions, *more))
    made = _made(reread, checked)
    folder = reread.folder
    again = readback.reckoned_in(made, folder.form, folder.docx) if made else ()
    asked = reread.reading.questions
    known = {one.field for one in asked}
    stale = reckoning.stale(folder.form, reread.reading, checked, again)
    if open_ := (*asked, *(one for one in stale if one.field not in known)):
        return replace(reread, open=open_)
    return replace(reread, values=checked, wording=_wording(reread, made))


def _unknowable(reread: Reread) -> set[str]:
    """Fields that neither the paper nor an item tells: that they are missing is no fault of it."""
    found = reread.reading.found
    return set() if reread.filed else {name for name in found if found[name].how is How.NOWHERE}


def _checked(office: Office, reread: Reread, was: Mapping[str, object]) -> dict[str, object]:
    """The answers through the same checker as if they had been typed."""
    form, found = reread.folder.form, reread.reading.found
    given = {name: value for name, value in was.items() if form.field(name)}
    given |= {name: one.value for name, one in found.items() if one.how is not How.NOWHERE}
    places = {name: one.place.said for name, one in found.items() if one.place}
    occasion = replace(knowing.occasion(office, form), today=_day(reread) or office.today)
    given = reckoning.typed(form, given)
    return answers.check(form, given, places=places, occasion=occasion, file=reread.name)


def _day(reread: Reread) -> date | None:
    """The day the form bears; ``None`` if nothing tells."""
    try:
        return date.fromisoformat(str(_kept(reread).get("today")))
    except ValueError:
        return None


def _kept(reread: Reread) -> Mapping[str, object]:
    """The answers as they are kept: the item's, else those of the document's own record."""
    if reread.filed:
        return reread.filed.made.answers
    return reread.reading.record.answers if reread.reading.record else {}


def context(reread: Reread, checked: Mapping[str, object]) -> dict[str, object]:
    """What the template would print: the answers as they are now, number and day as they were."""
    return {**checked, **provenance.ours(_kept(reread))}


def _made(reread: Reread, checked: Mapping[str, object]) -> bytes:
    """The form filled with the answers it has now; nothing if its number or day is not known."""
    folder = reread.folder
    try:
        values = context(reread, checked)
    except ValueError:
        return b""
    return docx.fill(folder.docx, values, labels=folder.form.labels)


def _wording(reread: Reread, made: bytes) -> tuple[tuple[str, str], ...]:
    """The lines in which it differs from the form filled with the answers it has now."""
    if not made:
        return ()
    was, now = docx.words(made).splitlines(), reread.text.splitlines()
    plain = SequenceMatcher(None, [_bare(one) for one in was], [_bare(one) for one in now], False)
    return tuple(
        (" ".join(was[a:b]), " ".join(now[c:d]))
        for same, a, b, c, d in plain.get_opcodes()
        if same != "equal"
    )


def _bare(line: str) -> str:
    """A line without its spaces: programs save them differently."""
    return "".join(line.split())
