"""An OCFL object's inventory as a value: every version, its files, and where the bytes lie.

OCFL 1.1 section 3.5. Writing is deterministic: the same inventory gives the same bytes. Reading
refuses whatever could mislead a reader (a path out of the object, a digest that leads nowhere);
keys it does not know are kept and written again, because another program put them there.

This module opens no file; whether the bytes on the disk still fit is the checker's question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Never

from docgen.archive.hashes import sha512
from docgen.errors import Integrity, Said, say

TYPE = "https://ocfl.io/1.1/spec/#inventory"
ALGORITHM = "sha512"
FILE = "inventory.json"
SIDECAR = "inventory.json.sha512"

_DIGEST = re.compile(r"[0-9a-f]{128}", re.ASCII)
_VERSION = re.compile(r"v([1-9][0-9]{0,8})", re.ASCII)
_CONTENT = re.compile(r"v[1-9][0-9]{0,8}/content/.+", re.ASCII | re.DOTALL)
_KNOWN = ("id", "type", "digestAlgorithm", "head", "manifest", "versions", "fixity")
_KNOWN_OF_VERSION = ("created", "message", "user", "state")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object.

    Args:
        created: When it was made, as RFC 3339 text.
        message: Why it was made.
        user: Who made it: ``name`` and ``address`` (a URI).
        state: The sha512 of each logical path.
        unknown: Keys another program wrote, kept as they are.
    """

    created: str
    message: str
    user: Mapping[str, object]
    state: Mapping[str, str]
    unknown: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inventory:
    """All versions of an object.

    Args:
        urn: The object's id.
        manifest: The content paths that hold each sha512; one path each in what docgen writes.
        versions: The versions by name, ``v1`` first.
        fixity: Digests by other algorithms: algorithm → content path → digest.
        unknown: Keys another program wrote, kept as they are.
    """

    urn: str
    manifest: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, Version]
    fixity: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unknown: Mapping[str, object] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The newest version's name."""
        return f"v{len(self.versions)}"

    def content_path(self, digest: str) -> str:
        """Where the bytes with this sha512 lie, relative to the object."""
        return self.manifest[digest][0]


def number(version: str) -> int:
    """The number in a version's name; 0 if it is no version's name."""
    found = _VERSION.fullmatch(version)
    return int(found[1]) if found else 0


