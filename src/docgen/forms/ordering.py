"""In which order the computed fields of a form are computed; circles are mistakes of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docgen.errors import say
from docgen.forms.form import Field, Step
from docgen.forms.section import Section


def steps_of(form: Section, fields: Sequence[Field]) -> tuple[Step, ...]:
    """Every computed field and column, what it needs first; a circle is noted and left out."""
    waiting = {step.key: step for step in _steps(fields)}
    ordered: list[Step] = []
    while waiting:
        ready = [key for key, step in waiting.items() if not _needed(step, waiting)]
        if not ready:
            _note_circle(form, waiting)
            break
        ordered += [waiting.pop(key) for key in ready]
    return tuple(ordered)


def _steps(fields: Sequence[Field]) -> Iterator[Step]:
    for field in fields:
        if field.compute:
            yield Step(field)
        for column in field.columns:
            if column.compute:
                yield Step(column, field)


def _needed(step: Step, waiting: Mapping[str, Step]) -> list[str]:
    uses = step.asked.compute.uses if step.asked.compute else ()
    return [name for name in uses if name in waiting]


def _note_circle(form: Section, waiting: Mapping[str, Step]) -> None:
    """Follow the first need of each until one comes back: that is the circle."""
    way = [next(iter(waiting))]
    while way.count(way[-1]) == 1:
        way.append(_needed(waiting[way[-1]], waiting)[0])
    circle = way[way.index(way[-1]) :]
    step = waiting[circle[0]]
    inside = ("field", step.table.name, "column") if step.table else ("field",)
    text = say("computed in a circle: {names}", names=" → ".join(circle))
    fix = say("let one of them be asked, or compute it from something else")
    form.faults.add((*inside, step.asked.name, "compute"), text, fix)
