"""The monthly visit report, begun from the month's daily reports (C-056).

Who visited how often, how many cards changed and what was said each day is counted and copied;
what the month means is for whoever signs it: ``docgen visit month --draft`` writes the answers to
a file that he goes on with.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from docgen.errors import BadInput, say
from docgen.forms.questions import questions
from docgen.model.access import Act
from docgen.model.visiting import Kind
from docgen.office import gate, knowing, visits, visits_duties, visits_papers, visits_rows, writing
from docgen.office.desk import Office
from docgen.office.filing import Filed
from docgen.office.making import Made
from docgen.office.visits_rows import Reported
from docgen.register.models import Person
from docgen.register.models_visits import Visit, VisitPaper

_DUTY = "monthly-visit-report"
_COPIED = {
    "market": "market",
    "rivals": "rivals",
    "policies": "policies",
    "handled": "solved",
    "effect": "effect",
}
_NEW = "新建"
_GRADES = "ABCD"


def collected(who: Person, month: str) -> dict[str, object]:
    """The answers that follow from the daily reports of one's unit in a month."""
    since, until = _month(month)
    papers = list(
        VisitPaper.objects.filter(unit=who.unit, day__range=(since, until))
        .select_related("by", "item")
        .order_by("day", "pk")
    )
    daily = [one for one in papers if one.kind == Kind.DAILY]
    urgent = [one for one in papers if one.kind == Kind.URGENT]
    made = [one for paper in daily for one in paper.visits.select_related("visitor")]
    found: dict[str, object] = {
        "year": since.year,
        "month": since.month,
        "period_from": since,
        "period_to": until,
        "visitors": _visitors(who, since, until, daily),
        "customers_total": len({one.customer_id for one in made}),
        "daily_count": len(daily),
        "cards_count": sum(len(visits_rows.rows_in(one.answers, "cards")) for one in daily),
        "opinions": [
            {"topic": "其他", "what": str(one.answers["opinions"])}
            for one in daily
            if one.answers.get("opinions")
        ],
        "urgent": "；".join(f"{one} {one.answers.get('subject', '')}" for one in urgent),
    }
    copied = {to: _days(daily, name) for name, to in _COPIED.items()}
    return {name: value for name, value in (found | copied).items() if value not in ("", [])}


def draft(office: Office, who: Person, month: str) -> str:
    """The report's questions as TOML with what is known, to be gone on with."""
    gate.ask(office, who, Act.WORK_VISIT, visits_rows.EVENT)
    form = writing.template(office, visits_rows.MONTH).form
    known = knowing.known(office, who, form, {}, customer=None)
    return questions(form, known | collected(who, month))


def report(
    office: Office,
    who: Person,
    month: str,
    dossier: str,
    given: Mapping[str, object],
    *,
    pdf: bool = False,
) -> Reported:
    """File the report of a month in the dossier of reports; what was answered by hand wins."""
    _, until = _month(month)

    def keep(made: Made, filed: Sequence[Filed]) -> Reported:
        paper = visits_rows.keep(office, who, Kind.MONTH, until, made, filed)
        after = until + dt.timedelta(days=31)
        visits_duties.settle(office, who, _DUTY, until, after)
        return Reported(paper, tuple(one.item for one in filed))

    raw = collected(who, month) | dict(given)
    return visits_papers.file(office, who, visits_rows.MONTH, dossier, raw, keep, pdf=pdf)


def _month(text: str) -> tuple[dt.date, dt.date]:
    since, until = visits.period_of(text)
    if (until - since).days > 31:  # noqa: PLR2004  days of a month
        raise BadInput(
            say("{text} is no month", text=text),
            why=say("the report is about one month"),
            fix=say("write it like 2026-12"),
            field="period",
        )
    return since, until


def _visitors(
    who: Person, since: dt.date, until: dt.date, daily: Sequence[VisitPaper]
) -> list[dict[str, object]]:
    """A row for each who visited or should have: planned, made, and made by grade."""
    days = (since, until)
    rows = Visit.objects.filter(visitor__unit=who.unit).select_related("visitor")
    planned = Counter(one.visitor for one in rows.filter(planned_on__range=days))
    made = list(rows.filter(visited_on__range=days))
    done = Counter(one.visitor for one in made)
    grades = Counter((one.visitor, one.grade) for one in made)
    areas = {one.by: str(one.answers.get("area", "")) for one in daily}
    fresh = Counter(
        one.by
        for one in daily
        for row in visits_rows.rows_in(one.answers, "visits")
        if row.get("card") == _NEW
    )
    return [
        {
            "person": one.name,
            "area": areas.get(one, "—"),
            "planned": planned[one],
            "done": done[one],
            **{grade.lower(): grades[one, grade] for grade in _GRADES},
            "new": fresh[one],
        }
        for one in sorted({*planned, *done}, key=lambda one: one.pk)
    ]


def _days(daily: Sequence[VisitPaper], name: str) -> str:
    """What the reports say of one thing, a day a line."""
    lines = [
        f"{one.day.month}月{one.day.day}日 {one.by.name}：{one.answers[name]}"
        for one in daily
        if one.answers.get(name)
    ]
    return "\n".join(lines)
