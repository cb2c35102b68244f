"""Verifying filed papers: the bytes are those that were filed, the form what its answers make.

A form that docgen filled is filled again from the answers and the template kept with it, and
both documents are compared part by part. A version that was edited by hand cannot be made
again; it is read back instead, and must say what is kept as its answers. Other papers have
their bytes checked, and nothing more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docgen.errors import Problem, say
from docgen.office import cipher, dossiers, editions, lending, provenance
from docgen.office.desk import Office
from docgen.office.filing import METADATA
from docgen.office.lending import Examined
from docgen.office.provenance import ENGINE, Made
from docgen.register.models import Item, ItemVersion, Person
from docgen.render import docx, readback
from docgen.render.folder import TemplateFolder
from docgen.render.sameness import differences

EVENT = "item.verified"


class State(StrEnum):
    """What came of verifying a paper, the worst last."""

    SAME = "same"  #: every byte as filed; every form what its answers make
    UNCOMPARED = "uncompared"  #: the bytes are as filed; the form could not be made again
    DIFFERS = "differs"  #: something is not what it was


@dataclass(frozen=True, slots=True)
class Remark:
    """What was found out about one file of one version.

    Args:
        version: The version's number.
        file: The file, with the part inside it where that is known.
        text: What is the matter.
        is_wrong: Whether that is a difference; else it only could not be compared.
        is_note: Whether it is only to be known: what could be compared is the same.
        place: The first paragraph that differs.
        was: Its words as they are filed.
        now: Its words as the answers make them.
    """

    version: int
    file: str
    text: str
    is_wrong: bool = True
    is_note: bool = False
    place: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verified paper with all that was found out."""

    item: Item
    remarks: tuple[Remark, ...] = ()
    forms: int = 0

    @property
    def state(self) -> State:
        """What came of it."""
        if any(remark.is_wrong for remark in self.remarks):
            return State.DIFFERS
        is_open = any(not remark.is_note for remark in self.remarks)
        return State.UNCOMPARED if is_open else State.SAME


def verify(office: Office, who: Person, text: str) -> Verified:
    """Verify all versions of one paper; who may see its facts may do it."""
    item = lending.item_of(text)
    return _verified(office, lending.examine(office, who, item, EVENT))


def verify_many(office: Office, who: Person, dossier: str = "") -> tuple[int, Iterator[Verified]]:
    """Verify the papers of a dossier, or all of the archive, as far as this person may know them.

    Returns:
        How many there are, and one after the other as it is verified.
    """
    rows = Item.objects.filter(state="filed").select_related("dossier__customer", "filed_by")
    if dossier:
        place = dossiers.resolve(who, dossier)
        items = list(rows.filter(dossier=place).order_by("turn"))
        seen = lending.examine_many(office, who, items, EVENT, str(place))
    else:
        items = list(rows.order_by("dossier_id", "turn"))
        seen = lending.examine_many(office, who, items, "archive.verified")
    return len(seen), (_verified(office, one) for one in seen)


@dataclass(frozen=True, slots=True)
class _Form:
    """The document of one version, with what is kept of it and the pictures of all up to it."""

    n: int
    file: str
    data: bytes
    kept: Made
    shown: Mapping[str, bytes]

    def remark(self, text: str, part: str = "", **more: Any) -> Remark:  # noqa: ANN401  Remark's own fields
        """Something found out about it."""
        return Remark(self.n, f"{self.file}/{part}" if part else self.file, text, **more)


def _verified(office: Office, paper: Examined) -> Verified:
    remarks: list[Remark] = []
    shown: dict[str, bytes] = {}
    forms = 0
    for version in paper.versions:
        bytes_of = _intact(paper, version, remarks)
        kept = _made(version.n, bytes_of.get(METADATA, b""), remarks)
        word = next((name for name in bytes_of if name.endswith(".docx")), "")
        if kept and word:
            forms += 1
            with suppress(Problem):  # a document that cannot be opened is remarked below
                shown |= provenance.pictures(bytes_of[word])
            remarks += _as_made(office, _Form(version.n, word, bytes_of[word], kept, shown))
    return Verified(paper.item, tuple(remarks), forms)


def _intact(paper: Examined, version: ItemVersion, remarks: list[Remark]) -> dict[str, bytes]:
    """The files of a version that are what both archive and register say they are."""
    found: dict[str, bytes] = {}
    for name in (*cipher.names(version), METADATA):
        try:
            data = paper.bytes_of(name, version.n)
        except Problem as problem:
            remarks.append(Remark(version.n, name, problem.what))
            continue
        if name != METADATA and paper.sha512_of(name, version) != _sha512(data):
            text = say("the register has another digest of it than the archive")
            remarks.append(Remark(version.n, name, text))
            continue
        found[name] = data
    return found


def _sha512(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()


def _made(n: int, metadata: bytes, remarks: list[Remark]) -> Made | None:
    """What is kept of a form; ``None`` for a paper that docgen did not fill."""
    try:
        return Made.of(json.loads(metadata)["made"]) if metadata else None
    except (ValueError, KeyError, TypeError):
        text = say("what it says of the answers is not what docgen wrote")
        remarks.append(Remark(n, METADATA, text))
        return None


def _as_made(office: Office, form: _Form) -> Iterator[Remark]:
    """Whether a document is what its answers and its template make."""
    kept = form.kept
    folder = editions.find(office, kept.template, kept.template_sha256)
    if folder is None:
        text = say("the template has changed since, and its old version is not kept")
        yield form.remark(text, is_wrong=False)
        return
    try:
        yield from _read_back(form, folder) if kept.edited else _compared(form, folder)
    except Problem as problem:
        yield form.remark(problem.what)
    except ValueError:
        yield form.remark(say("its answers do not fit the form"))


def _compared(form: _Form, folder: TemplateFolder) -> Iterator[Remark]:
    """A form that docgen filled is the same when it is filled again."""
    made = form.kept.again(folder, form.shown)
    if form.kept.engine == ENGINE:
        for one in differences(form.data, made):
            yield form.remark(one.text, one.part, place=one.place, was=one.was, now=one.now)
        return
    then = form.kept.engine
    if docx.words(form.data) == docx.words(made):
        text = say(
            "made by engine {then}, this is {now}: its words are the same, its parts cannot be"
            " compared",
            then=then,
            now=ENGINE,
        )
        yield form.remark(text, is_wrong=False, is_note=True)
    else:
        text = say(
            "made by engine {then}, this is {now}: its words are not those its answers make now",
            then=then,
            now=ENGINE,
        )
        yield form.remark(text)


def _read_back(form: _Form, folder: TemplateFolder) -> Iterator[Remark]:
    """A version edited by hand must say what is kept as its answers."""
    reading = readback.read(form.data, folder.form, folder.docx, name=form.file)
    for one in readback.compare(reading, form.kept.values(folder.form, form.shown)):
        text = say("it does not say what is kept as its answer to {field}", field=one.field)
        place: str = one.where.said if one.where else ""
        yield form.remark(text, place=place, was=str(one.is_), now=str(one.was))
