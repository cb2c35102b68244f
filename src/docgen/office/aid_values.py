"""What stands on cover, catalogue and note of a volume; see ``aids``."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.description import page_ranges
from docgen.office import describing, loan_losses
from docgen.office.aid_facts import Values, blank, draft, fate, frame, hidden, others, uncounted
from docgen.office.desk import Office
from docgen.office.volumes import PERIODS, Leaf, Volume


def cover_values(office: Office, volume: Volume) -> Values:
    """What stands on a cover."""
    row, days, last = volume.dossier, volume.days, volume.last_filed
    key = row.key if row.key != row.customer.code else ""
    return _common(office, volume) | {
        "file_kind": volume.kind.title,
        "customer_name": row.customer.name,
        "unit_key": key,
        "customer_id": row.customer.code,
        "volume_total": 1,
        "started_on": days[0] if days else "",
        "ended_on": days[1] if days else "",
        "secrecy": volume.grade.code,
        "keep_period": PERIODS[row.retention],
        "opened_on": volume.opened,
        "related": "、".join(others(volume)),
        "archivist": last.filed_by.name if last else "",
        "barcode": describing.barcode_of(row),
    }


def catalogue_values(office: Office, volume: Volume, pages: Sequence[int] | None = None) -> Values:
    """What stands in a catalogue; ``pages`` are those of a bound copy, paper by paper."""
    counted = [leaf.facts.pages for leaf in volume.leaves] if pages is None else pages
    turns = zip(volume.leaves, page_ranges(counted), strict=True)
    last = volume.last_filed
    day = office.local(last.filed_at).date() if last else volume.opened
    rows = [_row(volume, leaf, page) for leaf, page in turns]
    return _common(office, volume) | {
        "items": rows,
        "items_count": len(rows),
        "pages_count": sum(pages) if pages else blank(volume.pages),
        "volume_note": hidden(volume.hidden),
        "catalogued_on": day,
        "checker": "",
    }


def note_values(office: Office, volume: Volume, pages: Sequence[int] | None = None) -> Values:
    """What stands in a 备考表; it is signed by hand."""
    unknown = "" if pages else uncounted(volume.leaves)
    return _common(office, volume) | {
        "pages_count": sum(pages) if pages else blank(volume.pages),
        "carriers": volume.carriers,
        "situation": "\n".join(filter(None, (hidden(volume.hidden), unknown, _lost(volume)))),
        "made_on": "",
        "checker": "",
        "checked_on": "",
    }


def _lost(volume: Volume) -> str:
    """The papers whose original was lost on loan, and what stands in their place."""
    lost = loan_losses.lost_among(leaf.item for leaf in volume.leaves)
    said = [
        f"{row.item}原件遗失（{row.code}{f'，{row.replacement}' if row.replacement else ''}）。"
        for row in lost.values()
    ]
    return "".join(said)


def _common(office: Office, volume: Volume) -> Values:
    last = volume.last_filed
    return frame(office, volume.grade.rank) | {
        "dossier_number": volume.number,
        "volume_title": volume.title,
        "file_group": volume.arranged,
        "volume_number": 1,
        "items_count": len(volume.leaves),
        "pages_count": blank(volume.pages),
        "place": volume.place,
        "archivist": last.filed_by.name if last else "",
    }


def _row(volume: Volume, leaf: Leaf, page: str) -> Values:
    facts = leaf.facts
    own = facts.place if facts.place != describing.place_of(volume.dossier) else ""
    return {
        "code": facts.number,
        "author": facts.responsible,
        "name": facts.title,
        "made_on": facts.made_on,
        "pages": page,
        "carrier": facts.carrier.word if facts.carrier else "",
        "original": "",
        "secrecy": leaf.grade.mark if leaf.item.rank != volume.dossier.rank else "",
        "note": " ".join(filter(None, (fate(leaf), draft(leaf), str(own)))),
    }
