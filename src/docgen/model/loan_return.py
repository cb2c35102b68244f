"""Looking a returned paper over: pages, condition, enclosures (R-070, G-008).

What differs from what went out is noted, never refused: the paper is back, whatever its state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from docgen.errors import BadInput, Reason, Said, say
from docgen.model.description import MOST_PAGES

_LONGEST = 300


class Condition(StrEnum):
    """How a paper came back; ``word`` as it stands in the register."""

    GOOD = "good"
    DAMAGED = "damaged"

    @property
    def word(self) -> str:
        """完好 or 破损."""
        return {"good": "完好", "damaged": "破损"}[self]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found when a paper came back.

    Args:
        pages: How many were counted; ``None`` if nobody counted.
        condition: How it looks; "" if nobody said.
        missing: Enclosures that are not there.
        remark: What else there is to say.
    """

    pages: int | None = None
    condition: str = ""
    missing: str = ""
    remark: str = ""

    def differences(self, pages: int | None) -> Iterator[Reason]:
        """What is not as it went out.

        Args:
            pages: How many pages the paper has by its description; ``None`` if nobody counted.
        """
        if pages is not None and self.pages is not None and pages != self.pages:
            said = say("{n} pages came back, {pages} went out", n=self.pages, pages=pages)
            yield Reason("pages", said)
        if self.condition == Condition.DAMAGED:
            yield Reason("condition", say("it came back damaged"))
        if self.missing:
            yield Reason("enclosures", say("missing: {what}", what=self.missing))


def inspected(inspection: Inspection) -> Inspection:
    """The inspection as it is noted, or ``BadInput`` with what is not right about it."""
    pages = inspection.pages
    if pages is not None and not 0 <= pages <= MOST_PAGES:
        raise _wrong("pages", say("it is a number from 0 to {most}", most=MOST_PAGES))
    if inspection.condition and inspection.condition not in list(Condition):
        raise _wrong("condition", say("it is one of: {names}", names=", ".join(Condition)))
    for field, text in (("missing", inspection.missing), ("remark", inspection.remark)):
        if len(text) > _LONGEST or not (text.isprintable() or not text):
            raise _wrong(field, say("it is a line of 1 to {most} characters", most=_LONGEST))
    return inspection


def _wrong(field: str, why: Said) -> BadInput:
    return BadInput(
        say("The {field} of the returned paper is not right", field=field),
        why=why,
        fix=say("write it with --{field}", field=field),
        field=field,
    )
