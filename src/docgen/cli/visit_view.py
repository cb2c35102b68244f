"""How visits, gifts, surveys and classes of customers are shown and told as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docgen.cli.printing import note, out, out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.surveys import Seen
    from docgen.office.visits_rows import Reported
    from docgen.register.models_visits import CardChange, CustomerClass, Gift, Visit


def visit_data(one: Visit) -> dict[str, Any]:
    """A visit as JSON."""
    return {
        "customer": one.customer.code,
        "name": one.customer.name,
        "grade": one.grade,
        "visitor": one.visitor.code,
        "planned": one.planned_on,
        "visited": one.visited_on,
        "report": str(one.paper.item) if one.paper else None,
        "reason": one.reason,
    }


def tell_visits(rows: Sequence[Visit], *, as_json: bool) -> None:
    """Print visits, a line each."""
    if as_json:
        out_json([visit_data(one) for one in rows])
        return
    heads = ("planned", "visited", "customer", "grade", "visitor", "report")
    table(
        [_HEADS[head] for head in heads],
        [
            (
                one.planned_on or "",
                one.visited_on or "",
                one.customer.name,
                one.grade,
                one.visitor.name,
                one.paper.item if one.paper else "",
            )
            for one in rows
        ],
    )


def tell_reported(done: Reported, *, as_json: bool) -> None:
    """Print a paper of visiting: its number, where it is, and what there is to say."""
    paper = done.paper
    if as_json:
        changed = [change_data(one) for one in paper.changes.select_related("customer")]
        out_json(
            {
                "number": paper.number,
                "kind": paper.kind,
                "day": paper.day,
                "items": [str(item) for item in done.items],
                "changed": changed,
                "warnings": [str(one) for one in done.warnings],
            }
        )
        return
    items = ", ".join(map(str, done.items))
    out(say("Filed {number}: {items}", number=paper.number or paper.kind, items=items))
    for one in done.warnings:
        note(one)


def change_data(one: CardChange) -> dict[str, Any]:
    """A change of a card as JSON."""
    return {
        "customer": one.customer.code,
        "field": one.field,
        "before": one.before,
        "after": one.after,
    }


def gift_data(one: Gift) -> dict[str, Any]:
    """A gift as JSON."""
    return {
        "gift": one.code,
        "way": one.way,
        "state": one.state,
        "customer": one.customer.code,
        "what": one.what,
        "amount": one.amount,
        "actual": one.actual,
        "by": one.by.code,
        "decided_by": one.decided_by.code if one.decided_by else None,
        "note": one.note,
        "paper": str(one.item) if one.item else None,
        "ended": one.ended_on,
    }


def tell_gifts(rows: Sequence[Gift], *, as_json: bool) -> None:
    """Print the gift register."""
    from docgen.model.gifting import State, Way

    if as_json:
        out_json([gift_data(one) for one in rows])
        return
    ways = {Way.GIVEN: say("given to"), Way.RECEIVED: say("received from")}
    heads = ("number", "way", "customer", "what", "amount", "state")
    table(
        [_HEADS[head] for head in heads],
        [
            (
                one.code,
                ways[Way(one.way)],
                one.customer.name,
                one.what,
                one.actual if one.actual is not None else one.amount,
                State(one.state).said,
            )
            for one in rows
        ],
    )


def survey_data(one: Seen) -> dict[str, Any]:
    """A round as JSON."""
    return {
        "survey": one.row.code,
        "year": one.row.year,
        "state": one.row.state,
        "sent": one.row.sent,
        "returned": one.result.returned,
        "average": one.result.average,
        "passed": one.result.passed,
        "questions": dict(one.result.by_question),
        "trend": [{"year": year, "average": average} for year, average in one.trend],
    }


def tell_survey(one: Seen, *, as_json: bool) -> None:
    """Print what a round says, the worst question first."""
    if as_json:
        out_json(survey_data(one))
        return
    found = one.result
    out(
        say(
            "{year}: {n} answer(s), average {average}, {passed} reach the pass line",
            year=one.row.year,
            n=found.returned,
            average=found.average if found.average is not None else "-",
            passed=found.passed,
        )
    )
    worst = sorted(found.by_question.items(), key=lambda pair: (pair[1], pair[0]))
    table(
        [say("question"), say("average")],
        [(one.labels.get(name, name), average) for name, average in worst],
    )
    for year, average in one.trend:
        out(f"{year}: {average if average is not None else '-'}")


def class_data(one: CustomerClass) -> dict[str, Any]:
    """A grade or credit class as JSON."""
    return {
        "customer": one.customer.code,
        "kind": one.kind,
        "class": one.value,
        **one.facts,
        "reason": one.reason,
        "by": one.by.code,
        "at": one.at.isoformat(),
    }


_HEADS = {
    "planned": say("planned for"),
    "visited": say("visited"),
    "customer": say("customer"),
    "grade": say("grade"),
    "visitor": say("visited by"),
    "report": say("report"),
    "number": say("number"),
    "way": say("way"),
    "what": say("what"),
    "amount": say("amount"),
    "state": say("state"),
}
