"""Reading a bag that came from elsewhere: everything is checked before anything is believed.

All findings are told together, by the codes of ``docs/spec/export.md``. A bag with any is
refused: nothing of it is ever taken in, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.archive import bag
from docgen.archive.bag import Finding, Info
from docgen.archive.bag_manifests import Manifests, read_manifests, text_of
from docgen.archive.bag_names import name_faults, shown, twin_faults
from docgen.archive.bag_source import Source, open_source
from docgen.archive.bag_zip import DAMAGE
from docgen.errors import BadInput, Detail, OutsideFailed, say

_MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag without a fault, open for reading.

    Args:
        info: What ``bag-info.txt`` says.
        payload: The size of each payload file.
        digests: The strongest digest that vouches for a file, payload or tag, and its algorithm.
        identity: A digest of what its manifests say: the same for the same payload.
    """

    info: Info
    payload: Mapping[str, int]
    digests: Mapping[str, tuple[str, str]]
    identity: str
    _source: Source

    def fact(self, label: str) -> str:
        """What ``bag-info.txt`` says under a label; "" if nothing."""
        return next((value for name, value in self.info if name.lower() == label.lower()), "")

    def read(self, path: str) -> bytes:
        """A file that a manifest vouches for; ``BadInput`` if it changed since it was checked."""
        algorithm, digest = self.digests[path]
        with suppress(*DAMAGE):
            data = b"".join(self._source.pieces(path))
            if hashlib.new(algorithm, data).hexdigest() == digest:
                return data
        raise BadInput(
            say("{file} of the bag changed while it was read", file=path),
            why=say("its digest is another one now"),
            fix=say("let nobody write there, then import the bag again"),
            file=path,
        )


@contextmanager
def open_bag(path: Path) -> Iterator[Bag]:
    """A bag that keeps all rules.

    Raises:
        BadInput: There is no bag, or it breaks a rule; every finding is a detail.
        OutsideFailed: The disk failed.
    """
    try:
        with open_source(path) as source:
            findings, found = _checked(source)
            if findings:
                raise _refused(path, findings)
            yield found
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be read: {error}", file=path, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("check the rights, or copy the bag to another disk"),
            file=str(path),
        ) from error


def check_bag(path: Path) -> list[Finding]:
    """All that is wrong with a bag; nothing if it keeps all rules."""
    with open_source(path) as source:
        return _checked(source)[0]


def _checked(source: Source) -> tuple[list[Finding], Bag]:
    """What is wrong, and the bag; later rules are asked only of what the earlier ones let pass."""
    nothing = Bag([], {}, {}, "", source)
    findings = list(source.findings)
    findings = findings or list(name_faults(source.names)) or list(twin_faults(source.names))
    if findings:
        return findings, nothing
    try:
        return _read(source)
    except DAMAGE:
        return [Finding("B016", "", say("the ZIP is damaged or cut short"))], nothing


def _read(source: Source) -> tuple[list[Finding], Bag]:
    version, findings = _declared(source)
    if bag.FETCH in source.sizes:
        text = say("the bag wants files fetched from elsewhere; docgen fetches nothing")
        findings.append(Finding("B010", bag.FETCH, text))
    manifests = read_manifests(source)
    info, more = _info(source, version)
    findings += [*manifests.findings, *more]
    if not findings:
        findings += _files(source, manifests)
        findings += _oxum(source, info)
    payload = {path: size for path, size in source.sizes.items() if path.startswith(bag.PAYLOAD)}
    return findings, Bag(info, payload, manifests.strongest(), manifests.identity(), source)


def _declared(source: Source) -> tuple[str, list[Finding]]:
    if bag.DECLARATION not in source.sizes:
        text = say("the declaration is missing: this is no bag")
        return "", [Finding("B001", bag.DECLARATION, text)]
    head = b"".join(source.pieces(bag.DECLARATION))
    version, fault = bag.read_declaration(head)
    return version, [Finding("B001", bag.DECLARATION, fault)] if fault else []


def _info(source: Source, version: str) -> tuple[Info, list[Finding]]:
    if bag.INFO not in source.sizes:
        return [], []
    text, faults = text_of(source, bag.INFO)
    info, wrong = bag.read_info(text, version)
    faults += [
        Finding("B015", bag.INFO, say("line {line} is no “Label: value”", line=line))
        for line in wrong
    ]
    return info, faults


def _files(source: Source, manifests: Manifests) -> Iterator[Finding]:
    """Missing, additional and changed files; each file is read once."""
    for name, entries in manifests.entries.items():
        for path in sorted(entries.keys() - source.sizes.keys()):
            yield Finding("B011", shown(path), say("it is missing; {name} lists it", name=name))
        payload = bag.manifest_kind(name)
        if payload and not payload[0]:
            inside = {path for path in source.sizes if path.startswith(bag.PAYLOAD)}
            for path in sorted(inside - entries.keys()):
                text = say("{name} does not list it", name=name)
                yield Finding("B012", shown(path), text)
    for path in sorted(source.sizes):
        wanted = manifests.of(path)
        running = {name: hashlib.new(name) for name in wanted}
        for piece in source.pieces(path) if running else ():
            for one in running.values():
                one.update(piece)
        for name, one in running.items():
            if one.hexdigest() != wanted[name]:
                text = say("its {algorithm} is not the one in the manifest", algorithm=name)
                yield Finding("B013", shown(path), text)


def _oxum(source: Source, info: Info) -> Iterator[Finding]:
    sizes = [size for path, size in source.sizes.items() if path.startswith(bag.PAYLOAD)]
    real = f"{sum(sizes)}.{len(sizes)}"
    for label, value in info:
        if label.lower() == bag.OXUM.lower() and value != real:
            text = say("Payload-Oxum says {said}, there is {real}", said=value, real=real)
            yield Finding("B014", bag.INFO, text)


def _refused(path: Path, findings: list[Finding]) -> BadInput:
    told = [
        Detail(one.text, place=f"{one.code} {one.path}".strip()) for one in findings[:_MOST_TOLD]
    ]
    if more := len(findings) - len(told):
        told.append(Detail(say("and {n} more", n=more)))
    return BadInput(
        say("The bag {path} is refused", path=path),
        why=say("it breaks {n} rules of docs/spec/export.md", n=len(findings)),
        fix=say("ask whoever sent it for a new one; nothing was taken in"),
        file=str(path),
        details=told,
    )
