"""Answers side by side: found where nobody could tell them apart, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.forms.definition import parse_form
from docgen.render.neighbours import touching
from docgen.render.package import Package
from docgen.render.story import stories

Paper = Callable[..., bytes]
KINDS = {"one": "text", "two": "person", "day": "date", "count": "integer", "size": "decimal"}
FORM = parse_form(
    'title = "表"\nfamily = "visit"\n'
    + "".join(
        f'[field.{name}]\nlabel = "{name}"\nkind = "{kind}"\n' for name, kind in KINDS.items()
    )
    + '[field.items]\nlabel = "items"\nkind = "table"\n'
    + "".join(
        f'[field.items.column.{name}]\nlabel = "{name}"\nkind = "text"\n' for name in ("a", "b")
    ),
    name="visit/x",
    file="form.toml",
)


def pairs(*docx: bytes) -> list[tuple[str, str]]:
    return [
        (touch.left, touch.right)
        for each in docx
        for touch in touching(stories(Package.read(each)), FORM)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ one }}{{ two }}",
        "{{ one }} {{ two }}",
        "<w:p><w:r><w:t>{{ one }}</w:t></w:r><w:r><w:t>{{ two }}</w:t></w:r></w:p>",
        "甲{{ one }}{{ two }}乙",
    ],
)
def test_nothing_between_two_texts(paper: Paper, text: str) -> None:
    assert pairs(paper(text)) == [("one", "two")]


@pytest.mark.parametrize(
    "text",
    [
        "{{ one }}、{{ two }}",
        "{{ one }}\u3000{{ two }}",
        "<w:p><w:r><w:t>{{ one }}</w:t><w:tab/><w:t>{{ two }}</w:t></w:r></w:p>",
        "{{ day }}{{ one }}",
        "{{ count }}{{ one }}",
        "{{ one }}{{ one }}",
        "{{ one | checkbox('甲') }}{{ two }}",
        "{{ company }}{{ one }}",
    ],
)
def test_something_between_or_a_shape_of_its_own(paper: Paper, text: str) -> None:
    assert pairs(paper(text)) == []


def test_two_numbers_run_together(paper: Paper) -> None:
    assert pairs(paper("{{ count }}{{ size }}")) == [("count", "size")]


def test_paragraphs_and_cells_are_apart(paper: Paper, table: Callable[..., str]) -> None:
    assert pairs(paper("{{ one }}", "{{ two }}"), paper(table(["{{ one }}", "{{ two }}"]))) == []


def test_a_pair_that_stands_alone_elsewhere_is_harmless(paper: Paper) -> None:
    both = "{{ one }}{{ two }}"

    assert pairs(paper(both, "{{ one }}")) == [("one", "two")]
    assert pairs(paper(both, "{{ one }}", header="{{ two }}")) == []


def test_columns_are_looked_up_in_the_table_of_their_loop(paper: Paper) -> None:
    text = "{% for row in items %}{{ row.a }}{{ row.b }}{% endfor %}"

    assert pairs(paper(text)) == [("items.a", "items.b")]


def test_each_pair_is_told_once(paper: Paper) -> None:
    assert pairs(paper("{{ one }}{{ two }}", "{{ one }}{{ two }}")) == [("one", "two")]
