"""The map of the page: each topic brings its own addresses."""

from __future__ import annotations

import importlib

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

TOPICS = (
    "accounts",
    "administration",
    "api",
    "approvals",
    "audit",
    "batches",
    "cases",
    "customers",
    "disposal",
    "dossiers",
    "duties",
    "home",
    "items",
    "library",
    "loans",
    "outside",
    "papers",
    "postings",
    "search",
    "service",
    "shelves",
    "tokens",
    "transfers",
    "visits",
)


def _of(topic: str) -> list[URLPattern | URLResolver]:
    paths: list[URLPattern | URLResolver] = importlib.import_module(f"docgen.web.{topic}").PATHS
    return paths


urlpatterns = [
    *(one for topic in TOPICS for one in _of(topic)),
    path("language/", login_not_required(set_language), name="language"),
]
handler400 = "docgen.web.wrong.misunderstood"
handler403 = "docgen.web.wrong.forbidden"
handler404 = "docgen.web.wrong.not_found"
handler500 = "docgen.web.wrong.broken"
