"""What errands did last: one small file, for whoever looks after the office.

    work/errands.json    errand → when it ran last, when it last did something, what, why it failed

It may be deleted at any time; the next run writes it anew. Sentences stand in it in both languages.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen.catalogue import in_chinese
from docgen.errors import Problem, Said, without_commands

FILE = "errands.json"


@dataclass(frozen=True, slots=True)
class Note:
    """The last run of an errand.

    Args:
        at: When it ran.
        did_at: When it last did something or failed; "" if it never did.
        did: What, in English and Chinese.
        fault: Why it failed, in both; empty if it did not.
    """

    at: str
    did_at: str = ""
    did: tuple[str, str] = ("", "")
    fault: tuple[str, str] = ("", "")

    @property
    def moment(self) -> dt.datetime:
        """When it ran."""
        return dt.datetime.fromisoformat(self.at)

    @property
    def did_moment(self) -> dt.datetime | None:
        """When it last did something or failed."""
        return dt.datetime.fromisoformat(self.did_at) if self.did_at else None


def read(folder: Path) -> dict[str, Note]:
    """The notes of the office in this folder; none if the file is not there or damaged."""
    try:
        known = json.loads((folder / "work" / FILE).read_text("utf-8"))
        return {key: _note(one) for key, one in known.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _note(told: dict[str, object]) -> Note:
    note = Note(str(told["at"]), str(told["did_at"]), _pair(told["did"]), _pair(told["fault"]))
    if note.moment.tzinfo is None:
        raise ValueError(note.at)
    return note


def _pair(told: object) -> tuple[str, str]:
    en, zh = told if isinstance(told, list) else ("", "")
    return str(en), str(zh)


def keep(folder: Path, key: str, now: dt.datetime, done: Said | Problem | None) -> None:
    """Note a run; a disk that refuses stops no errand."""
    notes, at = read(folder), now.isoformat()
    before = notes.get(key, Note(at))
    if done is None:
        notes[key] = Note(at, before.did_at, before.did)
    elif isinstance(done, Problem):
        notes[key] = Note(at, at, _said(done.what), _said(done.why))
    else:
        notes[key] = Note(at, at, _said(done))
    file = folder / "work" / FILE
    with contextlib.suppress(OSError):
        made = file.with_name(f".{FILE}.new")
        made.write_text(json.dumps({name: asdict(one) for name, one in notes.items()}), "utf-8")
        made.replace(file)


def _said(text: str) -> tuple[str, str]:
    text = without_commands(text)  # they are read on a page
    return str(text), in_chinese(text)
