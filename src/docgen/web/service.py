"""What whoever runs the server asks it: whether it works, and what robots may read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.office import people


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can read its register; no word about what is in it."""
    del request
    works = people.can_be_read()
    return HttpResponse(
        "ok\n" if works else "failed\n",
        status=200 if works else 503,
        content_type="text/plain; charset=utf-8",
    )


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """No robot reads an archive of customers' papers."""
    del request
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


PATHS: list[URLPattern] = [
    path("health/", health, name="health"),
    path("robots.txt", robots, name="robots"),
]
