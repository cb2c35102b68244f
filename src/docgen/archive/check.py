"""The checker: is everything in the archive as it was written, and nothing else in it?

It stands apart from the code that writes and reads objects: it shares the layout and the
digest functions with it and parses inventories itself. Codes E… and W… are those of OCFL 1.1
(https://ocfl.io/1.1/spec/validation-codes); codes A… are docgen's, for what OCFL leaves open.
Every code counts: docgen writes nothing that OCFL warns of.

An honest archive gives no finding, also while others file into it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen.archive import layout
from docgen.archive.check_inventory import shown
from docgen.archive.check_object import check_object
from docgen.errors import Said, say

# What a version on its way into the archive may look like for a moment.
_PASSING = {"E046", "E060", "E073"}

_ROOT_CODES = {
    layout.DECLARATION: ("E069", "E080"),
    layout.LAYOUT_FILE: ("E070", "E071"),
    layout.CONFIG_FILE: ("A003", "A003"),
    layout.README: ("A003", "A003"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Args:
        code: The rule that is broken, a key of ``CODES``.
        urn: The object's id, or nothing if it is about the storage root.
        path: The file or folder, relative to the storage root.
        text: What was found, as a sentence.
    """

    code: str
    urn: str
    path: str
    text: Said


def check_root(
    root: Path, *, fixity: bool, urns: Iterable[str] | None = None, patience: float = 1.0
) -> Iterator[Finding]:
    """Check the storage root and its objects.

    Args:
        root: The storage root.
        fixity: Whether to read all content and compare its digests; without it, a changed byte
            in a content file is not found, but a missing or additional file is.
        urns: Only these objects, each of which must be there; all objects if not given.
        patience: Seconds for which something that may be a version on its way must stand
            still before it counts as a finding.
    """
    yield from _check_root_files(root)
    if urns is None:
        yield from _check_hierarchy(root, PurePosixPath(), fixity=fixity, patience=patience)
        return
    for urn in urns:
        yield from _check_object(root, layout.object_path(urn), fixity=fixity, patience=patience)


def _check_root_files(root: Path) -> Iterator[Finding]:
    for path, data in layout.ROOT_FILES.items():
        missing, changed = _ROOT_CODES[str(path)]
        try:
            if (root / path).is_symlink():
                yield Finding("E090", "", str(path), say("There is a link."))
            elif (root / path).read_bytes() != data:
                yield Finding(changed, "", str(path), say("This file was changed."))
        except FileNotFoundError:
            yield Finding(missing, "", str(path), say("This file is missing."))
        except OSError as error:
            yield _unreadable("", path, error)


def _check_hierarchy(
    root: Path, below: PurePosixPath, *, fixity: bool, patience: float
) -> Iterator[Finding]:
    """Everything below a folder of the hierarchy that is not an object yet."""

    def is_empty() -> list[Finding]:
        if any((root / below).iterdir()):
            return []
        return [Finding("E073", "", str(below), say("This folder is empty."))]

    try:
        yield from _settled(is_empty, root / below, patience)
        entries = sorted((root / below).iterdir())
    except OSError as error:
        yield _unreadable("", below, error)
        return
    for entry in entries:
        path = below / entry.name
        if entry.is_symlink() or not entry.is_dir():
            yield from _check_stray_file(path, entry)
        elif path == PurePosixPath("extensions"):
            yield from _check_extensions(entry)
        elif _is_pair(path):
            yield from _check_hierarchy(root, path, fixity=fixity, patience=patience)
        elif layout.urn_at(path):
            yield from _check_object(root, path, fixity=fixity, patience=patience)
        else:
            yield _stray_folder(path, entry)


def _is_pair(path: PurePosixPath) -> bool:
    name = path.name
    right = len(name) == layout.TUPLE_SIZE and name.isascii() and name.isdecimal()
    return right and len(path.parts) <= layout.TUPLES


def _check_stray_file(path: PurePosixPath, entry: Path) -> Iterator[Finding]:
    if entry.is_symlink():
        yield Finding("E090", "", shown(str(path)), say("There is a link."))
    elif len(path.parts) > 1:
        yield Finding("E072", "", shown(str(path)), say("There is a file outside all objects."))
    elif path.name.startswith("0=") and path.name != layout.DECLARATION:
        yield Finding("E076", "", shown(str(path)), say("There is a second declaration."))
    elif path not in layout.ROOT_FILES:
        yield Finding("A002", "", shown(str(path)), say("This file is none of docgen's."))


def _check_extensions(folder: Path) -> Iterator[Finding]:
    known = {path for path in layout.ROOT_FILES if path.parts[0] == "extensions"}
    expected = {layout.EXTENSION: known}
    for entry in sorted(folder.iterdir()):
        path = PurePosixPath("extensions", entry.name)
        if entry.is_symlink() or not entry.is_dir():
            yield Finding("E112", "", shown(str(path)), say("Only folders belong here."))
        elif entry.name not in expected:
            yield Finding("W016", "", shown(str(path)), say("This extension is not in use."))
        else:
            yield from _check_extension(path, entry, known)


def _check_extension(
    path: PurePosixPath, folder: Path, known: set[PurePosixPath]
) -> Iterator[Finding]:
    for entry in sorted(folder.iterdir()):
        if path / entry.name not in known:
            place = shown(str(path / entry.name))
            yield Finding("A002", "", place, say("This file is none of docgen's."))


