"""Reading ``rules/cases/<name>.toml``; every mistake names file, key and what to write.

What a single value may be is ``case_values``, what holds the parts together ``case_check``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from docgen.errors import say
from docgen.model.case_check import refuse_incoherent
from docgen.model.case_profile import Authority, Profile, Rung, Severity, Standard, StepRule
from docgen.model.case_values import read
from docgen.model.rule_file import Wrong, refuse_unknown, telling

#: The lists of tables: what a profile calls them, what each row is, and what it cannot be without.
_PARTS: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "severity": ("severities", Severity, ("name",)),
    "step": ("steps", StepRule, ("key", "title")),
    "authority": ("authorities", Authority, ("approver",)),
    "standard": ("standards", Standard, ("key", "title")),
    "ladder": ("ladder", Rung, ("after",)),
}
_NEEDED = ("title", "number", "form", "unit", "controller")
_PLAIN = (*_NEEDED, "no_loss_form", "gravest", "liaison_after", "untracked", "fill", "about")


def parse_case(table: Mapping[str, Any], *, name: str, file: str) -> Profile:
    """A kind of complaint case from its TOML table; ``BadInput`` names file and key."""
    with telling_of_cases(file):
        return _parse(table, name)


def telling_of_cases(file: str) -> AbstractContextManager[None]:
    """Tell of a wrong key of this file as ``BadInput``."""
    return telling(
        file, lambda key: say("The rules of complaint cases are not right: {key}", key=key)
    )


def _parse(table: Mapping[str, Any], name: str) -> Profile:
    facts = _facts(table, "", _PLAIN, _NEEDED)
    for part, (plural, kind, needed) in _PARTS.items():
        known = tuple(kind.__dataclass_fields__)
        rows = _rows(table, part)
        facts[plural] = tuple(kind(**_facts(row, part, known, needed)) for row in rows)
    profile = Profile(name=name, **facts)
    refuse_incoherent(profile)
    return profile


def _facts(
    table: Mapping[str, Any], part: str, known: Sequence[str], needed: Sequence[str]
) -> dict[str, Any]:
    """The keys of one table, each read; the lists of tables are left to themselves."""
    before = f"{part}." if part else ""
    own = {key: value for key, value in table.items() if part or key not in _PARTS}
    refuse_unknown(own, known, before)
    for key in needed:
        if not own.get(key):
            raise Wrong(before + key, say("it is missing"), f'{key} = "…"')
    return {key: read(before + key, value) for key, value in own.items()}


def _rows(table: Mapping[str, Any], part: str) -> Sequence[Mapping[str, Any]]:
    rows = table.get(part, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Wrong(part, say("it must be a table"), f"[[{part}]]")
    return rows
