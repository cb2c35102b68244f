"""Filing a paper: staged, committed, published, indexed, in that order.

      1. stage    the bytes are on the disk, but in nobody's dossier
      2. commit   register row, log entry and outbox row: from here on it is filed
      3. publish  the staged version appears in the archive
      4. index    from the outbox, when many wait; a search catches up first

After a crash ``upkeep.recover`` finishes what step 2 promised with the same ``publish``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from django.db import DatabaseError

from docgen import __version__
from docgen.archive.hashes import Digests
from docgen.archive.layout import object_path
from docgen.archive.stage import Sealed, Stage
from docgen.archive.work import StillUnpublished
from docgen.errors import BadInput, OutsideFailed, Problem, say
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.model.ids import LAST_TURN, DossierNumber, ItemId
from docgen.office import (
    cipher,
    copies,
    describing,
    form_states,
    gate,
    journal,
    keys_file,
    numbers,
    upkeep,
    validity,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.dossiers import Unopened, check_group
from docgen.office.indexed import own_words
from docgen.register.bulk import insert_each
from docgen.register.models import Dossier, Item, ItemText, ItemVersion, Outbox, Person
from docgen.register.models_keys import PaperKey

_log = logging.getLogger(__name__)
METADATA = cipher.METADATA
_T = TypeVar("_T")
_OTHERS = 8  # so many in a row may be in the way before filing gives up and says so


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that is to be filed.

    Args:
        files: Its files by the name they keep in the archive.
        title: 题名.
        group: The dossier's group it belongs to.
        text: Its words, for the search.
        grade: Its grade; the dossier's if ``None``.
        template: The template it was made from, if any.
        number: 文号, if it has one.
        made: Provenance: template digest, answers, whatever proves how it was made.
        dated: The paper's own date; the day it is filed if ``None``.
        retention: Its period; the dossier's if "".
        described: What is known of it besides, as ``describing.checked`` gives it.
        closed: What is known of the encryption, of a paper whose files are encrypted already.
    """

    files: Mapping[str, bytes]
    title: str
    group: str
    text: str
    grade: Grade | None = None
    template: str = ""
    number: str = ""
    made: Mapping[str, Any] = field(default_factory=dict)
    dated: dt.date | None = None
    retention: str = ""
    described: Mapping[str, object] = field(default_factory=dict)
    closed: cipher.Closed | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """A filed paper: its row, the digests of its files, and its entry in the log."""

    item: Item
    version: int
    sha512: Mapping[str, str]
    log_index: int


def file(
    office: Office,
    who: Person,
    place: Dossier | Unopened,
    paper: NewPaper,
    *,
    then: Callable[[Filed], None] | None = None,
) -> Filed:
    """File one paper in a dossier; when this returns, it is there for good.

    A customer without a dossier gets one in the same transaction. ``then`` is what else is
    written in it: all of it, or nothing is filed.
    """
    rank = may_file(office, who, place, paper.group, paper.grade, paper.template)
    paper = closed(office, paper, rank)

    def commit(stage: Stage) -> tuple[Filed, Sealed]:
        filed, sealed = _commit(office, who, [Ready(place, paper, rank, stage)])[0]
        if then is not None:
            then(filed)
        return filed, sealed

    return carry_out(office, paper, commit)


def file_many(
    office: Office,
    who: Person,
    papers: Sequence[tuple[Dossier | Unopened, NewPaper]],
    *,
    then: Callable[[Sequence[Filed]], None] | None = None,
) -> list[Filed]:
    """File papers together: all of them or none, with the guarantees of ``file``.

    They share one wait for the disk and one transaction, so that a hundred cost little more
    than a few. For a large import give a few hundred at a time: nobody else files meanwhile.
    ``then`` is what else is written in that transaction: all of it, or nothing is filed.
    """
    rank_of = cache(partial(may_file, office, who))  # asked once for papers of one kind
    ranks = [rank_of(place, one.group, one.grade, one.template) for place, one in papers]
    papers = [
        (place, closed(office, one, rank)) for (place, one), rank in zip(papers, ranks, strict=True)
    ]
    step = partial(_stage_and_commit_many, office, who, papers, ranks, then)
    done = _finishing_others(office, step)
    for name, problem in office.store.publish_many([sealed.name for _, sealed in done]).items():
        _left_to_recovery(name, problem)
    upkeep.catch_up_if_far(office)
    return [filed for filed, _ in done]


