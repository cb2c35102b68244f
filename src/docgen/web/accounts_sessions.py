"""Sessions: how long one lasts, and ending those of somebody else's browser.

A session ends twelve hours after the sign-in, an hour after the last page, with the password it
was opened with, and with the account (ASVS 7.3, 7.4). Django looks the person up on each request,
so whoever closes an account, by the page or a command, ends its sessions with it.
"""

from __future__ import annotations

import time

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest

from docgen.errors import say
from docgen.register.models import Person
from docgen.web.wrong import nothing_there

ABSOLUTE, IDLE = 12 * 3600, 3600
#: A page that was opened is noted this seldom: each note is a write.
_NOTED_EVERY = 300
_OPENED, _SEEN = "docgen_opened", "docgen_seen"


def watch(request: HttpRequest) -> None:
    """End the session of this request if its time is over or its account is closed."""
    session, now = request.session, time.time()
    if SESSION_KEY not in session:
        return
    opened, seen = session.setdefault(_OPENED, now), session.setdefault(_SEEN, now)
    if not request.user.is_authenticated or now - opened > ABSOLUTE or now - seen > IDLE:
        UserSession.objects.filter(session_key=session.session_key).delete()
        logout(request)
    elif now - seen > _NOTED_EVERY:
        session[_SEEN] = now


def begin(request: HttpRequest) -> None:
    """Count from now: somebody has signed in."""
    request.session[_OPENED] = request.session[_SEEN] = time.time()


def of(person: Person) -> list[UserSession]:
    """The open sessions of somebody, the newest first."""
    found = UserSession.objects.purge_and_list(person)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def end(request: HttpRequest, number: int) -> None:
    """End one session of the person who asks."""
    for one in UserSession.objects.filter(user=request.user, pk=number):
        one.end()
        return
    raise nothing_there()


def end_others(person: Person, key: str | None) -> int:
    """End all sessions of somebody but this one; how many there were."""
    others = [one for one in of(person) if one.session_key != key]
    for one in others:
        one.end()
    return len(others)


#: What of a browser's name people know it by; the first that is in it is meant.
_BROWSERS = (
    *(("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Feishu", "Feishu")),
    *(("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
_MACHINES = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")),
)


def known_as(agent: str) -> str:
    """A browser and its machine as people call them: ``Firefox · Windows``."""
    found = [
        next((name for sign, name in each if sign in agent), "") for each in (_BROWSERS, _MACHINES)
    ]
    return " · ".join(filter(None, found)) or say("an unknown browser")
