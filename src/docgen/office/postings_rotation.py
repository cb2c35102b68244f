"""Proposals to move posted staff, the notice of a post change, and the move itself.

docgen lists every reason; a person decides by issuing the notice (岗位调整通知). The move happens
when the handover is closed (D-102).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.model.posting import State
from docgen.model.posting_rotation import FORM_WORDS, Month, Proposal, propose
from docgen.office import (
    gate,
    journal,
    postings_facts,
    postings_papers,
    postings_rows,
    postings_staff,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.postings_papers import Wish
from docgen.office.postings_rows import Deed
from docgen.register.models import Item, Person
from docgen.register.models_postings import Area, PostingFact
from docgen.register.models_postings import Posting as Row

FORM = "dispatch/post-change-notice"
NOTICE = "notice"
_EVENT = "posting.notified"


def proposal_of(office: Office, row: Row, more: Sequence[Month] = ()) -> Proposal:
    """All that speaks for moving somebody, and against it; with months not yet kept, if any."""
    since = row.area_since or row.departed_on
    if since is None:
        return Proposal((), ())
    months = [Month(one.month, one.score, one.major_error) for one in row.appraisals.all()]
    rules, calendar = postings_rows.rules(office), postings_rows.calendar(office)
    return propose(rules, since, [*months, *more], office.today, calendar)


def proposals(office: Office, who: Person) -> list[tuple[Row, Proposal]]:
    """Those who might be moved, the most urgent reason first."""
    gate.ask(office, who, Act.WORK_POSTING, "posting.listed")
    order = postings_rows.rules(office).rotation.priority
    rows = postings_rows.visible(office, who).filter(state=State.DEPARTED)
    rows = rows.prefetch_related("appraisals")
    found = [(row, one) for row in rows if (one := proposal_of(office, row)).reasons]
    found.sort(key=lambda pair: order.index(pair[1].reasons[0].key))
    with one_transaction():
        journal.append(office, "posting.listed", who, n=len(found))
    return found


def notify(office: Office, who: Person, code: str, area: str, on: dt.date, wish: Wish) -> Item:
    """Issue the notice of a post change to another area from a day on.

    Raises:
        BadInput: He is not posted, or is in that area already.
    """
    row = postings_rows.find(office, who, code)
    new = postings_staff.area_of(area)
    kept: list[Item] = []

    def keep(item: Item, _: Mapping[str, object]) -> None:
        PostingFact.objects.create(
            posting=row,
            key=NOTICE,
            item=item,
            valid_until=on,
            note=new.key,
            by=who,
            at=office.now(),
        )
        deed = Deed(_EVENT, basis=[item], more={"need": NOTICE, "area": new.key, "on": str(on)})
        postings_rows.enter(office, who, row, deed)
        kept.append(item)

    with gate.attempt(office, who, _EVENT, row.code):
        gate.ask(office, who, Act.WORK_POSTING, _EVENT, paper=gate.dossier_paper(row.dossier))
        if row.state != State.DEPARTED or row.area_id == new.pk:
            raise BadInput(
                say("{name} cannot be moved there", name=row.name),
                why=say(
                    "the posting is {state}, its area is {area}",
                    state=State(row.state).said,
                    area=row.area.title if row.area else "-",
                ),
                fix=say("choose another area"),
                field="area",
            )
        known = {
            "old_post": row.kind,
            "old_area": row.area.title if row.area else row.host,
            "old_class": postings_facts.area_facts(office, row.area).get("area_class", ""),
            "served_since": row.area_since or row.departed_on,
            "served_until": on,
            "new_post": row.kind,
            "new_area": new.title,
            "new_class": postings_facts.area_facts(office, new)["area_class"],
            "effective_on": on,
            "handover_by": on,
            "report_by": on,
            "reasons": [FORM_WORDS[one.key] for one in proposal_of(office, row).reasons],
        }
        given = {name: one for name, one in known.items() if one not in ("", [])}
        made = Wish(given=given | dict(wish.given), pdf=wish.pdf)
        postings_papers.file(office, who, row, FORM, made, keep)
    return kept[0]


def notice_of(row: Row) -> PostingFact | None:
    """The newest notice: ``note`` is the key of the new area, ``valid_until`` the day it begins."""
    return row.facts.filter(key=NOTICE).select_related("item__dossier").order_by("-pk").first()


def move(
    office: Office, who: Person, row: Row, area: Area | None, since: dt.date, handover: str
) -> None:
    """Move somebody to an area, in the transaction of the handover that closes (D-102)."""
    facts = {"area": area.key if area else "", "handover": handover}
    columns: dict[str, object] = {"area": area, "area_since": since, "more_areas": []}
    postings_rows.write(office, who, row, Deed("posting.moved", more=facts), **columns)