def stamp(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC, to the second; it must know its zone."""
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def first(urn: str) -> Inventory:
    """The inventory of an object that has no version yet."""
    return Inventory(urn, {}, {})


def add_version(
    base: Inventory,
    version: Version,
    *,
    stored: Mapping[str, str],
    fixity: Mapping[str, Mapping[str, str]],
) -> Inventory:
    """The inventory with one version more.

    Args:
        base: What was there before.
        version: The new version; its state names digests of ``base`` or of ``stored``.
        stored: The content path of each sha512 whose bytes this version brings.
        fixity: Other digests of the new content paths.
    """
    merged = {name: dict(digests) for name, digests in base.fixity.items()}
    for name, digests in fixity.items():
        merged.setdefault(name, {}).update(digests)
    return replace(
        base,
        manifest={**base.manifest, **{digest: (path,) for digest, path in stored.items()}},
        versions={**base.versions, f"v{len(base.versions) + 1}": version},
        fixity=merged,
    )


def to_bytes(inventory: Inventory) -> bytes:
    """Compact JSON in UTF-8, the same bytes for the same inventory."""
    value: dict[str, object] = {
        "id": inventory.urn,
        "type": TYPE,
        "digestAlgorithm": ALGORITHM,
        "head": inventory.head,
        "manifest": dict(sorted((d, sorted(paths)) for d, paths in inventory.manifest.items())),
        "versions": {name: _version_json(one) for name, one in inventory.versions.items()},
    }
    if inventory.fixity:
        value["fixity"] = {a: _grouped(paths) for a, paths in sorted(inventory.fixity.items())}
    value.update(sorted(inventory.unknown.items()))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _version_json(version: Version) -> dict[str, object]:
    value: dict[str, object] = {"created": version.created}
    if version.message:
        value["message"] = version.message
    if version.user:
        value["user"] = dict(version.user)
    return {**value, "state": _grouped(version.state), **dict(sorted(version.unknown.items()))}


def _grouped(digest_of: Mapping[str, str]) -> dict[str, list[str]]:
    """Turn path → digest into digest → sorted paths, as OCFL writes it."""
    groups: dict[str, list[str]] = {}
    for path, digest in sorted(digest_of.items(), key=lambda pair: (pair[1], pair[0])):
        groups.setdefault(digest, []).append(path)
    return groups


def sidecar(raw: bytes) -> bytes:
    """The digest file that stands beside an inventory with these bytes."""
    return f"{sha512(raw)} {FILE}\n".encode()


class _WrongError(Exception):
    """What is wrong with an inventory; becomes the ``why`` of an ``Integrity``."""

    def __init__(self, why: Said) -> None:
        super().__init__(why)
        self.why = why


def parse(raw: bytes, *, where: str) -> Inventory:
    """Read an inventory; ``where`` names the file in the error if it cannot be trusted."""
    try:
        return _inventory(_decode(raw))
    except _WrongError as wrong:
        raise Integrity(
            say("The inventory {file} is damaged.", file=where),
            why=wrong.why,
            fix=say("Have this item restored from a backup; a check lists all that is wrong").by(
                "docgen check"
            ),
            file=where,
        ) from wrong


def _wrong(why: Said) -> Never:
    raise _WrongError(why)


def _decode(raw: bytes) -> dict[str, object]:
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_unique)
        if b"\\u" in raw:
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair has no bytes
    except (ValueError, RecursionError) as error:
        _wrong(say("It is not JSON in UTF-8: {error}.", error=str(error)[:200]))
    return _mapping(value, "the inventory")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        _wrong(say("A key stands in it twice."))
    return value


def _mapping(value: object, what: str) -> dict[str, object]:
    if not isinstance(value, dict):
        _wrong(say("{what} is not a JSON object.", what=what))
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        _wrong(say("{what} is missing or not a text.", what=what))
    return value


def _inventory(value: dict[str, object]) -> Inventory:
    for key, wanted in (("type", TYPE), ("digestAlgorithm", ALGORITHM)):
        if value.get(key) != wanted:
            _wrong(say("“{key}” is not “{wanted}”.", key=key, wanted=wanted))
    manifest = {d: _paths(p, d) for d, p in _mapping(value.get("manifest"), "manifest").items()}
    _check_content(manifest)
    versions = sorted(_mapping(value.get("versions"), "versions").items(), key=_by_number)
    inventory = Inventory(
        urn=_text(value.get("id"), "id"),
        manifest=manifest,
        versions={name: _version(one, name, manifest) for name, one in versions},
        fixity=_fixity(value.get("fixity", {})),
        unknown={key: one for key, one in value.items() if key not in _KNOWN},
    )
    _check_sequence(inventory, value.get("head"))
    return inventory


def _by_number(pair: tuple[str, object]) -> int:
    return number(pair[0])


def _check_sequence(inventory: Inventory, head: object) -> None:
    names = list(inventory.versions)
    if not names or names != [f"v{at}" for at in range(1, len(names) + 1)]:
        _wrong(say("Its versions are not v1, v2, v3 … without a gap."))
    if head != inventory.head:
        _wrong(say("“head” is not its newest version."))


def _paths(value: object, digest: str) -> tuple[str, ...]:
    if not _DIGEST.fullmatch(digest):
        _wrong(say("“{digest}” is not a sha512 digest.", digest=digest))
    if not isinstance(value, list) or not value:
        _wrong(say("A digest does not list any path."))
    return tuple(_text(path, "a path") for path in value)


def _check_content(manifest: Mapping[str, tuple[str, ...]]) -> None:
    for path in (path for paths in manifest.values() for path in paths):
        unsafe = {"", ".", ".."} & set(path.split("/"))
        if unsafe or not _CONTENT.fullmatch(path) or "\0" in path:
            _wrong(say("The content path “{path}” leads out of the object.", path=ascii(path)))


def _version(value: object, name: str, manifest: Mapping[str, object]) -> Version:
    block = _mapping(value, name)
    state: dict[str, str] = {}
    for digest, paths in _mapping(block.get("state"), "state").items():
        if digest not in manifest:
            _wrong(say("Version {version} names content that is not stored.", version=name))
        for path in _paths(paths, digest):
            if state.setdefault(path, digest) != digest:
                _wrong(say("The name {path} stands in it twice.", path=ascii(path)))
    return Version(
        created=_text(block.get("created"), "created"),
        message=_text(block.get("message", ""), "message"),
        user=_mapping(block.get("user", {}), "user"),
        state=state,
        unknown={key: one for key, one in block.items() if key not in _KNOWN_OF_VERSION},
    )


def _fixity(value: object) -> dict[str, dict[str, str]]:
    fixity: dict[str, dict[str, str]] = {}
    for algorithm, block in _mapping(value, "fixity").items():
        fixity[algorithm] = {}
        for digest, paths in _mapping(block, "fixity").items():
            if not isinstance(paths, list):
                _wrong(say("A digest does not list any path."))
            fixity[algorithm].update({_text(path, "a path"): digest for path in paths})
    return fixity
