"""The plan of visits and what became of it: who is visited when, by whom (C-053, C-054).

A month's, quarter's or year's plan is made from the customers' grades and last visits. Whom the
visitor serves as the area's salesman is left out, unless a reason is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from docgen.errors import BadInput, Said, say
from docgen.forms.characters import odd_character
from docgen.model import visiting
from docgen.model.access import Act
from docgen.model.visiting import Planned, Visiting, Wanted
from docgen.office import customer_classes, customers, gate, journal, people, visits_duties
from docgen.office import visits_rules as rules_of
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Person
from docgen.register.models_visits import CustomerCard, Visit, VisitPlan

_EVENT = "visit.planned"
_LONGEST = 300
#: The duty of planning, by how a period is written.
_DUTIES = {"": "visit-plan-year", "Q": "visit-plan-quarter"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan that is wanted.

    Args:
        period: ``2026-12``, ``2026-Q4`` or ``2026``.
        visitor: Who visits: login or code; whoever plans if "".
        customers: Whom; all graded customers one may know of if empty.
        goods: 重点推销商品.
        topics: 重点调查项目.
        special: 特别调查项目.
        reason: Why the area's salesman visits all the same (C-053).
    """

    period: str
    visitor: str = ""
    customers: Sequence[str] = ()
    goods: str = ""
    topics: str = ""
    special: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, the visits just added to it, and what was left out and why."""

    plan: VisitPlan
    visits: tuple[Visit, ...]
    warnings: tuple[Said, ...]


def make(office: Office, who: Person, wish: Wish) -> Made:
    """Plan the visits of a period; visits that are planned already stay and are not doubled."""
    since, until = period_of(wish.period)
    gate.ask(office, who, Act.WORK_VISIT, _EVENT)
    _refuse_long(wish)
    visitor = people.by_login(wish.visitor) if wish.visitor else who
    known = rules_of.rules(office)
    chosen, warnings = _chosen(office, who, wish, visitor)
    graded = customer_classes.newest(chosen)
    wanted = _wanted(known, chosen, {pk: one.value for pk, one in graded.items()}, since, until)
    calendar = read_calendar(office.folder)
    by_code = {row.code: row for row in chosen}
    found = visiting.plan(wanted, max(since, office.today), until, calendar, known.per_day)
    warnings += _unplaced(found, by_code)
    with one_transaction():
        plan = _plan(office, who, wish)
        made = [
            Visit.objects.create(
                plan=plan,
                customer=by_code[one.customer],
                visitor=visitor,
                grade=graded[by_code[one.customer].pk].value,
                planned_on=one.day,
                reason=wish.reason.strip(),
            )
            for one in found
            if one.day is not None
        ]
        more = {"period": plan.period, "unit": plan.unit, "visitor": visitor.code}
        journal.append(office, _EVENT, who, n=len(made), more=more)
        part = wish.period.partition("-")[2][:1]
        duty = "visit-plan" if part.isdecimal() else _DUTIES[part]
        before = since - dt.timedelta(days=31)
        visits_duties.settle(office, who, duty, before, since - dt.timedelta(days=1))
    return Made(plan, tuple(made), tuple(warnings))


def list_visits(
    office: Office, who: Person, period: str = "", *, late: bool = False
) -> list[Visit]:
    """The visits to customers one may know of, by their days; ``late``: planned and not made."""
    gate.ask(office, who, Act.WORK_VISIT, "visit.listed")
    rows = Visit.objects.filter(customer__in=customers.visible(who)).select_related(
        "customer", "visitor", "plan", "paper"
    )
    if late:
        rows = rows.filter(visited_on=None, planned_on__lt=office.today)
    if period:
        within = period_of(period)
        made, planned = Q(visited_on__range=within), Q(planned_on__range=within)
        rows = rows.filter(made | (planned & Q(visited_on=None)))
    found = sorted(rows, key=lambda one: (_day(one), one.pk))
    with one_transaction():
        journal.append(office, "visit.listed", who, n=len(found))
    return found


def period_of(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a period that somebody typed."""
    try:
        return visiting.period(text)
    except ValueError as error:
        raise BadInput(
            say("{text} is no period", text=text or "-"),
            why=say("it is a month, a quarter or a year"),
            fix=say("write 2026-12, 2026-Q4 or 2026"),
            field="period",
        ) from error


