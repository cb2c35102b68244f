"""The programming interface: ``/api/v1``, described by OpenAPI 3.1 at ``/api/v1/openapi.json``.

Each address calls the same function of ``office`` as the page and the command, under the same
rules, for the person whose token is sent. Errors are problems of RFC 9457 (``api_problems``). What
files a paper takes an Idempotency-Key (``api_once``). Lists give a ``next`` cursor while there is
more.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.throttling import AuthRateThrottle

from docgen import __version__
from docgen.web import (
    api_cases,
    api_customers,
    api_forms,
    api_loans,
    api_log,
    api_papers,
    api_problems,
    api_search,
)
from docgen.web.api_token import Key

#: What one token may ask in a minute, in each process.
RATE = "600/m"

api = NinjaAPI(
    title="docgen",
    version=__version__,
    description=(
        "The records office: fill forms, file papers, find them, lend them. Send a token as "
        "`Authorization: Bearer docgen_…`; people make theirs on the page of their account."
    ),
    urls_namespace="api",
    docs_url=None,
    auth=Key(),
    throttle=[AuthRateThrottle(RATE)],
)
for _topic in (
    api_search,
    api_customers,
    api_papers,
    api_forms,
    api_loans,
    api_cases,
    api_log,
):
    api.add_router("", _topic.router)
api_problems.answer_for(api)


def _open(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The addresses for whoever has a token: nobody is sent to the sign-in page."""
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback = login_not_required(one.callback)
    return patterns


_patterns, _app, _namespace = api.urls
PATHS: list[URLPattern | URLResolver] = [path("api/v1/", (_open(_patterns), _app, _namespace))]