def _stage_and_commit_many(
    office: Office,
    who: Person,
    papers: Sequence[tuple[Dossier | Unopened, NewPaper]],
    ranks: Sequence[int],
    then: Callable[[Sequence[Filed]], None] | None,
) -> list[tuple[Filed, Sealed]]:
    """Steps 1 and 2 of papers that are filed together."""
    stages: list[Stage] = []
    try:
        with office.store.group() as group:
            for _, one in papers:
                stages.append(group.stage(one.files))
            with one_transaction():
                ready = [
                    Ready(place, one, rank, stage)
                    for (place, one), rank, stage in zip(papers, ranks, stages, strict=True)
                ]
                done = _commit(office, who, ready)
                if then is not None:
                    then([filed for filed, _ in done])
                group.settle()
    except BaseException:
        for stage in stages:
            _abandon(stage)
        raise
    return done


def may_file(
    office: Office,
    who: Person,
    place: Dossier | Unopened,
    group: str,
    grade: Grade | None,
    template: str = "",
) -> int:
    """The rank a paper would have there, never below the dossier's; raises if it may not be."""
    seen = place.paper if isinstance(place, Unopened) else gate.dossier_paper(place)
    rank = max(grade.rank, seen.rank) if grade else seen.rank
    kind = place.kind if isinstance(place, Unopened) else office.rules.dossier_type(place.type)
    check_group(kind, group, template)
    gate.ask(office, who, Act.FILE, "item.filed", paper=replace(seen, rank=rank))
    return rank


def closed(office: Office, paper: NewPaper, rank: int) -> NewPaper:
    """The paper as it is staged: encrypted, without words for the search, if its grade asks."""
    if not cipher.asks(office, rank):
        return paper
    keys_file.read(office)  # without the office's key nothing is begun
    files, seal = cipher.close(paper.files)
    return replace(paper, files=files, text="", closed=seal)


def carry_out(
    office: Office, paper: NewPaper, commit: Callable[[Stage], tuple[Filed, Sealed]]
) -> Filed:
    """The four steps of every filing, be it a new paper or a new version of one.

    Args:
        office: The office.
        paper: Whose files are staged.
        commit: Step 2, inside its transaction: what it is given is sealed and entered.
    """
    filed, sealed = _finishing_others(office, partial(_stage_and_commit, office, paper, commit))
    _publish(office, sealed)
    upkeep.catch_up_if_far(office)
    return filed


def _finishing_others(office: Office, step: Callable[[], _T]) -> _T:
    """Do a step; finish first what others left sealed in its way, by death or for a moment.

    While one is finished the next may die there, so this is repeated, but not without end.
    """
    for _ in range(_OTHERS):
        try:
            return step()
        except StillUnpublished:
            upkeep.finish(office)
    return step()


def _stage_and_commit(
    office: Office, paper: NewPaper, commit: Callable[[Stage], tuple[Filed, Sealed]]
) -> tuple[Filed, Sealed]:
    """Steps 1 and 2; nothing is left of either if the second fails."""
    stage = office.store.stage(paper.files)
    try:
        with one_transaction():
            return commit(stage)
    except BaseException:
        _abandon(stage)
        raise


def _abandon(stage: Stage) -> None:
    """Drop the stage of a paper that was not committed.

    The cut may have come right after the commit; then the paper is filed, and recovery
    publishes it. Whoever cannot tell leaves the stage to recovery too.
    """
    with contextlib.suppress(DatabaseError):
        if not Outbox.objects.filter(stage=stage.folder.name).exists():
            stage.discard()


@dataclass(frozen=True, slots=True)
class Ready:
    """A new paper whose files are staged: where it goes, and the rank it will have."""

    place: Dossier | Unopened
    paper: NewPaper
    rank: int
    stage: Stage


