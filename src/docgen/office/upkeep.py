"""Keeping house: finishing what was interrupted, the index, checking the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import Max, QuerySet

from docgen.archive.check import Finding, check_root
from docgen.errors import Problem, say
from docgen.index.paper import Paper
from docgen.model.access import Act
from docgen.office import gate, journal, numbers
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Outbox, Person

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery did: papers published, stages swept, numbers released, papers indexed."""

    published: tuple[str, ...] = ()
    swept: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    indexed: int = 0
    failed: tuple[str, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether anything had been left undone."""
        return bool(self.published or self.swept or self.numbers or self.failed)


def finish(office: Office) -> Recovered:
    """Publish what was committed, sweep what was not, release numbers nobody holds.

    Nothing that is not understood is deleted; it goes to quarantine. Safe beside other
    processes at work: a stage whose process lives is left alone unless it was committed.
    """
    with one_transaction():  # nobody else seals or commits a paper meanwhile
        staged = [one.name for one in office.store.unpublished()]
        rows = Outbox.objects.filter(stage__in=staged).order_by("seq")
        promised = list(rows.values_list("stage", flat=True))
        swept = office.store.sweep(promised)
    published, refused = _each(office.store.publish, promised)
    released, kept = _released(office)
    return Recovered(published, tuple(swept), released, failed=(*refused, *kept))


def _released(office: Office) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers nobody holds any more, all at once: a batch may have left hundreds."""
    names = numbers.abandoned()
    try:
        numbers.release_each(office, names)
    except Problem as problem:
        return (), tuple(f"{name}: {problem.what}" for name in names)
    return tuple(names), ()


def _each(do: Callable[[str], None], names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Those it was done with, and for each of the others a line why not."""
    done, failed = [], []
    for name in names:
        try:
            do(name)
            done.append(name)
        except Problem as problem:
            failed.append(f"{name}: {problem.what}")
    return tuple(done), tuple(failed)


def is_unfinished(office: Office) -> bool:
    """Whether an interrupted command left something that ``finish`` would put right."""
    return bool(office.store.unpublished() or numbers.abandoned())


def recover(office: Office, who: Person) -> Recovered:
    """``docgen recover``: finish everything, bring the index up to date, and log it."""
    gate.ask(office, who, Act.UPKEEP, "archive.recovered")
    done = finish(office)
    indexed = catch_up(office, wait=True)
    with one_transaction():
        journal.append(
            office,
            "archive.recovered",
            who,
            more={"published": len(done.published), "swept": len(done.swept)},
        )
    return Recovered(done.published, done.swept, done.numbers, indexed, done.failed)


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


def _index_due(office: Office) -> int:
    done = 0
    while rows := _due(office.index.sequence()):
        items = _items().filter(pk__in={row.item_id for row in rows})
        office.index.add([paper_of(item) for item in items], upto=rows[-1].seq)
        done += len(rows)
    return done


def _due(after: int) -> list[Outbox]:
    return list(Outbox.objects.filter(seq__gt=after).order_by("seq")[:_BATCH])


def rebuild_index(office: Office) -> int:
    """Make the index anew beside the old one and swap; how many papers it has."""
    upto = Outbox.objects.aggregate(last=Max("seq"))["last"] or 0
    items = _items().filter(state="filed")
    office.index.replace_with((paper_of(item) for item in items.iterator(_BATCH)), upto=upto)
    return items.count()


def reindex(office: Office, who: Person) -> int:
    """``docgen reindex``: the index anew, logged."""
    gate.ask(office, who, Act.UPKEEP, "index.rebuilt")
    papers = rebuild_index(office)
    with one_transaction():
        journal.append(office, "index.rebuilt", who, n=papers)
    return papers


def check(office: Office, who: Person, *, fixity: bool) -> Iterator[Finding]:
    """Check the whole archive against OCFL and against the register; yields findings."""
    gate.ask(office, who, Act.UPKEEP, "archive.checked")
    count = 0
    for finding in (*check_root(office.folder / "archive", fixity=fixity), *_reconcile(office)):
        count += 1
        yield finding
    with one_transaction():
        journal.append(office, "archive.checked", who, n=count)


def _reconcile(office: Office) -> Iterator[Finding]:
    """Papers of the register that the archive lacks, and the other way round."""
    rows = {f"urn:docgen:{item}" for item in Item.objects.filter(state="filed").iterator()}
    objects = set(office.store.urns())
    for urn in sorted(rows - objects):
        yield Finding("A101", urn, "", say("the register has it and the archive does not"))
    for urn in sorted(objects - rows):
        yield Finding("A102", urn, "", say("the archive has it and the register does not"))


def paper_of(item: Item) -> Paper:
    """What the index holds of an item."""
    dossier = item.dossier
    return Paper(
        item=str(item),
        title=item.title,
        number=item.form_number,
        customer=dossier.customer.name,
        dossier=str(dossier),
        template=item.template,
        group=item.group,
        rank=item.rank,
        unit=dossier.unit,
        date=item.dated,
        body=item.text.body,
    )


def _items() -> QuerySet[Item]:
    return Item.objects.select_related("dossier__customer", "text").order_by("pk")
