"""What people do with a handover; what the rules forbid is refused in words.

The receiver is not the giver, the supervisor is neither (D-102). Nothing on the checklist is
passed over in silence: what is open when the handover is to be closed must be accepted by the
receiver, each thing by name and with a note (G-051). What turns up later takes the signatures
back: what was signed is what was listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from docgen.errors import BadInput, Detail, NotAllowed, Reason, Said, say
from docgen.model.handover import (
    OF_THE_PLACE,
    PORTABLE,
    Handover,
    Kind,
    Line,
    Mark,
    Party,
    Signature,
    State,
    Thing,
)

_LONGEST = 300


def begin(
    kind: Kind, *, giver: str, receiver: str, supervisor: str, things: Iterable[Thing]
) -> Handover:
    """A new handover of all these things, every one of them open."""
    if receiver == giver:
        raise _same(say("whoever hands over does not receive"), "receiver")
    if supervisor in (giver, receiver):
        raise _same(say("the supervisor is a third person"), "supervisor")
    return refreshed(Handover(kind, giver, receiver, supervisor), things)


def refreshed(handover: Handover, things: Iterable[Thing]) -> Handover:
    """The checklist as things are now: what is new is open, what he no longer holds is settled."""
    if handover.ended is not None:
        return handover
    leaves = handover.kind is Kind.LEAVING
    there = {one.key: one for one in things if leaves or one.kind in OF_THE_PLACE}
    lines = [_as_now(line, there.pop(line.thing.key, None)) for line in handover.lines]
    lines += [Line(thing) for thing in there.values()]
    after = replace(handover, lines=tuple(lines))
    return replace(after, signatures=()) if after.open_lines else after


def _as_now(line: Line, thing: Thing | None) -> Line:
    if thing is None:
        return replace(line, mark=Mark.GONE)
    if line.mark is Mark.GONE:
        return Line(thing)
    return replace(line, thing=thing)


def hand(handover: Handover, name: str, *, by: str, note: str = "", keep: bool = False) -> Handover:
    """Note that a thing was handed to the receiver, or that the giver takes it along."""
    party_of(handover, by)
    line = line_named(handover, name)
    if keep and (handover.kind is Kind.LEAVING or line.thing.kind not in PORTABLE):
        raise BadInput(
            say("{thing} cannot be taken along", thing=line.thing.code),
            why=say("only whoever is transferred takes along, and only what is his own to use"),
            fix=say("hand it over, or give it back"),
            field="item",
        )
    if keep and by != handover.supervisor:
        raise _not_his(say("the supervisor says what is taken along"))
    if not line.thing.is_handable:
        raise BadInput(
            say("{thing} cannot be handed on", thing=line.thing.code),
            why=say("it hangs on the person who took it out or asked for it"),
            fix=say("end it; or let the receiver accept it as it stands").by(
                "docgen handover accept"
            ),
            field="item",
        )
    mark = Mark.KEPT if keep else Mark.HANDED
    return _put(handover, Line(line.thing, mark, by, _noted(note)))


def accept(handover: Handover, name: str, *, by: str, note: str) -> Handover:
    """The receiver accepts one thing as it stands, by name and with a note (G-051)."""
    if by != handover.receiver:
        raise _not_his(say("only the receiver accepts"))
    line = line_named(handover, name)
    if not note.strip():
        raise BadInput(
            say("Nothing open is accepted without a word"),
            why=say("the note says what was known of it (G-051)"),
            fix=say("write it as a note").by("--note TEXT"),
            field="note",
        )
    return _put(handover, Line(line.thing, Mark.ACCEPTED, by, _noted(note)))


def sign(handover: Handover, *, by: str, on: dt.date) -> Handover:
    """One of the three signs the checklist."""
    party = party_of(handover, by)
    refuse_open(handover)
    if party not in handover.unsigned:
        raise BadInput(
            say("The {party} has signed already", party=party.said),
            why=say("each of the three signs once"),
            fix=say("see who is missing").by("docgen handover show HANDOVER"),
        )
    signature = Signature(party, by, on)
    return replace(handover, signatures=(*handover.signatures, signature))


def close(handover: Handover) -> Handover:
    """The handover is over: nothing is open and all have signed."""
    refuse_open(handover)
    if handover.unsigned:
        names = ", ".join(str(party.said) for party in handover.unsigned)
        raise BadInput(
            say("The handover is not signed by all"),
            why=say("missing: {parties}", parties=names),
            fix=say("each signs with his own account").by("docgen handover sign HANDOVER"),
        )
    return replace(handover, ended=State.CLOSED)


def withdraw(handover: Handover) -> Handover:
    """The person stays after all; nothing moves."""
    refuse_ended(handover)
    return replace(handover, ended=State.WITHDRAWN)


def refuse_open(handover: Handover) -> None:
    """Refuse if it is over, or while something is open; the list is told."""
    refuse_ended(handover)
    lines = handover.open_lines
    if not lines:
        return
    raise BadInput(
        say("{n} things are still open", n=len(lines)),
        why=say("a handover does not end with anything left lying (G-051)"),
        fix=say("hand each over or end it; or the receiver accepts it by name, with a note"),
        details=[Detail(_named(line.thing), field=line.thing.key) for line in lines],
    )


def refuse_ended(handover: Handover) -> None:
    """Refuse if it is over."""
    if handover.ended is not None:
        raise BadInput(
            say("The handover is over"),
            why=say("it is {state}", state=handover.state.said),
            fix=say("see the handovers").by("docgen handover list"),
            field="handover",
        )


def party_of(handover: Handover, by: str) -> Party:
    """As what somebody takes part; refused if he does not."""
    for party, code in handover.people.items():
        if code == by:
            return party
    raise _not_his(say("giver, receiver and supervisor take part, nobody else"))


def line_named(handover: Handover, name: str) -> Line:
    """The line with this number, or ``kind:number`` where two have the same."""
    refuse_ended(handover)
    wanted = name.strip()
    found = [one for one in handover.lines if wanted in (one.thing.key, one.thing.code)]
    live = [one for one in found if one.mark is not Mark.GONE]
    if len(live) == 1:
        return live[0]
    raise BadInput(
        say("{name} is not one thing on the checklist", name=wanted),
        why=say("several have this number")
        if live
        else say("nothing that is held has this number"),
        fix=say("see its things").by("docgen handover show HANDOVER"),
        field="item",
    )


def refuse_short_notice(asked_on: dt.date, leaves_on: dt.date, days: int) -> None:
    """Refuse a leaving that was told less than so many days ahead (D-106, G-052)."""
    first = asked_on + dt.timedelta(days=days)
    if leaves_on < first:
        raise BadInput(
            say("Leaving on {day} is too soon", day=leaves_on),
            why=say("it is told {days} days ahead, so not before {first}", days=days, first=first),
            fix=say("choose a later day; or a head agrees, and says why").by("--shorter REASON"),
            field="leaves_on",
        )


def _put(handover: Handover, line: Line) -> Handover:
    lines = tuple(line if one.thing.key == line.thing.key else one for one in handover.lines)
    return replace(handover, lines=lines, signatures=())


def _named(thing: Thing) -> Said:
    if thing.due:
        return say("{thing} {label}, due {day}", thing=thing.key, label=thing.label, day=thing.due)
    return say("{thing} {label}", thing=thing.key, label=thing.label)


def _noted(text: str) -> str:
    said = text.strip()
    if len(said) > _LONGEST:
        raise BadInput(
            say("The note is too long"),
            why=say("it is a line of 1 to {most} characters", most=_LONGEST),
            fix=say("shorten it"),
            field="note",
        )
    return said


def _same(why: Said, field: str) -> BadInput:
    return BadInput(
        say("One person cannot take two parts in a handover"),
        why=why,
        fix=say("name another person"),
        field=field,
    )


def _not_his(why: Said) -> NotAllowed:
    return NotAllowed(
        say("This part of the handover is not yours"),
        why=say("these rules speak against it"),
        fix=say("see who takes part").by("docgen handover show HANDOVER"),
        reasons=[Reason("R0", why)],
    )
