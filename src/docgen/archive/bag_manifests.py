"""The manifests of a bag, read together: what vouches for each file, and what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.archive import bag
from docgen.archive.bag import Finding
from docgen.archive.bag_names import name_faults, shown, twin_faults
from docgen.archive.bag_source import Source
from docgen.errors import say

_MOST_TEXT = 200_000_000
_LENGTHS = {name: hashlib.new(name).digest_size * 2 for name in bag.ALGORITHMS}


@dataclass(frozen=True, slots=True)
class Manifests:
    """Each manifest's entries by its name, and what is wrong with them."""

    entries: Mapping[str, Mapping[str, str]]
    findings: tuple[Finding, ...]

    def of(self, path: str) -> dict[str, str]:
        """The digests that vouch for a file, by algorithm."""
        return {
            _algorithm(name): entries[path]
            for name, entries in self.entries.items()
            if path in entries
        }

    def strongest(self) -> dict[str, tuple[str, str]]:
        """For each file that is vouched for, the strongest algorithm and its digest."""
        found: dict[str, tuple[str, str]] = {}
        weakest_first = sorted(
            self.entries, key=lambda name: bag.ALGORITHMS.index(_algorithm(name)), reverse=True
        )
        for name in weakest_first:
            found |= {path: (_algorithm(name), hexed) for path, hexed in self.entries[name].items()}
        return found

    def identity(self) -> str:
        """One digest for all that the payload's manifests say."""
        lines = [
            f"{name} {hexed} {path}\n"
            for name, entries in sorted(self.entries.items())
            if name.startswith("manifest")
            for path, hexed in sorted(entries.items())
        ]
        return hashlib.sha512("".join(lines).encode()).hexdigest()


def read_manifests(source: Source) -> Manifests:
    """Read all manifests of a bag."""
    entries: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    for name in sorted(source.sizes):
        kind = bag.manifest_kind(name)
        if kind and kind[1] not in bag.ALGORITHMS:
            text = say("manifests of {algorithm} are not known", algorithm=shown(kind[1]))
            findings.append(Finding("B004", name, text))
        elif kind:
            entries[name], faults = _read(source, name, is_tag=kind[0])
            findings += faults
    if not any(name.startswith("manifest") for name in entries) and not findings:
        text = say("there is no manifest of the payload")
        findings.append(Finding("B004", "", text))
    return Manifests(entries, tuple(findings))


def text_of(source: Source, path: str) -> tuple[str, list[Finding]]:
    """A tag file's text."""
    if source.sizes[path] > _MOST_TEXT:
        most = _MOST_TEXT // 1_000_000
        return "", [Finding("B002", path, say("it is longer than {limit} MB", limit=most))]
    data = b"".join(source.pieces(path))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "", [Finding("B002", path, say("it is not in UTF-8"))]
    if text.startswith("\ufeff"):
        return "", [Finding("B002", path, say("it begins with a byte-order mark"))]
    return text, []


def _read(source: Source, name: str, *, is_tag: bool) -> tuple[dict[str, str], list[Finding]]:
    text, faults = text_of(source, name)
    paths: list[str] = []
    digests: dict[str, str] = {}
    for line in bag.read_manifest(text):
        if isinstance(line, int):
            faults.append(
                Finding("B003", name, say("line {line} is no digest and path", line=line))
            )
            continue
        path, hexed = line
        paths.append(path)
        digests[path] = hexed
        if len(hexed) != _LENGTHS[_algorithm(name)]:
            wrong = say("the digest of {path} has a wrong length", path=shown(path))
            faults.append(Finding("B003", name, wrong))
    return digests, [*faults, *_path_faults(paths, is_tag=is_tag)]


def _path_faults(paths: list[str], *, is_tag: bool) -> Iterator[Finding]:
    named = list(name_faults(paths))
    yield from named
    if named:
        return
    yield from twin_faults(paths)
    for path in paths:
        if path.startswith(bag.PAYLOAD) is is_tag:
            text = (
                say("a tag manifest lists what is in data/")
                if is_tag
                else say("the path is not in data/")
            )
            yield Finding("B005", shown(path), text)


def _algorithm(name: str) -> str:
    kind = bag.manifest_kind(name)
    return kind[1] if kind else ""
