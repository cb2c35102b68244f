"""Home: what waits for whoever is signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.web.entering import Request
from docgen.web.page import page


def home(request: Request) -> HttpResponse:
    """What waits for me."""
    return page(request, "home/home.html")


PATHS: list[URLPattern] = [path("", home, name="home")]
