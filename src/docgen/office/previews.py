"""A form as it will look, with what has been answered so far; never a paper.

It has no number, is kept nowhere and filed nowhere. Missing answers are marked yellow. One
LibreOffice stays open in each process that shows previews; it is started beside the work, because
that takes seconds, and ended when nobody has looked for a while. Until then, and where there is
none, the preview is the form's words.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.errors import BadInput, OutsideFailed, Problem
from docgen.forms.form import Form
from docgen.forms.gaps import HIGHLIGHT, Gap
from docgen.office import halfway, knowing, provenance, writing
from docgen.office.desk import Office
from docgen.office.halfway import Looked
from docgen.render import docx
from docgen.render.blankform import blank_form
from docgen.render.page_pictures import Pages, pictured
from docgen.render.pdf import Pool, to_pdf

#: So many pages are shown; a form of more is looked at when it is made.
MOST_PAGES = 8
_IDLE_SECONDS = 600.0
_NO_PAGES = Pages((), 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown: pages, or words where there are none (``is_waiting``: not yet).

    Neither, if the form decides by an answer that is still missing.
    """

    pages: Pages = _NO_PAGES
    words: str = ""
    is_waiting: bool = False


def preview(office: Office, name: str, looked: Looked) -> Preview:
    """How the form looks with what was answered so far.

    Args:
        office: The office.
        name: The template.
        looked: What ``look`` found of them.
    """
    folder = writing.template(office, name)
    number: str = Gap("number", "编号", HIGHLIGHT) if folder.form.number else ""
    values = provenance.context(office, folder.form, looked.values, number, office.today)
    try:
        word = docx.fill(folder.docx, values, labels=folder.form.labels)
    except BadInput:
        return Preview()
    if not WARM.is_ready():
        return Preview(words=docx.words(word), is_waiting=WARM.begin())
    try:
        pdf = to_pdf(word, seconds=office.settings.pdf_seconds, pool=WARM.pool())
        return Preview(pictured(pdf, name=folder.form.title, most=MOST_PAGES))
    except (OutsideFailed, BadInput):
        return Preview(words=docx.words(word))


def look(office: Office, form: Form, given: Mapping[str, object]) -> Looked:
    """What is wrong with a form so far, and what is computed."""
    return halfway.look(form, given, knowing.occasion(office, form))


class _Warmth:
    """One LibreOffice, started by a thread and ended by a timer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: Pool | None = None
        self._thread: threading.Thread | None = None
        self._timer: threading.Timer | None = None
        self._is_missing = False

    def is_ready(self) -> bool:
        """Whether a paper would be set at once."""
        return self._pool is not None

    def begin(self) -> bool:
        """Start it, unless that is being done; whether there will be one."""
        with self._lock:
            if not (self._is_missing or self._pool or self._thread):
                self._thread = threading.Thread(target=self._start, daemon=True)
                self._thread.start()
            return not self._is_missing

    def pool(self) -> Pool | None:
        """The LibreOffice, for another while."""
        self._rest_later()
        return self._pool

    def end(self) -> None:
        """End it."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.close()

    def _start(self) -> None:
        try:
            pool = Pool(1)
            to_pdf(blank_form("预览").docx, pool=pool)
        except Problem:
            self._is_missing = True
        else:
            self._pool = pool
            self._rest_later()
        self._thread = None

    def _rest_later(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(_IDLE_SECONDS, self.end)
        self._timer.daemon = True
        self._timer.start()


#: The LibreOffice of this process.
WARM = _Warmth()
atexit.register(WARM.end)
