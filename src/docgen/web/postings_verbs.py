"""The verbs of posted staff, called with what was typed on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from docgen.model.typed import day_of, score_of
from docgen.office import (
    handovers,
    postings,
    postings_appraising,
    postings_leave,
    postings_rotation,
)
from docgen.office.desk import Office
from docgen.office.postings_papers import Wish
from docgen.register.models import Person

Sent = Mapping[str, str]


def approve(office: Office, who: Person, code: str, _: Sent) -> object:
    """Agree to a posting."""
    return postings.decide(office, who, code, agree=True)


def refuse(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Refuse a posting."""
    return postings.decide(office, who, code, agree=False, reason=sent.get("reason", ""))


def depart(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Note a departure."""
    return postings.depart(office, who, code, day_in(sent, "on"))


def come_back(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Note a return."""
    return postings.return_(office, who, code, day_in(sent, "on"))


def day_in(sent: Sent, name: str) -> dt.date | None:
    """The day in a field, if one was given."""
    return day_of(sent[name], name) if sent.get(name) else None


def appraise(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Appraise a month."""
    score = score_of(sent.get("score", ""), "score")
    month = day_of(f"{sent.get('month', '')}-01", "month")
    wish = postings_appraising.Score(
        month, score, sent.get("comment", ""), major_error=sent.get("major") == "yes"
    )
    return postings_appraising.appraise(office, who, code, wish)


def leave(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Ask for leave."""
    wanted = postings_leave.Wanted(
        starts=day_of(sent.get("starts", ""), "starts"),
        ends=day_of(sent.get("ends", ""), "ends"),
        kind=sent.get("kind", ""),
        reason=sent.get("reason", ""),
        stand_in=sent.get("stand_in", ""),
    )
    return postings_leave.ask(office, who, code, wanted)


def notify(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Issue the notice of a move."""
    given: dict[str, object] = {"report_to": sent.get("report_to", "")}
    if sent.get("why"):
        given["reasons"] = [sent["why"]]
    day = day_of(sent.get("on", ""), "on")
    return postings_rotation.notify(office, who, code, sent.get("area", ""), day, Wish(given=given))


def hand_over(office: Office, who: Person, code: str, sent: Sent) -> object:
    """Begin a handover."""
    wish = handovers.Wish(
        posting=code,
        kind=sent.get("kind", ""),
        to=sent.get("to", ""),
        supervisor=sent.get("supervisor", ""),
        day=day_of(sent.get("day", ""), "day"),
        area=sent.get("area", ""),
        reason=sent.get("reason", ""),
        shorter=sent.get("shorter", ""),
    )
    return handovers.start(office, who, wish)
