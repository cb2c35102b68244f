"""The history of a paper: each of its versions, who filed it and when, why, and what changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.errors import Problem
from docgen.office import lending
from docgen.office.desk import Office
from docgen.office.filing import METADATA
from docgen.office.lending import Examined
from docgen.register.models import Item, ItemVersion, Person


@dataclass(frozen=True, slots=True)
class Chapter:
    """One version of a paper.

    Args:
        n: Its number.
        at: When it was filed.
        by: By whom.
        log_index: Its entry in the log.
        files: Its files with size and sha512, as the register has them.
        base: The version it was made from by hand; 0 for one that was not.
        reason: Why, in the words of whoever filed it.
        changes: What changed in its answers: field, label, was, is, where.
        made: How it came to be, as ``item.json`` has it.
        fault: Why none of this could be read from the archive; "" if it could.
    """

    n: int
    at: dt.datetime
    by: Person
    log_index: int
    files: Sequence[Mapping[str, Any]]
    base: int = 0
    reason: str = ""
    changes: tuple[Mapping[str, Any], ...] = ()
    made: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""


def history(office: Office, who: Person, text: str) -> tuple[Item, list[Chapter]]:
    """A paper's versions, the first one first; who may see its facts may see them."""
    item = lending.item_of(text)
    return item, chapters(office, who, item)


def chapters(office: Office, who: Person, item: Item) -> list[Chapter]:
    """The same of a paper that is at hand."""
    paper = lending.examine(office, who, item, "item.viewed")
    return [_chapter(paper, version) for version in paper.versions]


def _chapter(paper: Examined, version: ItemVersion) -> Chapter:
    facts: dict[str, Any] = {}
    try:
        made = json.loads(paper.bytes_of(METADATA, version.n))["made"]
        edited = made.get("edited") or {}
        facts = {
            "base": int(edited.get("from", 0)),
            "reason": str(edited.get("reason", "")),
            "changes": tuple(dict(one) for one in edited.get("changes", ())),
            "made": dict(made),
        }
    except Problem as damaged:
        facts = {"fault": damaged.what}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        facts = {"fault": str(error)}
    return Chapter(
        version.n, version.at, version.by, version.log_index, list(version.files), **facts
    )
