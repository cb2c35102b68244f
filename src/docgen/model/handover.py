"""A handover: what somebody really holds, who takes it, and who signed (F-100, G-051).

    open → handed → signed → closed

It is *handed* once nothing on its checklist is open, *signed* once giver, receiver and supervisor
signed, and *closed* by a head. All of that follows from the checklist and the signatures; what
people do with them is ``handover_acts``. The rule that F-100 names is in no source, so the
checklist is what the office's own rows say, and the lines of ``rules/handover.toml``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import Said, say


class Kind(StrEnum):
    """Why somebody hands over; the values are those of the form."""

    TRANSFER = "transfer"
    ROTATION = "rotation"
    LEAVING = "leaving"

    @property
    def word(self) -> str:
        """As the form has it."""
        return {"transfer": "调动", "rotation": "轮换", "leaving": "离职"}[self]

    @property
    def said(self) -> Said:
        """As people say it."""
        return {
            "transfer": say("change of post"),
            "rotation": say("rotation"),
            "leaving": say("leaving"),
        }[self]


class State(StrEnum):
    """Where a handover stands."""

    OPEN = "open"
    HANDED = "handed"
    SIGNED = "signed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def said(self) -> Said:
        """As people say it."""
        return {
            "open": say("in progress"),
            "handed": say("handed on"),
            "signed": say("signed"),
            "closed": say("completed"),
            "withdrawn": say("withdrawn"),
        }[self]


class Mark(StrEnum):
    """What became of one thing on the checklist."""

    OPEN = "open"
    HANDED = "handed"
    ACCEPTED = "accepted"
    KEPT = "kept"
    GONE = "gone"

    @property
    def said(self) -> Said:
        """As people say it."""
        return {
            "open": say("open"),
            "handed": say("handed on"),
            "accepted": say("accepted by name"),
            "kept": say("kept"),
            "gone": say("dealt with"),
        }[self]


class Party(StrEnum):
    """As what somebody signs."""

    GIVER = "giver"
    RECEIVER = "receiver"
    SUPERVISOR = "supervisor"

    @property
    def said(self) -> Said:
        """As people say it."""
        return {
            "giver": say("giver"),
            "receiver": say("receiver"),
            "supervisor": say("supervisor"),
        }[self]


#: Things with a number of their own that somebody holds for the company.
HOLDINGS = ("asset", "spare", "key", "account")
#: What goes with the place; on a transfer the rest stays with the person, whose account goes on.
OF_THE_PLACE = frozenset(
    {"case", "customer", "duty", "station", "dossier", "papers", "line", *HOLDINGS}
)
#: What somebody who is only transferred may take along, if the supervisor says so.
PORTABLE = frozenset({"asset", "account", "line"})


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that somebody holds.

    Args:
        kind: ``case``, ``loan``, ``asset``, ``station`` …
        code: Its number.
        label: What people call it.
        due: By when something is to be done about it, if it has a day.
    """

    kind: str
    code: str
    label: str = ""
    due: dt.date | None = None

    @property
    def key(self) -> str:
        """What it is called by: its number, or ``kind:number`` where numbers may be alike."""
        return f"{self.kind}:{self.code}"

    @property
    def is_handable(self) -> bool:
        """Whether it can be handed on; a loan is returned instead, or accepted by name."""
        return self.kind in OF_THE_PLACE


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist: the thing, what became of it, who said so, and with what note."""

    thing: Thing
    mark: Mark = Mark.OPEN
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed as what, and on which day."""

    party: Party
    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Handover:
    """A handover as its rules see it.

    Args:
        kind: Why.
        giver: The account of whoever hands over; "" if he has none, or it is closed already:
            then he signs on paper only.
        receiver: The account of the successor.
        supervisor: The account of the third party.
        lines: The checklist.
        signatures: Who signed so far.
        ended: Closed or withdrawn; ``None`` while it goes on.
    """

    kind: Kind
    giver: str
    receiver: str
    supervisor: str
    lines: tuple[Line, ...] = ()
    signatures: tuple[Signature, ...] = ()
    ended: State | None = None

    @property
    def people(self) -> dict[Party, str]:
        """Who has to sign."""
        every = {
            Party.GIVER: self.giver,
            Party.RECEIVER: self.receiver,
            Party.SUPERVISOR: self.supervisor,
        }
        return {party: code for party, code in every.items() if code}

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What nobody has taken yet."""
        return tuple(one for one in self.lines if one.mark is Mark.OPEN)

    @property
    def unsigned(self) -> tuple[Party, ...]:
        """Who has not signed yet."""
        signed = {one.party for one in self.signatures}
        return tuple(party for party in self.people if party not in signed)

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.ended is not None:
            return self.ended
        if self.open_lines:
            return State.OPEN
        return State.HANDED if self.unsigned else State.SIGNED
