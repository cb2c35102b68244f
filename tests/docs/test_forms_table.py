"""The table of forms says what the folders say, and the rule book's forms are all there."""

from __future__ import annotations

import forms_table

from docgen.render.folder import list_templates, read_template


def test_the_page_is_what_the_folders_say() -> None:
    assert forms_table.PAGE.read_text("utf-8") == forms_table.page(), "run tools/forms_table.py"


def test_no_two_forms_share_a_number() -> None:
    forms = [
        read_template(forms_table.LIBRARY / name, name).form
        for name in list_templates(forms_table.LIBRARY)
    ]
    patterns = [form.number for form in forms if form.number]

    assert sorted(patterns) == sorted(set(patterns))
