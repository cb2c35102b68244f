"""What a dossier and an item look like on the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.cli.printing import RETENTIONS, STATES, facts, out
from docgen.errors import Said, say
from docgen.model.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.model.dossier import Missing
    from docgen.office.dossiers import Contents
    from docgen.office.links import Reference
    from docgen.register.models import Item


def tell_head(contents: Contents) -> None:
    """Print what stands on a dossier's cover."""
    row = contents.dossier
    facts(
        {
            say("dossier"): f"{row}  {row.title}",
            say("file number"): row.file_number,
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
    tell_lacks(contents.missing)


def tell_lacks(lacks: Sequence[Missing]) -> None:
    """Print what is lacking, with the rule that wants it."""
    if not lacks:
        out(say("Nothing is missing."))
        return
    out(say("Missing:"))
    for lack in lacks:
        out(say("  {text} ({source})", text=lack.text, source=lack.source))


def tell_links(references: Sequence[Reference]) -> None:
    """Print the dossiers that this one refers to."""
    if references:
        out(say("See also:"))
    for one in references:
        out(
            say(
                "  {number} {title}: {why}",
                number=one.dossier,
                title=one.dossier.title,
                why=one.why,
            )
        )


def links_data(references: Sequence[Reference]) -> list[dict[str, object]]:
    """The dossiers that this one refers to, as data."""
    return [
        {
            "number": str(one.dossier),
            "type": one.dossier.type,
            "title": one.dossier.title,
            "why": one.why,
            "made_by_itself": one.made_by_itself,
        }
        for one in references
    ]


def missing_data(contents: Contents) -> list[dict[str, str]]:
    """What a dossier lacks, as data."""
    return lacks_data(contents.missing)


def lacks_data(lacks: Sequence[Missing]) -> list[dict[str, str]]:
    """What is lacking, as data."""
    return [
        {
            "kind": lack.kind,
            "group": lack.group,
            "title": lack.title,
            "text": str(lack.text),
            "source": lack.source,
        }
        for lack in lacks
    ]


def dossier_data(contents: Contents) -> dict[str, object]:
    """A dossier as data: its facts, papers by group, and what it lacks."""
    row = contents.dossier
    return {
        "number": str(row),
        "file_number": row.file_number or None,
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


def fate(item: Item) -> Said:
    """An item's state as people read it, with the list if it was destroyed."""
    if item.state != "destroyed":
        return STATES[item.state]
    stone = item.tombstone
    day = stone.facts["destroyed_on"]
    return say("destroyed on {day} by list {list}", day=day, list=stone.list.code)


def destroyed_data(item: Item) -> dict[str, object]:
    """When and by which list an item was destroyed, as data; nothing if it was not."""
    if item.state != "destroyed":
        return {}
    stone = item.tombstone
    return {"destroyed": {"on": stone.facts["destroyed_on"], "list": stone.list.code}}


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
        **destroyed_data(item),
    }
