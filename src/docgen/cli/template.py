"""``docgen template``: the template library."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, Group, json_option
from docgen.cli.printing import facts, out, out_json, table
from docgen.errors import say

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
    "sha256": say("sha256"),
}


@click.group(cls=Group)
def template() -> None:
    """List, show and check the templates."""


@template.command("list", cls=Command)
@json_option()
@click.pass_obj
def list_(entry: Entry, *, as_json: bool) -> None:
    """List the templates.

    \b
    Example: docgen template list
    """
    from docgen.office import writing

    office, _ = entry.open()
    forms = [writing.template(office, name).form for name in writing.templates(office)]
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
                }
                for form in forms
            ]
        )
        return
    table(
        [say("template"), say("title"), say("fields"), say("source")],
        [(form.name, form.title, len(form.fields), " ".join(form.source)) for form in forms],
    )


@template.command("show", cls=Command)
@click.argument("name")
@json_option()
@click.pass_obj
def show(entry: Entry, name: str, *, as_json: bool) -> None:
    """Show what a form asks, who signs it and where it goes.

    \b
    Example: docgen template show complaint/complaint-record
    """
    from docgen.office import writing

    office, _ = entry.open()
    folder = writing.template(office, name)
    form = folder.form
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "kind": field.kind,
            "required": field.required,
            "choices": list(field.choices),
            "from": field.prefill,
            "columns": [column.name for column in field.columns],
        }
        for field in form.fields
    ]
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
        "sha256": folder.sha256,
    }
    if as_json:
        out_json({**head, "fields": fields})
        return
    facts({_HEADS[key]: fact for key, fact in head.items()})
    table(
        [say("field"), say("label"), say("kind"), say("required"), say("choices or columns")],
        [
            (
                field.name,
                field.label,
                field.kind,
                "✓" if field.required else "",
                "、".join(field.choices or [column.label for column in field.columns]),
            )
            for field in form.fields
        ],
    )


@template.command("check", cls=Command)
@click.argument("names", nargs=-1)
@json_option()
@click.pass_obj
def check(entry: Entry, names: tuple[str, ...], *, as_json: bool) -> int:
    """Check templates before anybody uses them; all of them if none is named.

    Exit code 1 if there are remarks.

    \b
    Example: docgen template check complaint/complaint-record
    """
    from docgen.office import writing

    office, _ = entry.open()
    remarks = [
        (name, remark)
        for name in names or writing.templates(office)
        for remark in writing.check(office, name)
    ]
    if as_json:
        out_json(
            [
                {
                    "template": name,
                    "code": remark.code,
                    "text": str(remark.text),
                    "place": str(remark.place),
                    "fix": str(remark.fix),
                }
                for name, remark in remarks
            ]
        )
    for name, remark in remarks if not as_json else ():
        out(f"{name}  {remark.code}  {remark.place}")
        out(remark.text)
        out(say("  → {fix}", fix=remark.fix))
    if not as_json:
        out(say("{n} remark(s).", n=len(remarks)))
    return 1 if remarks else 0
