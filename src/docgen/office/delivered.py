"""What came with docgen, and what the office has made of it: rules and templates, one by one.

``rules/delivered.txt`` keeps the SHA-512 of each file as it was delivered; ``sha512sum -c
rules/delivered.txt`` in the office folder shows what was changed since. A rule is one file; a
template is its folder, because its files belong together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from docgen.archive.hashes import file_digests
from docgen.config import shipped
from docgen.office import accepted

FILE = "rules/delivered.txt"
_TOPS = ("rules", "templates")
_OWN = {FILE, f"templates/{accepted.FILE}"}
_REPLACED = "rules/replaced/"
_DEEP = 3  # templates/family/name
_SHA512 = "sha512"


class State(StrEnum):
    """How a part of the office stands to what comes with this docgen."""

    SAME = "same"
    MISSING = "missing"
    OLDER = "older"
    OWN = "own"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """A rule or a template.

    Args:
        name: ``rules/loans.toml`` or ``templates/contract/service-contract``.
        own: The files the office has, by path, with their digests.
        delivered: The same as it was delivered last; empty if nobody knows.
        now: The same as it comes with this docgen.
    """

    name: str
    own: Mapping[str, str] = field(default_factory=dict)
    delivered: Mapping[str, str] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Missing and older parts can be brought up to date; all others are the office's."""
        if self.now.items() <= self.own.items():
            return State.SAME
        if not self.own:
            return State.REMOVED if self.delivered else State.MISSING
        if self._is_untouched():
            return State.OLDER
        return State.OWN if self.now == self.delivered else State.CHANGED

    @property
    def differing(self) -> list[str]:
        """The files that are not those of this docgen."""
        paths = self.own.keys() | self.now.keys()
        return sorted(path for path in paths if self.own.get(path) != self.now.get(path))

    def _is_untouched(self) -> bool:
        """Whether each file is as delivered, or as now: an upgrade may have been cut off."""
        known = {
            (path, digest) for one in (self.delivered, self.now) for path, digest in one.items()
        }
        return set(self.own.items()) <= known and self.delivered.keys() <= self.own.keys()


def parts(office: Path) -> list[Part]:
    """All that comes with this docgen, beside what the office has of it."""
    now, own = (
        _grouped(_digests(source())),
        _grouped(_digests({top: office / top for top in _TOPS})),
    )
    before = _grouped(_read(office / FILE))
    return [Part(name, own.get(name, {}), before.get(name, {}), now[name]) for name in sorted(now)]


def source() -> dict[str, Path]:
    """Where the rules and templates of this docgen lie."""
    return {top: shipped(top) for top in _TOPS}


def lines(known: list[Part]) -> str:
    """The text of ``delivered.txt`` once all that could be brought up to date was."""
    listed: dict[str, str] = {}
    for part in known:
        fresh = part.state in {State.SAME, State.MISSING, State.OLDER, State.OWN}
        listed |= part.now if fresh else part.delivered
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(listed.items()))


def _digests(tops: Mapping[str, Path]) -> dict[str, str]:
    return {
        path: file_digests(file, [_SHA512])[_SHA512]
        for top, folder in tops.items()
        for path, file in _files(top, folder)
    }


def _files(top: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        path = f"{top}/{inside.as_posix()}"
        hidden = any(part.startswith(".") for part in inside.parts)
        if file.is_file() and not hidden and path not in _OWN and not path.startswith(_REPLACED):
            yield path, file


def _grouped(files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path, digest in files.items():
        pieces = path.split("/")
        is_template = pieces[0] == "templates" and len(pieces) > _DEEP
        found["/".join(pieces[:_DEEP]) if is_template else path][path] = digest
    return found


def _read(file: Path) -> dict[str, str]:
    """The lines of ``delivered.txt``; what is none says nothing."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("  ") for line in text.splitlines())
    return {path: digest for digest, _, path in pairs if path}
