"""What a filled form was made from, kept inside the Word file as a part that Word never shows.

    {"docgen": 1, "template": "complaint/complaint-record", "template_sha256": "…",
     "form_sha256": "…", "program": "0.1.0", "docx_sha256": "…", "marks": ["channel", …],
     "answers": {"channel": "来电", "received_on": "2026-03-05", …}}

It is the *original*: who edits the paper in Word does not change it, so it is never taken for
what the paper says now. Answers that the paper shows only masked are left out of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from docgen.errors import BadInput, say
from docgen.forms import stored
from docgen.forms.form import Form
from docgen.render.folder import TemplateFolder

VERSION = 1
_TEXTS = ("template", "template_sha256", "form_sha256", "program", "docx_sha256")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a paper is filled from; the same for all papers of one template.

    Args:
        template: Its name, ``complaint/complaint-record``.
        template_sha256: The digest of its four files.
        form_sha256: The digest of what its ``form.toml`` means.
        program: The version of docgen.
    """

    template: str
    template_sha256: str
    form_sha256: str
    program: str

    @classmethod
    def of(cls, folder: TemplateFolder, program: str) -> Origin:
        """The origin of all papers of a template; make it once for many papers."""
        return cls(folder.name, folder.sha256, stored.form_digest(folder.form), program)


@dataclass(frozen=True, slots=True)
class Record:
    """What stands in a paper about its making.

    Args:
        origin: What it was filled from.
        docx_sha256: The digest of the template's Word file.
        marks: The path of each mark in that file, in order; ``items.what`` for a column.
        answers: All names with their values as ``forms.stored.pack`` keeps them, ``number``,
            ``company``, ``grade_mark`` and ``today`` among them.
        version: Which version of its item the paper is; a filled one becomes the first.
    """

    origin: Origin
    docx_sha256: str
    marks: tuple[str, ...]
    answers: Mapping[str, object]
    version: int = 1

    @property
    def number(self) -> str:
        """The document number; "" for none."""
        found = self.answers.get("number", "")
        return found if isinstance(found, str) else ""

    def values(self, form: Form, *, digests: bool = False) -> dict[str, object]:
        """The answers as checked values, by field; whatever does not fit the form is left out.

        Pictures are left out too, and tables with such columns, unless their ``digests`` do.
        """
        pictures: dict[str, bytes] | None = None if digests else {}
        values: dict[str, object] = {}
        for field in form.fields:
            if field.name in self.answers:
                kept = {field.name: self.answers[field.name]}
                try:
                    values |= stored.unpack(_only(form, field.name), kept, pictures=pictures)
                except (ValueError, TypeError, AttributeError):
                    continue
        return values

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Read it; whatever was done to it, the end is a record or ``BadInput``."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            raise _broken() from None
        if not isinstance(told, dict) or told.get("docgen") != VERSION:
            raise _broken()
        texts = [told.get(name) for name in _TEXTS]
        marks, answers = told.get("marks"), told.get("answers")
        if not isinstance(marks, list) or not isinstance(answers, dict):
            raise _broken()
        names = [one for one in (*texts, *marks) if isinstance(one, str)]
        version = told.get("version", 1)
        if len(names) < len(texts) + len(marks) or type(version) is not int:
            raise _broken()
        template, *digests = names[: len(texts)]
        origin = Origin(template, *digests[:3])
        return cls(origin, digests[3], tuple(names[len(texts) :]), answers, version)


def _only(form: Form, name: str) -> Form:
    return replace(form, fields=tuple(one for one in form.fields if one.name == name))


def _broken() -> BadInput:
    return BadInput(
        say("The record inside the paper cannot be read"),
        why=say("it is damaged, or another program wrote it"),
        fix=say("compare the paper with its item instead").by("docgen read FILE --against ITEM"),
    )
