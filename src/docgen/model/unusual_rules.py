"""The rules of ``unusual``, one class each; what one remembers reaches no further than needed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping

from docgen.model.unusual import About, Look, Rule
from docgen.model.unusual_file import Figures

_NOTHING: tuple[int, ...] = ()


def rules(figures: Figures, about: About) -> Mapping[str, Rule]:
    """The rules that are on, each knowing nothing yet."""
    return {name: _RULES[name](of, about) for name, of in figures.of.items()}


class _Window:
    """The last acts of one person, and how many different things they were about."""

    def __init__(self) -> None:
        self.acts: deque[tuple[dt.datetime, int, str, int]] = deque()
        self.things: Counter[str] = Counter()
        self.total = 0
        self.is_over = False

    def add(self, look: Look, thing: str, since: dt.datetime) -> None:
        """Add an act, and forget those before a moment."""
        self.acts.append((look.at, look.idx, thing, look.times))
        self.things[thing] += look.times
        self.total += look.times
        while self.acts[0][0] < since:
            _, _, gone, times = self.acts.popleft()
            self.total -= times
            self.things[gone] -= times
            if not self.things[gone]:
                del self.things[gone]

    def told(self, *, is_over: bool) -> Iterable[int]:
        """All entries when the measure is reached, then each new one while it is exceeded."""
        begins, self.is_over = is_over and not self.is_over, is_over
        if begins:
            return [idx for _, idx, _, _ in self.acts]
        return [self.acts[-1][1]] if is_over else _NOTHING


class _Rule:
    """A rule with its figures, and a window for each person, paper or dossier."""

    def __init__(self, of: Mapping[str, int], about: About) -> None:
        self.of, self.about = of, about
        self.windows: dict[object, _Window] = defaultdict(_Window)

    def distinct(
        self, key: object, look: Look, thing: str, since: dt.datetime, least: int
    ) -> Iterable[int]:
        """The window's entries, if it holds so many different things."""
        window = self.windows[key]
        window.add(look, thing, since)
        return window.told(is_over=len(window.things) >= least)


class Night(_Rule):
    """U1: at night or on a day off."""

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        is_early, is_late = look.at.hour < self.of["ends"], look.at.hour >= self.of["begins"]
        off = is_early or is_late or not self.about.is_worked(look.at.date())
        return [look.idx] if look.takes and off else _NOTHING


class Bulk(_Rule):
    """U2: many different papers within minutes."""

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if not look.takes:
            return _NOTHING
        since = look.at - dt.timedelta(minutes=self.of["minutes"])
        return self.distinct(look.who, look, look.obj, since, self.of["papers"])


class Refusals(_Rule):
    """U3: many refusals within hours."""

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if look.res != "deny":
            return _NOTHING
        window = self.windows[look.who]
        window.add(look, look.obj, look.at - dt.timedelta(hours=self.of["hours"]))
        return window.told(is_over=window.total >= self.of["refused"])


class OtherUnit(_Rule):
    """U4: papers that another unit keeps, on one day; the archive's keepers need all of them."""

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if not look.takes or look.keeps or not look.dossier:
            return _NOTHING
        if self.about.keeper_of(look.dossier) == self.about.unit_of(look.who):
            return _NOTHING
        midnight = look.at.replace(hour=0, minute=0, second=0, microsecond=0)
        return self.distinct(look.who, look, look.obj, midnight, self.of["papers"])


class Purpose(_Rule):
    """U5: a purpose out of character, once there is enough to judge by."""

    def __init__(self, of: Mapping[str, int], about: About) -> None:
        super().__init__(of, about)
        self.had: dict[str, Counter[str]] = defaultdict(Counter)

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if not (look.takes and look.why):
            return _NOTHING
        had = self.had[look.who]
        is_new = had.total() >= self.of["history"] and not had[look.why]
        had[look.why] += 1
        return [look.idx] if is_new else _NOTHING


class AfterLoan(_Rule):
    """U6: a paper taken soon after its loan came back, or wanted when the loan was overdue (R5)."""

    def __init__(self, of: Mapping[str, int], about: About) -> None:
        super().__init__(of, about)
        self.ended: dict[tuple[str, str], dt.datetime] = {}

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if look.act.startswith("loan.") and look.res == "allow":
            self._note(look)
        elif look.act in CONTENT_OF_A_PAPER and not look.keeps:
            ended = self.ended.get((look.who, look.obj))
            span = dt.timedelta(days=self.of["days"])
            is_soon = ended is not None and look.at - ended < span
            if is_soon or (look.res == "deny" and "R5" in look.rules):
                return [look.idx]
        return _NOTHING

    def _note(self, look: Look) -> None:
        key = (self.about.borrower_of(look.loan), look.obj)
        if look.act == "loan.handed-over":
            self.ended.pop(key, None)
        elif look.act in ENDS:
            self.ended[key] = look.at


class TopGrade(_Rule):
    """U7: the same paper of the highest grade again and again."""

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if not look.takes or look.grade != "A":
            return _NOTHING
        since = look.at - dt.timedelta(days=self.of["days"])
        return self.distinct((look.who, look.obj), look, str(look.idx), since, self.of["times"])


class Silent(_Rule):
    """U8: an account that did nothing for long, or never since it was opened, takes a paper."""

    def __init__(self, of: Mapping[str, int], about: About) -> None:
        super().__init__(of, about)
        self.seen: dict[str, dt.datetime] = {}
        self.start: dt.datetime | None = None

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act; who was not seen yet was silent at least since the first one."""
        self.start = self.start or look.at
        before = self.seen.get(look.who, self.start)
        self.seen[look.who] = look.at
        if look.act == "person.added" and look.res == "allow":
            self.seen[look.obj] = look.at
        is_long = look.at - before >= dt.timedelta(days=self.of["days"])
        return [look.idx] if look.takes and is_long else _NOTHING


class ManyPeople(_Rule):
    """U9: one dossier taken by many people (R-066)."""

    def __call__(self, look: Look) -> Iterable[int]:
        """See an act."""
        if not look.takes or not look.dossier:
            return _NOTHING
        since = look.at - dt.timedelta(days=self.of["days"])
        return self.distinct(look.dossier, look, look.who, since, self.of["people"])


#: Acts on one paper itself; handing over a loan is how one begins.
CONTENT_OF_A_PAPER = frozenset({"item.read", "item.compared", "copy.issued"})
ENDS = frozenset({"loan.returned", "loan.reported-lost"})
_RULES: Mapping[str, Callable[[Mapping[str, int], About], Rule]] = {
    "U1": Night,
    "U2": Bulk,
    "U3": Refusals,
    "U4": OtherUnit,
    "U5": Purpose,
    "U6": AfterLoan,
    "U7": TopGrade,
    "U8": Silent,
    "U9": ManyPeople,
}
