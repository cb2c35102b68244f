"""What an office wants of its posted staff, as data; ``rules/postings.toml`` in values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from docgen.errors import NotFound, say
from docgen.model.span import Span

#: Posting scopes (G-042), with the word that forms have for them.
SCOPES: Mapping[str, str] = MappingProxyType(
    {"国外": "境外", "境外": "境外", "国内异地": "境内异地"}
)
#: Reasons for a change of post, in the order of G-048.
REASONS = ("major-error", "low-score", "normal-stay", "cycle")
#: Who agrees to leave.
HEAD, MANAGER = "head", "manager"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of posted staff (D-092).

    Args:
        name: 外派技术人员, 站长 …
        groups: The staff groups of ``rules/duties.toml`` whose duties he owes.
        matrix: Who assesses whom, as the appraisal says it (G-054).
        head: Whether he leads the place.
        apart: Whether the head of the place is not above him (D-085).
    """

    name: str
    groups: tuple[str, ...] = ()
    matrix: str = ""
    head: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there before a departure.

    Args:
        key: Its name in the register.
        title: What it is.
        source: The rules of the rule book.
        forms: The templates that make it; the first is the usual one.
        kinds: Only of these kinds of staff; empty for all.
        scopes: Only in these scopes; empty for all.
        to_approve: It must be there before the approval.
        once_approved: It can be made only after the approval (D-003).
        asks: The form shows it only if the first of these that is answered is.
        row: Only the rows of a table with this in a cell count.
        passed: What the answer must be.
        until: Where the form says until when it holds.
        expires: It cannot be without a day until which it holds.
        months: How long it holds if nobody said.
    """

    key: str
    title: str
    source: str
    forms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    to_approve: bool = False
    once_approved: bool = False
    asks: tuple[str, ...] = ()
    row: str = ""
    passed: str = ""
    until: str = ""
    expires: bool = False
    months: int = 0


@dataclass(frozen=True, slots=True)
class Rotation:
    """How long somebody stays in an area, and which reason to move him comes first."""

    least: Span
    normal: Span
    cycle: Span
    priority: tuple[str, ...] = REASONS


@dataclass(frozen=True, slots=True)
class AreaClass:
    """A line of the table of area classes; the first that fits counts (G-050).

    Args:
        title: 一类地区 …
        least: From so many sales on.
        high_failure: Only where mostly models that fail often are sold.
        one_stop: Areas with a one-stop shop are staffed like this one (D-094).
        shared: One person may look after several neighbouring areas.
        assistant: The channel assistant helps.
    """

    title: str
    least: int = 0
    high_failure: bool = False
    one_stop: bool = False
    shared: bool = False
    assistant: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """Leave of up to so many days, and who agrees to it one after the other (D-045)."""

    title: str
    by: tuple[str, ...]
    days: int | None = None


@dataclass(frozen=True, slots=True)
class PostingRules:
    """All of ``rules/postings.toml``."""

    least: Span
    contact_hours: str
    pass_score: int
    kinds: tuple[Kind, ...]
    needs: tuple[Need, ...]
    rotation: Rotation
    classes: tuple[AreaClass, ...]
    tiers: tuple[Tier, ...]

    def kind(self, name: str) -> Kind:
        """The kind of staff with this name; ``NotFound`` lists those there are."""
        found = next((one for one in self.kinds if one.name == name), None)
        if found is None:
            known = ", ".join(one.name for one in self.kinds)
            raise NotFound(
                say("There is no kind of posted staff called {name}", name=name or "-"),
                why=say("rules/postings.toml has: {names}", names=known),
                fix=say("choose one of these"),
                field="kind",
            )
        return found

    def need(self, key: str) -> Need:
        """The need with this key; ``NotFound`` lists those there are."""
        found = next((one for one in self.needs if one.key == key), None)
        if found is None:
            known = ", ".join(one.key for one in self.needs)
            raise NotFound(
                say("Nothing called {key} is asked of posted staff", key=key or "-"),
                why=say("rules/postings.toml has: {names}", names=known),
                fix=say("choose one of these"),
                field="need",
            )
        return found

    def tier(self, days: int) -> Tier:
        """The tier that so many days of leave fall under."""
        return next(one for one in self.tiers if one.days is None or days <= one.days)
