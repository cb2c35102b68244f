"""Which names a template asks for, found in Jinja's tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.render.package import Package
from docgen.render.story import stories
from docgen.render.usage import deep_if, uses

Paper = Callable[..., bytes]


def asked(docx: bytes) -> set[str]:
    """The names, a column behind a dot."""
    read = stories(Package.read(docx))
    return {f"{use.field}.{use.column}".rstrip(".") for story in read for use in uses(story)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{ a }}", "a"),
        ("{{ a | rmb_words }}", "a"),
        ("{% if a == b %}{{ c }}{% elif d %}{% else %}{{ e }}{% endif %}", "a b c d e"),
        ("{{ a if b else c }}", "a b c"),
        ("{% for r in t %}{{ r.x }}{{ r['y'] }}{{ loop.index }}{% endfor %}", "t t.x t.y"),
        ("{% for r in t %}{{ other }}{% endfor %}", "t other"),
        ("{% for r in t if r.x %}{% endfor %}", "t t.x"),
        (
            "{% for r in t %}{% for q in u %}{{ r.x }}{{ q.y }}{% endfor %}{% endfor %}",
            "t u t.x u.y",
        ),
        ("{% for r in t %}{% endfor %}{{ r }}", "t r"),
        ("{{ day.year }}", "day.year"),
        ("{{ a.upper(b) }}", "b"),
        ("{# {{ a }} #}", ""),
    ],
)
def test_names(paper: Paper, text: str, names: str) -> None:
    assert asked(paper(text)) == set(names.split())


def test_a_use_says_where_it_stands(paper: Paper) -> None:
    (story,) = stories(Package.read(paper("文", "{{ a }}")))
    (use,) = uses(story)

    assert (use.field, use.part) == ("a", "word/document.xml")
    assert "{{ a }}" in story.lines[use.line - 1]


def test_headers_and_footers_ask_too(paper: Paper) -> None:
    assert asked(paper("文", header="{{ a }}", footer="{{ b }}")) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("{{ a }}", 0),
        ("{% if a %}{% elif b %}{% elif c %}{% else %}{% endif %}", 1),
        ("{% if a %}{% if b %}{% endif %}{% endif %}", 2),
        ("{% if a %}{% elif b %}{% if c %}{% endif %}{% endif %}", 2),
        ("{% if a %}{% for r in t %}{% if b %}{% endif %}{% endfor %}{% endif %}", 2),
        ("{% if a %}{% if b %}{% if c %}{% endif %}{% endif %}{% endif %}", 3),
    ],
)
def test_how_deep_ifs_stand(paper: Paper, text: str, depth: int) -> None:
    (story,) = stories(Package.read(paper(text)))

    assert story.tree is not None
    assert [bool(list(deep_if(story.tree, most))) for most in range(4)] == [
        most < depth for most in range(4)
    ]
