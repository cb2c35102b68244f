"""Reading ``rules/postings.toml``; every mistake names file, key and what to write.

What one value may be is ``posting_values``; ``docs/spec/postings.md`` shows the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.errors import say
from docgen.model.posting_rules import AreaClass, Kind, Need, PostingRules, Rotation, Tier
from docgen.model.posting_values import read
from docgen.model.rule_file import Wrong, refuse_twice, refuse_unknown, telling

_PLAIN = ("least", "contact_hours", "pass_score")
#: The lists of tables: what each row is, and what it cannot be without.
_PARTS: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "kind": ("kinds", Kind, ("name", "matrix")),
    "need": ("needs", Need, ("key", "title", "source")),
    "area_class": ("classes", AreaClass, ("title", "least")),
    "leave": ("tiers", Tier, ("title", "by")),
}
_ROTATION = tuple(Rotation.__dataclass_fields__)


def parse_postings(table: Mapping[str, Any], *, file: str) -> PostingRules:
    """What the office wants of posted staff; ``BadInput`` names file and key."""
    with telling(file, lambda key: say("The rules of posted staff are not right: {key}", key=key)):
        return _parse(table)


def _parse(table: Mapping[str, Any]) -> PostingRules:
    parts = {*_PARTS, "rotation"}
    plain = {key: value for key, value in table.items() if key not in parts}
    facts = _facts(plain, "", _PLAIN, _PLAIN)
    for part, (plural, kind, needed) in _PARTS.items():
        known = tuple(kind.__dataclass_fields__)
        rows = [_facts(row, part, known, needed) for row in _rows(table, part)]
        facts[plural] = tuple(kind(**row) for row in rows)
    rotation = table.get("rotation")
    if not isinstance(rotation, Mapping):
        raise Wrong("rotation", say("it must be a table"), "[rotation]")
    facts["rotation"] = Rotation(**_facts(rotation, "rotation", _ROTATION, _ROTATION))
    rules = PostingRules(**facts)
    _refuse_incoherent(rules)
    return rules


def _facts(
    table: Mapping[str, Any], part: str, known: Sequence[str], needed: Sequence[str]
) -> dict[str, Any]:
    """The keys of one table, each read."""
    before = f"{part}." if part else ""
    refuse_unknown(table, known, before)
    for key in needed:
        if table.get(key) in (None, "", []):
            raise Wrong(before + key, say("it is missing"), f"{key} = …")
    return {key: read(before + key, value) for key, value in table.items()}


def _rows(table: Mapping[str, Any], part: str) -> Sequence[Mapping[str, Any]]:
    rows = table.get(part)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise Wrong(part, say("it must be a table"), f"[[{part}]]")
    return rows


def _refuse_incoherent(rules: PostingRules) -> None:
    """What holds the parts together: keys stand once, the last lines take what is left."""
    refuse_twice([one.name for one in rules.kinds], "kind.name", 'name = "…"')
    refuse_twice([one.key for one in rules.needs], "need.key", 'key = "…"')
    for need in rules.needs:
        if strange := [one for one in need.kinds if one not in {kind.name for kind in rules.kinds}]:
            why = say("there is no {name}", name=strange[0])
            raise Wrong("need.kinds", why, ", ".join(kind.name for kind in rules.kinds))
    last = rules.classes[-1]
    if last.least or last.high_failure:
        why = say("the last class takes every area that is left")
        raise Wrong("area_class.least", why, "least = 0")
    days = [one.days for one in rules.tiers]
    limits = [one for one in days[:-1] if one is not None]
    if days[-1] is not None or len(limits) < len(days) - 1 or limits != sorted(set(limits)):
        why = say("the days rise from line to line, and the last line has none")
        raise Wrong("leave.days", why, "days = 2")
