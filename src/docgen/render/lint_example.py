"""Template check, the examples: T004, T005, T006 and T020.

The first example must answer the form, be written, and say what ``expected.txt`` says. Further
ones say only what differs from it; together they must come to every branch of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.errors import BadInput, say
from docgen.render.branches import Branch, unentered
from docgen.render.docx import fill, words
from docgen.render.example import example_context, further_contexts
from docgen.render.folder import DOCX, EXAMPLE, TemplateFolder
from docgen.render.lint_words import differences
from docgen.render.reachable import solid_names
from docgen.render.remark import Remark, at_spot, of_problem
from docgen.render.spots import Spots
from docgen.render.story import Story

Context = Mapping[str, object]


def check_example(
    folder: TemplateFolder, read: list[Story], spots: Spots, *, writable: bool
) -> Iterator[Remark]:
    """Look at all examples; only ``writable`` templates are filled with them."""
    good: list[Context] = []
    try:
        context = example_context(folder)
    except BadInput as problem:
        yield from of_problem("T004", problem, EXAMPLE)
        return
    for place, further in further_contexts(folder):
        if isinstance(further, BadInput):
            yield from of_problem("T004", further, place)
        else:
            good.append(further)
    if not writable:
        return
    # Further examples often run into what the first one ran into: each fault is told once.
    wrong = list(dict.fromkeys([*_expected(folder, context), *_written(folder, good)]))
    yield from wrong
    if not any(remark.code == "T005" for remark in wrong):
        yield from _branches(read, [context, *good], solid_names(folder.form), spots)


def _expected(folder: TemplateFolder, context: Context) -> Iterator[Remark]:
    try:
        got = words(fill(folder.docx, context, labels=folder.form.labels))
    except BadInput as problem:
        yield from of_problem("T005", problem, DOCX)
    else:
        yield from differences(folder.expected.splitlines(), got.splitlines())


def _written(folder: TemplateFolder, contexts: list[Context]) -> Iterator[Remark]:
    for context in contexts:
        try:
            fill(folder.docx, context, labels=folder.form.labels)
        except BadInput as problem:
            yield from of_problem("T005", problem, DOCX)


def _branches(
    read: list[Story], contexts: list[Context], solid: Mapping[str, str], spots: Spots
) -> Iterator[Remark]:
    for story in read:
        for branch in unentered(story, contexts, solid):
            yield _unentered(branch, spots)


def _unentered(branch: Branch, spots: Spots) -> Remark:
    if branch.word == "for":
        text = say("no example has a row for this table")
    else:
        text = say("no example ever comes to this “{word}”", word=branch.word)
    spot = spots.of_line(branch.story, branch.line, branch.word)
    fix = say("add an [[example]] to more-examples.toml with only the answers that differ")
    return at_spot("T020", text, fix, spots, spot)
