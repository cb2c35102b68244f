"""The pictures a paper shows: which question each answers, and whether it is the one that was.

A picture is known by the digest of its bytes, so its size and place on the paper may change. It
answers the question whose bookmark or control stands around it; else that of which it bears the
label, or whose place it took.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import Detail, Said, say
from docgen.forms.form import Column
from docgen.forms.pictures import Picture, as_it_is
from docgen.forms.wrong import WrongValueError
from docgen.render.evidence import Evidence, marked
from docgen.render.marks import named
from docgen.render.plan import Plan
from docgen.render.reading import How, Place
from docgen.render.record import Record
from docgen.render.settle import UNKNOWN, Settled
from docgen.render.trace import Drawn, Trace


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture on the paper.

    Args:
        path: The field or column, ``items.view``, whose mark stands around it; "" for none.
        row: Which row that was when the paper was filled; ``None`` if it is not known.
        how: By what that was found.
        label: Its alternative text.
        sha256: The digest of its bytes.
        unit: The number of its paragraph or row in the paper.
        place: Where that is.
    """

    path: str
    row: int | None
    how: How
    label: str
    sha256: str
    unit: int
    place: Place


@dataclass(frozen=True, slots=True)
class Seen:
    """All pictures of a paper, but for those of the template itself.

    Args:
        shown: They.
        files: Their bytes by their digests.
        printed: The fields and columns whose picture stood on the paper when it was filled.
        times: How often the template prints each.
    """

    shown: tuple[Shown, ...] = ()
    files: Mapping[str, bytes] | None = None
    printed: frozenset[str] = frozenset()
    times: Mapping[str, int] | None = None

    def settle(
        self, path: str, column: Column, known: object, places: Sequence[Evidence]
    ) -> Settled:
        """The picture that answers a field of the form.

        Args:
            path: Its name.
            column: Its question.
            known: What was printed; ``UNKNOWN`` if there is no record.
            places: Where its mark stands.
        """
        there = {one.place for one in places}
        mine = self._of(path, column, known, self.shown, there)
        return self._settled(path, column, known, mine)

    def settle_cell(
        self, path: str, column: Column, known: object, row: Sequence[Evidence]
    ) -> Settled:
        """The same for a column, from the places of one row."""
        units, numbers = {one.unit for one in row}, {one.row for one in row} - {None}
        near = [
            one
            for one in self.shown
            if one.unit in units and (one.row is None or not numbers or one.row in numbers)
        ]
        there = {one.place for one in row if one.mark.path == path}
        return self._settled(path, column, known, self._of(path, column, known, near, there))

    def left(self, values: Iterable[object]) -> Iterator[Said]:
        """A sentence for each picture that answers no question."""
        used = set(_digests(values))
        for one in self.shown:
            if one.sha256 not in used:
                yield say("the picture in {place} is no answer of the form", place=one.place.said)

    def _of(
        self,
        path: str,
        column: Column,
        known: object,
        shown: Iterable[Shown],
        there: set[Place],
    ) -> list[Shown]:
        """The pictures that answer a question, by the surest way that finds any."""
        around = [one for one in shown if one.path == path]
        free = [one for one in shown if not one.path]
        same = [one for one in free if one.sha256 == _digest(known)]
        label = [one for one in free if one.label == column.label]
        return around or same or label or [one for one in free if one.place in there]

    def _settled(self, path: str, column: Column, known: object, mine: list[Shown]) -> Settled:
        old = _digest(known)
        if not mine:
            return self._gone(path, known)
        same = [one for one in mine if one.sha256 == old]
        new = {one.sha256: one for one in mine if one.sha256 != old}
        first = next(iter(new.values()), mine[0])
        once = (self.times or {}).get(path, 1) == 1
        if len(new) > 1 or (new and same and once):
            text = say("several pictures stand there")
            question = _asked(path, column, first, text, say("leave only the right one"))
            return Settled("", first.how, first.place, (question,))
        try:
            value = as_it_is(column, (self.files or {})[first.sha256])
        except WrongValueError as wrong:
            question = _asked(path, column, first, wrong.text, wrong.fix)
            return Settled("", first.how, first.place, (question,))
        return Settled(value, first.how, first.place)

    def _gone(self, path: str, known: object) -> Settled:
        """No picture stands there: none ever did, or somebody took it out."""
        if known is UNKNOWN:
            return Settled("", How.NOWHERE)
        if isinstance(known, Picture) and path in self.printed:
            return Settled("", How.PATTERN)
        return Settled(known, How.RECORD)


def seen(
    trace: Trace,
    plan: Plan,
    record: Record | None,
    before: tuple[Trace, Trace],
    files: Mapping[str, bytes],
) -> Seen:
    """The pictures of a paper.

    Args:
        trace: The paper.
        plan: Its template.
        record: The paper's record.
        before: The template itself, and the paper as it was filled; this one empty if unknown.
        files: The bytes of the paper's pictures by their digests.
    """
    template, filled = before
    own = {one.sha256 for one in template.pictures}
    shown = tuple(_shown(one, plan, record) for one in trace.pictures)
    printed = frozenset(_shown(one, plan, None).path for one in filled.pictures)
    times: dict[str, int] = {}
    for mark in plan.marks:
        times[mark.path] = times.get(mark.path, 0) + 1
    return Seen(
        tuple(one for one in shown if one.path or one.sha256 not in own),
        files,
        printed if filled.units else frozenset(times),
        times,
    )


def _shown(drawn: Drawn, plan: Plan, record: Record | None) -> Shown:
    path, row, how = "", None, How.PATTERN
    for name in reversed(drawn.around):
        meant = marked(name, plan, record) or named(name)
        if meant is not None and meant[0].path in plan.pictured:
            path, row, how = meant[0].path, meant[1], How.BOOKMARK
            break
    return Shown(path, row, how, drawn.label, drawn.sha256, drawn.unit, Place(*drawn.place))


def _digest(value: object) -> str:
    return value.sha256 if isinstance(value, Picture) else ""


def _digests(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, Picture):
            yield value.sha256
        elif isinstance(value, list):
            yield from _digests(value)
        elif isinstance(value, Mapping):
            yield from _digests(value.values())


def _asked(path: str, column: Column, at: Shown, text: str, fix: str) -> Detail:
    return Detail(text, path, column.label, at.place.said, fix)
