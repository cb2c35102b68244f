"""Templates, and filling them."""

from __future__ import annotations

import base64
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from docgen.forms.form import Field as FormField
from docgen.office import accepted, writing
from docgen.office.writing import Filled
from docgen.render.folder import TemplateFolder
from docgen.web.api_once import Once
from docgen.web.api_papers import filed_data
from docgen.web.api_token import Asked, must_be_for

router = Router(tags=["forms"])


class Template(Schema):
    """A template in the list."""

    template: str
    title: str
    title_en: str
    family: str
    accepted: bool


class Question(Schema):
    """One field of a form."""

    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]
    known_from: list[str] = Field(description="Where docgen takes the answer from if it can")
    computed: bool
    columns: list[str]


class Full(Template):
    """A template with what it asks."""

    source: list[str]
    grade: str
    group: str
    filler: str
    approver: str
    deadline: str
    sha256: str
    fields: list[Question]


class Answers(Schema):
    """What a form is filled with, and what is wanted of it."""

    answers: dict[str, Any] = Field(default_factory=dict)
    customer: str = Field("", max_length=200, description="Id, dossier number or name")
    dossier: str = Field("", max_length=20)
    file: bool = Field(default=False, description="File it in the customer's dossier.")
    pdf: bool = Field(default=False, description="Make a PDF too.")
    send: bool = Field(default=True, description="Send the files back, in base64.")


@router.get("/templates", response=list[Template], summary="List the templates")
def list_(request: Asked) -> list[Template]:
    """All of the office, with whether somebody has accepted each as it is now."""
    must_be_for(request, "read")
    return [_told(request, writing.template(request.office, name)) for name in _names(request)]


@router.get("/templates/{family}/{name}", response=Full, summary="What a form asks")
def show(request: Asked, family: str, name: str) -> Full:
    """Its fields with their kinds, and who fills, approves and keeps it."""
    must_be_for(request, "read")
    folder = writing.template(request.office, f"{family}/{name}")
    form = folder.form
    return Full(
        **_told(request, folder).dict(),
        source=list(form.source),
        grade=form.grade.code,
        group=form.group,
        filler=form.filler,
        approver=form.approver,
        deadline=form.deadline,
        sha256=folder.sha256,
        fields=list(map(_question, form.fields)),
    )


@router.post("/templates/{family}/{name}/fill", response=dict[str, Any], summary="Fill a form")
def fill(request: Asked, family: str, name: str, body: Answers) -> dict[str, Any]:
    """As the command does it. Sent again with the same Idempotency-Key no number is used twice.

    The answer to a repeated request has everything but the files.
    """
    must_be_for(request, "write")
    once = Once(request, request.body)
    if once.before is not None:
        return once.before
    filled = writing.fill(
        request.office,
        request.who,
        f"{family}/{name}",
        body.answers,
        customer=body.customer,
        dossier=body.dossier,
        pdf=body.pdf,
        file=body.file,
        then=lambda made: once.keep(200, _filled(made)),
    )
    return _filled(filled) | (_files(filled) if body.send else {})


def _names(request: Asked) -> list[str]:
    return writing.templates(request.office)


def _told(request: Asked, folder: TemplateFolder) -> Template:
    form = folder.form
    taken = accepted.digests(request.office.folder).get(folder.name) == folder.sha256
    return Template(
        template=form.name,
        title=form.title,
        title_en=form.title_en,
        family=form.family,
        accepted=taken,
    )


def _question(field: FormField) -> Question:
    return Question(
        name=field.name,
        label=field.label,
        kind=field.kind,
        required=field.required,
        choices=list(field.choices),
        known_from=list(field.prefill),
        computed=bool(field.compute),
        columns=[one.name for one in field.columns],
    )


def _filled(filled: Filled) -> dict[str, Any]:
    filed = filed_data(filled.filed) if filled.filed else None
    return {"title": filled.title, "number": filled.number or None, "filed": filed}


def _files(filled: Filled) -> dict[str, Any]:
    files = {"docx": filled.docx, "pdf": filled.pdf}
    return {name: base64.b64encode(data).decode() if data else None for name, data in files.items()}
