"""Monthly appraisals and the quarterly ranking (D-087 … D-090, D-097).

The appraisal is a paper in the dossier; its score is kept beside it, so that ranking and rotation
can be reckoned. Nobody appraises himself, and those who are posted only as
``model.posting_appraisal`` says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from docgen.errors import BadInput, NotAllowed, Reason, say
from docgen.model.access import Act
from docgen.model.posting import State
from docgen.model.posting_appraisal import Ranked, Seat, ranking, unfit_assessor
from docgen.model.posting_rotation import FORM_WORDS, Month
from docgen.office import gate, journal, postings_papers, postings_rotation, postings_rows
from docgen.office.desk import Office, one_transaction
from docgen.office.postings_papers import Wish
from docgen.office.postings_rows import Deed
from docgen.register.models import Item, Person
from docgen.register.models_postings import Appraisal
from docgen.register.models_postings import Posting as Row

_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])", re.ASCII)

FORM = "dispatch/monthly-appraisal"
_EVENT = "posting.appraised"
_FULL = Decimal(100)
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Score:
    """The appraisal of one month.

    Args:
        month: Its first day.
        score: Of 100.
        comment: What is said of it.
        major_error: Whether he made a major error (D-089).
        given: More answers of the form.
        pdf: Make a PDF of all its copies too.
    """

    month: dt.date
    score: Decimal
    comment: str = ""
    major_error: bool = False
    given: Mapping[str, object] = field(default_factory=dict)
    pdf: bool = False


def appraise(office: Office, who: Person, code: str, wish: Score) -> Appraisal:
    """File the appraisal of a month; a score below the limit is proposed for a change of post."""
    row = postings_rows.find(office, who, code)
    with gate.attempt(office, who, _EVENT, row.code):
        gate.ask(office, who, Act.WORK_POSTING, _EVENT, paper=gate.dossier_paper(row.dossier))
        _refuse_assessor(office, who, row)
        _refuse_month(office, row, wish)
        kept: list[Appraisal] = []

        def keep(item: Item, _: Mapping[str, object]) -> None:
            kept.append(
                Appraisal.objects.create(
                    posting=row,
                    month=wish.month,
                    score=wish.score,
                    major_error=wish.major_error,
                    remark=wish.comment.strip()[:300],
                    item=item,
                    by=who,
                    at=office.now(),
                )
            )
            deed = Deed(_EVENT, basis=[item], more={"month": f"{wish.month:%Y-%m}"})
            postings_rows.enter(office, who, row, deed)

        paper = Wish(given=_answers(office, row, wish), pdf=wish.pdf)
        postings_papers.file(office, who, row, FORM, paper, keep)
    return kept[0]


def rank(office: Office, who: Person, first: dt.date) -> list[tuple[Row, Ranked]]:
    """The ranking of the quarter that begins in this month, of those one may know of."""
    gate.ask(office, who, Act.WORK_POSTING, "posting.ranked")
    rows = {row.code: row for row in postings_rows.visible(office, who)}
    scores: dict[str, list[Decimal]] = defaultdict(list)
    found = Appraisal.objects.filter(posting__in=[row.pk for row in rows.values()])
    found = found.filter(month__gte=first, month__lt=_after(first)).select_related("posting")
    for one in found.order_by("month"):
        scores[one.posting.code].append(one.score)
    ranked = [(rows[one.name], one) for one in ranking(scores)]
    with one_transaction():
        journal.append(office, "posting.ranked", who, n=len(ranked))
    return ranked


def quarter_of(text: str) -> dt.date:
    """The first day of a quarter, 2026Q1.

    Raises:
        BadInput: It is no quarter.
    """
    found = _QUARTER.fullmatch(text)
    if found is None or found[1] in ("0000", "9999"):
        raise BadInput(
            say("{text} is no quarter", text=text or "-"),
            why=say("a quarter is written year, Q and a digit from 1 to 4"),
            fix=say("write it like 2026Q1"),
            field="quarter",
        )
    return dt.date(int(found[1]), 3 * int(found[2]) - 2, 1)


def _after(first: dt.date) -> dt.date:
    months = first.year * 12 + first.month - 1 + _MONTHS
    return dt.date(months // 12, months % 12 + 1, 1)


def _answers(office: Office, row: Row, wish: Score) -> dict[str, object]:
    """What is known of the appraisal; a reason to move him is ticked, and may be taken off."""
    proposed = postings_rotation.proposal_of(
        office, row, [Month(wish.month, wish.score, wish.major_error)]
    )
    urgent = [one for one in proposed.reasons if one.key in ("major-error", "low-score")]
    known: dict[str, object] = {
        "year": wish.month.year,
        "month": wish.month.month,
        "score": f"{wish.score.normalize():f}",
        "comment": wish.comment,
        "matrix": postings_rows.rules(office).kind(row.kind).matrix,
        "area": row.area.title if row.area else row.host,
        "adjust": "建议调岗" if urgent else "留任",
        "adjust_reasons": [FORM_WORDS[one.key] for one in urgent],
    }
    return {name: one for name, one in known.items() if one not in ("", [])} | dict(wish.given)


def _refuse_assessor(office: Office, who: Person, row: Row) -> None:
    of = Seat(postings_rows.rules(office).kind(row.kind), row.host)
    why = unfit_assessor(postings_rows.seat(office, who), of)
    if row.account_id == who.pk:
        why = say("nobody appraises himself")
    if why is None:
        return
    with one_transaction():
        journal.append(office, _EVENT, who, res="deny", obj=row.code, rules=["D-097"])
    raise NotAllowed(
        say("{who} may not do this", who=who.name),
        why=say("these rules speak against it"),
        fix=say("ask whoever assesses him; the refusal stands in the log"),
        reasons=[Reason("D-097", why)],
    )


def _refuse_month(office: Office, row: Row, wish: Score) -> None:
    since, until = row.departed_on, row.ended_on or office.today
    why = None
    if not 0 <= wish.score <= _FULL:
        why = say("a score is a number from 0 to 100")
    elif State(row.state) in (State.PLANNED, State.APPROVED, State.REFUSED) or since is None:
        why = say("the posting is {state}", state=State(row.state).said)
    elif not since.replace(day=1) <= wish.month <= until:
        why = say("he is posted from {since} to {until}", since=since, until=until)
    elif row.appraisals.filter(month=wish.month).exists():
        why = say("the month is appraised already")
    if why is not None:
        raise BadInput(
            say("This appraisal cannot be taken"),
            why=why,
            fix=say("see what there is").by(f"docgen posting show {row.code}"),
            field="month",
        )
