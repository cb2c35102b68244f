"""Administration: people, rules, settings, backups, errands, health; no paper is seen here."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from docgen.model.people import Role
from docgen.office import backups, errand_notes, health, inspecting, people, person_care
from docgen.web import administration_machine, administration_people, administration_rules
from docgen.web.entering import Request
from docgen.web.page import page


@require_safe
def administration(request: Request) -> HttpResponse:
    """How the office is, at a glance."""
    office, who = request.office, request.who
    inspecting.ask(office, who)
    everyone = people.everyone(office, who)
    return page(
        request,
        "administration/administration.html",
        open_accounts=sum(row.active for row in everyone),
        units=person_care.units(everyone),
        checks=[one for one in health.checks(office, who) if one.state != health.State.GOOD],
        days=backups.days(office),
        failed=[key for key, one in errand_notes.read(office.folder).items() if any(one.fault)],
    )


@require_safe
def units(request: Request) -> HttpResponse:
    """The units, and how many people each has in which role."""
    inspecting.ask(request.office, request.who)
    found = person_care.units(people.everyone(request.office, request.who))
    rows = [(one, [(Role(role).said, n) for role, n in one.roles.most_common()]) for one in found]
    return page(request, "administration/units.html", units=rows)


PATHS: list[URLPattern] = [
    path("administration/", administration, name="administration"),
    path("administration/units/", units, name="units"),
    *administration_people.PATHS,
    *administration_rules.PATHS,
    *administration_machine.PATHS,
]
