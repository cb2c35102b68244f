"""Checks a template as a colleague would, before anybody uses it.

    T001  markup is broken, or says what a template may not say
    T002  the document asks for a field the form lacks
    T003  the form asks for something the document never uses
    T004  an example does not answer the form
    T005  an example cannot be written
    T006  the example no longer reads as expected.txt
    T007  a table's column is not in the form
    T008  tracked changes or comments are left
    T009  a font that neither this machine nor fonts.conf knows
    T010  {% tr with a blank
    T011  more than two ifs inside each other
    T012  a mark stands where no form is filled (headers, footers, notes, text boxes all are)
    T013  two answers stand side by side, so that nobody can tell them apart again
    T014  a form of one page has automatic line distances
    T015  a picture has no size, or is wider than the page or its cell
    T016  the document loads something from outside
    T017  the document holds macros
    T018  the document holds another file inside
    T019  a file of the template is missing or cannot be read
    T020  no example ever comes to a branch of an if or to the rows of a table

Each code has a folder in tests/bad-templates and a paragraph in docs/guide/template-author.md.
What each looks at stands in the ``lint_…`` modules. Nothing here changes a file.
"""

from __future__ import annotations

from pathlib import Path

from docgen.errors import BadInput
from docgen.render.folder import DOCX, TemplateFolder, read_unjudged
from docgen.render.lint_example import check_example
from docgen.render.lint_fields import check_fields
from docgen.render.lint_layout import check_layout
from docgen.render.lint_leftovers import check_leftovers
from docgen.render.lint_marks import check_marks
from docgen.render.lint_pictures import check_pictures
from docgen.render.package import Package
from docgen.render.remark import Remark, of_problem
from docgen.render.spots import Spots
from docgen.render.story import stories

__all__ = ["Remark", "check_folder", "check_template"]

# While one of these stands, the example is not even tried.
_FILL_WOULD_FAIL = frozenset({"T001", "T002", "T007", "T010"})


def check_folder(path: Path, name: str) -> tuple[list[Remark], bytes]:
    """Everything that is wrong with the template in a folder, and its Word file.

    What cannot even be read is a remark too (T019); the Word file is then empty.
    """
    try:
        folder = read_unjudged(path, name)
    except BadInput as problem:
        return list(of_problem("T019", problem, problem.file or name)), b""
    return check_template(folder), folder.docx


def check_template(folder: TemplateFolder) -> list[Remark]:
    """Everything that is wrong with a template, in the order of the codes."""
    package = Package.read(folder.docx, DOCX)
    spots = Spots(package)
    read = stories(package)
    remarks = [
        *check_marks(read, spots, folder.form),
        *check_fields(folder.form, read, spots),
        *check_leftovers(package, spots),
        *check_layout(package, spots, folder.form),
        *check_pictures(folder.form, package, read, spots),
    ]
    found = {remark.code for remark in remarks}
    remarks += check_example(folder, read, spots, writable=not found & _FILL_WOULD_FAIL)
    return sorted(remarks, key=lambda remark: remark.code)
