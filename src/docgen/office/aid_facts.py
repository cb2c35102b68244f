"""What several printed aids say in the same words; see ``aids``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from docgen.model.grades import Grade
from docgen.office import form_states
from docgen.office.desk import Office
from docgen.office.volumes import Leaf, Volume

Values = dict[str, object]


def frame(office: Office, rank: int) -> Values:
    """What docgen adds to every form; the day is none of its data here."""
    return {
        "number": "",
        "grade_mark": Grade.of_rank(rank).mark,
        "company": office.settings.company,
        "today": dt.date.min,
    }


def others(volume: Volume) -> list[str]:
    """Dossiers of the same customer; each is marked on the other one (R-027)."""
    rows = volume.dossier.customer.dossiers.exclude(pk=volume.dossier.pk).order_by("pk")
    return [
        row.file_number or str(row)
        for row in rows.filter(rank__lte=volume.dossier.rank, unit=volume.dossier.unit)
    ]


def uncounted(leaves: Sequence[Leaf]) -> str:
    """That nobody counted the pages of some papers; "" if all are counted."""
    count = sum(leaf.facts.pages is None for leaf in leaves)
    return f"{count}件未点页数。" if count else ""


def hidden(count: int) -> str:
    """That papers are left out because the person may not know of them; "" for none."""
    return f"另有{count}件密级较高，未列入。" if count else ""


def blank(count: int | None) -> int | str:
    """A count as a form wants it."""
    return "" if count is None else count


def fate(leaf: Leaf) -> str:
    """What became of a paper that is not there any more; "" for one that is."""
    return (
        ""
        if leaf.item.state == "filed"
        else "已销毁"
        if leaf.item.state == "destroyed"
        else "不在卷"
    )


def draft(leaf: Leaf) -> str:
    """That a form was filed with answers missing; "" for one that is whole or signed."""
    count = form_states.blanks_of(leaf.item)
    return f"草稿，缺填{count}项" if count and leaf.item.state == "filed" else ""
