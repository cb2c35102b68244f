"""Reading ``rules/unusual.toml``: from which figure on a pattern of the log is unusual.

Every rule has its table; one that is not wanted says ``on = false``, so that nobody loses a rule
by losing a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.errors import BadInput, say

_DAY = (0, 24)
_COUNT = (1, 10_000)
_DAYS = (1, 366)
#: The figures of each rule, with the least and the most that they may be.
FIGURES: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "U1": {"begins": _DAY, "ends": _DAY},
    "U2": {"papers": _COUNT, "minutes": (1, 1440)},
    "U3": {"refused": _COUNT, "hours": (1, 8784)},
    "U4": {"papers": _COUNT},
    "U5": {"history": _COUNT},
    "U6": {"days": _DAYS},
    "U7": {"times": _COUNT, "days": _DAYS},
    "U8": {"days": _DAYS},
    "U9": {"people": _COUNT, "days": _DAYS},
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the rules that are on.

    Args:
        of: For each rule that is on, its figures by name.
        look_back: How many days before a period are read to know what was usual.
    """

    of: Mapping[str, Mapping[str, int]]
    look_back: int


def parse_unusual(table: Mapping[str, Any], *, file: str) -> Figures:
    """What the file says; ``BadInput`` names the key that is wrong."""
    for key in table:
        if key not in FIGURES and key != "look_back":
            known = ", ".join(("look_back", *FIGURES))
            raise _wrong(file, key, say("it is not known; there are: {known}", known=known))
    found = {rule: _rule(table, rule, file) for rule in FIGURES}
    back = _figure(table, "look_back", "look_back", _DAYS, file)
    return Figures({rule: figures for rule, figures in found.items() if figures}, back)


def _rule(table: Mapping[str, Any], rule: str, file: str) -> Mapping[str, int]:
    """The figures of one rule; none if it is off."""
    part = table.get(rule)
    if not isinstance(part, dict):
        raise _wrong(file, rule, say("the rule is missing; to do without it, write on = false"))
    for key in part:
        if key not in FIGURES[rule] and key != "on":
            known = ", ".join(("on", *FIGURES[rule]))
            raise _wrong(
                file, f"{rule}.{key}", say("it is not known; there are: {known}", known=known)
            )
    if not isinstance(part.get("on"), bool):
        raise _wrong(file, f"{rule}.on", say("it is true or false"))
    figures = {
        name: _figure(part, name, f"{rule}.{name}", bounds, file)
        for name, bounds in FIGURES[rule].items()
    }
    return figures if part["on"] else {}


def _figure(
    table: Mapping[str, Any], name: str, field: str, bounds: tuple[int, int], file: str
) -> int:
    value = table.get(name)
    least, most = bounds
    if type(value) is not int or not least <= value <= most:
        raise _wrong(
            file, field, say("it is a whole number from {least} to {most}", least=least, most=most)
        )
    return value


def _wrong(file: str, field: str, why: str) -> BadInput:
    return BadInput(
        say("The rules of what is unusual are not right: {field}", field=field),
        why=why,
        fix=say("correct the line; docgen's own file shows how it is written"),
        file=file,
        field=field,
    )