def _commit(office: Office, who: Person, ready: Sequence[Ready]) -> list[tuple[Filed, Sealed]]:
    """Number the papers, seal their stages, and write rows, log entries and outbox rows."""
    items = Item.objects.bulk_create(_numbered(office, who, ready))
    papers = [one.paper for one in ready]
    describing.keep_each(zip(items, (paper.described for paper in papers), strict=True))
    for item, paper in zip(items, papers, strict=True):
        if paper.number:
            numbers.issued(paper.number, item)
    stages = [one.stage for one in ready]
    version = Entered(1, items[0].filed_at if items else office.now(), "item.filed")
    done = enter_each(office, who, list(zip(items, papers, stages, strict=True)), version)
    for item, paper in zip(items, papers, strict=True):
        copies.handed_out(office, who, item, paper.made)
    return done


def _numbered(office: Office, who: Person, ready: Sequence[Ready]) -> list[Item]:
    """The items, each with the next turn of its dossier, whose rows stay locked."""
    items, now, today = [], office.now(), office.today
    locked = cache(_locked)
    opened = cache(lambda place: place.take(office, who))
    for one in ready:
        place = opened(one.place) if isinstance(one.place, Unopened) else one.place
        row = locked(place.pk)
        row.last_turn += 1
        if row.last_turn > LAST_TURN:
            raise BadInput(
                say("Dossier {dossier} is full", dossier=row),
                why=say("a dossier holds {n} papers", n=LAST_TURN),
                fix=say("open a second volume for the customer"),
                field="dossier",
            )
        items.append(
            Item(
                dossier=row,
                turn=row.last_turn,
                title=one.paper.title,
                group=one.paper.group,
                rank=one.rank,
                retention=one.paper.retention or row.retention,
                template=one.paper.template,
                form_number=one.paper.number,
                filed_by=who,
                filed_at=now,
                dated=one.paper.dated or today,
            )
        )
    for row in {item.dossier_id: item.dossier for item in items}.values():
        Dossier.objects.filter(pk=row.pk).update(last_turn=row.last_turn)
    return items


def _locked(pk: int) -> Dossier:
    return Dossier.objects.select_for_update().select_related("customer").get(pk=pk)


@dataclass(frozen=True, slots=True)
class Entered:
    """What distinguishes one version of an item: its number, its moment, its act, and why."""

    n: int
    at: dt.datetime
    act: str
    why: str = ""


def enter_each(
    office: Office,
    who: Person,
    papers: Sequence[tuple[Item, NewPaper, Stage]],
    version: Entered,
) -> list[tuple[Filed, Sealed]]:
    """Seal stages as versions of their items; write version rows, words, log entries, outbox."""
    _keep_keys(office, papers, version.n)
    done = [_seal(office, who, item, paper, stage, version) for item, paper, stage in papers]
    more = {"version": version.n} if version.n > 1 else {}
    entries = [
        {
            **journal.of_item(item),
            "n": len(paper.files),
            "sha512": one.sha512s[next(iter(paper.files))],
            "more": more,
        }
        for (item, paper, _), one in zip(papers, done, strict=True)
    ]
    indices = journal.append_each(office, version.act, who, entries)
    insert_each(
        ItemVersion(n=version.n, at=version.at, by=who),
        ("item", "files", "log_index"),
        [
            (item.pk, _files(paper, one), index)
            for (item, paper, _), one, index in zip(papers, done, indices, strict=True)
        ],
    )
    ItemText.objects.bulk_create(
        [
            ItemText(item=item, body=paper.text, own=own_words(paper.made, paper.text))
            for item, paper, _ in papers
        ],
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["body", "own"],
    )
    known = [(item, {} if paper.closed else paper.made) for item, paper, _ in papers]
    validity.keep_each(known, is_new=version.n == 1)
    states = [(item, paper.made) for item, paper, _ in papers]
    form_states.keep_each(states, is_new=version.n == 1)
    staged = [(item.pk, one.name) for (item, _, _), one in zip(papers, done, strict=True)]
    insert_each(Outbox(), ("item", "stage"), staged)
    return [
        (Filed(item, version.n, dict(one.sha512s), index), one)
        for (item, _, _), one, index in zip(papers, done, indices, strict=True)
    ]


