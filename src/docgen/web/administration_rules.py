"""Rules and settings to look at: they are changed in the office's folder, and nowhere else."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.office import inspecting, rule_files, settings_shown
from docgen.web.entering import Request
from docgen.web.page import known, page


@require_safe
def rules(request: Request) -> HttpResponse:
    """All rules files, each with what is wrong with it."""
    inspecting.look(request.office, request.who, "rules")
    return page(request, "administration/rules.html", files=rule_files.every(request.office))


@require_safe
def rule(request: Request, name: str) -> HttpResponse:
    """One rules file, line by line."""
    inspecting.look(request.office, request.who, "rules")
    file, lines = known(rule_files.one, request.office, name)
    wrong = getattr(file.problem, "line", 0) if file.problem else 0
    return page(
        request,
        "administration/rule.html",
        file=file,
        problem=file.problem,
        lines=[(n, line, n == wrong) for n, line in enumerate(lines, 1)],
    )


@require_safe
def settings(request: Request) -> HttpResponse:
    """The settings of ``docgen.toml``; secrets are never among them."""
    inspecting.look(request.office, request.who, "settings")
    parts = settings_shown.settings(request.office)
    return page(request, "administration/settings.html", parts=parts)


PATHS: list[URLPattern] = [
    path("administration/rules/", rules, name="rules"),
    path("administration/rules/<path:name>/", rule, name="rule"),
    path("administration/settings/", settings, name="settings"),
]