def _stray_folder(path: PurePosixPath, entry: Path) -> Finding:
    """A folder that is no part of the hierarchy: an object at the wrong place, or anything."""
    names = {one.name for one in entry.iterdir()}
    if names & {layout.OBJECT_DECLARATION, "inventory.json"}:
        text = say("There is an object where none belongs.")
        return Finding("A001", "", shown(str(path)), text)
    return Finding("E088", "", shown(str(path)), say("This folder holds no object."))


def _check_object(
    root: Path, path: PurePosixPath, *, fixity: bool, patience: float
) -> Iterator[Finding]:
    urn = layout.urn_at(path)

    def look() -> list[Finding]:
        if not (root / path).is_dir():
            return [Finding("A004", urn, str(path), say("The object is not there."))]
        found = check_object(root / path, urn, fixity=fixity)
        return [Finding(code, urn, str(path / below), text) for code, below, text in found]

    try:
        yield from _settled(look, root / path, patience)
    except OSError as error:
        yield _unreadable(urn, path, error)


def _settled(look: Callable[[], list[Finding]], folder: Path, patience: float) -> list[Finding]:
    """Look; if it may be a version on its way, look again until the folder stands still."""
    found = look()
    while patience and any(finding.code in _PASSING for finding in found):
        before = _changed_at(folder)
        time.sleep(patience)
        found = look()
        if _changed_at(folder) == before:
            break
    return found


def _changed_at(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _unreadable(urn: str, path: PurePosixPath, error: OSError) -> Finding:
    reason = error.strerror or type(error).__name__
    where = error.filename if isinstance(error.filename, str) else str(path)
    text = say("{path} cannot be read: {reason}.", path=shown(where), reason=reason)
    return Finding("A005", urn, shown(str(path)), text)


CODES: Mapping[str, str] = {
    "A001": "An object lies where its id says.",
    "A002": "The storage root holds no files but docgen's.",
    "A003": "README and layout settings are there, as docgen wrote them.",
    "A004": "An object that is asked for is there.",
    "A005": "Every file and folder can be read.",
    "A006": "No archived file is empty.",
    "A007": "Content lies in “content”.",
    "E001": "An object's folder holds its declaration, inventory, digest and versions only.",
    "E003": "An object has exactly one declaration.",
    "E007": "The declaration's text is its name without “0=”.",
    "E008": "An object has a version.",
    "E010": "Versions are numbered v1, v2, v3 … without a gap.",
    "E015": "A version's folder holds no files but its inventory and digest.",
    "E023": "Every content file stands in the manifest, from its version on.",
    "E024": "There are no empty folders in the content.",
    "E025": "Content is addressed by sha512 in lower-case hex.",
    "E033": "An inventory is JSON in UTF-8, no key twice.",
    "E036": "An inventory has id, type, digestAlgorithm and head.",
    "E037": "The id is a text.",
    "E038": "The type is that of OCFL 1.1.",
    "E040": "The head is the newest version.",
    "E041": "There is a manifest.",
    "E042": "Content paths lead into a version's content.",
    "E043": "There is a versions block.",
    "E044": "The versions block is a JSON object.",
    "E046": "The versions listed are the folders there.",
    "E047": "A version is a JSON object.",
    "E048": "A version has created and state.",
    "E049": "Created is a time by RFC 3339 with its zone.",
    "E050": "A state names stored content.",
    "E051": "A state lists names.",
    "E052": "Logical paths have no empty parts and no dots.",
    "E053": "Logical paths neither begin nor end with a slash.",
    "E054": "A user has a name.",
    "E056": "Fixity digests are known ones.",
    "E057": "Fixity lists stored paths.",
    "E058": "Every inventory has its digest file.",
    "E060": "The digest file holds the inventory's digest.",
    "E061": "The digest file is “digest inventory.json”.",
    "E063": "An object has an inventory.",
    "E064": "The object's inventory is that of its newest version.",
    "E066": "Earlier inventories tell the same of their versions.",
    "E069": "The storage root has its declaration.",
    "E070": "The storage root has ocfl_layout.json.",
    "E071": "ocfl_layout.json names layout 0007 as docgen wrote it.",
    "E072": "There are no files between the objects.",
    "E073": "There are no empty folders in the hierarchy.",
    "E076": "The storage root has one declaration only.",
    "E080": "The root declaration's text is its name without “0=”.",
    "E088": "Every folder of the hierarchy leads to an object.",
    "E090": "There are no links and no special files.",
    "E092": "Every file of the manifest is there and has its sha512.",
    "E093": "Every file has the digests of the fixity block.",
    "E094": "A message is a text.",
    "E095": "A name stands once in a version, for a file or for a folder.",
    "E096": "A digest stands once in the manifest.",
    "E097": "A digest stands once in a fixity block.",
    "E099": "Content paths have no empty parts and no dots.",
    "E100": "Content paths neither begin nor end with a slash.",
    "E101": "A content path stands once, for a file or for a folder.",
    "E102": "An inventory has no keys OCFL does not know.",
    "E106": "The manifest is a JSON object.",
    "E107": "All stored content belongs to a version.",
    "E110": "An object's id never changes.",
    "E111": "The fixity block is a JSON object.",
    "E112": "The extensions folder holds folders only.",
    "W002": "A version's folder holds no folder but “content”.",
    "W003": "A version without new content has no content folder.",
    "W007": "A version says who made it and why.",
    "W008": "A user has an address.",
    "W010": "Every version has its inventory.",
    "W011": "Earlier inventories tell the same of who made a version, when and why.",
    "W016": "The extensions folder holds extensions in use only.",
}
"""Each code with what should be so."""
