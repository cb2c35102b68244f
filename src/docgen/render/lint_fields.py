"""Template check, what the document asks for against what the form has: T002, T003 and T007."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.errors import say
from docgen.forms.form import Column, Field, Form
from docgen.render.example import RESERVED
from docgen.render.folder import FORM
from docgen.render.remark import Remark, at_spot, meant
from docgen.render.spots import Spot, Spots
from docgen.render.story import Story
from docgen.render.usage import Use, uses


def check_fields(form: Form, read: list[Story], spots: Spots) -> Iterator[Remark]:
    """Names the form lacks, and questions whose answer the document never uses."""
    by_part = {story.part: story for story in read}
    used = [use for story in read for use in uses(story)]
    yield from _unknown(form, used, by_part, spots)
    if all(story.tree is not None for story in read):
        yield from _unused(form, used)


def _unknown(
    form: Form, used: list[Use], by_part: dict[str, Story], spots: Spots
) -> Iterator[Remark]:
    tables = {field.name: {column.name for column in field.columns} for field in form.fields}
    for use in _first_of_each(used):
        if use.field in RESERVED:
            continue
        spot = spots.of_line(by_part[use.part], use.line, use.column or use.field)
        if use.field not in tables:
            yield _unknown_field(use, [*tables, *RESERVED], spots, spot)
        elif use.column and use.column not in tables[use.field]:
            yield _unknown_column(use, form, spots, spot)


def _first_of_each(used: list[Use]) -> list[Use]:
    return list({(use.field, use.column): use for use in reversed(used)}.values())[::-1]


def _unknown_field(use: Use, known: list[str], spots: Spots, spot: Spot | None) -> Remark:
    text = say("the document asks for “{name}”, which is not in the form", name=use.field)
    return at_spot("T002", text, meant(use.field, known), spots, spot)


def _unknown_column(use: Use, form: Form, spots: Spots, spot: Spot | None) -> Remark:
    table = form.field(use.field)
    columns = sorted(column.name for column in table.columns) if table else []
    label = form.labels[use.field]
    text = say("“{label}” has no column “{column}”", label=label, column=use.column)
    return at_spot("T007", text, meant(use.column, columns), spots, spot)


def _unused(form: Form, used: list[Use]) -> Iterator[Remark]:
    """Questions whose answer appears nowhere, not even in a condition or a rule."""
    asked = {(use.field, use.column) for use in used} | _reckoned(form)
    names = {field for field, _ in asked}
    for field in form.fields:
        if field.name not in names:
            if _is_printed(field):
                yield _never_used(field.label, _mark_of(field))
            continue
        for column in field.columns:
            if (field.name, column.name) not in asked and _is_printed(column):
                yield _never_used(column.label, f"{{{{ row.{column.name} }}}}")


def _is_printed(one: Column) -> bool:
    """Files go along with the paper, and most signatures are written on it by hand."""
    return one.kind != "file" and (one.kind != "signature" or one.picture)


def _reckoned(form: Form) -> set[tuple[str, str]]:
    """What only computed answers and rules use: table and column, or field and ""."""
    columns = [column for field in form.fields for column in field.columns]
    asked: list[Column] = [*form.fields, *columns]
    rules = [*form.checks, *(rule for field in form.fields for rule in field.checks)]
    rules += [one.need for one in asked if one.need is not None]
    terms = [one.compute for one in asked if one.compute is not None]
    terms += [rule.term for rule in rules]
    pairs = (name.partition(".") for term in terms for name in term.uses)
    return {(field, column) for field, _, column in pairs}


def _mark_of(field: Field) -> str:
    return f"{{%tr for row in {field.name} %}}" if field.columns else f"{{{{ {field.name} }}}}"


def _never_used(label: str, mark: str) -> Remark:
    return Remark(
        "T003",
        say("the form asks “{label}” but the document never uses it", label=label),
        FORM,
        say("write {mark} in the document, or drop the question", mark=mark),
    )
