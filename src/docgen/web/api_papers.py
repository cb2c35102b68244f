"""Dossiers and papers: what is there, filing a paper, taking one out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from django.http import HttpResponse
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.params.functions import Query
from pydantic import Field

from docgen.model.grades import Grade
from docgen.office import controlled, dossiers, intake, lending
from docgen.office.filing import Filed
from docgen.register.models import Item
from docgen.web.api_once import Once
from docgen.web.api_token import Asked, must_be_for
from docgen.web.items_known import item_of
from docgen.web.page import download, known
from docgen.web.uploads import received

router = Router(tags=["papers"])
_PURPOSE = Query(max_length=32, description="service, complaint, contract, handover, legal, …")


class Paper(Schema):
    """One paper, by its facts alone."""

    item: str
    title: str
    group: str
    grade: str
    template: str
    number: str
    version: int
    state: str


class Group(Schema):
    """One group of a dossier with its papers in order."""

    key: str
    title: str
    items: list[Paper]


class Lack(Schema):
    """Something that should be there, and the rule that wants it."""

    kind: str
    group: str
    title: str
    text: str
    source: str


class Dossier(Schema):
    """One dossier: cover facts, catalogue, and what it lacks."""

    number: str
    type: str
    title: str
    customer: str
    unit: str
    grade: str
    state: str
    groups: list[Group]
    missing: list[Lack]


class NewPaper(Schema):
    """What is said of a file that is filed."""

    title: str = Field("", max_length=240, description="Else the file's name.")
    group: str = Field("other", max_length=32)
    grade: str = Field("", max_length=1, description="P, C, B or A; else the dossier's")


@router.get("/dossiers/{number}", response=Dossier, summary="One dossier")
def dossier(request: Asked, number: str) -> Dossier:
    """By number or customer; what the person may not know of is not there."""
    must_be_for(request, "read")
    found = known(dossiers.show, request.office, request.who, number)
    row = found.dossier
    groups = [
        Group(key=group.key, title=group.title, items=list(map(told, items)))
        for group, items in found.groups
    ]
    lacks = [
        Lack(kind=one.kind, group=one.group, title=one.title, text=one.text, source=one.source)
        for one in found.missing
    ]
    return Dossier(
        number=str(row),
        type=row.type,
        title=row.title,
        customer=row.customer.code,
        unit=row.unit,
        grade=Grade.of_rank(row.rank).code,
        state=row.state,
        groups=groups,
        missing=lacks,
    )


@router.post(
    "/dossiers/{number}/papers", response={201: dict[str, Any]}, summary="File one file as a paper"
)
def file(
    request: Asked,
    number: str,
    about: Form[NewPaper],
    file: File[UploadedFile],  # noqa: ARG001  declared for the description, read by uploads
) -> Status[dict[str, Any]]:
    """Sent again with the same Idempotency-Key it is not filed again, whatever was cut off."""
    must_be_for(request, "write")
    with received(request, "file") as files:
        [sent] = files[-1:]
        digest = hashlib.sha256(sent.path.read_bytes()).digest()
        once = Once(request, sent.name, digest, about.title, about.group, about.grade)
        if once.before is not None:
            return Status(201, once.before)
        [brought] = intake.bring(
            request.office,
            request.who,
            number,
            [sent.path],
            title=about.title,
            group=about.group,
            grade=about.grade,
            then=lambda filed: once.keep(201, filed_data(filed)),
        )
        return Status(201, filed_data(brought.filed))


@router.get("/items/{item}", response=Paper, summary="One paper")
def item(request: Asked, item: str) -> Paper:
    """Its facts; its words and files are taken out with a purpose."""
    must_be_for(request, "read")
    return told(known(lending.show, request.office, request.who, item))


@router.get("/items/{item}/copy", summary="A controlled copy as PDF")
def copy(request: Asked, item: str, purpose: str = _PURPOSE) -> HttpResponse:
    """With the reader's name and a number on each page; ``Docgen-Password`` opens it if need be."""
    must_be_for(request, "read")
    given = controlled.give(request.office, request.who, str(item_of(request, item)), purpose)
    answer = download(given.pdf, given.name, "application/pdf")
    answer.headers["Docgen-Copy"] = str(given.copy.number)
    if given.password:
        answer.headers["Docgen-Password"] = given.password
    return answer


@router.get("/items/{item}/files", summary="The paper's own files as ZIP")
def files(request: Asked, item: str, purpose: str = _PURPOSE) -> HttpResponse:
    """For whoever may edit the paper; it stands in the copies register."""
    must_be_for(request, "read")
    taken = controlled.take(request.office, request.who, str(item_of(request, item)), purpose)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in taken.files.items():
            made.writestr(name, data)
    return download(packed.getvalue(), f"{taken.copy.item}.zip", "application/zip")


def told(row: Item) -> Paper:
    """A paper's row as data."""
    return Paper(
        item=str(row),
        title=row.title,
        group=row.group,
        grade=Grade.of_rank(row.rank).code,
        template=row.template,
        number=row.form_number,
        version=row.head,
        state=row.state,
    )


def filed_data(filed: Filed) -> dict[str, Any]:
    """A paper that was filed, as the command says it."""
    return {
        "item": str(filed.item),
        "version": filed.version,
        "sha512": dict(filed.sha512),
        "log_index": filed.log_index,
    }
