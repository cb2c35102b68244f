"""What a dossier and an item look like on the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.cli.printing import RETENTIONS, facts, out
from docgen.errors import say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from docgen.office.dossiers import Contents
    from docgen.register.models import Item


def tell_head(contents: Contents) -> None:
    """Print what stands on a dossier's cover."""
    row = contents.dossier
    facts(
        {
            say("dossier"): f"{row}  {row.title}",
            say("type"): contents.kind.title,
            contents.kind.key_label: row.key,
            say("unit"): row.unit,
            say("grade"): Grade.of_rank(row.rank).mark,
            say("retention"): RETENTIONS.get(row.retention, row.retention),
            say("opened"): contents.opened,
        }
    )


def tell_missing(contents: Contents) -> None:
    """Print what a dossier lacks, with the rule that wants it."""
    if not contents.missing:
        out(say("Nothing is missing."))
        return
    out(say("Missing:"))
    for lack in contents.missing:
        out(say("  {text} ({source})", text=lack.text, source=lack.source))


def missing_data(contents: Contents) -> list[dict[str, str]]:
    """What a dossier lacks, as data."""
    return [
        {
            "kind": lack.kind,
            "group": lack.group,
            "title": lack.title,
            "text": str(lack.text),
            "source": lack.source,
        }
        for lack in contents.missing
    ]


def dossier_data(contents: Contents) -> dict[str, object]:
    """A dossier as data: its facts, papers by group, and what it lacks."""
    row = contents.dossier
    return {
        "number": str(row),
        "type": row.type,
        "key": row.key,
        "title": row.title,
        "customer": row.customer.code,
        "unit": row.unit,
        "grade": Grade.of_rank(row.rank).code,
        "retention": row.retention,
        "groups": [
            {"key": group.key, "title": group.title, "items": [item_data(item) for item in items]}
            for group, items in contents.groups
        ],
        "missing": missing_data(contents),
    }


def item_data(item: Item) -> dict[str, object]:
    """An item's facts as data."""
    return {
        "item": str(item),
        "title": item.title,
        "number": item.form_number or None,
        "group": item.group,
        "grade": Grade.of_rank(item.rank).code,
        "template": item.template,
        "date": item.dated.isoformat(),
        "filed_at": item.filed_at.isoformat(),
        "filed_by": item.filed_by.code,
        "version": item.head,
        "state": item.state,
    }
