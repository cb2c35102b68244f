"""How whole a dossier is: what it lacks, what has run out, and the four measures of R-030.

    完整 complete     required papers that are there, of those and of drafts (R-024)
    准确 accurate     papers signed and certificates valid, of all such     (R-023, G-055)
    及时 timely       papers not overdue for the archive; not stale         (R-025, R-100)
    系统 systematic   turns filed without a gap, in a group of the type     (R-050)

A measure is so many of so many; nothing to measure counts as whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.errors import say
from docgen.model.certificates import Certificate
from docgen.model.dossier import DossierType, Filed, Missing, missing
from docgen.model.span import months_after


@dataclass(frozen=True, slots=True)
class Paper:
    """A filed paper as completeness sees it.

    Args:
        filed: Its turn, group, title and template.
        filed_on: The day it was filed, or its newest version.
        is_unsigned: It is a form with places to sign, and no signed copy of it is filed.
        blanks: How many required answers it leaves blank: it is a draft if there are any.
        certificates: What it says of certificates.
        late_since: The day it should have gone to the archive, if that is over.
    """

    filed: Filed
    filed_on: dt.date
    is_unsigned: bool = False
    blanks: int = 0
    certificates: tuple[Certificate, ...] = ()
    late_since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """So many of so many are as they should be."""

    met: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 is said only of what is whole."""
        return 100 * self.met // self.of if self.of else 100

    def __add__(self, other: Measure) -> Measure:
        """Both counted together."""
        return Measure(self.met + other.met, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Measures:
    """The four of R-030."""

    complete: Measure = Measure(0, 0)
    accurate: Measure = Measure(0, 0)
    timely: Measure = Measure(0, 0)
    systematic: Measure = Measure(0, 0)

    def __add__(self, other: Measures) -> Measures:
        """Those of several dossiers together."""
        return Measures(
            self.complete + other.complete,
            self.accurate + other.accurate,
            self.timely + other.timely,
            self.systematic + other.systematic,
        )

    def percents(self) -> dict[str, int]:
        """Each measure by its name."""
        return {
            "complete": self.complete.percent,
            "accurate": self.accurate.percent,
            "timely": self.timely.percent,
            "systematic": self.systematic.percent,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What one dossier lacks, and its measures."""

    lacks: tuple[Missing, ...]
    measures: Measures


@dataclass(frozen=True, slots=True)
class Summary:
    """One unit's dossiers together.

    Args:
        dossiers: How many there are.
        whole: How many of them lack nothing.
        lacks: How many findings there are of each kind.
        measures: All measures together.
    """

    dossiers: int = 0
    whole: int = 0
    lacks: Mapping[str, int] = field(default_factory=dict)
    measures: Measures = Measures()


def examine(
    kind: DossierType,
    papers: Sequence[Paper],
    reached: Mapping[str, dt.date],
    opened_on: dt.date,
    today: dt.date,
) -> Report:
    """All that a dossier lacks today, and its four measures.

    Args:
        kind: Its type.
        papers: What is in it.
        reached: The stages it came to.
        opened_on: The day it was opened; a dossier without papers is stale counted from it.
        today: The day asked about.
    """
    filed = [paper.filed for paper in papers]
    stale = list(_stale(kind, papers, reached, opened_on, today))
    lacks = (
        *missing(kind, filed, reached),
        *_expired(papers, today),
        *_unsigned(papers),
        *_drafts(papers),
        *_late(papers),
        *stale,
    )
    return Report(lacks, _measures(kind, papers, reached, today, is_stale=bool(stale)))


def summary(reports: Iterable[Report]) -> Summary:
    """The dossiers of one unit together."""
    total = Summary()
    for one in reports:
        lacks = dict(total.lacks)
        for lack in one.lacks:
            lacks[lack.kind] = lacks.get(lack.kind, 0) + 1
        total = Summary(
            total.dossiers + 1,
            total.whole + (not one.lacks),
            lacks,
            total.measures + one.measures,
        )
    return total


def _expired(papers: Sequence[Paper], today: dt.date) -> Iterator[Missing]:
    for paper, one in _newest(papers):
        if one.is_expired(today):
            text = say("{name} ran out on {day}", name=one.name, day=one.until.isoformat())
            yield Missing("expired", paper.filed.group, one.name, text, "G-055")


def _newest(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Certificate]]:
    """Each certificate once, as the newest paper that names it says."""
    found: dict[str, tuple[Paper, Certificate]] = {}
    for paper in sorted(papers, key=lambda one: (one.filed_on, one.filed.turn)):
        found |= {one.name: (paper, one) for one in paper.certificates}
    yield from found.values()


def _unsigned(papers: Sequence[Paper]) -> Iterator[Missing]:
    for paper in papers:
        if paper.is_unsigned:
            filed = paper.filed
            text = say(
                "no signed copy of {turn} {title} is filed",
                turn=f"{filed.turn:04d}",
                title=filed.title,
            )
            yield Missing("unsigned", filed.group, filed.title, text, "R-023")


def _drafts(papers: Sequence[Paper]) -> Iterator[Missing]:
    for paper in papers:
        if paper.blanks:
            filed = paper.filed
            text = say(
                "{turn} {title} is a draft: {n} answers are missing",
                turn=f"{filed.turn:04d}",
                title=filed.title,
                n=paper.blanks,
            )
            yield Missing("draft", filed.group, filed.title, text, "R-024")


def _late(papers: Sequence[Paper]) -> Iterator[Missing]:
    for paper in papers:
        if paper.late_since:
            filed = paper.filed
            text = say(
                "{turn} {title} should have gone to the archive by {day}",
                turn=f"{filed.turn:04d}",
                title=filed.title,
                day=paper.late_since.isoformat(),
            )
            yield Missing("late", filed.group, filed.title, text, "R-028")


def _stale(
    kind: DossierType,
    papers: Sequence[Paper],
    reached: Mapping[str, dt.date],
    opened_on: dt.date,
    today: dt.date,
) -> Iterator[Missing]:
    """Nothing new for too long; a dossier that came to its last stage is finished, not stale."""
    is_over = bool(kind.stages) and kind.stages[-1].key in reached
    last = max((paper.filed_on for paper in papers), default=opened_on)
    if kind.review_months and not is_over and today > months_after(last, kind.review_months):
        text = say("nothing new has been filed since {day}", day=last.isoformat())
        yield Missing("stale", "", last.isoformat(), text, "R-025")


def _measures(
    kind: DossierType,
    papers: Sequence[Paper],
    reached: Mapping[str, dt.date],
    today: dt.date,
    *,
    is_stale: bool,
) -> Measures:
    filed = [paper.filed for paper in papers]
    wanted, drafts = kind.wanted(reached), sum(paper.blanks > 0 for paper in papers)
    valid = [not one.is_expired(today) for _, one in _newest(papers)]
    sound = [*valid, *(not paper.is_unsigned for paper in papers)]
    in_time = [*(paper.late_since is None for paper in papers), not is_stale]
    turns = max((paper.filed.turn for paper in papers), default=0)
    placed = [paper for paper in papers if kind.group(paper.filed.group)]
    return Measures(
        complete=Measure(sum(kind.has(one, filed) for one in wanted), len(wanted) + drafts),
        accurate=Measure(sum(sound), len(sound)),
        timely=Measure(sum(in_time), len(in_time)),
        systematic=Measure(len(placed), turns),
    )
