"""Which names a template asks for, found in Jinja's tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.render.package import Package
from docgen.render.story import stories
from docgen.render.usage import if_depth, uses

Paper = Callable[..., bytes]


def asked(docx: bytes) -> set[tuple[str, str]]:
    return {(use.field, use.column) for story in stories(Package.read(docx)) for use in uses(story)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{ a }}", {("a", "")}),
        ("{{ a | rmb_words }}", {("a", "")}),
        ("{% if a == b %}{{ c }}{% elif d %}{% else %}{{ e }}{% endif %}", set("abcde")),
        ("{{ a if b else c }}", set("abc")),
        ("{% for r in t %}{{ r.x }}{{ r['y'] }}{{ loop.index }}{% endfor %}", {"t", "t.x", "t.y"}),
        ("{% for r in t %}{{ other }}{% endfor %}", {"t", "other"}),
        ("{% for r in t if r.x %}{% endfor %}", {"t", "t.x"}),
        (
            "{% for r in t %}{% for q in u %}{{ r.x }}{{ q.y }}{% endfor %}{% endfor %}",
            "t u t.x u.y",
        ),
        ("{% for r in t %}{% endfor %}{{ r }}", {"t", "r"}),
        ("{{ day.year }}", {"day.year"}),
        ("{# {{ a }} #}", set()),
    ],
)
def test_names(paper: Paper, text: str, names: set[str] | str) -> None:
    wanted = set(names.split()) if isinstance(names, str) else names

    found = {".".join(filter(None, each)) for each in asked(paper(text))}

    assert found == {".".join(filter(None, n)) if isinstance(n, tuple) else n for n in wanted}


def test_headers_and_footers_ask_too(paper: Paper) -> None:
    assert asked(paper("文", header="{{ a }}", footer="{{ b }}")) == {("a", ""), ("b", "")}


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("{{ a }}", 0),
        ("{% if a %}{% elif b %}{% elif c %}{% else %}{% endif %}", 1),
        ("{% if a %}{% if b %}{% endif %}{% endif %}", 2),
        ("{% if a %}{% elif b %}{% if c %}{% endif %}{% endif %}", 2),
        (
            "{% if a %}{% for r in t %}{% if b %}{% if c %}{% endif %}{% endif %}{% endfor %}{% endif %}",
            3,
        ),
    ],
)
def test_how_deep_ifs_stand(paper: Paper, text: str, depth: int) -> None:
    (story,) = stories(Package.read(paper(text)))

    assert story.tree is not None
    assert if_depth(story.tree) == depth
