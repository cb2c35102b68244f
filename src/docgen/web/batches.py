"""Many papers at once: a sheet is sent, looked at, corrected at its cells, and made into papers.

The work is a job (``office.jobs``): it goes on when this page, or the server, is gone.
"""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import datasheets, gate, jobs, jobs_batch, template_uses, writing
from docgen.office.jobs_batch import Wish
from docgen.register.models_page import Job
from docgen.web.batches_sheet import choices, columns, corrections, grid
from docgen.web.entering import Request
from docgen.web.page import download, known, number_of, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done, tell
from docgen.web.uploads import received
from docgen.web.wrong import nothing_there, status_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS = 500


@require_http_methods(["GET", "POST"])
def batches(request: Request) -> HttpResponse:
    """My batches, and a new one."""
    gate.ask(request.office, request.who, Act.FILL, "form.filled")
    problem = None
    if request.method == "POST":
        try:
            return _begun(request)
        except BadInput as wrong:
            problem = wrong
    jobs.tend(request.office)
    rows, total = jobs.mine(request.who, jobs_batch.KIND, first=offset_of(request), count=EACH)
    chosen = request.POST.get("template", "") or request.GET.get("template", "")
    families = template_uses.shelf(request.office, request.who).families
    return page(
        request,
        "batches/batches.html",
        status=status_of(problem) if problem else 200,
        problem=problem,
        rows=rows,
        pages=pages_of(request, total),
        families=families,
        chosen=chosen,
    )


def _begun(request: Request) -> HttpResponse:
    with received(request, "files") as files:
        if not files:
            raise BadInput(
                say("No sheet was sent"),
                why=say("a batch is made of the rows of a sheet"),
                fix=say("choose an Excel or CSV file"),
                field="files",
            )
        template = request.POST.get("template", "")
        job = known(jobs_batch.begin, request.office, request.who, template, files[0].path)
    return redirect("batch", job.code)


@require_GET
def sheet(request: Request) -> HttpResponse:
    """The blank data sheet of a template."""
    rows = max(1, number_of(request.GET, "rows", _ROWS, most=jobs_batch.MOST_ROWS))
    name = request.GET.get("template", "")
    title, data = known(
        datasheets.blank, request.office, request.who, name, rows=rows, customer="", tell=tell
    )
    return download(data, f"{title}.xlsx", _XLSX)


@require_GET
def batch(request: Request, code: str) -> HttpResponse:
    """A batch: its columns, its dry run, how far it is, what became of it."""
    job = _job(request, code)
    jobs.tend(request.office)
    if request.htmx and job.state in jobs.BUSY:
        return page(request, "batches/progress.html", **_progress(request, job))
    if request.htmx:  # it has come to an end: the whole page tells
        answer = HttpResponse(status=204)
        answer.headers["HX-Refresh"] = "true"
        return answer
    form = writing.template(request.office, job.facts["template"]).form
    seen = {} if job.state in jobs.BUSY else jobs_batch.checked(request.office, job)
    return page(
        request,
        "batches/batch.html",
        form=form,
        seen=seen,
        fields=choices(form),
        **grid(request, form, seen),
        **_progress(request, job),
    )


@require_POST
def act(request: Request, code: str) -> HttpResponse:
    """Correct cells, say what columns hold, run, stop, go on."""
    job, wanted = _job(request, code), request.POST.get("act", "")
    if wanted == "correct":
        jobs_batch.correct(request.office, job, corrections(request))
    elif wanted == "columns":
        seen = jobs_batch.checked(request.office, job)
        jobs_batch.choose(request.office, job, columns(request, seen))
    elif wanted == "sheet":
        with received(request, "files") as files:
            for one in files[:1]:
                jobs_batch.replace_sheet(request.office, job, one.path)
    elif wanted == "stop":
        jobs.stop(request.office, job)
        done(request, say("The batch stops. What was made by now is kept."))
    elif wanted == "resume":
        jobs.start(request.office, job)
    elif wanted in {"run", "skip"}:
        wish = Wish(
            pdf="pdf" in request.POST,
            file=request.POST.get("what") == "file",
            skip_wrong=wanted == "skip",
        )
        jobs_batch.run(request.office, job, wish)
    return redirect("batch", code)


@require_GET
def result(request: Request, code: str, name: str) -> HttpResponseBase:
    """A file that a finished batch hands out."""
    job = _job(request, code)
    gate.ask(request.office, request.who, Act.FILL, "form.filled")
    place = jobs_batch.result_file(request.office, job, name)
    if place is None:
        raise nothing_there()
    return FileResponse(place.open("rb"), as_attachment=True, filename=name)


@require_GET
def job(request: Request, code: str) -> HttpResponse:
    """A job of any kind is shown by the page of its kind."""
    return redirect("batch", _job(request, code).code)


def _job(request: Request, code: str) -> Job:
    return known(jobs.get, request.who, code)


def _progress(request: Request, job: Job) -> dict[str, Any]:
    seconds = jobs.eta(request.office, job)
    return {
        "job": job,
        "busy": job.state in jobs.BUSY,
        "choosing": job.state == jobs.READY or job.facts["step"] == jobs_batch.CHECK,
        "minutes": seconds and seconds // 60,
        "seconds": seconds,
    }


PATHS: list[URLPattern] = [
    path("batches/", batches, name="batches"),
    path("batches/sheet.xlsx", sheet, name="batch-sheet"),
    path("batches/<slug:code>/", batch, name="batch"),
    path("batches/<slug:code>/act/", act, name="batch-act"),
    path("batches/<slug:code>/<str:name>", result, name="batch-result"),
    path("jobs/<slug:code>/", job, name="job"),
]
