"""Keeping house: finishing what was interrupted, the index, checking the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import groupby

from django.db import DatabaseError
from django.db.models import Max, QuerySet

from docgen.archive.check import Finding, check_root
from docgen.errors import OutsideFailed, Problem, say
from docgen.index import folder
from docgen.model.access import Act
from docgen.office import daybook, destroyed, editions, gate, journal, numbers, seal_checks, sealed
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, one_transaction
from docgen.office.indexed import paper_of
from docgen.office.reconciling import reconcile
from docgen.register.bulk import newest
from docgen.register.models import Item, Outbox, Person

_BATCH = 1000
#: So many papers may wait for the index until filing brings them in, if no search did before.
_FAR = 100
#: Held by the process that brings the index up to date, and how long others wait for it (seconds).
_TURN, _PATIENCE, _MOMENT = "turn.lock", 10.0, 1.0


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery did: papers published, stages swept, numbers released, papers indexed."""

    published: tuple[str, ...] = ()
    swept: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    indexed: int = 0
    failed: tuple[str, ...] = ()
    destroyed: tuple[str, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether anything had been left undone."""
        left = (self.published, self.swept, self.numbers, self.failed, self.destroyed)
        return any(left)


def finish(office: Office) -> Recovered:
    """Publish and destroy what was committed, sweep what was not, release numbers nobody holds.

    Nothing that is not understood is deleted; it goes to quarantine. Safe beside other
    processes at work: a stage whose process lives is left alone unless it was committed.
    """
    with one_transaction():  # nobody else seals or commits a paper meanwhile
        staged = [one.name for one in office.store.unpublished()]
        promised = _promised(staged)
        swept = office.store.sweep(promised)
    waiting = office.store.publish_many(promised)
    published = tuple(name for name in promised if name not in waiting)
    refused = (f"{name}: {problem.what}" for name, problem in waiting.items())
    released, kept = _released(office)
    cleared = _destroyed(office)
    failed = (*refused, *kept, *cleared.failed, *sealed.finish(office))
    return Recovered(published, tuple(swept), released, failed=failed, destroyed=cleared.lists)


def _promised(staged: Sequence[str]) -> list[str]:
    """Those of the sealed versions that were committed, in the order of their commits."""
    found: list[tuple[int, str]] = []
    for at in range(0, len(staged), _BATCH):  # one question may not name any number of them
        rows = Outbox.objects.filter(stage__in=staged[at : at + _BATCH])
        found += rows.values_list("seq", "stage")
    return [stage for _, stage in sorted(found)]


def _destroyed(office: Office) -> destroyed.Cleared:
    """Finish the destructions that were committed, down to their words in the index."""
    if not destroyed.is_unfinished():
        return destroyed.Cleared()
    cleared = destroyed.clear(office)
    catch_up(office, wait=False)
    destroyed.close(office, cleared.lists)
    return cleared


def _released(office: Office) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers nobody holds any more, all at once: a batch may have left hundreds."""
    names = numbers.abandoned()
    try:
        numbers.release_each(office, names)
    except Problem as problem:
        return (), tuple(f"{name}: {problem.what}" for name in names)
    return tuple(names), ()


def is_unfinished(office: Office) -> bool:
    """Whether an interrupted command left something that ``finish`` would put right."""
    waiting = office.store.unpublished() or numbers.abandoned()
    return bool(waiting) or destroyed.is_unfinished() or sealed.is_unfinished(office)


def recover(office: Office, who: Person) -> Recovered:
    """``docgen recover``: finish everything, bring the index up to date, and log it."""
    gate.ask(office, who, Act.UPKEEP, "archive.recovered")
    done = finish(office)
    indexed = catch_up(office, wait=True)
    destroyed.close(office, done.destroyed)
    swept = (*done.swept, *editions.sweep(office), *daybook.sweep(office.folder))
    with one_transaction():
        journal.append(
            office,
            "archive.recovered",
            who,
            more={"published": len(done.published), "swept": len(swept)},
        )
    return replace(done, indexed=indexed, swept=swept)


def catch_up(office: Office, *, wait: bool) -> int:
    """Index what the outbox has and the index has not; how many papers.

    With ``wait=False`` a busy index is left to whoever is writing it, and one that must be made
    anew to the next search: filing never waits for the search and never fails because of it.
    """
    try:
        with _turn(office, patience=_PATIENCE if wait else 0):
            is_sound = _is_sound(office)
            if is_sound or wait:
                return _index_due(office) if is_sound else rebuild_index(office)
    except (Problem, DatabaseError):
        if wait:
            raise
    return 0


def freshen(office: Office, bar: Bar = silently) -> None:
    """Before a search: index what waits, or make an index anew that is lost, damaged or old.

    While another process does so, a search waits a second at most and has what is there; only if
    there is nothing that could answer, ``OutsideFailed`` says who is at work.
    """
    is_sound = _is_sound(office)
    if is_sound and newest(Outbox) <= office.index.sequence():
        return
    try:
        with _turn(office, patience=_MOMENT if is_sound else _PATIENCE):
            if _is_sound(office):
                _index_due(office)
            else:
                rebuild_index(office, bar)
    except _Busy:
        if not is_sound:
            raise


def mend(office: Office, bar: Bar = silently) -> None:
    """Make an index anew that turned out to be damaged while it was asked."""
    with _turn(office, patience=_PATIENCE):
        rebuild_index(office, bar)


def _is_sound(office: Office) -> bool:
    """Whether the index can be used; one that knows more than the register was another's."""
    index = office.index
    return index.state() == "ok" and index.sequence() <= max(0, newest(Outbox))


class _Busy(OutsideFailed):
    """Another process is bringing the index up to date."""


@contextmanager
def _turn(office: Office, *, patience: float) -> Iterator[None]:
    """Be the one process that brings the index up to date; ``_Busy`` if another is."""
    root = office.folder / "index"
    with ExitStack() as held:
        try:
            with folder.writing(root):
                root.mkdir(mode=0o700, exist_ok=True)
                held.enter_context(folder.locked(root, _TURN, patience=patience))
        except OutsideFailed as busy:
            raise _Busy(busy.what, why=busy.why, fix=busy.fix) from busy
        yield


def catch_up_if_far(office: Office) -> None:
    """Index what was filed if much of it waits; the rest is left to the next search.

    One paper alone takes the index ten times as long as one among many.
    """
    with suppress(Problem, DatabaseError):
        if newest(Outbox) - office.index.sequence() >= _FAR:
            catch_up(office, wait=False)


def _index_due(office: Office) -> int:
    done = 0
    while rows := _due(office.index.sequence()):
        items = {row.pk: row for row in _items().filter(pk__in={row.item_id for row in rows})}
        due = [(row.seq, items[row.item_id]) for row in rows]
        for is_filed, run in groupby(due, lambda one: one[1].state == "filed"):
            same = list(run)
            _index_run(office, [item for _, item in same], same[-1][0], is_filed)
        done += len(rows)
    return done


def _index_run(office: Office, items: Sequence[Item], upto: int, is_filed: bool) -> None:  # noqa: FBT001  groupby's key
    """Bring rows into the index that follow each other: papers that are filed, or that are gone."""
    if is_filed:
        office.index.add([paper_of(office, item) for item in items], upto=upto)
    else:
        office.index.remove([str(item) for item in items], upto=upto, purge=True)


def _due(after: int) -> list[Outbox]:
    return list(Outbox.objects.filter(seq__gt=after).order_by("seq")[:_BATCH])


def rebuild_index(office: Office, bar: Bar = silently) -> int:
    """Make the index anew beside the old one and swap; how many papers it has."""
    upto = Outbox.objects.aggregate(last=Max("seq"))["last"] or 0
    items = _items().filter(state="filed")
    count = items.count()
    papers = (paper_of(office, item) for item in items.iterator(_BATCH))
    office.index.replace_with(bar(papers, count), upto=upto)
    return count


def reindex(office: Office, who: Person, bar: Bar = silently) -> int:
    """``docgen reindex``: the index anew, logged."""
    gate.ask(office, who, Act.UPKEEP, "index.rebuilt")
    papers = rebuild_index(office, bar)
    with one_transaction():
        journal.append(office, "index.rebuilt", who, n=papers)
    return papers


def check(office: Office, who: Person, *, fixity: bool) -> Iterator[Finding]:
    """Check the whole archive against OCFL, the register and the seals; yields findings.

    Code A105: a file of the daybook was set aside, and a person must say what becomes of it.
    Code A106, with fixity: a byte of the search index is not as it was written.
    """
    gate.ask(office, who, Act.UPKEEP, "archive.checked")
    count = 0
    found = (*check_root(office.folder / "archive", fixity=fixity), *reconcile(office))
    found += (*_damaged(office),) if fixity else ()
    for finding in (*found, *seal_checks.findings(office), *_set_aside(office)):
        count += 1
        yield finding
    with one_transaction():
        journal.append(office, "archive.checked", who, n=count)


def _damaged(office: Office) -> Iterator[Finding]:
    """A search mends an index that is missing, stale or cut off; only this reads all of it."""
    if office.index.state(thoroughly=True) == "broken":
        yield Finding(
            "A106",
            "",
            "index",
            say("the search index is damaged; it must be made anew").by("docgen reindex"),
        )


def _set_aside(office: Office) -> Iterator[Finding]:
    for name in daybook.asides(office.folder):
        text = say("it knows more than the register that was put in its place: see and decide")
        yield Finding("A105", "", f"log/{name}", text)


def _items() -> QuerySet[Item]:
    related = ("dossier__customer", "text", "description")
    return Item.objects.select_related(*related).order_by("pk")
