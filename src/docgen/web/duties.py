"""Pages not written yet."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
