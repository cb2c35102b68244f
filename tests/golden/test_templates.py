"""Every template is its own golden test; this file knows none of them by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.forms.answers import check, parse_answers
from docgen.render.docx import words
from docgen.render.example import OCCASION, example_context, example_words
from docgen.render.folder import list_templates, read_template
from docgen.render.lint import check_template

LIBRARY = Path(__file__).parents[2] / "templates"
NAMES = list_templates(LIBRARY)


def test_the_library_is_there() -> None:
    assert "complaint/complaint-record" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_example_reads_as_expected(name: str) -> None:
    folder = read_template(LIBRARY / name, name)

    assert example_words(folder) == folder.expected


@pytest.mark.parametrize("name", NAMES)
def test_the_template_has_no_remark(name: str) -> None:
    folder = read_template(LIBRARY / name, name)

    assert check_template(folder) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_the_example_is_printed(name: str) -> None:
    """Texts that the example answers stand in the filled form, so none is lost on the way."""
    folder = read_template(LIBRARY / name, name)
    raw = parse_answers(folder.example, file="example.toml")
    answers = check(folder.form, raw, occasion=OCCASION)
    texts = {field.name for field in folder.form.fields if field.kind in {"text", "longtext"}}

    printed = _bare(folder.expected)
    lost = [field for field in sorted(texts) if _bare(str(answers[field])) not in printed]

    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_number_grade_and_company_stand_on_the_paper(name: str) -> None:
    folder = read_template(LIBRARY / name, name)
    context = example_context(folder)

    for reserved in ("number", "grade_mark", "company"):
        assert str(context[reserved]) in folder.expected


def test_a_changed_word_would_be_noticed() -> None:
    folder = read_template(LIBRARY / NAMES[0], NAMES[0])

    assert words(folder.docx) != folder.expected


def _bare(text: str) -> str:
    """A text without blanks and breaks: how lines fall on paper does not matter here."""
    return "".join(text.split())
