"""Reading ``catalogue.json`` of a bag that docgen made elsewhere.

It comes from outside: whatever is in it is held against the rules that the office's own words
keep. A paper with a wrong fact is not taken, with the reason; a catalogue that is none, or that
no manifest vouches for, refuses the bag.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.archive.bag_check import Bag
from docgen.errors import BadInput, Problem, say
from docgen.forms.characters import odd_character
from docgen.model.grades import Grade
from docgen.office import describing
from docgen.office.describing import Wanted
from docgen.office.filing import METADATA
from docgen.office.taking_in_paper import NotTaken

FILE = "catalogue.json"
#: What ``bag-info.txt`` says of the program that made a bag.
AGENT, PROGRAM = "Bag-Software-Agent", "docgen"
_FORM = 1
_LONGEST_TITLE = 240
_GONE = {"destroyed": say("it was destroyed there; only its tombstone is in the bag")}


@dataclass(frozen=True, slots=True)
class BagPaper:
    """A paper as a catalogue tells it: its number there, its newest files, its description."""

    source: str
    files: Mapping[str, str]
    title: str
    group: str
    grade: Grade
    dated: dt.date
    described: Mapping[str, object]
    came: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """What a catalogue tells: papers, and what there is no paper of."""

    papers: tuple[BagPaper, ...]
    not_taken: tuple[NotTaken, ...]


def read_catalogue(bag: Bag) -> Told | None:
    """What the catalogue of a bag tells; ``None`` if another program made the bag.

    Raises:
        BadInput: It is missing, damaged or of a newer docgen.
    """
    if not bag.fact(AGENT).startswith(f"{PROGRAM} "):
        return None
    if FILE not in bag.digests:
        raise _damaged(say("it is missing, or no manifest vouches for it"))
    try:
        facts = json.loads(bag.read(FILE))
        if facts["docgen"] != _FORM:
            raise _damaged(say("it was written by a newer docgen"))
        return _told(bag, list(facts["items"]), list(facts.get("left_out", ())))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(say("it is not as docgen writes it")) from error


def _told(bag: Bag, items: list[Any], left_out: list[Any]) -> Told:
    papers: list[BagPaper] = []
    not_taken: list[NotTaken] = []
    used: set[str] = set()
    for one in items:
        used |= set(_paths(one))
        source = str(one["item"])
        if one["state"] != "filed":
            why = _GONE.get(one["state"], say("it was not there any more"))
            not_taken.append(NotTaken(source, why, say("its facts are in catalogue.json")))
            continue
        newest = max(one["versions"], key=lambda version: int(version["n"]))
        try:
            papers.append(_paper(bag, source, one, newest))
        except Problem as problem:
            not_taken.append(NotTaken(source, problem.why, problem.fix))
        not_taken += _earlier(source, one, newest)
    for one in left_out:
        why = say("the sender left it out: {rules}", rules=_rules(one))
        not_taken.append(NotTaken(str(one["item"]), why, say("ask the sender for it")))
    return Told(tuple(papers), (*not_taken, *_untold(bag, used)))


def _paper(bag: Bag, source: str, one: dict[str, Any], newest: dict[str, Any]) -> BagPaper:
    return BagPaper(
        source=source,
        files={str(file["path"]): _vouched(bag, file) for file in newest["files"]},
        title=_title(str(one["title"])),
        group=str(one["group"]),
        grade=Grade.parse(str(one["grade"])),
        dated=dt.date.fromisoformat(one["dated"]),
        described=_described(one),
        came={"item": source, "version": int(newest["n"]), "was": _was(bag, source, newest)},
    )


def _described(one: dict[str, Any]) -> dict[str, object]:
    """What is known besides; the place of an original is another one here."""
    made_on = dt.date.fromisoformat(one["made_on"])
    return describing.checked(
        Wanted(
            made_up=one["title_in_catalogue"] != one["title"],
            responsible=str(one["responsible"]) or None,
            doc_number=str(one["number"]) or None,
            made_on=made_on if one["made_on"] != one["dated"] else None,
            pages=None if one["pages"] is None else int(one["pages"]),
            carrier=str(one["carrier"]) or None,
        )
    )


def _vouched(bag: Bag, file: dict[str, Any]) -> str:
    """The path of a file in the bag, whose manifest says the same as the catalogue."""
    path = str(file["in_bag"])
    if path not in bag.payload or bag.digests.get(path) != ("sha512", file["sha512"]):
        raise _damaged(say("it tells of {path}, and the manifest does not", path=path or "-"))
    return path


def _title(text: str) -> str:
    odd = odd_character(text)
    if odd or not 0 < len(text.strip()) <= _LONGEST_TITLE:
        raise BadInput(
            say("“{text}” is no title", text=text[:40]),
            why=odd or say("a title has 1 to {most} characters", most=_LONGEST_TITLE),
            fix=say("file the paper by hand").by("docgen file"),
        )
    return text


def _was(bag: Bag, source: str, newest: dict[str, Any]) -> object:
    """``item.json`` as it was there, unknown fields too."""
    path = f"data/{source}/v{newest['n']}/{METADATA}"
    return json.loads(bag.read(path)) if path in bag.digests else None


def _earlier(source: str, one: dict[str, Any], newest: dict[str, Any]) -> Iterator[NotTaken]:
    for version in one["versions"]:
        if version is not newest and any(file["in_bag"] for file in version["files"]):
            why = say("version {n} is an earlier one; the newest is taken", n=version["n"])
            yield NotTaken(f"{source} v{version['n']}", why, say("keep the bag with it"))


def _paths(one: dict[str, Any]) -> Iterator[str]:
    """The payload that belongs to a paper."""
    for version in one["versions"]:
        yield f"data/{one['item']}/v{version['n']}/{METADATA}"
        for file in version["files"]:
            yield str(file["in_bag"])


def _untold(bag: Bag, used: set[str]) -> Iterator[NotTaken]:
    for path in sorted(bag.payload.keys() - used):
        why = say("catalogue.json does not tell it")
        yield NotTaken(path, why, say("file it by hand").by("docgen file"))


def _rules(one: dict[str, Any]) -> str:
    return ", ".join(str(reason["rule"]) for reason in one["reasons"])


def _damaged(why: str) -> BadInput:
    return BadInput(
        say("The catalogue of the bag cannot be used"),
        why=why,
        fix=say("ask whoever sent it for a new one; nothing was taken in"),
        file=FILE,
    )
