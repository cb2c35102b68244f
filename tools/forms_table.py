"""Writes ``docs/spec/forms.md``: every form of the library, from its own folder.

Run it after a change of a ``form.toml``; a test holds the page against the folders.
"""

from __future__ import annotations

from collections.abc import Sequence
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
tables with a plus sign; those that are computed and never typed stand after an equals sign.

"""


_COLUMNS = (
    *("form", "title", "family", "sources", "fields", "filler", "approver"),
    *("number", "copies", "deadline", "filed where"),
)


def page() -> str:
    """The page as it should be."""
    forms = [read_template(LIBRARY / name, name).form for name in list_templates(LIBRARY)]
    rule = _line(["---"] * len(_COLUMNS))
    return _HEAD + _line(_COLUMNS) + rule + "".join(_row(form) for form in forms)


def _row(form: Form) -> str:
    cells = (
        f"`{form.name}`",
        form.title,
        form.family,
        " ".join(form.source),
        _count(form),
        form.filler or "–",
        form.approver or "–",
        f"`{form.number}`" if form.number else "–",
        "、".join(copy.to for copy in form.copies) or "–",
        form.deadline or "–",
        form.filed or "–",
    )
    return _line([cell.replace("|", "\\|") for cell in cells])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _count(form: Form) -> str:
    """12, 12+5 with columns, 12+5=3 with computed ones among them."""
    columns = sum(len(field.columns) for field in form.fields)
    count = f"{len(form.fields)}+{columns}" if columns else str(len(form.fields))
    return f"{count}={len(form.steps)}" if form.steps else count


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")
