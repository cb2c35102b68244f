"""A tree of old papers as a plan: the top folders are dossiers, the files papers.

    KH-00042 样例公司/a/2019-03-12 服务合同.pdf       group a, dated 12 March 2019
    KH-00042 样例公司/维修记录/水泵.jpg                no group of that name: the usual one
    KH-00042 样例公司/a/转让协议（一件）/*.pdf          one paper, all files of the folder

A folder below the dossier's is its group if it is called like one; all other folders only hold
papers together. The name of a file is a title that the archivist made up (DA/T 22-2015). Papers
are numbered as a catalogue goes: by group, then by date.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Problem, say
from docgen.model.grades import Grade
from docgen.office.taking_in_names import ONE_PAPER, day_in, title_in
from docgen.office.taking_in_paper import NotTaken, OldPaper, Plan
from docgen.office.taking_in_places import Places, label
from docgen.office.taking_in_tree import Found, walk

_MADE_UP = {"made_up": True}


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for all papers of a tree.

    Args:
        today: The office's day.
        group: The group of papers that lie in no folder of a group.
        grade: The grade; each dossier's if ``None``.
        dated: The date of papers whose name tells none; ``None`` for no date.
    """

    today: dt.date
    group: str
    grade: Grade | None = None
    dated: dt.date | None = None


def plan(root: Path, office: Path, places: Places, given: Given) -> Plan:
    """Find the papers below a folder and say where each belongs, or why it does not."""
    tree = walk(root, office)
    papers: list[OldPaper] = []
    refused: list[NotTaken] = []
    for files in _papers(tree.files):
        faults = list(_faults(files))
        if not faults:
            try:
                papers.append(_paper(files, places, given))
            except Problem as problem:
                faults = [NotTaken(one.source, problem.what, problem.fix) for one in files]
        refused += faults
    papers.sort(key=lambda one: _turn(places, one))
    return Plan(tuple(papers), tuple(refused), tree.passed_over)


def _turn(places: Places, paper: OldPaper) -> tuple[str, int, dt.date, str]:
    """By dossier, then as its catalogue goes: by group, then by date, those without one last."""
    keys = [group.key for group in places.kind(paper.place).groups]
    return (
        label(paper.place),
        keys.index(paper.group),
        paper.dated or dt.date.max,
        paper.source,
    )


def _papers(files: Sequence[Found]) -> Iterator[list[Found]]:
    """The files of each paper: one, or all of a folder that says it is one paper."""
    together: defaultdict[str, list[Found]] = defaultdict(list)
    for file in files:
        together[_whole(file.source) or file.source].append(file)
    yield from together.values()


def _whole(source: str) -> str:
    """The folder of one paper that a file lies in, below its dossier's; "" for none."""
    parts = source.split("/")[:-1]
    ends = (n for n, part in enumerate(parts[1:], start=2) if part.endswith(ONE_PAPER))
    return "/".join(parts[: next(ends, 0)])


def _faults(files: Sequence[Found]) -> Iterator[NotTaken]:
    """What speaks against a paper before its place is known; half a paper is not taken."""
    own = {one.source: fault for one in files if (fault := _fault(one))}
    for one in files if own else ():
        other = say("{file} of the same paper is not taken", file=shown(next(iter(own))))
        fix = say("put it right, or take it out of the folder")
        yield NotTaken(one.source, own.get(one.source, other), fix)


def _fault(file: Found) -> str:
    if file.fault:
        return file.fault
    if "/" not in file.source:
        return say("it lies in no folder of a dossier")
    if (folder := _whole(file.source)) and "/" in file.source.removeprefix(f"{folder}/"):
        return say("the folder of one paper holds another folder")
    return ""


def _paper(files: Sequence[Found], places: Places, given: Given) -> OldPaper:
    folder, first = _whole(files[0].source), files[0].source
    top, *inner = first.split("/")
    place = places.find(top)
    group = (places.group(place, inner[0]) if len(inner) > 1 else "") or given.group
    places.check(place, group, given.grade)
    name = (folder or first).rpartition("/")[2]
    return OldPaper(
        source=folder or first,
        files={one.path.name: one for one in files},
        place=place,
        group=group,
        title=title_in(name),
        dated=day_in(name, given.today) or given.dated,
        grade=given.grade,
        described=_MADE_UP,
    )


def shown(source: str) -> str:
    """A path as it can be printed, whatever bytes are in it."""
    return source.encode("utf-8", "backslashreplace").decode()
