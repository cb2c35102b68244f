"""Writes ``tests/golden/engine.txt``: what each template's filled example is made of, as a digest.

    .venv/bin/python tools/engine_parts.py

A line says: the template, the digest of its four files, the digest of the parts of its filled
example (their names and contents, never the bytes of the ZIP). The first line is the engine. If
the parts of a template that was *not* edited become others, papers that were filed cannot be
made again byte for byte: then ``ENGINE`` in ``docgen.office.provenance`` is raised first, and
this refuses to write anything until it is.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from docgen.office.provenance import ENGINE
from docgen.render.docx import fill
from docgen.render.example import example_context
from docgen.render.folder import TemplateFolder, list_templates, read_template
from docgen.render.package import Package
from docgen.render.record import Origin

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "templates"
PAGE = ROOT / "tests" / "golden" / "engine.txt"
#: Not the program's own version: that may change without the engine.
_PROGRAM = "engine"


def line(folder: TemplateFolder) -> tuple[str, str]:
    """The digest of a template and that of its filled example's parts."""
    origin = Origin.of(folder, _PROGRAM)
    made = fill(folder.docx, example_context(folder), labels=folder.form.labels, origin=origin)
    digest = hashlib.sha256()
    for name, data in sorted(Package.read(made).parts.items()):
        digest.update(f"{name} {len(data)}\n".encode() + data)
    return folder.sha256, digest.hexdigest()


def kept(page: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """The engine and the lines of the page."""
    first, *rest = page.splitlines()
    rows = (one.split() for one in rest)
    return int(first.split()[1]), {name: (template, parts) for name, template, parts in rows}


def changed(engine: int, before: dict[str, tuple[str, str]]) -> list[str]:
    """The templates that nobody edited and that this engine fills otherwise, unless it is new."""
    now = current()
    same = [name for name in now if name in before and now[name][0] == before[name][0]]
    return [name for name in same if engine == ENGINE and now[name] != before[name]]


def current() -> dict[str, tuple[str, str]]:
    """The lines as this engine makes them."""
    folders = (read_template(LIBRARY / name, name) for name in list_templates(LIBRARY))
    return {folder.name: line(folder) for folder in folders}


def main() -> int:
    """Write the page, unless the engine changed and was not raised."""
    if PAGE.exists() and (names := changed(*kept(PAGE.read_text("ascii")))):
        sys.stderr.write(f"filled otherwise than before: {', '.join(names)}\n")
        sys.stderr.write("raise ENGINE in docgen/office/provenance.py, then run this again\n")
        return 1
    rows = "".join(f"{name} {one} {two}\n" for name, (one, two) in current().items())
    PAGE.write_text(f"engine {ENGINE}\n{rows}", "ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
