"""``docgen template``: the template library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, Group, json_option
from docgen.cli.printing import facts, out_json, table
from docgen.cli.template_export import export_excel
from docgen.cli.template_making import accept, new
from docgen.cli.template_remarks import check
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.forms.form import Field

_HEADS = {
    "template": say("template"),
    "title": say("title"),
    "title_en": say("English title"),
    "source": say("source"),
    "number": say("number pattern"),
    "grade": say("grade"),
    "group": say("group"),
    "copies": say("copies go to"),
    "sign": say("signed by"),
    "filler": say("filled by"),
    "approver": say("approved by"),
    "deadline": say("deadline"),
    "filed": say("filed where"),
    "sha256": say("sha256"),
    "accepted": say("acceptance"),
}
_ACCEPTED = {True: say("accepted"), False: say("not accepted")}


@click.group(cls=Group)
def template() -> None:
    """List, show, check, begin and accept the templates."""


@template.command("list", cls=Command)
@json_option()
@click.pass_obj
def list_(entry: Entry, *, as_json: bool) -> None:
    """List the templates.

    \b
    Example: docgen template list
    """
    from docgen.office import accepted, writing

    office, _ = entry.open()
    known = accepted.digests(office.folder)
    found = [writing.template(office, name) for name in writing.templates(office)]
    taken = {folder.name: known.get(folder.name) == folder.sha256 for folder in found}
    forms = [folder.form for folder in found]
    if as_json:
        out_json(
            [
                {
                    "template": form.name,
                    "title": form.title,
                    "title_en": form.title_en,
                    "family": form.family,
                    "source": list(form.source),
                    "fields": len(form.fields),
                    "accepted": taken[form.name],
                }
                for form in forms
            ]
        )
        return
    table(
        [say("template"), say("title"), say("fields"), say("acceptance"), say("source")],
        [
            (
                form.name,
                form.title,
                len(form.fields),
                _ACCEPTED[taken[form.name]],
                " ".join(form.source),
            )
            for form in forms
        ],
    )


def _field_data(field: Field) -> dict[str, object]:
    """A question for another program."""
    return {
        "name": field.name,
        "label": field.label,
        "kind": field.kind,
        "required": field.required,
        "choices": list(field.choices),
        "from": list(field.prefill),
        "computed": field.compute.text if field.compute else "",
        "required_if": field.need.text if field.need else "",
        "columns": [column.name for column in field.columns],
        "computed_columns": [column.name for column in field.columns if column.compute],
    }


@template.command("show", cls=Command)
@click.argument("name")
@json_option()
@click.pass_obj
def show(entry: Entry, name: str, *, as_json: bool) -> None:
    """Show what a form asks, who signs it and where it goes.

    \b
    Example: docgen template show complaint/complaint-record
    """
    from docgen.office import accepted, writing

    office, _ = entry.open()
    folder = writing.template(office, name)
    taken = accepted.digests(office.folder).get(folder.name) == folder.sha256
    form = folder.form
    fields = [_field_data(field) for field in form.fields]
    head = {
        "template": form.name,
        "title": form.title,
        "title_en": form.title_en,
        "source": " ".join(form.source),
        "number": form.number,
        "grade": form.grade.mark,
        "group": form.group,
        "copies": "、".join(copy.to for copy in form.copies),
        "sign": "、".join(sign.label for sign in form.sign),
        "filler": form.filler,
        "approver": form.approver,
        "deadline": form.deadline,
        "filed": form.filed,
        "sha256": folder.sha256,
    }
    if as_json:
        out_json({**head, "accepted": taken, "fields": fields})
        return
    head["accepted"] = _ACCEPTED[taken]
    facts({_HEADS[key]: fact for key, fact in head.items()})
    table(
        [say("field"), say("label"), say("kind"), say("required"), say("choices or columns")],
        [
            (
                field.name,
                field.label,
                field.kind,
                _required(field),
                _answers(field),
            )
            for field in form.fields
        ],
    )


def _required(field: Field) -> str:
    if field.compute:
        return "="
    if field.need:
        return field.need.term.spoken
    return "✓" if field.required else ""


def _answers(field: Field) -> str:
    if field.compute:
        return field.compute.spoken
    columns = [f"{column.label} =" if column.compute else column.label for column in field.columns]
    return "、".join(field.choices or columns)


for command in (check, new, accept, export_excel):
    template.add_command(command)
