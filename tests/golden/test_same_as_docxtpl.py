"""What docgen makes of every template is what docxtpl makes of it, to the last canonical byte.

Answers are random, with every sign that hurts in every field; bars and QR codes, which docxtpl
does not know, are left blank.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.answers import answers
from tests.support.docxtpl_twin import docxtpls, ours
from tests.support.valid_answers import coded_fields

from docgen.render.folder import list_templates, read_template

LIBRARY = Path(__file__).parents[2] / "templates"
LONG = bool(os.environ.get("DOCGEN_LONG"))


@pytest.mark.parametrize(
    "seeds", [range(2), pytest.param(range(2, 50), marks=pytest.mark.slow)], ids=["2", "50"]
)
@pytest.mark.parametrize("name", list_templates(LIBRARY))
def test_every_template_with_random_answers(name: str, seeds: range) -> None:
    if len(seeds) > 2 and not LONG:
        pytest.skip("the long version: make slow")
    folder = read_template(LIBRARY / name, name)

    for seed in seeds:
        context = answers(folder.form, seed) | dict.fromkeys(coded_fields(folder), "")
        made = ours(folder.docx, context, folder.form.labels)
        theirs = docxtpls(folder.docx, context)

        assert {part: made[part] for part in theirs} == theirs, f"seed {seed}"
