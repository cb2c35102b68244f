"""What a dossier is: its type, its groups, what must be in it, and what is missing.

A type is data, one TOML table (``rules/dossier-types/*.toml``; G-011). The six groups and
their order follow R-050 … R-055; the sixth is left free there and holds other carriers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from docgen.errors import say
from docgen.model.grades import Grade


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a dossier: its key, letter, Chinese title, and how it is kept.

    ``order`` is ``filed``, or ``date`` for the order of the papers' own dates (R-055, R-061).
    What lies in a ``past`` group is of an earlier owner or tenant: no other group's need is met.
    """

    key: str
    letter: str
    title: str
    form: str = "loose-leaf"
    mandatory: bool = False
    order: str = "filed"
    past: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage a dossier comes to (签约, 入伙, 结束); its day starts deadlines."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Required:
    """A paper that must be in the dossier, recognised by its template or its title.

    Args:
        title: What is missed if it is not there.
        group: Where it belongs.
        template: The form it is made from; "" if docgen has none.
        source: The rule that wants it.
        stage: From which stage on it must be there; "" for always.
        or_titles: Papers that do instead of it, by title.
        or_templates: Papers that do instead of it, by template.
    """

    title: str
    group: str
    template: str = ""
    source: str = ""
    stage: str = ""
    or_titles: tuple[str, ...] = ()
    or_templates: tuple[str, ...] = ()

    def is_met(self, titles: Collection[str], templates: Collection[str]) -> bool:
        """Whether one of these papers is the one that is wanted."""
        forms = filter(None, (self.template, *self.or_templates))
        return any(form in templates for form in forms) or any(
            title in titles for title in (self.title, *self.or_titles)
        )


@dataclass(frozen=True, slots=True)
class DossierType:
    """One type of dossier.

    Args:
        name: The slug, as in ``rules/dossier-types/customer.toml``.
        title: The Chinese name.
        key_label: What the key is called (客户编号, 房号, 户号, 工号).
        unit: The custodian unit (R-012 … R-022).
        grade: The grade its papers have unless raised (R-029).
        retention: How long it is kept (R-116).
        groups: In the order of the catalogue.
        required: What must be there (R-024).
        number: The pattern of its file numbers (G-002); "" for none.
        stages: In the order in which a dossier comes to them.
        review_months: After how many months without a new paper it counts as stale
            (R-025, R-100); 0 for never.
        sold_into: The group that earlier papers go to when the buyer changes (R-043, R-055);
            "" for a type that has no buyer.
        sold_moves: The groups whose papers go there.
        sold_as: The type the dossier is from then on; "" for the same.
    """

    name: str
    title: str
    key_label: str
    unit: str
    grade: Grade
    retention: str
    groups: tuple[Group, ...]
    required: tuple[Required, ...] = ()
    number: str = ""
    stages: tuple[Stage, ...] = ()
    review_months: int = 0
    sold_into: str = ""
    sold_moves: tuple[str, ...] = ()
    sold_as: str = ""

    def wanted(self, reached: Collection[str] = ()) -> list[Required]:
        """What must be there once a dossier has come to these stages."""
        keys = [stage.key for stage in self.stages]
        last = max((keys.index(key) for key in reached if key in keys), default=-1)
        due = {"", *keys[: last + 1]}
        return [one for one in self.required if one.stage in due]

    def has(self, wanted: Required, papers: Iterable[Filed]) -> bool:
        """Whether one of these papers is the one that is wanted; the past does not count."""
        past = {group.key for group in self.groups if group.past} - {wanted.group}
        there = [paper for paper in papers if paper.group not in past]
        return wanted.is_met({one.title for one in there}, {one.template for one in there})

    def group(self, key: str) -> Group | None:
        """The group with this key, if the type has it."""
        return next((group for group in self.groups if group.key == key), None)


@dataclass(frozen=True, slots=True)
class Filed:
    """What completeness needs to know of a filed paper."""

    turn: int
    group: str
    title: str
    template: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that should be there and is not: ``required``, ``group`` or ``gap``."""

    kind: str
    group: str
    title: str
    text: str
    source: str = ""


def missing(
    kind: DossierType, papers: Sequence[Filed], reached: Collection[str] = ()
) -> list[Missing]:
    """What the dossier lacks: required papers, mandatory groups, turns in the numbering.

    Args:
        kind: Its type.
        papers: What is in it.
        reached: The stages it has come to.
    """
    return [*_required(kind, papers, reached), *_groups(kind, papers), *_gaps(papers)]


def _required(
    kind: DossierType, papers: Sequence[Filed], reached: Collection[str]
) -> Iterable[Missing]:
    for wanted in kind.wanted(reached):
        if not kind.has(wanted, papers):
            title = " / ".join((wanted.title, *wanted.or_titles))
            text = say("{title} is not in the dossier", title=title)
            yield Missing("required", wanted.group, wanted.title, text, wanted.source)


def _groups(kind: DossierType, papers: Sequence[Filed]) -> Iterable[Missing]:
    filled = {paper.group for paper in papers}
    for group in kind.groups:
        if group.mandatory and group.key not in filled:
            text = say(
                "the group {letter} {title} is empty", letter=group.letter, title=group.title
            )
            yield Missing("group", group.key, group.title, text, "R-051")


def _gaps(papers: Sequence[Filed]) -> Iterable[Missing]:
    turns = {paper.turn for paper in papers}
    for turn in range(1, max(turns, default=0)):
        if turn not in turns:
            text = say("number {turn} is missing", turn=f"{turn:04d}")
            yield Missing("gap", "", f"{turn:04d}", text, "R-024")