def salesmen(rows: Sequence[Customer]) -> dict[int, str]:
    """The area's salesman of customers, as their cards say."""
    cards = CustomerCard.objects.filter(customer__in=rows)
    return {one.customer_id: str(one.answers.get("salesman", "")) for one in cards}


def names_of(person: Person) -> tuple[str, ...]:
    """By what a card may call somebody."""
    return person.name, person.login, person.code


def _day(one: Visit) -> dt.date:
    """When it was made, else when it is planned; one of the two there always is."""
    return one.visited_on or one.planned_on or dt.date.min


def _chosen(
    office: Office, who: Person, wish: Wish, visitor: Person
) -> tuple[list[Customer], list[Said]]:
    """The graded customers to plan for, and who is left out."""
    del office
    named = [customers.resolve(who, text) for text in wish.customers]
    every = named or list(customers.visible(who))
    graded = customer_classes.newest(every)
    sellers = salesmen(every)
    names = names_of(visitor)
    chosen, warnings = [], []
    for row in every:
        if row.pk not in graded:
            if named:
                text = say("{customer} has no grade", customer=row.name).by("docgen customer grade")
                warnings.append(text)
        elif not wish.reason and visiting.is_salesman(sellers.get(row.pk, ""), names):
            text = say(
                "{customer} is left out: the visitor is his area's salesman (C-053); "
                "give a reason to plan it all the same",
                customer=row.name,
            ).by("--reason TEXT")
            warnings.append(text)
        else:
            chosen.append(row)
    return chosen, warnings


def _wanted(
    known: Visiting,
    rows: Sequence[Customer],
    grades: Mapping[int, str],
    since: dt.date,
    until: dt.date,
) -> list[Wanted]:
    """Whose turn comes; who has a planned visit in the period has his turns already."""
    there = set(
        Visit.objects.filter(planned_on__range=(since, until)).values_list("customer_id", flat=True)
    )
    made = Visit.objects.filter(visited_on__lt=since, customer__in=rows).order_by("visited_on")
    last = {one.customer_id: one.visited_on for one in made}
    wanted = []
    for row in rows:
        rule = known.grade(grades[row.pk])
        if rule is not None and row.pk not in there:
            wanted.append(Wanted(row.code, rule.every, last.get(row.pk)))
    return wanted


def _plan(office: Office, who: Person, wish: Wish) -> VisitPlan:
    """The unit's plan of the period; what is said of it anew replaces what was said."""
    row, _ = VisitPlan.objects.get_or_create(
        period=wish.period, unit=who.unit, defaults={"by": who, "at": office.now()}
    )
    for name in ("goods", "topics", "special"):
        if text := getattr(wish, name).strip():
            setattr(row, name, text)
    row.version += 1
    row.save()
    return row


def _unplaced(found: Sequence[Planned], rows: Mapping[str, Customer]) -> list[Said]:
    names = list(dict.fromkeys(rows[one.customer].name for one in found if one.day is None))
    if not names:
        return []
    text = "、".join(names)
    return [say("There is no day left for: {names}; see per_day in rules/visits.toml", names=text)]


def _refuse_long(wish: Wish) -> None:
    for name in ("goods", "topics", "special", "reason"):
        text = getattr(wish, name)
        if (odd := odd_character(text, lines=False)) or len(text) > _LONGEST:
            raise BadInput(
                say("A plan's {name} is one line", name=name),
                why=odd or say("it has more than {most} characters", most=_LONGEST),
                fix=say("shorten it"),
                field=name,
            )
