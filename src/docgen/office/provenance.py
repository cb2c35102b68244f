"""How a filled form came to be: what is kept of it, and filling it again from that.

    {"program": "0.1.0", "engine": 1, "template": "complaint/complaint-record",
     "template_sha256": "…", "form_sha256": "…", "answers": {"channel": "来电", …},
     "answers_sha256": "…"}

A form that is filed with answers still missing (a draft) names them as ``blanks``.

It stands under ``made`` in the ``item.json`` of each version; the same, without the digest of the
answers, stands in the document itself (``render.record``). The answers are the checked ones, with
``number``, ``company``, ``grade_mark`` and ``today``: nothing else is needed to fill it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docgen import __version__
from docgen.forms import stored
from docgen.forms.form import Form
from docgen.forms.gaps import left_open
from docgen.office import editions
from docgen.office.desk import Office
from docgen.render import docx
from docgen.render.folder import TemplateFolder
from docgen.render.package import Package
from docgen.render.record import Origin

#: Raised whenever the same template and answers come to give other parts than before.
ENGINE = 1
_origins: dict[tuple[str, str], Origin] = {}
_OURS = ("number", "grade_mark", "company", "today")
_FACTS = (
    *("program", "engine", "template", "template_sha256"),
    *("form_sha256", "answers", "answers_sha256"),
)


def context(
    office: Office, form: Form, checked: Mapping[str, object], number: str, today: date
) -> dict[str, object]:
    """All that a template may print: the checked answers and what docgen adds to each form."""
    return {
        **checked,
        "number": number,
        "grade_mark": form.grade.mark,
        "company": office.settings.company,
        "today": today,
    }


def ours(kept: Mapping[str, object]) -> dict[str, object]:
    """What docgen had added to a form, from its kept answers; ``ValueError`` if it is not there."""
    if not all(isinstance(kept.get(name), str) for name in _OURS):
        raise ValueError(kept)
    return {**{name: kept[name] for name in _OURS}, "today": date.fromisoformat(str(kept["today"]))}


def written(folder: TemplateFolder, values: Mapping[str, object]) -> bytes:
    """A form filled as docgen fills it: with controls, bookmarks and record."""
    return docx.fill(folder.docx, values, labels=folder.form.labels, origin=origin(folder))


def origin(folder: TemplateFolder) -> Origin:
    """What all papers of a template's version are filled from by this program; worked out once."""
    key = folder.name, folder.sha256
    if key not in _origins:
        _origins[key] = Origin.of(folder, __version__)
    return _origins[key]


def made(office: Office, folder: TemplateFolder, values: Mapping[str, object]) -> dict[str, Any]:
    """What is kept of a form filled with these values; its template is kept with it.

    Args:
        office: The office.
        folder: The template.
        values: What ``context`` gave.
    """
    editions.keep(office, folder)
    answers = stored.pack(values)
    told, blanks = origin(folder), left_open(values)
    return {
        **({"blanks": blanks} if blanks else {}),
        "program": told.program,
        "engine": ENGINE,
        "template": told.template,
        "template_sha256": told.template_sha256,
        "form_sha256": told.form_sha256,
        "answers": answers,
        "answers_sha256": stored.digest(answers),
    }


def printed(copies: Sequence[str]) -> dict[str, Any]:
    """What is kept of a PDF of several copies: what stands on each; nothing of any other PDF."""
    return {"copies": list(copies)} if copies else {}


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept of a filled form, read again.

    Args:
        program: The docgen that filled it.
        engine: How it filled, see ``ENGINE``.
        template: The template's name.
        template_sha256: Its version.
        form_sha256: The digest of its questions.
        answers: The answers as ``forms.stored`` keeps them.
        answers_sha256: Their digest.
        copies: What stands on each of the copies in its PDF; empty for a PDF of the paper alone.
        edited: For a version that was edited by hand: from which, by whom, what changed.
    """

    program: str
    engine: int
    template: str
    template_sha256: str
    form_sha256: str
    answers: Mapping[str, object]
    answers_sha256: str
    copies: tuple[str, ...] = ()
    edited: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, kept: object) -> Made | None:
        """Read ``made`` of an ``item.json``; ``None`` for a paper that docgen did not fill.

        Raises:
            ValueError: It is no record of a filled form any more.
        """
        if not isinstance(kept, Mapping) or "form_sha256" not in kept:
            return None
        try:
            facts: dict[str, Any] = {name: kept[name] for name in _FACTS}
        except KeyError as error:
            raise ValueError(kept) from error
        if stored.digest(facts["answers"]) != facts["answers_sha256"]:
            raise ValueError(kept)
        copies = tuple(map(str, kept.get("copies", ())))
        return cls(**facts, copies=copies, edited=kept.get("edited"))

    def values(self, form: Form, shown: Mapping[str, bytes]) -> dict[str, object]:
        """The values it was filled with.

        Args:
            form: The form in the version it was filled with.
            shown: The pictures of the item's documents, see ``pictures``.

        Raises:
            ValueError: The answers do not fit the form, or a picture is not there.
        """
        values = stored.unpack(form, self.answers, pictures=shown)
        answers = {one.name: values[one.name] for one in form.fields}
        return answers | ours(self.answers)

    def again(self, folder: TemplateFolder, shown: Mapping[str, bytes]) -> bytes:
        """The document filled again as it was; ``ValueError`` as for ``values``."""
        values = self.values(folder.form, shown)
        origin = Origin(self.template, self.template_sha256, self.form_sha256, self.program)
        return docx.fill(folder.docx, values, labels=folder.form.labels, origin=origin)


def pictures(filed: bytes) -> dict[str, bytes]:
    """The pictures in a document by their sha256.

    A program that saves a document may write its pictures anew; the first version has them as
    they were given, so those of all versions up to one are needed for it.
    """
    parts = Package.read(filed).parts
    found = (data for name, data in parts.items() if name.startswith("word/media/"))
    return {hashlib.sha256(data).hexdigest(): data for data in found}
