"""My account."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from docgen.web.entering import Request
from docgen.web.page import page


def account(request: Request) -> HttpResponse:
    """My account."""
    return page(request, "home/home.html")


PATHS: list[URLPattern] = [path("account/", account, name="account")]
