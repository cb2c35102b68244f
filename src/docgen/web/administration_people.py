"""People as an administrator keeps them: accounts, roles, clearance, invitations, sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.model.people import Role
from docgen.office import inspecting, invitations, leaving, people, person_care
from docgen.register.models import Person
from docgen.web import accounts_factors, accounts_sessions
from docgen.web.accounts import fresh
from docgen.web.entering import Request
from docgen.web.page import button, page
from docgen.web.paging import EACH, offset_of, pages_of
from docgen.web.speech import done
from docgen.web.wrong import nothing_there

_LONGEST = 200
GRADES = [(one.code, f"{one.code} {one.mark}") for one in Grade]


@require_safe
def everyone(request: Request) -> HttpResponse:
    """The accounts, those that fit what was typed."""
    inspecting.ask(request.office, request.who)
    rows = people.everyone(request.office, request.who)
    wanted, unit = request.GET.get("q", "").strip().casefold(), request.GET.get("unit", "")
    fitting = [
        row
        for row in rows
        if unit in {"", row.unit}
        and wanted in f"{row.code} {row.login} {row.name} {row.unit}".casefold()
    ]
    start = offset_of(request)
    return page(
        request,
        "administration/people.html",
        rows=[(row, _roles(row), _grade(row)) for row in fitting[start : start + EACH]],
        pages=pages_of(request, len(fitting)),
        units=[("", say("all")), *((name, name) for name in sorted({row.unit for row in rows}))],
        asked=request.GET,
    )


@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Open an account, and get the link by which its owner sets his password."""
    inspecting.ask(request.office, request.who)
    problem = None
    if request.method == "POST":
        try:
            row = people.add(request.office, request.who, **_typed(request))
        except BadInput as wrong:
            problem = wrong
        else:
            return _invited(request, row)
    return page(
        request,
        "administration/person_new.html",
        status=422 if problem else 200,
        problem=problem,
        typed=request.POST,
        roles=[(role, role in request.POST.getlist("role")) for role in Role],
        grades=GRADES,
        clearance=request.POST.get("clearance", "C"),
    )


def _typed(request: Request) -> dict[str, Any]:
    sent = {name: request.POST.get(name, "").strip()[:_LONGEST] for name in request.POST}
    return {
        "login": sent.get("login", ""),
        "name": sent.get("name", "") or sent.get("login", ""),
        "unit": _unit(sent.get("unit", "")),
        "roles": request.POST.getlist("role"),
        "clearance": sent.get("clearance", "") or "C",
    }


def _unit(text: str) -> str:
    if not text.strip():
        raise BadInput(
            say("The account has no unit"),
            why=say("papers are known by units"),
            fix=say("name the unit he works in"),
            field="unit",
        )
    return text.strip()[:_LONGEST]


def _invited(request: Request, row: Person, *, clears: bool = False) -> HttpResponse:
    """The link, told this once: nobody can look it up again."""
    secret, made = invitations.invite(request.office, request.who, row.code, clears=clears)
    where = reverse("invitation", kwargs={"secret": secret})
    address = request.office.settings.web.address
    link = f"{address}{where}" if address else request.build_absolute_uri(where)
    return page(request, "administration/invited.html", person=row, link=link, made=made)


@require_safe
def person(request: Request, code: str) -> HttpResponse:
    """One account."""
    return _person(request, code)


def _person(request: Request, code: str, problem: Problem | None = None) -> HttpResponse:
    try:
        card = person_care.card(request.office, request.who, code)
    except NotFound as none:
        raise nothing_there() from none
    row = card.person
    held = request.POST.getlist("role") if problem else row.roles
    return page(
        request,
        "administration/person.html",
        status=422 if problem else 200,
        problem=problem,
        card=card,
        row=row,
        said=_roles(row),
        grade=_grade(row),
        roles=[(role, role in held) for role in Role],
        grades=GRADES,
        clearance=request.POST.get("clearance") or Grade.of_rank(row.clearance).code,
        unit=request.POST.get("unit") or row.unit,
        sessions=[
            (one, accounts_sessions.known_as(one.user_agent)) for one in accounts_sessions.of(row)
        ],
        factors=accounts_factors.of(row),
        manage=button(request, Act.MANAGE_PEOPLE, subject=row.code),
        grant=button(request, Act.GRANT),
    )


@fresh
@require_POST
def change(request: Request, code: str) -> HttpResponse:
    """Do something to an account; the form says what."""
    inspecting.ask(request.office, request.who)
    if (act := _ACTS.get(request.POST.get("act", ""))) is None:
        raise nothing_there()
    try:
        return act(request, people.by_login(code)) or redirect("person", code=code)
    except NotFound as none:
        raise nothing_there() from none
    except BadInput as wrong:
        return _person(request, code, wrong)


def _set_roles(request: Request, row: Person) -> None:
    people.change(request.office, request.who, row.code, roles=request.POST.getlist("role"))
    done(request, say("The roles of {name} are changed", name=row.name))


def _set_place(request: Request, row: Person) -> None:
    unit, clearance = _unit(request.POST.get("unit", "")), request.POST.get("clearance", "")
    people.change(request.office, request.who, row.code, unit=unit, clearance=clearance)
    done(request, say("Unit and clearance of {name} are changed", name=row.name))


def _close(request: Request, row: Person) -> None:
    _, held = leaving.close(request.office, request.who, row.code)
    done(request, say("The account is closed; {n} thing(s) are still in hand", n=len(held)))


def _invite(request: Request, row: Person) -> HttpResponse:
    return _invited(request, row)


def _clear(request: Request, row: Person) -> HttpResponse:
    return _invited(request, row, clears=True)


def _end_sessions(request: Request, row: Person) -> None:
    person_care.may_end_sessions(request.office, request.who, row.code)
    sessions = accounts_sessions.of(row)
    for one in sessions:
        one.end()
    person_care.ended_sessions(request.office, request.who, row, len(sessions))
    done(request, say("{n} session(s) of {name} have ended", n=len(sessions), name=row.name))


_ACTS: Mapping[str, Callable[[Request, Person], HttpResponse | None]] = {
    "roles": _set_roles,
    "place": _set_place,
    "close": _close,
    "invite": _invite,
    "clear": _clear,
    "sessions": _end_sessions,
}


def _roles(row: Person) -> list[str]:
    return [Role(role).said for role in row.roles]


def _grade(row: Person) -> Grade:
    return Grade.of_rank(row.clearance)


PATHS: list[URLPattern] = [
    path("administration/people/", everyone, name="people"),
    path("administration/people/new/", new, name="person-new"),
    path("administration/people/<str:code>/", person, name="person"),
    path("administration/people/<str:code>/change/", change, name="person-change"),
]
