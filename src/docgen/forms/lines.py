"""A text whose lines are to be paragraphs of their own: ``{{ opinion | paragraphs }}``.

Without this filter a line break in an answer is one in Word too, inside the paragraph, so that only
the first line is indented. Making the paragraphs is ``render.paragraphs``' work.
"""

from __future__ import annotations

from docgen.errors import BadInput, say
from docgen.forms.characters import shown


class Lines(str):
    """A text of which each line is a paragraph."""

    __slots__ = ()


def paragraphs(value: object) -> str:
    """Each line of a text as a paragraph like the one its mark stands in; "" stays ""."""
    if value == "":
        return ""
    if isinstance(value, str):
        return Lines(value)
    raise BadInput(
        say("“{value}” cannot be written in this way", value=shown(value)),
        why=say("only a text has lines"),
        fix=say("use a filter that goes with the kind of the field, or none"),
    )
