"""A template looked at: the check's remarks beside its example's pages, and its history."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from docgen.errors import BadInput
from docgen.office import accepting, template_history, template_pictures, template_uses, writing
from docgen.office.template_pictures import Look
from docgen.render.remark import Remark
from docgen.web.entering import Request
from docgen.web.page import download, known, page
from docgen.web.prints import KINDS
from docgen.web.speech import tell
from docgen.web.wrong import nothing_there


@require_safe
def picture(request: Request, sha256: str, page: int) -> HttpResponse:
    """A page of an example."""
    data = template_pictures.picture(request.office, sha256, page)
    if data is None:
        raise nothing_there()
    answer = download(data, f"{page}.png", "image/png", inline=True)
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


@require_safe
def check(request: Request, family: str, name: str) -> HttpResponse:
    """What a colleague would say of the template, beside how it looks."""
    checked = known(accepting.check, request.office, f"{family}/{name}")
    card = template_uses.card(request.office, checked.name)
    return page(
        request,
        "library/check.html",
        family=family,
        slug=name,
        title=card.title if card else checked.name,
        remarks=checked.remarks,
        look=_look(request, checked.name),
    )


def _look(request: Request, name: str) -> Look | None:
    try:
        return template_pictures.look(request.office, writing.template(request.office, name))
    except BadInput:  # the remarks say what is wrong
        return None


@require_safe
def marked(request: Request, family: str, name: str) -> HttpResponse:
    """The Word file with the remarks as comments."""
    checked = known(accepting.check, request.office, f"{family}/{name}")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "marked.docx"
        accepting.mark(request.office, checked, copy, [_lines(one) for one in checked.remarks])
        return download(copy.read_bytes(), f"{name}.docx", KINDS["docx"])


def _lines(remark: Remark) -> tuple[str, ...]:
    """What a comment in Word says."""
    where = () if remark.spot else (tell(remark.place),)
    return (f"{remark.code} {tell(remark.text)}", *where, f"→ {tell(remark.fix)}")


@require_safe
def history(request: Request, family: str, name: str) -> HttpResponse:
    """What was done with the template, by whom."""
    folder = known(writing.template, request.office, f"{family}/{name}")
    steps = template_history.history(request.office, folder.name)
    return page(request, "library/history.html", form=folder.form, slug=name, steps=steps)
