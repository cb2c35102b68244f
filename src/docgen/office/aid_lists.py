"""What stands in the lists of the archive: all dossiers, all papers; see ``aids``."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.description import Carrier
from docgen.office.aid_facts import Values, blank, fate, frame, hidden, others, uncounted
from docgen.office.desk import Office
from docgen.office.volumes import PERIODS, Leaf, Volume


def register_values(office: Office, found: Sequence[Volume], unit: str) -> Values:
    """What stands in the register of dossiers, one a line."""
    days = [one.days for one in found]
    known = [each for each in days if each]
    return frame(office, max((one.grade.rank for one in found), default=1)) | {
        "scope": f"{unit}全部案卷" if unit else "全部案卷",
        "archive_unit": unit or "档案室",
        "started_on": min((each[0] for each in known), default=""),
        "ended_on": max((each[1] for each in known), default=""),
        "volumes": [_line(one) for one in found],
        "volumes_count": len(found),
        "books_count": len(found),
        "archivist": "",
        "reviewer": "",
        "remark": "",
    }


def papers_values(office: Office, found: Sequence[Volume], scope: str) -> Values:
    """What stands in the list of papers, one a line, by number."""
    leaves = [
        leaf for volume in found for leaf in sorted(volume.leaves, key=lambda leaf: leaf.item.turn)
    ]
    filed = [office.local(leaf.item.filed_at).date() for leaf in leaves]
    pages = [leaf.facts.pages for leaf in leaves if leaf.facts.pages is not None]
    remarks = (hidden(sum(volume.hidden for volume in found)), uncounted(leaves))
    return frame(office, max((leaf.item.rank for leaf in leaves), default=1)) | {
        "scope": scope,
        "started_on": min(filed, default=""),
        "ended_on": max(filed, default=""),
        "items": [_paper_row(leaf) for leaf in leaves],
        "items_count": len(leaves),
        "pages_count": sum(pages) if len(pages) == len(leaves) else 0,
        "archivist": "",
        "remark": "".join(remarks),
    }


def of_papers(office: Office, volume: Volume) -> Values:
    """The same for one volume."""
    return papers_values(office, [volume], f"{volume.number} {volume.title}")


def _paper_row(leaf: Leaf) -> Values:
    facts = leaf.facts
    other = facts.carrier.word if facts.carrier not in {None, Carrier.PAPER} else ""
    return {
        "item_number": str(leaf.item),
        "code": facts.number,
        "author": facts.responsible,
        "name": facts.title,
        "made_on": facts.made_on,
        "secrecy": leaf.grade.mark,
        "pages": blank(facts.pages),
        "note": " ".join(filter(None, (fate(leaf), other, str(facts.place)))),
    }


def _line(volume: Volume) -> Values:
    row, days = volume.dossier, volume.days
    return {
        "dossier_number": volume.number,
        "unit_key": row.key,
        "customer_name": row.customer.name,
        "volume_title": row.title,
        "group": "".join(dict.fromkeys(leaf.group.letter for leaf in volume.leaves)),
        "count": 1,
        "first_on": days[0] if days else "",
        "last_on": days[1] if days else "",
        "secrecy": volume.grade.mark,
        "period": PERIODS[row.retention],
        "place": volume.place,
        "note": "、".join(others(volume)),
    }
