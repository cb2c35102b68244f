"""Keeping house: finishing what was interrupted, the index, checking the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby

from django.db import DatabaseError
from django.db.models import Max, QuerySet

from docgen.archive.check import Finding, check_root
from docgen.errors import Problem, say
from docgen.index.paper import Paper
from docgen.model.access import Act
from docgen.model.filenumber import item_number
from docgen.office import daybook, destroyed, editions, gate, journal, numbers, seal_checks, sealed
from docgen.office.desk import Office, one_transaction
from docgen.office.reconciling import reconcile
from docgen.register.bulk import newest
from docgen.register.models import Item, Outbox, Person

_BATCH = 1000
#: So many papers may wait for the index until filing brings them in, if no search did before.
_FAR = 100


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

    With ``wait=False`` a busy index is left to whoever is writing it: filing never waits
    for the search and never fails because of it.
    """
    try:
        state = office.index.state()
        if state == "ok":
            return _index_due(office)
        return rebuild_index(office) if wait or state == "missing" else 0
    except (Problem, DatabaseError):
        if wait:
            raise
        return 0


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
        office.index.purge([str(item) for item in items], upto=upto)


def _due(after: int) -> list[Outbox]:
    return list(Outbox.objects.filter(seq__gt=after).order_by("seq")[:_BATCH])


def rebuild_index(office: Office) -> int:
    """Make the index anew beside the old one and swap; how many papers it has."""
    upto = Outbox.objects.aggregate(last=Max("seq"))["last"] or 0
    items = _items().filter(state="filed")
    papers = (paper_of(office, item) for item in items.iterator(_BATCH))
    office.index.replace_with(papers, upto=upto)
    return items.count()


def reindex(office: Office, who: Person) -> int:
    """``docgen reindex``: the index anew, logged."""
    gate.ask(office, who, Act.UPKEEP, "index.rebuilt")
    papers = rebuild_index(office)
    with one_transaction():
        journal.append(office, "index.rebuilt", who, n=papers)
    return papers


def check(office: Office, who: Person, *, fixity: bool) -> Iterator[Finding]:
    """Check the whole archive against OCFL, the register and the seals; yields findings.

    Code A105: a file of the daybook was set aside, and a person must say what becomes of it.
    """
    gate.ask(office, who, Act.UPKEEP, "archive.checked")
    count = 0
    found = (*check_root(office.folder / "archive", fixity=fixity), *reconcile(office))
    for finding in (*found, *seal_checks.findings(office), *_set_aside(office)):
        count += 1
        yield finding
    with one_transaction():
        journal.append(office, "archive.checked", who, n=count)


def _set_aside(office: Office) -> Iterator[Finding]:
    for name in daybook.asides(office.folder):
        text = say("it knows more than the register that was put in its place: see and decide")
        yield Finding("A105", "", f"log/{name}", text)


def paper_of(office: Office, item: Item) -> Paper:
    """What the index holds of an item; it is found by its 档号 too."""
    dossier, described = item.dossier, getattr(item, "description", None)
    file = dossier.file_number
    shelf = item_number(file, item.turn, fonds=office.settings.fonds) if file else ""
    number = described.doc_number if described else ""
    responsible = described.responsible if described else ""
    return Paper(
        item=str(item),
        title=item.title,
        number=item.form_number or number,
        customer=dossier.customer.name,
        dossier=str(dossier),
        template=item.template,
        group=item.group,
        rank=item.rank,
        unit=dossier.unit,
        date=item.dated,
        body="\n".join(filter(None, (responsible, number, item.text.body, shelf))),
    )


def _items() -> QuerySet[Item]:
    related = ("dossier__customer", "text", "description")
    return Item.objects.select_related(*related).order_by("pk")
