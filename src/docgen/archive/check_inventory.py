"""The checker's own reading of an inventory: every rule of OCFL 1.1 section 3.5, by its code.

It shares nothing with the code that writes and reads inventories for use, so that a mistake
there cannot excuse itself here. It takes bytes and parsed JSON; it opens no file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeGuard

from docgen.errors import Said, say

Fault = tuple[str, Said]
Json = dict[str, object]

_SHA512 = re.compile(r"[0-9a-f]{128}", re.ASCII)
_VERSION = re.compile(r"v[1-9][0-9]*", re.ASCII)
_CONTENT = re.compile(r"v[1-9][0-9]*/content/", re.ASCII)
_TIME = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)"
    r"(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_KEYS = {"id", "type", "digestAlgorithm", "head", "manifest", "versions", "fixity"}
_VERSION_KEYS = {"created", "message", "user", "state"}
# The vocabulary of OCFL 1.1 and extension 0009; sm3 is docgen's own addition.
_ALGORITHMS = {"md5", "sha1", "sha256", "sha512", "blake2b-512", "blake2b-160", "blake2b-256"}
_ALGORITHMS |= {"blake2b-384", "sha512/256", "size", "sm3"}


def shown(name: object) -> str:
    """A name as it may be printed: invisible and broken characters made visible."""
    text = name if isinstance(name, str) else repr(name)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)[:300]


def is_object(value: object) -> TypeGuard[Json]:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_texts(value: object) -> TypeGuard[list[str]]:
    """Whether it is a JSON array of texts with something in it."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def read_json(raw: bytes) -> Json | Fault:
    """An inventory's bytes as a JSON object without double keys, or why they are none."""
    doubled: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> Json:
        doubled.extend(key for key, times in Counter(k for k, _ in pairs).items() if times > 1)
        return dict(pairs)

    try:
        value = json.loads(raw.decode(), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        return "E033", say("The inventory is not JSON in UTF-8: {why}.", why=shown(str(error)))
    if doubled:
        return "E033", say("The inventory has the key {key} twice.", key=shown(doubled[0]))
    if not is_object(value):
        return "E033", say("The inventory is not a JSON object.")
    return value


def faults(value: Json) -> Iterator[Fault]:
    """Everything that is wrong inside one inventory."""
    yield from _top(value)
    manifest, versions = value.get("manifest"), value.get("versions")
    if not is_object(manifest):
        yield ("E041" if manifest is None else "E106"), say("There is no manifest object.")
        manifest = {}
    yield from _manifest(manifest)
    if is_object(versions):
        yield from _sequence(versions, value.get("head"))
    else:
        yield ("E043" if versions is None else "E044"), say("There is no versions object.")
        versions = {}
    for name, block in versions.items():
        yield from _version(name, block, manifest)
    yield from _unused(manifest, versions)
    if "fixity" in value:
        yield from _fixity(value["fixity"], manifest)


def _top(value: Json) -> Iterator[Fault]:
    for key in ("id", "type", "digestAlgorithm", "head"):
        if key not in value:
            yield "E036", say("The key {key} is missing.", key=key)
    for key in value.keys() - _KEYS:
        if key == "contentDirectory":
            yield "A007", say("Content does not lie in “content”, as it always does here.")
        else:
            yield "E102", say("The key {key} is not known.", key=shown(key))
    if not isinstance(value.get("id", "-"), str) or value.get("id") == "":
        yield "E037", say("The id is not a text.")
    if value.get("type", _TYPE) != _TYPE:
        yield "E038", say("The type is not that of OCFL 1.1.")
    if value.get("digestAlgorithm", "sha512") != "sha512":
        yield "E025", say("The digest algorithm is not sha512.")


_TYPE = "https://ocfl.io/1.1/spec/#inventory"


def _manifest(manifest: Json) -> Iterator[Fault]:
    every: list[str] = []
    for digest, paths in manifest.items():
        if not _SHA512.fullmatch(digest):
            yield "E025", say("{digest} in the manifest is no sha512.", digest=shown(digest))
        if is_texts(paths):
            every += paths
        else:
            yield "E092", say("A digest of the manifest does not list paths.")
    lowered = Counter(digest.lower() for digest in manifest)
    if any(times > 1 for times in lowered.values()):
        yield "E096", say("A digest stands twice in the manifest.")
    for path in every:
        yield from _path(path, dots="E099", ends="E100")
        if not _CONTENT.match(path):
            yield "E042", say("{path} is not in a version's content.", path=shown(path))
    for path in _clashing(every):
        yield "E101", say("{path} is used twice in the manifest.", path=shown(path))


def _path(path: str, *, dots: str, ends: str) -> Iterator[Fault]:
    if path.startswith("/") or path.endswith("/"):
        yield ends, say("The path {path} begins or ends with a slash.", path=shown(path))
    elif {"", ".", ".."} & set(path.split("/")):
        yield dots, say("The path {path} has an empty part or dots.", path=shown(path))


def _clashing(paths: list[str]) -> Iterator[str]:
    """Paths that stand there twice, or are the folder of another one."""
    known = set(paths)
    yield from (path for path, times in Counter(paths).items() if times > 1)
    folders = {path[:at] for path in known for at, char in enumerate(path) if char == "/"}
    yield from sorted(known & folders)


def _sequence(versions: Json, head: object) -> Iterator[Fault]:
    if not versions:
        yield "E008", say("There is no version.")
        return
    for name in versions:
        if not _VERSION.fullmatch(name):
            yield "E046", say("{name} is no version's name.", name=shown(name))
    wanted = [f"v{number}" for number in range(1, len(versions) + 1)]
    if set(versions) != set(wanted):
        yield "E010", say("The versions are not v1, v2, v3 … without a gap.")
    if head != wanted[-1]:
        yield "E040", say("The head is {head}, not the newest version.", head=shown(head))


def _version(name: str, block: object, manifest: Json) -> Iterator[Fault]:
    if not is_object(block):
        yield "E047", say("{name} is not a JSON object.", name=shown(name))
        return
    for key in ("created", "state"):
        if key not in block:
            yield "E048", say("{name} lacks the key {key}.", name=shown(name), key=key)
    for key in block.keys() - _VERSION_KEYS:
        yield "E102", say("The key {key} is not known.", key=shown(key))
    created = block.get("created", "2000-01-01T00:00:00Z")
    if not isinstance(created, str) or not _TIME.fullmatch(created):
        yield "E049", say("{name} has no right time of creation.", name=shown(name))
    if not isinstance(block.get("message", ""), str):
        yield "E094", say("The message of {name} is no text.", name=shown(name))
    yield from _user(name, block)
    yield from _state(name, block.get("state", {}), manifest)


def _user(name: str, block: Json) -> Iterator[Fault]:
    if "message" not in block or "user" not in block:
        yield "W007", say("{name} does not say who made it and why.", name=shown(name))
    user = block.get("user", {"name": "-", "address": "-"})
    if not is_object(user) or not isinstance(user.get("name"), str):
        yield "E054", say("The user of {name} has no name.", name=shown(name))
    elif not isinstance(user.get("address", "-"), str):
        yield "E054", say("The address of the user of {name} is no text.", name=shown(name))
    elif "address" not in user:
        yield "W008", say("The user of {name} has no address.", name=shown(name))


def _state(name: str, state: object, manifest: Json) -> Iterator[Fault]:
    if not is_object(state):
        yield "E050", say("The state of {name} is not a JSON object.", name=shown(name))
        return
    every: list[str] = []
    for digest, paths in state.items():
        if digest not in manifest:
            yield "E050", say("{name} names content that is not stored.", name=shown(name))
        if is_texts(paths):
            every += paths
        else:
            yield "E051", say("A digest of {name} does not list names.", name=shown(name))
    for path in every:
        yield from _path(path, dots="E052", ends="E053")
    for path in _clashing(every):
        yield "E095", say("The name {path} is used twice.", path=shown(path))


def _unused(manifest: Json, versions: Json) -> Iterator[Fault]:
    states = [block.get("state") for block in versions.values() if is_object(block)]
    used = {digest for state in states if is_object(state) for digest in state}
    for digest in manifest.keys() - used:
        yield "E107", say("No version uses the content {digest}.", digest=shown(digest[:16]))


def _fixity(fixity: object, manifest: Json) -> Iterator[Fault]:
    if not is_object(fixity):
        yield "E111", say("The fixity block is not a JSON object.")
        return
    stored = {path for paths in manifest.values() if is_texts(paths) for path in paths}
    for algorithm, block in fixity.items():
        if algorithm not in _ALGORITHMS:
            yield "E056", say("The digest {name} is not known.", name=shown(algorithm))
        if not is_object(block):
            yield "E057", say("The fixity of {name} is no JSON object.", name=shown(algorithm))
            continue
        if len({digest.lower() for digest in block}) < len(block):
            yield "E097", say("A digest stands twice in the fixity block.")
        for paths in block.values():
            if not is_texts(paths) or not stored.issuperset(paths):
                yield "E057", say("The fixity block lists something that is not stored.")