def _keep_keys(office: Office, papers: Sequence[tuple[Item, NewPaper, Stage]], n: int) -> None:
    """The keys of encrypted papers: durable in the store before their papers are committed.

    A paper that was staged before its grade asked for encryption goes back to whoever files it.
    """
    asks = cache(partial(cipher.asks, office))
    if any(paper.closed is None and asks(item.rank) for item, paper, _ in papers):
        raise OutsideFailed(
            say("The paper's grade asks for encryption since a moment ago"),
            why=say("it was on its way unencrypted; nothing was filed"),
            fix=say("file it again"),
        )
    sealed = [(item, paper.closed) for item, paper, _ in papers if paper.closed]
    cipher.keep(office, [one for _, one in sealed])
    PaperKey.objects.bulk_create(
        [PaperKey(item=item, n=n, recipient=one.recipient) for item, one in sealed]
    )


def _seal(
    office: Office, who: Person, item: Item, paper: NewPaper, stage: Stage, version: Entered
) -> Sealed:
    urn = ItemId(DossierNumber(item.dossier_id), item.turn).urn
    _must_be_writable(office.folder / "archive" / object_path(urn))
    message = f"filed {item}" if version.n == 1 else f"filed version {version.n} of {item}"
    return stage.seal(
        urn,
        message=f"{message}: {version.why}" if version.why else message,
        user=(who.code, f"urn:docgen:person:{who.code}"),
        created=version.at,
        extra={METADATA: _metadata(item, paper, who, version, stage.digests)},
    )


def _must_be_writable(place: Path) -> None:
    """Refuse before the commit what could not be published after it."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        raise OutsideFailed(
            say("The archive cannot be written to: {folder}", folder=there),
            why=say("it is no folder, or the operating system forbids it; nothing was filed"),
            fix=say("give the account that runs docgen the right to write there"),
            file=str(there),
        )


def _publish(office: Office, sealed: Sealed) -> None:
    """Step 3; if the disk fails now, the paper is filed all the same and recovery finishes it."""
    try:
        office.store.publish(sealed.name)
    except Problem as problem:
        _left_to_recovery(sealed.name, problem)


def _left_to_recovery(name: str, problem: Problem) -> None:
    _log.warning("publishing %s is left to recovery: %s", name, problem.what)


def _files(paper: NewPaper, sealed: Sealed) -> str:
    hmacs = paper.closed.hmacs if paper.closed else {}
    return json.dumps(
        [
            {"path": path, "sha512": sealed.sha512s[path], "size": len(data)}
            | ({"hmac": hmacs[path]} if path in hmacs else {})
            for path, data in paper.files.items()
        ]
    )


def _metadata(
    item: Item,
    paper: NewPaper,
    who: Person,
    version: Entered,
    digests: Mapping[str, Digests],
) -> bytes:
    """``item.json``: what an archivist needs to know of the paper without docgen.

    It names the SM3 of each file (DA/T 97-2023), which the OCFL inventory cannot (ADR 0006).
    """
    customer = item.dossier.customer
    facts = {
        "docgen": 1,
        "item": str(item),
        "dossier": str(item.dossier),
        "dossier_type": item.dossier.type,
        "dossier_key": item.dossier.key,
        "customer": {"id": customer.code, "name": customer.name, "kind": customer.kind},
        "title": item.title,
        "group": item.group,
        "grade": Grade.of_rank(item.rank).code,
        "grade_mark": Grade.of_rank(item.rank).mark,
        "retention": item.retention,
        "number": item.form_number,
        "dated": item.dated.isoformat(),
        "filed_at": item.filed_at.astimezone(dt.UTC).isoformat(),
        "filed_by": item.filed_by.code,
        "version": version.n,
        "version_at": version.at.astimezone(dt.UTC).isoformat(),
        "version_by": who.code,
        "files": {
            name: {"size": one.size, "sm3": one.sm3} for name, one in digests.items() if one.sm3
        },
        "made": {"program": __version__, **({} if paper.closed else paper.made)},
    }
    if paper.closed:
        facts[cipher.ENCRYPTED] = paper.closed.told({"program": __version__, **paper.made})
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()
