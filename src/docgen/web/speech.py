"""Saying sentences in the language of the page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation

from docgen.catalogue import in_chinese
from docgen.errors import without_commands


def is_chinese() -> bool:
    """Whether this page is in Chinese."""
    return (translation.get_language() or "").startswith("zh")


def tell(text: str) -> str:
    """A sentence in the page's language; nobody types commands on a page."""
    text = without_commands(text)
    return in_chinese(text) if is_chinese() else str(text)


def done(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, tell(text))


def note(request: HttpRequest, text: str) -> None:
    """Say on the next page what somebody should look at."""
    messages.warning(request, tell(text))
