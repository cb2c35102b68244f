"""How pages say things: sentences in the reader's language, days, grades, signs.

``{% say "Due {day}" day=loan.due %}`` – the first argument is a literal, as with
``errors.say``: the translators' list is made of these.
"""

from __future__ import annotations

import datetime as dt

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from docgen.errors import Said
from docgen.errors import say as said
from docgen.forms.shown import shown
from docgen.model.grades import Grade
from docgen.web import desk
from docgen.web.speech import tell

register = template.Library()


@register.simple_tag(name="say")
def say_(text: str, **params: object) -> str:
    """A sentence of the page in the reader's language."""
    return tell(said(text, **params))


@register.filter(name="told")
def told(text: object) -> str:
    """A sentence made elsewhere (a reason, a state) in the reader's language."""
    return tell(text if isinstance(text, Said) else str(text))


@register.filter
def answer(value: object) -> str:
    """An answer of a form as a line of text."""
    return shown(value, tell)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A day as it stands on forms of the office: 2026-11-21."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = desk.office().local(value)
    return value.strftime("%Y-%m-%d")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A moment by the clocks of the office: 2026-11-21 14:05."""
    return desk.office().local(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def grade(rank: int) -> SafeString:
    """A grade as a small label, by its rank."""
    code = Grade.of_rank(rank).code
    return format_html('<span class="grade grade-{}">{}</span>', code.lower(), code)


@register.simple_tag
def sign(name: str) -> SafeString:
    """A small drawing from the sheet of signs; it says nothing that words do not say."""
    return format_html(
        '<svg class="sign" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("docgen/signs.svg"),
        name,
    )
