"""A template filled from its own example, always with the same number, day and company.

So that ``expected.txt`` can be compared word for word, and a preview never uses up a number.
"""

from __future__ import annotations

import datetime as dt

from docgen.forms.answers import check, parse_answers
from docgen.forms.numbering import parse_pattern, render
from docgen.render.docx import fill, words
from docgen.render.folder import EXAMPLE, TemplateFolder

DAY = dt.date(2026, 3, 5)
COMPANY = "示例客户服务有限公司"
DOSSIER = "0000000001"
#: What every template may use besides its fields.
RESERVED = frozenset({"number", "grade_mark", "company", "today"})


def example_context(folder: TemplateFolder) -> dict[str, object]:
    """The example's checked answers with what docgen itself adds to every form.

    Raises:
        BadInput: ``example.toml`` does not answer the form; all faults at once.
    """
    raw = parse_answers(folder.example, file=EXAMPLE)
    answers = check(folder.form, raw, file=EXAMPLE)
    return {**answers, **sample_values(folder)}


def sample_values(folder: TemplateFolder) -> dict[str, object]:
    """Number, grade, company and day as the example has them: the first paper of 2026-03-05."""
    form = folder.form
    number = ""
    if form.number:
        number = render(parse_pattern(form.number), DAY, 1, company=COMPANY, dossier=DOSSIER)
    return {"number": number, "grade_mark": form.grade.mark, "company": COMPANY, "today": DAY}


def example_words(folder: TemplateFolder) -> str:
    """What the example says; ``expected.txt`` should say the same.

    Raises:
        BadInput: The example does not answer the form, or cannot be written.
    """
    return words(fill(folder.docx, example_context(folder), labels=folder.form.labels))
