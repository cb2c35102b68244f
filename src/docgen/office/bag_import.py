"""A bag as a plan of papers to take in; what becomes of the plan is ``taking_in``'s business.

A bag of docgen tells its papers in ``catalogue.json``: each becomes a new item with its title,
date, description and grade, never a lower one. Of another bag every payload file is a paper whose
title is its name. Before there is any plan the whole bag was checked (``archive.bag_check``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen.archive.bag_check import Bag, open_bag
from docgen.errors import Problem, say
from docgen.model.customer import DOSSIER_TYPE, CustomerKind
from docgen.model.grades import Grade
from docgen.office import customers, dossiers
from docgen.office.bag_catalogue import Told, read_catalogue
from docgen.office.desk import Office
from docgen.office.taking_in_names import day_in, is_left_behind, title_in
from docgen.office.taking_in_paper import NotTaken, OldPaper, Plan
from docgen.office.taking_in_places import Place, Places
from docgen.office.taking_in_tree import refused
from docgen.register.models import Person


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for all papers of a bag.

    Args:
        dossier: The dossier's number, or a customer who has just one; "" if ``customer`` is named.
        customer: The customer, whose dossier is opened if he has none.
        opening: The type of that dossier; the usual one of such a customer if "".
        group: The group of papers whose own the dossier does not have.
        grade: The lowest grade that a paper gets; the bag's or the dossier's own if ``None``.
    """

    dossier: str
    customer: str
    opening: str
    group: str
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload file of a bag."""

    bag: Bag
    path: str

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.bag.payload[self.path]

    def read(self, most: int) -> bytes:
        """Its bytes, compared with its manifest once more."""
        if self.size > most:
            limit = say("it is larger than {limit} MB", limit=most // 1_000_000)
            raise refused(self.path, limit, say("make it smaller, or raise max_megabytes"))
        if not self.size:
            raise refused(self.path, say("it is empty"), say("look for the whole file"))
        return self.bag.read(self.path)


def planning(
    office: Office, who: Person, path: Path, given: Given, stack: ExitStack
) -> Callable[[], Plan]:
    """What makes the plan of the bag at ``path``, which stays open as long as ``stack``."""

    def make() -> Plan:
        places, place = _place(office, who, given)
        bag = stack.enter_context(open_bag(path))
        catalogue = read_catalogue(bag)
        if catalogue is None:
            return _foreign(office, bag, places, place, given)
        return _ours(catalogue, bag, places, place, given)

    return make


def _place(office: Office, who: Person, given: Given) -> tuple[Places, Place]:
    if given.dossier:
        return Places(office, who, {}, None), dossiers.resolve(who, given.dossier)
    row = customers.resolve(who, given.customer)
    kind = given.opening or DOSSIER_TYPE[CustomerKind(row.kind)]
    places = Places(office, who, {}, office.rules.dossier_type(kind))
    return places, places.find(row.code)


def _ours(told: Told, bag: Bag, places: Places, place: Place, given: Given) -> Plan:
    """The papers that the catalogue tells; what is in the bag besides is not taken."""
    papers, not_taken = [], list(told.not_taken)
    for one in told.papers:
        own = places.kind(place).group(one.group)
        group, grade = (one.group if own else given.group), _highest(one.grade, given.grade)
        try:
            places.check(place, group, grade)
        except Problem as problem:
            not_taken.append(NotTaken(one.source, problem.what, problem.fix))
            continue
        papers.append(
            OldPaper(
                source=one.source,
                files={name: Payload(bag, path) for name, path in one.files.items()},
                place=place,
                group=group,
                title=one.title,
                dated=one.dated,
                grade=grade,
                described=one.described,
                came={**_came(bag), **one.came},
            )
        )
    return Plan(tuple(papers), tuple(not_taken))


def _foreign(office: Office, bag: Bag, places: Places, place: Place, given: Given) -> Plan:
    """Every payload file a paper of its own."""
    places.check(place, given.group, given.grade)
    papers: list[OldPaper] = []
    passed_over = Counter[str]()
    for path in sorted(bag.payload):
        parts = PurePosixPath(path).parts[1:]
        if odd := next(filter(is_left_behind, parts), ""):
            passed_over[odd] += 1
            continue
        papers.append(
            OldPaper(
                source=path,
                files={parts[-1]: Payload(bag, path)},
                place=place,
                group=given.group,
                title=title_in(parts[-1]),
                dated=day_in(parts[-1], office.today),
                grade=given.grade,
                described={"made_up": True},
                came={**_came(bag), "item": path},
            )
        )
    return Plan(tuple(papers), (), passed_over)


def _highest(own: Grade, wanted: Grade | None) -> Grade:
    return max(own, wanted or own, key=lambda grade: grade.rank)


def _came(bag: Bag) -> dict[str, object]:
    """What ``item.json`` keeps of a paper's way here."""
    return {
        "organisation": bag.fact("Source-Organization"),
        "identifier": bag.fact("External-Identifier"),
        "bagged_on": bag.fact("Bagging-Date"),
        "bag": bag.identity,
    }
