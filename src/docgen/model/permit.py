"""The rules of permits to take papers out (带出许可, R-070, R-075).

    requested ──approve──▶ approved ──use──▶ used
        └─────refuse─────▶ refused

A permit is for one paper as it is now, one person, one act and one purpose: ``wanted`` is the
digest of these four, and the rules of access count an approval only if it is of exactly that. It
is used once, within its days. Who must approve stands in ``rules/approvals.toml``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import BadInput, Said, say
from docgen.model.access import Act, Approval
from docgen.model.access_facts import Need
from docgen.model.people import Role

#: How many days a permit holds unless said otherwise, and at the most.
DAYS, MOST_DAYS = 7, 30
#: What a permit can be for.
ACTS: Mapping[str, Act] = {act.value: act for act in (Act.COPY, Act.DOWNLOAD, Act.EXPORT)}


class State(StrEnum):
    """What became of a permit."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.REQUESTED: say("requested"),
    State.APPROVED: say("approved"),
    State.REFUSED: say("refused"),
    State.USED: say("used"),
}


@dataclass(frozen=True, slots=True)
class Permit:
    """One permit through its states.

    Args:
        wanted: The digest of what is permitted.
        state: What became of it.
        until: Its last day, once it is approved.
    """

    wanted: str
    state: State = State.REQUESTED
    until: dt.date | None = None

    def holds(self, today: dt.date) -> bool:
        """Whether it can be used today."""
        return self.state is State.APPROVED and self.until is not None and today <= self.until


def digest(item: str, sha512s: Iterable[str], person: str, act: Act, purpose: str) -> str:
    """The hex digest of what is asked for: this paper with these bytes, by him, so, for that."""
    facts = [item, sorted(sha512s), person, act.value, purpose]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def approved(permit: Permit, *, enough: bool, days: int, today: dt.date) -> Permit:
    """The permit after one more approval; open until enough people have approved."""
    _must_be_open(permit)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(
            say("A permit cannot hold for {days} days", days=days),
            why=say("it holds for 1 to {most} days", most=MOST_DAYS),
            fix=say("choose another number of days").by("--days N"),
            field="days",
        )
    if not enough:
        return permit
    return replace(permit, state=State.APPROVED, until=today + dt.timedelta(days=days))


def refused(permit: Permit) -> Permit:
    """The permit, refused."""
    _must_be_open(permit)
    return replace(permit, state=State.REFUSED)


def used(permit: Permit, today: dt.date) -> Permit:
    """The permit after its one use; whoever comes second finds it gone."""
    if not permit.holds(today):
        raise BadInput(
            say("This permit cannot be used"),
            why=say("it is {state}, or its days are over", state=permit.state.said),
            fix=say("ask for another one").by("docgen permit request"),
            field="permit",
        )
    return replace(permit, state=State.USED)


def role_of(
    roles: frozenset[Role], needs: Sequence[Need], given: Sequence[Approval], able: frozenset[Role]
) -> Role:
    """In which of his roles somebody approves: the first that is still wanted."""
    for need in needs:
        fitting = sorted(roles & need.roles)
        if fitting and len(_people(need, given)) < need.count:
            return fitting[0]
    return min(roles & able)


def is_enough(needs: Sequence[Need], given: Sequence[Approval]) -> bool:
    """Whether enough different people of the right roles have approved."""
    return all(len(_people(need, given)) >= need.count for need in needs)


def _people(need: Need, given: Sequence[Approval]) -> set[str]:
    return {one.by for one in given if one.role in need.roles}


def _must_be_open(permit: Permit) -> None:
    if permit.state is not State.REQUESTED:
        raise BadInput(
            say("This permit is not waiting for a decision"),
            why=say("it is {state}", state=permit.state.said),
            fix=say("see the permits").by("docgen permit list"),
            field="permit",
        )
