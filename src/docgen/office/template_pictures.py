"""How a template's example looks on paper: its pages as pictures, drawn once for each version.

    work/templates/<sha256>/1.png 2.png …

Examples hold invented facts only, so what lies here is nobody's paper; it may be deleted at any
time. The LibreOffice is that of the previews: until it runs, there are the example's words.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from docgen.archive import disk
from docgen.errors import Problem
from docgen.office import previews
from docgen.office.desk import Office
from docgen.render.docx import fill, words
from docgen.render.example import example_context
from docgen.render.folder import TemplateFolder
from docgen.render.page_pictures import pictured
from docgen.render.pdf import to_pdf

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Look:
    """What is shown of a version: so many pages, or words (``is_waiting``: pages come soon)."""

    sha256: str
    pages: int = 0
    words: str = ""
    is_waiting: bool = False

    @property
    def numbers(self) -> range:
        """The numbers of its pages."""
        return range(1, self.pages + 1)


def look(office: Office, folder: TemplateFolder) -> Look:
    """The example's pages if they are drawn or can be at once, else its words."""
    place = _place(office, folder.sha256)
    if place.is_dir():
        return Look(folder.sha256, len(list(place.glob("*.png"))))
    try:
        word = fill(folder.docx, example_context(folder), labels=folder.form.labels)
    except Problem:  # the check says what is wrong
        return Look(folder.sha256)
    if not previews.WARM.is_ready():
        return Look(folder.sha256, words=words(word), is_waiting=previews.WARM.begin())
    try:
        pdf = to_pdf(word, seconds=office.settings.pdf_seconds, pool=previews.WARM.pool())
        drawn = pictured(pdf, name=folder.form.title, most=previews.MOST_PAGES).pictures
    except Problem:
        return Look(folder.sha256, words=words(word))
    _keep(place, drawn)
    return Look(folder.sha256, len(drawn))


def picture(office: Office, sha256: str, page: int) -> bytes | None:
    """One page of a version that was drawn."""
    if not _SHA256.fullmatch(sha256):
        return None
    try:
        return (_place(office, sha256) / f"{page}.png").read_bytes()
    except OSError:
        return None


def _place(office: Office, sha256: str) -> Path:
    return office.folder / "work" / "templates" / sha256


def _keep(place: Path, drawn: tuple[bytes, ...]) -> None:
    """All pages at once, or none."""
    made = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with disk.told():
        disk.mkdirs(made)
        for number, data in enumerate(drawn, 1):
            (made / f"{number}.png").write_bytes(data)
        if place.is_dir():  # another process was quicker
            disk.remove(made)
        else:
            disk.rename(made, place)
