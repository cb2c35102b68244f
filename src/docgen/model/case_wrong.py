"""The error for a line of ``rules/cases/*.toml`` that is not right."""

from __future__ import annotations

from docgen.errors import BadInput, say


def wrong(file: str, key: str, why: str, instead: str) -> BadInput:
    """It names file and key, why it is wrong, and what to write."""
    return BadInput(
        say("The rules of complaint cases are not right: {key}", key=key),
        why=why,
        fix=say("write for instance: {instead}", instead=instead),
        file=file,
        field=key,
    )
