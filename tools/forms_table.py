"""Writes ``docs/spec/forms.md``: every form of the library, from its own folder.

Run it after a change of a ``form.toml``; a test holds the page against the folders.
"""

from __future__ import annotations

from pathlib import Path

from docgen.forms.form import Form
from docgen.render.folder import list_templates, read_template

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "templates"
PAGE = ROOT / "docs" / "spec" / "forms.md"

_HEAD = """\
# The forms

Made from the folders in `templates/` by `tools/forms_table.py`. The sources are ids of the rule
book: F- forms, C- complaint rules, D- dispatch rules, R- document rules. Fields count columns of
tables with a plus sign.

| form | title | sources | fields | number | copies | signed by | group |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The page as it should be."""
    forms = [read_template(LIBRARY / name, name).form for name in list_templates(LIBRARY)]
    return _HEAD + "".join(_row(form) for form in forms)


def _row(form: Form) -> str:
    columns = sum(len(field.columns) for field in form.fields)
    cells = (
        f"`{form.name}`",
        form.title,
        " ".join(form.source),
        f"{len(form.fields)}+{columns}" if columns else str(len(form.fields)),
        f"`{form.number}`" if form.number else "–",
        "、".join(copy.to for copy in form.copies) or "–",
        "、".join(sign.label for sign in form.sign) or "–",
        form.group,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")
