"""One list of all that waits for somebody's yes: loans, permits, grades, destruction, and so on.

What waits, and for whom, is told by ``approving_papers`` and ``approving_work``, a ``Source`` each
kind. Nothing is decided here: ``decide`` calls the topic's own verb, which asks for permission,
applies its rules and writes its entry, and a decision made elsewhere is the same decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docgen.errors import NotFound, Reason, say
from docgen.model.access import Act, Decision
from docgen.office import approving_papers, approving_work, gate, journal
from docgen.office.approving_sources import Eye, Open, Source
from docgen.office.counting import numbers_of
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person

LISTED = "approval.listed"
#: More than so many of a kind are not loaded at once.
_MOST = 200
#: Rules by which something is none of a person's business, so that he does not hear of it.
_HIDING = frozenset({"R0", "R1", "R2", "R3", "R7"})
SOURCES: tuple[Source, ...] = (*approving_papers.SOURCES, *approving_work.SOURCES)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a decision, and whether this person may take it.

    Args:
        source: What kind of thing it is.
        open: Its facts.
        reasons: What speaks against his deciding on it; empty if he may.
    """

    source: Source
    open: Open
    reasons: tuple[Reason, ...]

    @property
    def by_row(self) -> bool:
        """Whether it is decided in the list; else on its own page."""
        return self.source.approve is not None

    @property
    def refusable(self) -> bool:
        """Whether there is a no to it, or only silence."""
        return self.source.refuse is not None


def waiting(office: Office, who: Person, kind: str = "") -> list[Waiting]:
    """What waits that this person may know of, the oldest first; his own with the rule."""
    gate.ask(office, who, Act.FIND, LISTED)
    eye = Eye(office, who, gate.as_acting(who))
    wanted = [one for one in SOURCES if kind in ("", one.kind) and one.concerns(eye)]
    there = numbers_of(who, [one.rows(eye) for one in wanted])
    busy = (source for source, n in zip(wanted, there, strict=True) if n)
    found = [one for source in busy for one in _of(eye, source)]
    with one_transaction():
        journal.append(office, LISTED, who, n=len(found))
    return sorted(found, key=lambda one: one.open.since)


def _of(eye: Eye, source: Source) -> Iterator[Waiting]:
    for row in source.rows(eye)[:_MOST]:
        one = source.tell(eye, row)
        against = (*_against(one.decision), *one.besides)
        if _HIDING.isdisjoint(reason.rule for reason in against):
            yield Waiting(source, one, against)


def _against(decision: Decision) -> tuple[Reason, ...]:
    return () if decision.allow else decision.reasons


def counts(office: Office, who: Person) -> dict[str, int]:
    """How many of each kind wait for this person's own decision: one question, nothing loaded."""
    eye = Eye(office, who, gate.as_acting(who))
    sources = [one for one in SOURCES if one.concerns(eye)]
    numbers = numbers_of(who, [one.theirs(eye) for one in sources])
    return {one.kind: n for one, n in zip(sources, numbers, strict=True)}


def decide(
    office: Office, who: Person, kind: str, code: str, *, agreed: bool, words: str = ""
) -> None:
    """Say yes or no to something, by its topic's own verb.

    Raises:
        NotFound: There is no such kind, or it is not decided like that.
    """
    source = next((one for one in SOURCES if one.kind == kind), None)
    verb: Callable[[Office, Person, str, str], object] | None = None
    if source is not None:
        verb = source.approve if agreed else source.refuse
    if verb is None:
        raise NotFound(
            say("Nothing of this kind is decided here"),
            why=say("it has a page of its own"),
            fix=say("open it from the list of approvals"),
        )
    verb(office, who, code, words)


def titles(sources: Sequence[Source] = SOURCES) -> dict[str, str]:
    """The kinds by name, as people call them."""
    return {one.kind: one.title for one in sources}
