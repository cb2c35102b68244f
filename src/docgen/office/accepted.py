"""``templates/accepted.txt``: which templates have been taken over, a line for every time.

A line is ``<digest>  <family/name>``; the last one of a name is the one that counts. How a
template is taken over is ``office.accepting``'s business, which needs Word; this does not.
"""

from __future__ import annotations

from pathlib import Path

from docgen.render.folder import digest, list_templates

FILE = "accepted.txt"


def lines(office: Path) -> list[str]:
    """All lines of an office's folder, oldest first."""
    try:
        return (office / "templates" / FILE).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def digests(office: Path) -> dict[str, str]:
    """The digest each template had when it was accepted last."""
    pairs = (line.partition("  ") for line in lines(office))
    return {name: own for own, _, name in pairs}


def of_library(templates: Path) -> str:
    """The file's first lines: the library as it came, checked by its makers."""
    names = list_templates(templates)
    return "".join(f"{digest(templates / name, name)}  {name}\n" for name in names)
