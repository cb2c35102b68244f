"""An entry of the log as people read it: its sentence with names, and its facts with labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.errors import Said, listed, say
from docgen.model.access import PURPOSES
from docgen.model.audit import Entry
from docgen.model.people import Role
from docgen.office import auditing
from docgen.office.audit_print import person

RESULTS = {"allow": say("carried out"), "deny": say("denied"), "error": say("failed")}
WAYS_IN = {
    "os": say("at the machine"),
    "web": say("on the web page"),
    "api": say("by a program"),
    "system": say("by itself"),
    "demo": say("in the demonstration"),
}
_LABELS = {
    "t": say("time (UTC)"),
    "clk": say("clock went back"),
    "who": say("account"),
    "role": say("role"),
    "via": say("way in"),
    "act": say("act"),
    "obj": say("about"),
    "dossier": say("dossier"),
    "grade": say("grade"),
    "why": say("purpose"),
    "rules": say("rules"),
    "basis": say("ground"),
    "n": say("how many"),
    "sha512": say("digest (SHA-512)"),
    "app": say("program"),
    "id": say("random number of the entry"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry for people.

    Args:
        index: Its number.
        at: When it was written; None if that cannot be read.
        en: Its sentence in English.
        zh: Its sentence in Chinese.
        res: How it ended: a key of ``RESULTS``, or whatever somebody put there.
        grade: The grade it says.
        facts: Its facts, each with its label.
    """

    index: int
    at: dt.datetime | None
    en: str
    zh: str
    res: str
    grade: str
    facts: tuple[tuple[str, str], ...]

    @property
    def ended(self) -> str:
        """How it ended, in a word."""
        return RESULTS.get(self.res, self.res)


def told(entry: Entry, called: Mapping[str, str]) -> Told:
    """An entry, with the names of accounts beside their codes."""
    names = dict(called)
    who, obj = (person(str(entry.get(key, "")), names) for key in ("who", "obj"))
    said = auditing.sentence({"act": entry["act"], "who": who, "obj": obj})  # ``res`` is apart
    try:
        at = dt.datetime.fromisoformat(str(entry["t"]))
    except ValueError:
        at = None
    res, grade = str(entry["res"]), str(entry.get("grade", ""))
    facts = tuple(_facts(entry))
    return Told(int(entry["idx"]), at, said["en"], said["zh"], res, grade, facts)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    for key, label in _LABELS.items():
        if key in entry:
            yield label, _value(key, entry[key])
    for name, value in sorted(_table(entry, "more").items()):
        yield say("besides: {name}", name=name), str(value)
    for name, promised in sorted(_table(entry, "notes").items()):
        yield say("commitment “{name}”", name=name), str(promised)


def _table(entry: Entry, key: str) -> Mapping[str, object]:
    found = entry.get(key)
    return found if isinstance(found, dict) else {}


def _value(key: str, value: object) -> str:
    if key == "via":
        return WAYS_IN.get(str(value), str(value))
    if key == "why" and value in PURPOSES:
        return f"{PURPOSES[str(value)]} ({value})"
    if key == "role":
        return _roles(str(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _roles(text: str) -> Said | str:
    try:
        return listed(Role(one).said for one in text.split("-"))
    except ValueError:
        return text
