"""Checking one object's folder: every file in it is what its inventories say, and nothing else.

The order is: the object's own inventory, then the folder, then each version's inventory against
it, then the content. A version that is just being published can therefore only look like an
unlisted version (E046) or a digest that is late (E060); ``check`` looks at such an object twice.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.archive import layout
from docgen.archive.check_inventory import (
    Fault,
    Json,
    faults,
    is_object,
    is_texts,
    read_json,
    shown,
)
from docgen.archive.hashes import HAVE_SM3, file_digests, sha512
from docgen.errors import Said, say

_INVENTORY = "inventory.json"
_SIDECAR = "inventory.json.sha512"
_PLAIN = {"md5", "sha1", "sha256", "sha512"} | ({"sm3"} if HAVE_SM3 else set())

# A finding below an object: the code, the path relative to the object, what was found.
Found = tuple[str, str, Said]
_Entries = Mapping[str, os.DirEntry[str]]


@dataclass(frozen=True, slots=True)
class _Inventory:
    """An inventory file as found; ``value`` is empty and ``sound`` false if it says nothing."""

    raw: bytes
    value: Json
    sound: bool


_NO_INVENTORY = _Inventory(b"", {}, sound=False)


def check_object(place: Path, urn: str, *, fixity: bool) -> Iterator[Found]:
    """Everything that is wrong with the object at ``place``, which should be ``urn``.

    Args:
        place: The object's folder.
        urn: The id its place stands for.
        fixity: Whether to read all content and compare digests.
    """
    root, found = _read_inventory(place, "", _NO_INVENTORY)
    yield from found
    says = root.value.get("id")
    if isinstance(says, str) and says != urn:
        yield "A001", "", say("The object says it is {id}.", id=shown(says))
    present = _entries(str(place))
    versions = sorted(
        (name for name in present if name[0] == "v" and name[1:].isdecimal()),
        key=lambda name: int(name[1:]),
    )
    yield from _check_folder(place, present, versions, root)
    prior: list[_Inventory] = []
    for name in versions:
        if _is_folder(present[name]):
            one, found = _check_version(place, name, root, last=name == versions[-1])
            yield from found
            prior.append(one)
    best = next((one for one in (root, *reversed(prior)) if one.sound), None)
    if best:
        yield from _check_content(place, versions, best.value, fixity=fixity)


def _entries(folder: str) -> _Entries:
    """What lies in a folder, by name and in order; links are not followed."""
    with os.scandir(folder) as entries:
        return {entry.name: entry for entry in sorted(entries, key=lambda one: one.name)}


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _read_inventory(place: Path, below: str, known: _Inventory) -> tuple[_Inventory, list[Found]]:
    """Read ``below``/inventory.json and its digest file, and judge both.

    What has the same bytes as the ``known`` inventory was judged with it.
    """
    path = f"{below}{_INVENTORY}"
    raw = _bytes_of(place, path)
    if raw is None:
        code = "W010" if below else "E063"
        return _NO_INVENTORY, [(code, path, say("The inventory is missing."))]
    found = [(code, f"{below}{_SIDECAR}", text) for code, text in _sidecar(place, below, raw)]
    if raw == known.raw:
        return known, found
    value = read_json(raw)
    if isinstance(value, tuple):
        return _Inventory(raw, {}, sound=False), [*found, (value[0], path, value[1])]
    wrong = [(code, path, text) for code, text in faults(value)]
    return _Inventory(raw, value, sound=not wrong), found + wrong


def _bytes_of(place: Path, below: str) -> bytes | None:
    """A small file's bytes; nothing if it is not there or is a link."""
    try:
        number = os.open(f"{place}/{below}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP):
            return None
        raise
    with os.fdopen(number, "rb") as file:
        return file.read()


def _sidecar(place: Path, below: str, raw: bytes) -> Iterator[Fault]:
    line = _bytes_of(place, f"{below}{_SIDECAR}")
    digest = sha512(raw)
    if line is None:
        yield "E058", say("The digest file of the inventory is missing.")
    elif line != f"{digest} {_INVENTORY}\n".encode():
        if line.split() and line.split()[0] == digest.encode():
            yield "E061", say("The digest file is not “digest inventory.json”.")
        else:
            yield "E060", say("The inventory does not have the digest written beside it.")


def _check_folder(
    place: Path, present: _Entries, versions: list[str], root: _Inventory
) -> Iterator[Found]:
    """The object's folder itself: the declaration, and nothing that does not belong there."""
    declaration = _bytes_of(place, layout.OBJECT_DECLARATION)
    if declaration is None:
        yield "E003", layout.OBJECT_DECLARATION, say("The object's declaration is missing.")
    elif declaration != layout.OBJECT_DECLARATION_TEXT:
        yield "E007", layout.OBJECT_DECLARATION, say("The object's declaration was changed.")
    expected = {layout.OBJECT_DECLARATION, _INVENTORY, _SIDECAR, *versions}
    for name, entry in present.items():
        if entry.is_symlink():
            yield "E090", shown(name), say("There is a link.")
        elif name.startswith("0=") and name not in expected:
            yield "E003", shown(name), say("There is a second declaration.")
        elif name not in expected or _is_folder(entry) != (name in versions):
            yield "E001", shown(name), say("This does not belong into an object's folder.")
    blocks = root.value.get("versions")
    listed = blocks.keys() if is_object(blocks) else set(versions)
    for name in sorted(listed ^ set(versions)):
        if name in versions:
            yield "E046", name, say("The inventory does not know this version.")
        else:
            yield "E046", shown(name), say("The folder of this version is missing.")


def _check_version(
    place: Path, name: str, root: _Inventory, *, last: bool
) -> tuple[_Inventory, list[Found]]:
    """A version's folder without its content, and its inventory against the object's."""
    one, found = _read_inventory(place, f"{name}/", root)
    if last and one.raw and root.raw and one.raw != root.raw:
        text = say("The inventory differs from the object's.")
        found.append(("E064", f"{name}/{_INVENTORY}", text))
    if one.sound and root.sound:
        path = f"{name}/{_INVENTORY}"
        found += [(code, path, text) for code, text in _compare(one.value, root.value, name)]
    for entry in _entries(f"{place}/{name}").values():
        path = f"{name}/{shown(entry.name)}"
        if entry.is_symlink():
            found.append(("E090", path, say("There is a link.")))
        elif _is_folder(entry) and entry.name != "content":
            found.append(("W002", path, say("There is a folder besides “content”.")))
        elif not _is_folder(entry) and entry.name not in (_INVENTORY, _SIDECAR):
            found.append(("E015", path, say("There is a file besides the inventory.")))
    return one, found


def _compare(old: Json, new: Json, name: str) -> Iterator[Fault]:
    """What an earlier inventory says must still be so in the newest one."""
    if old["id"] != new["id"]:
        yield "E110", say("The inventory has another id than the object.")
    if old["head"] != name:
        yield "E040", say("The inventory is not that of {version}.", version=name)
    gone = _places(old["manifest"]).items() - _places(new["manifest"]).items()
    for path, _ in sorted(gone):
        yield "E023", say("The newest inventory tells otherwise of {path}.", path=shown(path))
    before, now = old["versions"], new["versions"]
    if is_object(before) and is_object(now):
        for version, block in before.items():
            yield from _same_version(version, block, now.get(version))


def _same_version(version: str, before: object, now: object) -> Iterator[Fault]:
    if not is_object(before) or not is_object(now):
        yield "E066", say("The newest inventory does not know {version}.", version=version)
        return
    if _places(before["state"]) != _places(now["state"]):
        yield "E066", say("The files of {version} differ in the newest inventory.", version=version)
    for key in ("created", "message", "user"):
        if before.get(key) != now.get(key):
            yield (
                "W011",
                say("“{key}” of {version} differs in the newest one.", key=key, version=version),
            )


def _places(block: object) -> dict[str, str]:
    """Turn digest → paths into path → digest; what is malformed is left out."""
    groups = block.items() if is_object(block) else ()
    return {path: digest for digest, paths in groups if is_texts(paths) for path in paths}


def _check_content(
    place: Path, versions: list[str], inventory: Json, *, fixity: bool
) -> Iterator[Found]:
    """All content there is against all content the inventory names."""
    wanted = _places(inventory["manifest"])
    seen: dict[str, int] = {}
    for name in versions:
        content = place / name / "content"
        if content.is_dir() and not content.is_symlink():
            yield from _walk(place, f"{name}/content", seen)
    for path in sorted(seen.keys() - wanted.keys()):
        yield "E023", shown(path), say("The inventory does not know this file.")
    for path, digest in sorted(wanted.items()):
        if path not in seen:
            yield "E092", shown(path), say("This file is missing.")
        elif seen[path] == 0:
            yield "A006", shown(path), say("This file is empty.")
        elif fixity:
            others = _other_digests(inventory.get("fixity", {}), path)
            yield from _check_digests(place, path, {"sha512": digest, **others})


def _other_digests(fixity: object, path: str) -> dict[str, str]:
    blocks = fixity.items() if is_object(fixity) else ()
    known = {name: _places(block) for name, block in blocks if name in _PLAIN}
    return {name: places[path] for name, places in known.items() if path in places}


def _check_digests(place: Path, path: str, wanted: Mapping[str, str]) -> Iterator[Found]:
    actual = file_digests(place / path, wanted.keys())
    for name, digest in wanted.items():
        if actual[name] != digest.lower():
            code = "E092" if name == "sha512" else "E093"
            yield code, shown(path), say("The content does not have its {name}.", name=name)


def _walk(place: Path, below: str, seen: dict[str, int]) -> Iterator[Found]:
    """Collect the files below a content folder with their sizes in bytes.

    Reported is what is neither a file nor a folder with something in it.
    """
    entries = _entries(f"{place}/{below}")
    if not entries:
        code = "W003" if below.count("/") == 1 else "E024"
        yield code, shown(below), say("There is an empty folder.")
    for name, entry in entries.items():
        path = f"{below}/{name}"
        if _is_folder(entry):
            yield from _walk(place, path, seen)
        elif entry.is_file(follow_symlinks=False):
            seen[path] = entry.stat(follow_symlinks=False).st_size
        else:
            yield "E090", shown(path), say("There is a link or a special file.")
