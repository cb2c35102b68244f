"""The way of each old paper: read, compared with what is there, looked at, filed in groups.

Reading and looking run ahead while a group is filed. What is read waits in memory, so a group has
at most 250 papers and a portion given to a child only as many bytes as it can hold. A paper that
may not be filed is found by halving its group: it does not keep the others out.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha512

from docgen.errors import BadInput, NotAllowed, NotFound, say
from docgen.office import filing
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.office.taking_in_known import Digests, Known
from docgen.office.taking_in_paper import NotTaken, OldPaper
from docgen.register.models import Dossier, Person
from docgen.render.extracts import extract_each
from docgen.render.text import Extract

#: Papers and bytes that are filed together, and that are given to one child.
GROUP, GROUP_BYTES = 250, 64_000_000
_PORTION, _PORTION_BYTES = 64, 8_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """A paper with its bytes, and what its files say."""

    paper: OldPaper
    files: Digests
    data: tuple[bytes, ...]
    seen: tuple[Extract, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return sum(map(len, self.data))


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper that is in the office now.

    Args:
        paper: The paper.
        item: Its item; "" after a dry run.
        before: Whether an earlier run had filed it.
        warnings: What to know before it is opened.
    """

    paper: OldPaper
    item: str = ""
    before: bool = False
    warnings: tuple[str, ...] = ()


Step = Taken | NotTaken
_Waiting = tuple[list[Read | Step], "Future[list[Extract | BadInput]]"]


def looked_at(
    office: Office, papers: Iterable[OldPaper], known: Known, *, again: bool
) -> Iterator[Read | Step]:
    """Read and look at each paper; those that could be filed, and what became of the others.

    Args:
        office: The office.
        papers: The papers.
        known: What the office has already.
        again: Whether duplicates are filed all the same.
    """
    most = office.settings.max_megabytes * 1_000_000
    jobs = len(os.sched_getaffinity(0))
    first: dict[frozenset[str], str] = {}
    waiting: deque[_Waiting] = deque()
    pool = ThreadPoolExecutor(jobs)
    try:
        for portion in _portions(_compared(one, known, most, again=again) for one in papers):
            named = [
                file
                for one in portion
                if isinstance(one, Read)
                for file in zip(one.files, one.data, strict=True)
            ]
            waiting.append((portion, pool.submit(extract_each, named)))
            if len(waiting) > jobs:
                yield from _seen(*waiting.popleft(), first, again=again)
        while waiting:
            yield from _seen(*waiting.popleft(), first, again=again)
    finally:
        pool.shutdown(cancel_futures=True)


def filed(office: Office, who: Person, some: Sequence[Read]) -> Iterator[Step]:
    """File a group of papers together; one that is refused is left out, the others are filed."""
    try:
        done = filing.file_many(office, who, [(one.paper.place, _new(one)) for one in some])
    except (BadInput, NotAllowed, NotFound) as problem:
        if len(some) == 1:
            yield some[0].paper.refused(problem.what, problem.fix)
            return
        half = len(some) // 2
        yield from filed(office, who, some[:half])
        yield from filed(office, who, some[half:])
        return
    for one, made in zip(some, done, strict=True):
        yield Taken(one.paper, str(made.item), warnings=_warnings(one))


def groups(steps: Iterable[Read | Step]) -> Iterator[list[Read] | Step]:
    """The papers in groups that are filed together; what became of the others goes through."""
    group: list[Read] = []
    for one in steps:
        if not isinstance(one, Read):
            yield one
            continue
        if group and (len(group) == GROUP or one.size + sum(r.size for r in group) > GROUP_BYTES):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def could_be_taken(one: Read) -> Taken:
    """What a dry run says of a paper that could be filed."""
    return Taken(one.paper, warnings=_warnings(one))


def _compared(paper: OldPaper, known: Known, most: int, *, again: bool) -> Read | Step:
    """Read a paper, unless the office has it already."""
    try:
        data = tuple(one.read(most) for one in paper.files.values())
    except BadInput as problem:
        return paper.refused(problem.why, problem.fix)
    files = {name: sha512(one).hexdigest() for name, one in zip(paper.files, data, strict=True)}
    if isinstance(paper.place, Dossier):
        item = known.take_same(paper.place.pk, files)
        if item:
            return Taken(paper, item, before=True)
    copy, state = known.copy_of(files)
    if not copy or again:
        return Read(paper, files, data)
    why = say("the office has it already: {item}", item=copy)
    if state == "destroyed":
        why = say("it was destroyed as {item}", item=copy)
    return _duplicate(paper, why)


def _duplicate(paper: OldPaper, why: str) -> NotTaken:
    return paper.refused(why, say("leave it, or take duplicates too").by("--duplicates take"))


def _portions(steps: Iterable[Read | Step]) -> Iterator[list[Read | Step]]:
    portion, size = list[Read | Step](), 0
    for one in steps:
        more = one.size if isinstance(one, Read) else 0
        if portion and (len(portion) == _PORTION or size + more > _PORTION_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(one)
        size += more
    if portion:
        yield portion


def _seen(
    portion: Sequence[Read | Step],
    answers: Future[list[Extract | BadInput]],
    first: dict[frozenset[str], str],
    *,
    again: bool,
) -> Iterator[Read | Step]:
    """What was found in the files of a portion; the second of two equal papers is a duplicate."""
    told = iter(answers.result())
    for one in portion:
        if not isinstance(one, Read):
            yield one
            continue
        seen = [next(told) for _ in one.data]
        bad = next((each for each in seen if isinstance(each, BadInput)), None)
        if bad:
            yield one.paper.refused(bad.why, bad.fix)
            continue
        same = first.setdefault(frozenset(one.files.values()), one.paper.source)
        if same != one.paper.source and not again:
            yield _duplicate(one.paper, say("it is the same as {file}", file=same))
        else:
            good = tuple(each for each in seen if isinstance(each, Extract))
            yield Read(one.paper, one.files, one.data, good)


def _new(one: Read) -> NewPaper:
    paper = one.paper
    types = {name: seen.media_type for name, seen in zip(one.files, one.seen, strict=True)}
    made: dict[str, object] = {"source": paper.source, "media_type": next(iter(types.values()))}
    if len(types) > 1:
        made["media_types"] = types
    if paper.noted:
        made["noted"] = dict(paper.noted)
    if paper.came:
        made["came"] = dict(paper.came)
    return NewPaper(
        files=dict(zip(one.files, one.data, strict=True)),
        title=paper.title,
        group=paper.group,
        text="\n".join([*(seen.text for seen in one.seen), *paper.noted.values()]),
        grade=paper.grade,
        made=made,
        dated=paper.dated,
        retention=paper.retention,
        described=paper.described,
    )


def _warnings(one: Read) -> tuple[str, ...]:
    return (*one.paper.remarks, *(warning for seen in one.seen for warning in seen.warnings))
