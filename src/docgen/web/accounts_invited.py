"""The page behind an invitation: somebody sets his password with a link that works once."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from docgen.errors import BadInput, say
from docgen.office import invitations, signing_in
from docgen.office.desk import one_transaction
from docgen.web.entering import Request
from docgen.web.page import page
from docgen.web.speech import done


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "again")
def invitation(request: Request, secret: str) -> HttpResponse:
    """Set a password; opening the page alone does not use the link up."""
    invited = invitations.find(request.office, secret)
    problem = None
    if request.method == "POST":
        try:
            _accept(request, secret)
        except BadInput as wrong:
            problem = wrong
        else:
            done(request, say("Your password is set; sign in with it"))
            return redirect("account_login")
    return page(
        request,
        "account/invitation.html",
        status=422 if problem else 200,
        invited=invited.person,
        problem=problem,
    )


def _accept(request: Request, secret: str) -> None:
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise BadInput(
            say("The two passwords differ"),
            why=say("one of them has a typing error"),
            fix=say("type the same password twice"),
            field="again",
        )
    with one_transaction():
        used = invitations.accept(request.office, secret, password)
        if used.clears:
            for factor in Authenticator.objects.filter(user=used.person):
                signing_in.removed_factor(request.office, used.person, factor.type)
                factor.delete()
