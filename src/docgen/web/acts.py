"""Acts that need a word or two: a form behind a button, and what is done with what was typed.

A button that is grey says why (``page.button``). What was typed wrongly comes back with the
problem beside its field; somebody who may not know of a thing hears that there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect

from docgen.errors import BadInput, NotAllowed, NotFound, say
from docgen.web.beside import beside
from docgen.web.entering import Request
from docgen.web.page import Button, known, page


@dataclass(frozen=True, slots=True)
class Question:
    """One field of an act's form; ``options`` are values with their words."""

    name: str
    label: str
    kind: str = "text"
    value: object = ""
    required: bool = True
    options: Sequence[tuple[str, str]] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act as a button that opens its form.

    Args:
        title: What the button says.
        url: Where the form goes.
        button: Whether it may be done.
        questions: What has to be said.
        ask: What is asked once more before it is sent; "" for nothing.
    """

    title: str
    url: str
    button: Button
    questions: Sequence[Question] = ()
    ask: str = ""


def typed(request: Request) -> Mapping[str, str]:
    """What was sent, without blanks around."""
    return {name: str(value).strip() for name, value in request.POST.items()}


def carry_out(
    request: Request,
    form: ActForm,
    verb: Callable[[Mapping[str, str]], str],
    *,
    hidden: bool = False,
) -> HttpResponse:
    """Do an act with what was typed, and go on; or the form once more, with the problem.

    Args:
        request: What was sent.
        form: The act's form.
        verb: Does it; gives the address to go on to.
        hidden: The person may not know what it is about.
    """
    sent = typed(request)
    try:
        return HttpResponseRedirect(known(verb, sent) if hidden else verb(sent))
    except (BadInput, NotFound, NotAllowed) as problem:
        if not form.button.allowed:
            raise refused(form) from problem
        again = [(one, sent.get(one.name, "")) for one in form.questions]
        facts = beside(request, problem)
        return page(request, "parts/act_again.html", form=form, again=again, **facts)


def refused(form: ActForm) -> NotAllowed:
    """What somebody hears who sends a form whose button was grey."""
    return NotAllowed(
        say("You may not do this"),
        why=say("these rules speak against it"),
        fix=say("ask the archivist"),
        reasons=form.button.reasons,
    )
