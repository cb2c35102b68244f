"""A demo office: its people can sign in at once, and anyone comes in as anyone with one button.

In a real office all of this is as if it were not there.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from docgen.office import demo_people, passwords
from docgen.office.desk import Office, one_transaction
from docgen.web import accounts_factors
from docgen.web.entering import Request
from docgen.web.page import known
from docgen.web.wrong import nothing_there


def prepare(office: Office) -> None:
    """Give the people of a demo office password and app; call it when the page is started."""
    for person in demo_people.signing_in(office):
        with one_transaction():
            if not passwords.has_one(person):
                passwords.put(office, person, demo_people.PASSWORD)
            mine = Authenticator.objects.filter(user=person)
            if accounts_factors.must_have_one(person) and not mine.exists():
                TOTP.activate(person, demo_people.secret_of(office, person))


@login_not_required
@require_POST
def sign_in_as(request: Request) -> HttpResponse:
    """Come in as somebody, with a second factor."""
    known(demo_people.must_be_demo, request.office)
    chosen = request.POST.get("login", "")
    people = {one.login: one for one in demo_people.signing_in(request.office)}
    if chosen not in people:
        raise nothing_there()
    person = people[chosen]
    record_authentication(request, person, "password", username=person.login)
    record_authentication(request, person, "mfa", type="demo")
    door = get_adapter(request)
    door.login(request, person)
    answer: HttpResponse = door.post_login(
        request,
        person,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=None,
    )
    return answer
