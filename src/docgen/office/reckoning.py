"""What an edited form reckons: sums and words for amounts that the other answers no longer give.

A clerk who changes an amount in Word has to change the sum below it too, and the sum in words.
docgen works both out, says what should stand there now, and files nothing until it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docgen.errors import Detail, say
from docgen.forms.characters import shown
from docgen.forms.form import Column, Form
from docgen.forms.keeping import same
from docgen.render.reading import How, Reading, Reckoned

_UNSEEN = frozenset((How.RECORD, How.NOWHERE))


def typed(form: Form, values: Mapping[str, object]) -> dict[str, object]:
    """The answers without those that are computed."""
    return {
        one.name: [_cells(row, one.columns) for row in rows]
        if one.columns and isinstance(rows := values[one.name], list)
        else values[one.name]
        for one in form.fields
        if one.name in values and one.compute is None
    }


def _cells(row: object, columns: Sequence[Column]) -> object:
    computed = {one.name for one in columns if one.compute}
    if not isinstance(row, Mapping):
        return row
    return {name: value for name, value in row.items() if name not in computed}


def stale(
    form: Form, reading: Reading, checked: Mapping[str, object], again: Sequence[Reckoned]
) -> tuple[Detail, ...]:
    """A question for each place that says something else than its answers give.

    Args:
        form: The questions.
        reading: What the paper says.
        checked: The answers it has now, computed ones worked out anew.
        again: What a form filled with these shows.
    """
    return (*_computed(form, reading, checked), *_worded(form, reading.reckoned, again))


def _computed(form: Form, reading: Reading, checked: Mapping[str, object]) -> Iterator[Detail]:
    for field in form.fields:
        found, value = reading.found[field.name], checked.get(field.name, "")
        if found.how in _UNSEEN:
            continue
        place = found.place.said if found.place else ""
        if field.compute and not _agrees(field, found.value, value):
            yield _wrong(field.name, field, found.value, value, place)
        if not (isinstance(found.value, list) and isinstance(value, list)):
            continue
        for column in (one for one in field.columns if one.compute):
            rows = zip(found.value, value, strict=False)
            for number, (is_, right) in enumerate(rows, start=1):
                if not _agrees(column, is_[column.name], right[column.name]):
                    row = say("row {row} of “{table}”", row=number, table=field.label)
                    name = f"{field.name}.{column.name}"
                    yield _wrong(name, column, is_[column.name], right[column.name], row)


def _agrees(column: Column, is_: object, right: object) -> bool:
    return is_ == right or same(column, is_, right)


def _wrong(name: str, column: Column, is_: object, right: object, place: str) -> Detail:
    if right == "":
        text = say("“{text}” stands there, and nothing can be computed yet", text=shown(is_))
        return Detail(text, name, column.label, place, say("leave it blank"))
    text = say(
        "“{text}” stands there, and the other answers now give “{right}”",
        text=shown(is_),
        right=shown(right),
    )
    return Detail(text, name, column.label, place, say("write {right} there", right=shown(right)))


def _worded(form: Form, now: Sequence[Reckoned], again: Sequence[Reckoned]) -> Iterator[Detail]:
    """Values that are printed in other words, such as 大写金额; place by place."""
    for path in dict.fromkeys(one.path for one in now):
        mine = [one for one in now if one.path == path]
        right = [one for one in again if one.path == path]
        if len(mine) != len(right):  # the words around them tell it
            continue
        for is_, should in zip(mine, right, strict=True):
            if "".join(is_.text.split()) != "".join(should.text.split()):
                text = say(
                    "“{text}” stands there, and now it should be “{right}”",
                    text=shown(is_.text),
                    right=shown(should.text),
                )
                fix = say(
                    "write {right} there; if Word does not let you, take its lock off first"
                    " (Developer, Properties)",
                    right=shown(should.text),
                )
                yield Detail(text, path, form.labels.get(path, ""), is_.place.said, fix)
