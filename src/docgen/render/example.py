"""A template filled from its own example, always with the same number, day and company.

So that ``expected.txt`` can be compared word for word, and a preview never uses up a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from docgen.errors import BadInput, say
from docgen.forms.answers import check, parse_answers
from docgen.forms.numbering import parse_pattern, render
from docgen.forms.occasion import Occasion
from docgen.forms.stand_ins import with_stand_ins
from docgen.model.calendar import WorkCalendar
from docgen.render.docx import fill, words
from docgen.render.folder import EXAMPLE, MORE, TemplateFolder

DAY = dt.date(2026, 3, 5)
COMPANY = "示例客户服务有限公司"
DOSSIER = "0000000001"
#: An example knows no holidays, so that it says the same in every office.
OCCASION = Occasion(DAY, WorkCalendar(years=frozenset(range(DAY.year - 5, DAY.year + 6))))
#: What every template may use besides its fields.
RESERVED = frozenset({"number", "grade_mark", "company", "today"})


def example_context(folder: TemplateFolder) -> dict[str, object]:
    """The example's checked answers with what docgen itself adds to every form.

    Raises:
        BadInput: ``example.toml`` does not answer the form; all faults at once.
    """
    raw = with_stand_ins(folder.form, parse_answers(folder.example, file=EXAMPLE))
    answers = check(folder.form, raw, file=EXAMPLE, occasion=OCCASION)
    return {**answers, **sample_values(folder)}


def further_contexts(folder: TemplateFolder) -> Iterator[tuple[str, dict[str, object] | BadInput]]:
    """Each further example, laid over the first one: its values, or why it does not fit.

    The first example must answer the form.
    """
    first = parse_answers(folder.example, file=EXAMPLE)
    try:
        further = further_answers(folder)
    except BadInput as problem:
        yield MORE, problem
        return
    for number, other in enumerate(further, start=1):
        place = say("{file}, example {number}", file=MORE, number=number)
        try:
            raw = with_stand_ins(folder.form, {**first, **other})
            answers = check(folder.form, raw, file=MORE, occasion=OCCASION)
        except BadInput as problem:
            yield place, problem
        else:
            yield place, {**answers, **sample_values(folder)}


def further_answers(folder: TemplateFolder) -> list[dict[str, object]]:
    """The answers of each block ``[[example]]``: what differs from the first example.

    Raises:
        BadInput: It is not TOML, or something stands outside these blocks.
    """
    blocks = parse_answers(folder.more, file=MORE)
    found = blocks.pop("example", [])
    if blocks or not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadInput(
            say("{file} holds something besides examples", file=MORE),
            why=say("each further example is a block of its own"),
            fix=say("begin each with a line [[example]], and its rows with [[example.NAME]]"),
            file=MORE,
        )
    return found


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
